// SPDX-License-Identifier: GPL-3.0-or-later

internal import Scenarios

extension PreflightRule {
  /// What a gallery version needs: replicas, and a place in the account's region.
  static let galleryRules: [PreflightRule] = [
    PreflightRule(
      "R124", "fewer replicas than one for every 300 nodes", .warning, .galleryPage, since: "2021-03-04",
      conflicts: ["R127", "R128", "R139", "R148"],
      meaning:
        "A gallery version should have at least one replica for every 300 nodes of each pool, and more are better. The pages on galleries ask for more (R127, R128).",
      cure: "Set replicas to what the message names, or see what fewer cost: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 1000 nodes"
    ) { subject in
      subject.replicaCounts.compactMap { count in
        let needed = count.shares.of300
        guard count.replicas < needed else { return nil }
        let others = [("R127", 20), ("R128", 50)].compactMap { code, nodes -> String? in
          let asked = PreflightSubject.ceilingOfQuotient(min(count.newNodes, subject.createBurst), nodes)
          guard named(code)?.isTold(on: subject.date) == true, asked > 0, count.replicas >= asked else { return nil }
          return "\(code) asks for \(asked) and is kept"
        }
        let other = others.isEmpty ? "" : "; published rules conflict: \(others.joined(separator: ", "))"
        return count.hit(
          "\(count.text) for \(count.use.sum(count.nodes, "nodes")), at least \(needed) are advised\(other)")
      }
    },
    PreflightRule(
      "R139", "fewer replicas than one for every 600 nodes", .warning, .oldGalleryPage, retired: .replicaAdvice,
      conflicts: ["R124", "R127", "R128", "R148"],
      meaning:
        "In 2020 the Batch page asked for one replica for every 600 nodes of a pool; since 2021 it says 300 (R124).",
      cure: "Set replicas to what the message names, or see what fewer cost: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 1 }   # and 1000 nodes"
    ) {
      $0.replicaCounts(where: { $0.replicas < $0.shares.of600 }) { count in
        "\(count.text) for \(count.use.sum(count.nodes, "nodes")), at least \(count.shares.of600) are advised"
      }
    },
    PreflightRule(
      "R125", "more than 10 replicas of a version", .refused, .oldGalleryOverview, retired: .replicaLimit,
      conflicts: ["R126", "R147"],
      meaning:
        "Until 2022 there were at most 10 replicas of a version for a subscription and region; the later page says 100 (R126).",
      cure: "Stay at 10 for pools of that time.",
      example: "image: { kind: gallery, replicas: 12 }"
    ) {
      $0.replicaCounts(where: { $0.replicas > 10 }) { "\($0.text), at most 10; later pages allow 100 (R126)" }
    },
    PreflightRule(
      "R126", "more than 100 replicas of a version", .refused, .galleryLimits, since: "2022-08-12",
      conflicts: ["R125", "R147"],
      meaning:
        "A gallery version has at most 100 replicas; until 2022 it was 10 (R125). The best practices say 50 for a region (R147).",
      cure: "Use several versions or galleries.",
      example: "image: { kind: gallery, replicas: 101 }"
    ) { $0.replicaCounts(where: { $0.replicas > 100 }) { "\($0.text), at most 100" } },
    PreflightRule(
      "R147", "more than 50 replicas in a region", .warning, .galleryPractices, since: "2023-04-18",
      conflicts: ["R125", "R126"],
      meaning:
        "The best practices of the page on galleries say at most 50 replicas in a region, the page itself 100 for a version (R126).",
      cure: "Stay at 50, where both agree, or ask the service before a purchase depends on more.",
      example: "image: { kind: gallery, replicas: 60 }"
    ) {
      $0.replicaCounts(where: { $0.replicas > 50 }) {
        "\($0.text), at most 50 in a region; published rules conflict: R126 allows 100 for a version and is \($0.replicas <= 100 ? "kept" : "broken too")"
      }
    },
    PreflightRule(
      "R148", "fewer than 3 replicas", .advice, .galleryPractices, since: "2023-04-18",
      conflicts: ["R124", "R127", "R128", "R139"],
      meaning:
        "The best practices of the page on galleries ask for at least 3 replicas of images in production, however few VMs are made of them.",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }"
    ) { $0.replicaCounts(where: { $0.replicas < 3 }) { "\($0.text), at least 3 are advised" } },
    PreflightRule(
      "R127", "fewer replicas than one for every 20 VMs created at once", .advice, .galleryPractices,
      conflicts: ["R124", "R128", "R139", "R148"],
      meaning:
        "The page on galleries contradicts itself: its best practices ask for a replica for every 20 VMs that are created at once, as the overview of 2020 did, its section on scaling for every 50 (R128). The Batch page says one for every 300 nodes (R124).",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 300 nodes"
    ) { perConcurrentCreates($0, 20) },
    PreflightRule(
      "R128", "fewer replicas than one for every 50 VMs created at once", .advice, .galleryOverview,
      since: "2025-03-03", conflicts: ["R124", "R127", "R139", "R148"],
      meaning:
        "The page on galleries contradicts itself: its section on scaling asks for a replica for every 50 VMs that are created at once, its best practices for every 20 (R127). The Batch page says one for every 300 nodes (R124). The section names a version of the API of 3 March 2025, so that it is no older.",
      cure: "See what replicas are worth: poolsim run FILE --set image.replicas=N.",
      example: "image: { kind: gallery, replicas: 2 }   # and 300 nodes"
    ) { perConcurrentCreates($0, 50) },
    PreflightRule(
      "R129", "gallery version not replicated to the account's region", .refused, .galleryPage,
      meaning:
        "A pool boots from replicas in its own region; copying a version to a region can take hours, says the page on galleries (\(Source.galleryOverview.date)).",
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
      otherSubscriptions(subject) { image, _ in
        "the image is in \(image): register Microsoft.Batch there, in the same tenant"
      }
    },
    PreflightRule(
      "R144", "third-party base image in a gallery", .refused, .oldGalleryPage, retired: .galleryThirdParties,
      meaning: "A pool's gallery image had to be based on a first-party image of the marketplace until 2024.",
      cure: "Start from an image that has no licence or purchase terms of its own.",
      example: "image: { kind: gallery, thirdParty: true }"
    ) { subject in
      subject.galleryImages.filter { $0.image.isThirdParty == true }.map {
        .init("the image is based on a third party's\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R145", "gallery in another subscription than the account", .refused, .oldGalleryPage,
      retired: .gallerySubscription,
      meaning: "Until September 2020 a pool's gallery image had to be in the subscription of the Batch account.",
      cure: "Copy the image into a gallery of the account's subscription.",
      example: "account: { subscription: A }   # and image: { kind: gallery, subscription: B }"
    ) { subject in
      otherSubscriptions(subject) { image, account in "the image is in subscription \(image), the account in \(account)"
      }
    },
    PreflightRule(
      "R155", "many nodes from a version with shallow replication", .warning, .galleryReplication, since: "2022-08-12",
      meaning:
        "Shallow replication copies nothing: nodes read the source itself, as those of a managed image do, and many VMs cannot be deployed from it. Many is read as more than 20 at once, what a managed image serves (R142). In the model it is one source.",
      cure: "Replicate the version in full, with replicas for its nodes.",
      example: "image: { kind: gallery, replication: shallow }   # and 300 nodes"
    ) { subject in
      subject.replicaCounts.compactMap { count in
        let atOnce = min(count.newNodes, subject.createBurst)
        guard count.use.image.replicaOrigin == .shallow, count.start == nil, atOnce > 20 else { return nil }
        return .init(
          "\(atOnce) VMs created at once from a version with shallow replication, which is one source\(count.use.among)",
          pool: count.use.pool)
      }
    },
    PreflightRule(
      "R162", "an image of another publisher's gallery", .advice, .galleryPractices, since: "2022-08-12",
      meaning:
        "Replicas, regions and the end of life of a version are the publisher's where its gallery is a community gallery or shared directly: az sig image-version show does not have them, and a user cannot set them.",
      cure: "Ask the publisher, or copy the version into a gallery of your own; assumedReplicas says what a run takes.",
      example: "image: { kind: gallery, id: /CommunityGalleries/public/images/base/versions/1.0.0 }"
    ) { subject in
      subject.galleryImages.compactMap { use in
        guard let gallery = foreignGallery(use.image) else { return nil }
        return .init(
          "the image is of a \(gallery): its publisher sets its replicas and may delete it\(use.among)", pool: use.pool)
      }
    },
    PreflightRule(
      "R163", "a gallery image that is not prepared for pools", .warning, .galleryPage, since: "2024-03-04",
      meaning:
        "The page on galleries asks for generalized images whose system disk has the cache ReadWrite. R112, R114 to R117 and R137 have what else it asks for.",
      cure: "Generalize the VM, leave the cache of its system disk at ReadWrite, and make the version again.",
      example: "image: { kind: gallery, osDiskCaching: none }"
    ) { subject in
      subject.galleryImages.compactMap { use in
        if use.image.isSpecialized == true {
          return .init(
            "the image is specialized, pools take generalized ones\(use.among)", pool: use.pool, severity: .refused)
        }
        guard let caching = use.image.osDiskCaching, caching != .readWrite else { return nil }
        return .init("the cache of its system disk is \(caching.rawValue), not readWrite\(use.among)", pool: use.pool)
      }
    },
  ]

  /// What kind of another publisher's gallery an image is in; nil for one of a subscription.
  private static func foreignGallery(_ image: ScenarioFacts.Image) -> String? {
    let identifier = image.identifier?.lowercased() ?? ""
    if identifier.hasPrefix("/communitygalleries/") { return "community gallery" }
    return identifier.hasPrefix("/sharedgalleries/") ? "gallery that is shared directly" : nil
  }

  /// Gallery images that are not in the account's subscription.
  private static func otherSubscriptions(
    _ subject: PreflightSubject, _ message: (_ image: String, _ account: String) -> String
  ) -> [PreflightSubject.Hit] {
    subject.galleryImages.compactMap { use in
      guard let account = subject.account.subscription, let image = use.image.subscription,
        account.lowercased() != image.lowercased()
      else { return nil }
      return .init(message(image, account), pool: use.pool)
    }
  }

  /// At once is: what the subscription's burst of create requests admits.
  private static func perConcurrentCreates(_ subject: PreflightSubject, _ nodes: Int) -> [PreflightSubject.Hit] {
    subject.replicaCounts.compactMap { count in
      let atOnce = min(count.newNodes, subject.createBurst)
      let needed = PreflightSubject.ceilingOfQuotient(atOnce, nodes)
      guard count.replicas < needed else { return nil }
      let isLater = named("R124")?.isTold(on: subject.date) == true
      let batch = isLater ? count.shares.of300 : count.shares.of600
      return count.hit(
        "\(count.text) for \(atOnce) VMs created at once, \(needed) are advised; published rules conflict: \(isLater ? "R124" : "R139") asks for \(batch) and is \(count.replicas >= batch ? "kept" : "broken too")"
      )
    }
  }
}
