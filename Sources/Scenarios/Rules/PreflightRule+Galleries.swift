// SPDX-License-Identifier: GPL-3.0-or-later

extension PreflightRule {
  /// What a gallery version needs: replicas, and a place in the account's region.
  static let galleryRules: [PreflightRule] = [
    PreflightRule(
      "R124", "fewer replicas than one for every 300 nodes", .warning, .galleryPage, conflicts: ["R127", "R128"],
      meaning:
        "A gallery version should have at least one replica for every 300 nodes, and more are better. The pages on galleries ask for more (R127, R128).",
      cure: "Set replicas to what the message names, or see what fewer cost: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 1000 nodes"
    ) { subject in
      subject.replicaCounts.compactMap { count in
        let needed = PreflightSubject.ceilingOfQuotient(count.nodes, 300)
        guard count.replicas < needed else { return nil }
        let atOnce = PreflightSubject.ceilingOfQuotient(min(count.newNodes, subject.createBurst), 50)
        let other =
          atOnce == 0 || count.replicas < atOnce
          ? "" : "; published rules conflict: R128 asks for \(atOnce) and is kept"
        return .init(
          "\(count.text) for \(count.use.sum(count.nodes, "nodes")), at least \(needed) are advised\(other)",
          pool: count.use.pool, at: count.place)
      }
    },
    PreflightRule(
      "R125", "more than 10 replicas of a version", .refused, .oldGalleryOverview, retired: .galleryScaling,
      conflicts: ["R126"],
      meaning: "In 2020 a gallery version had at most 10 replicas; the later page says 100 (R126).",
      cure: "Stay at 10 for pools of that time.",
      example: "image: { kind: gallery, replicas: 12 }"
    ) { subject in
      subject.replicaCounts.filter { $0.replicas > 10 }.map { count in
        .init(
          "\(count.text), at most 10; published rules conflict: R126 allows 100 and is \(count.replicas <= 100 ? "kept" : "broken too")",
          pool: count.use.pool, at: count.place)
      }
    },
    PreflightRule(
      "R126", "more than 100 replicas of a version", .refused, .galleryOverview, conflicts: ["R125"],
      meaning: "A gallery version has at most 100 replicas; in 2020 it was 10 (R125).",
      cure: "Use several versions or galleries.",
      example: "image: { kind: gallery, replicas: 101 }"
    ) { subject in
      subject.replicaCounts.filter { $0.replicas > 100 }.map {
        .init("\($0.text), at most 100", pool: $0.use.pool, at: $0.place)
      }
    },
    PreflightRule(
      "R127", "fewer replicas than one for every 20 VMs created at once", .advice, .oldGalleryOverview,
      retired: .galleryScaling, conflicts: ["R124", "R128"],
      meaning:
        "The page on galleries once asked for a replica for every 20 VMs that are created at once, now for every 50 (R128), the Batch page for every 300 nodes (R124).",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 300 nodes"
    ) { perConcurrentCreates($0, 20) },
    PreflightRule(
      "R128", "fewer replicas than one for every 50 VMs created at once", .advice, .galleryOverview,
      conflicts: ["R124", "R127"],
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
      "R136", "gallery image in another subscription", .advice, .galleryPage,
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

  /// At once is: what the subscription's burst of create requests admits.
  private static func perConcurrentCreates(_ subject: PreflightSubject, _ nodes: Int) -> [PreflightSubject.Hit] {
    subject.replicaCounts.compactMap { count in
      let atOnce = min(count.newNodes, subject.createBurst)
      let needed = PreflightSubject.ceilingOfQuotient(atOnce, nodes)
      guard count.replicas < needed else { return nil }
      let batch = PreflightSubject.ceilingOfQuotient(count.nodes, 300)
      return .init(
        "\(count.text) for \(atOnce) VMs created at once, \(needed) are advised; published rules conflict: R124 asks for \(batch) and is \(count.replicas >= batch ? "kept" : "broken too")",
        pool: count.use.pool, at: count.place)
    }
  }
}
