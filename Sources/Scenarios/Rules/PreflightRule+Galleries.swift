// SPDX-License-Identifier: GPL-3.0-or-later

extension PreflightRule {
  /// What a gallery version needs: replicas, and a place in the account's region.
  static let galleryRules: [PreflightRule] = [
    PreflightRule(
      "R124", "fewer replicas than one for every 300 nodes", .warning, .galleryPage, since: "2021-03-04",
      conflicts: ["R127", "R128", "R139"],
      meaning:
        "A gallery version should have at least one replica for every 300 nodes of each pool, and more are better. The pages on galleries ask for more (R127, R128).",
      cure: "Set replicas to what the message names, or see what fewer cost: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 1000 nodes"
    ) { subject in
      subject.replicaCounts.compactMap { count in
        let needed = count.shares.of300
        guard count.replicas < needed else { return nil }
        let (code, nodes) = concurrentRule(on: subject.date)
        let atOnce = PreflightSubject.ceilingOfQuotient(min(count.newNodes, subject.createBurst), nodes)
        let other =
          atOnce == 0 || count.replicas < atOnce
          ? "" : "; published rules conflict: \(code) asks for \(atOnce) and is kept"
        return .init(
          "\(count.text) for \(count.use.sum(count.nodes, "nodes")), at least \(needed) are advised\(other)",
          pool: count.use.pool, at: count.place)
      }
    },
    PreflightRule(
      "R139", "fewer replicas than one for every 600 nodes", .warning, .oldGalleryPage, retired: .replicaAdvice,
      conflicts: ["R124", "R127", "R128"],
      meaning:
        "In 2020 the Batch page asked for one replica for every 600 nodes of a pool; since 2021 it says 300 (R124).",
      cure: "Set replicas to what the message names, or see what fewer cost: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 1 }   # and 1000 nodes"
    ) { subject in
      subject.replicaCounts.filter { $0.replicas < $0.shares.of600 }.map { count in
        .init(
          "\(count.text) for \(count.use.sum(count.nodes, "nodes")), at least \(count.shares.of600) are advised",
          pool: count.use.pool, at: count.place)
      }
    },
    PreflightRule(
      "R125", "more than 10 replicas of a version", .refused, .oldGalleryOverview, retired: .replicaLimit,
      conflicts: ["R126"],
      meaning:
        "Until 2023 there were at most 10 replicas of a version for a subscription and region; the later page says 100 (R126).",
      cure: "Stay at 10 for pools of that time.",
      example: "image: { kind: gallery, replicas: 12 }"
    ) { subject in
      subject.replicaCounts.filter { $0.replicas > 10 }.map {
        .init("\($0.text), at most 10; later pages allow 100 (R126)", pool: $0.use.pool, at: $0.place)
      }
    },
    PreflightRule(
      "R126", "more than 100 replicas of a version", .refused, .galleryOverview, since: "2023-03-23",
      conflicts: ["R125"],
      meaning:
        "A gallery version has at most 100 replicas; until 2023 it was 10 (R125). The same page's best practices say 50 for a region.",
      cure: "Use several versions or galleries.",
      example: "image: { kind: gallery, replicas: 101 }"
    ) { subject in
      subject.replicaCounts.filter { $0.replicas > 100 }.map {
        .init("\($0.text), at most 100", pool: $0.use.pool, at: $0.place)
      }
    },
    PreflightRule(
      "R127", "fewer replicas than one for every 20 VMs created at once", .advice, .oldGalleryOverview,
      retired: .galleryScaling, conflicts: ["R124", "R128", "R139"],
      meaning:
        "The page on galleries once asked for a replica for every 20 VMs that are created at once, now for every 50 (R128), the Batch page for every 300 nodes (R124).",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 300 nodes"
    ) { perConcurrentCreates($0, 20) },
    PreflightRule(
      "R128", "fewer replicas than one for every 50 VMs created at once", .advice, .galleryOverview,
      since: "2023-09-21", conflicts: ["R124", "R127", "R139"],
      meaning:
        "The page on galleries asks for a replica for every 50 VMs that are created at once, the Batch page for every 300 nodes (R124).",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 300 nodes"
    ) { perConcurrentCreates($0, 50) },
    PreflightRule(
      "R129", "gallery version not replicated to the account's region", .refused, .galleryPage,
      meaning: "A pool boots from replicas in its own region; copying a version to a region can take hours.",
      cure: "Add the account's region to the target regions of the version, and wait.",
      example: "account: { region: westeurope }   # and image: { kind: gallery, replicatedRegions: [eastus] }"
    ) { subject in
      guard let region = subject.account.region else { return [] }
      return subject.galleryImages.compactMap { use in
        guard let regions = use.image.replicatedRegions ?? use.image.region.map({ [$0] }),
          !regions.contains(where: { PreflightSubject.region($0) == PreflightSubject.region(region) })
        else { return nil }
        return .init(
          "the version is in \(regions.isEmpty ? "no region" : regions.joined(separator: ", ")), the account in \(region)",
          pool: use.pool)
      }
    },
    PreflightRule(
      "R136", "gallery image in another subscription", .advice, .galleryPage, since: "2020-09-15",
      meaning:
        "A gallery may be in another subscription of the same tenant, where the resource provider Microsoft.Batch must be registered.",
      cure: "Register the provider there, and let the account's identity read the image.",
      example: "account: { subscription: A }   # and image: { kind: gallery, subscription: B }"
    ) { subject in
      subject.galleryImages.compactMap { use in
        guard let account = subject.account.subscription, let image = use.image.subscription,
          account.lowercased() != image.lowercased()
        else { return nil }
        return .init("the image is in \(image): register Microsoft.Batch there, in the same tenant", pool: use.pool)
      }
    },
  ]

  /// The rule on VMs created at once that is told on a day, and for how many of them it asks for a replica.
  private static func concurrentRule(on date: PreflightDate) -> (code: String, nodes: Int) {
    named("R128")?.isTold(on: date) == true ? ("R128", 50) : ("R127", 20)
  }

  /// At once is: what the subscription's burst of create requests admits.
  private static func perConcurrentCreates(_ subject: PreflightSubject, _ nodes: Int) -> [PreflightSubject.Hit] {
    subject.replicaCounts.compactMap { count in
      let atOnce = min(count.newNodes, subject.createBurst)
      let needed = PreflightSubject.ceilingOfQuotient(atOnce, nodes)
      guard count.replicas < needed else { return nil }
      let isLater = named("R124")?.isTold(on: subject.date) == true
      let batch = isLater ? count.shares.of300 : count.shares.of600
      return .init(
        "\(count.text) for \(atOnce) VMs created at once, \(needed) are advised; published rules conflict: \(isLater ? "R124" : "R139") asks for \(batch) and is \(count.replicas >= batch ? "kept" : "broken too")",
        pool: count.use.pool, at: count.place)
    }
  }
}
