// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities
internal import Scenarios
internal import BatchPool

extension PreflightRule {
  /// What a pool from a managed image needs before it can be made.
  static let managedImageRules: [PreflightRule] = [
    PreflightRule(
      "R101", "API version after 2019-08-01 with a managed image", .refused, .managedImagePage, since: "2020-07-01",
      retired: .managedImages,
      meaning:
        "Later versions of the Batch API make pools of gallery images only. The page contradicts itself: its example of a request carries version 2020-03-01 of the management API.",
      cure: "Use version 2019-08-01 or an earlier one, or put the image into a gallery.",
      example: "account: { apiVersion: \"2022-01-01\" }   # and image: { kind: managed }"
    ) { subject in
      guard let version = subject.account.apiVersion, version.prefix(10) > "2019-08-01" else { return [] }
      return subject.managedImages.map {
        .init("version \(version) of the API takes no managed image; 2019-08-01 is the last that does", pool: $0.pool)
      }
    },
    PreflightRule(
      "R102", "managed image in another subscription than the account", .refused, .managedImagePage,
      since: "2019-04-15",
      retired: .managedImages,
      meaning: "A managed image must be in the subscription of the Batch account.",
      cure: "Copy the image into the account's subscription, or share it through a gallery.",
      example: "account: { subscription: A }   # and image: { kind: managed, subscription: B }"
    ) { subject in
      subject.managedImages.compactMap { use in
        guard let account = subject.account.subscription, let image = use.image.subscription,
          account.lowercased() != image.lowercased()
        else { return nil }
        return .init("the image is in subscription \(image), the account in \(account)", pool: use.pool)
      }
    },
    PreflightRule(
      "R103", "managed image in another region than the account", .refused, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      meaning: "A managed image must be in the region of the Batch account.",
      cure: "Copy the image into the account's region, or replicate it by a gallery.",
      example: "account: { region: westeurope }   # and image: { kind: managed, region: eastus }"
    ) { subject in
      subject.managedImages.compactMap { use in
        guard let account = subject.account.region, let image = use.image.region,
          PreflightSubject.region(account) != PreflightSubject.region(image)
        else { return nil }
        return .init("the image is in \(image), the account in \(account)", pool: use.pool)
      }
    },
    PreflightRule(
      "R104", "authentication other than Azure AD with an image of your own", .refused, .galleryPage,
      meaning: "Managed images and gallery images are read in the name of an identity; a shared key has none.",
      cure: "Authenticate by Azure AD (Microsoft Entra ID), with an identity that may read the image.",
      example: "account: { authentication: sharedKey }"
    ) { subject in
      guard subject.account.authentication == .sharedKey else { return [] }
      return subject.customImages.map {
        .init("a \($0.image.kind.rawValue) image needs Azure AD authentication, not a shared key", pool: $0.pool)
      }
    },
    PreflightRule(
      "R105", "malformed id of an image", .refused, .managedImagePage, since: "2019-04-15",
      meaning: "The API takes the resource id of a managed image, or of a gallery image with or without its version.",
      cure: "Copy the resource id whole, and let kind say what it names.",
      example: "image: { kind: managed, id: images/base }"
    ) { subject in
      subject.customImages.compactMap { use in
        guard let identifier = use.image.identifier else { return nil }
        do throws(AzureImage.Malformed) {
          let image = try AzureImage(identifier: identifier)
          guard image.kind != use.image.kind else { return nil }
          return .init(
            "the id names a \(image.kind.rawValue) image, kind says \(use.image.kind.rawValue)", pool: use.pool)
        } catch {
          return .init("the id \(PrintableText.quoted(identifier)) is malformed: \(error.reason)", pool: use.pool)
        }
      }
    },
    PreflightRule(
      "R106", "several pools on one managed image", .warning, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      meaning: "Every pool should have an image of its own: pools on one image contend for it and share its limits.",
      cure: "Make an image for every pool, or use a gallery image with replicas.",
      example: "pools: { a: { image: base }, b: { image: base } }   # one of images, kind: managed"
    ) { subject in
      subject.managedImages.filter { $0.poolCount > 1 }.map {
        .init("\($0.poolCount) pools boot from one managed image\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R107", "several pools on one snapshot", .warning, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      meaning: "Images made from one snapshot share its limits: a second image does not help.",
      cure: "Take a snapshot for every pool, or use a gallery image with replicas.",
      example: "images: { a: { kind: managed, snapshot: s }, b: { kind: managed, snapshot: s } }"
    ) { subject in
      subject.managedSources.compactMap { use in
        guard let snapshot = use.snapshot, use.poolCount > 1 else { return nil }
        return .init(
          "\(use.poolCount) pools boot from images of the snapshot \(snapshot)\(use.among)", pool: use.pool)
      }
    },
    PreflightRule(
      "R112", "large pool from an image that no snapshot made", .warning, .galleryPage, since: "2019-04-15",
      meaning:
        "To scale reliably the pages recommend only images made from snapshots, for pools of hundreds of nodes, which is read as 200: that on managed images since 2019, that on galleries of 4 March 2024 too.",
      cure: "Take a snapshot of the VM's disks and make the image from it.",
      example: "image: { kind: managed, source: vhd }   # and 300 nodes"
    ) { subject in
      // The page on galleries of that day has it for them too.
      let pools = subject.date < .galleryPreparation ? subject.managedPools : subject.customPools
      return pools.compactMap { pool in
        guard let source = pool.image.source, source != .snapshot, pool.nodes >= hundreds else { return nil }
        return .init("\(pool.nodes) nodes from an image made of \(source.noun), not of a snapshot", pool: pool.name)
      }
    },
    PreflightRule(
      "R113", "third-party base image", .refused, .managedImagePage, since: "2019-04-15", retired: .managedImages,
      meaning: "A managed image must be based on a first-party image of the marketplace.",
      cure:
        "Start from an image that has no licence or purchase terms of its own, or use a gallery image, which may have them since 2024 (R144).",
      example: "image: { kind: managed, thirdParty: true }"
    ) { subject in
      subject.managedImages.filter { $0.image.isThirdParty == true }.map {
        .init("the image is based on a third party's\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R118", "Packer straight to a managed image in Batch service mode", .refused, .managedImagePage,
      since: "2019-04-15",
      retired: .managedImages,
      meaning: "Packer can make a managed image itself only for accounts in user-subscription mode.",
      cure: "Let Packer make a VHD and import that as a managed image.",
      example: "account: { poolAllocationMode: batchService }   # and image: { kind: managed, source: packer }"
    ) { subject in
      guard subject.account.poolAllocationMode == .batchService else { return [] }
      return subject.managedImages.filter { $0.image.source == .packer }.map {
        .init("Packer made the image itself, the account is in Batch service mode: make a VHD first", pool: $0.pool)
      }
    },
    PreflightRule(
      "R119", "Packer: the way depends on the account", .advice, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      meaning: "In user-subscription mode Packer may make the image itself, in Batch service mode it makes a VHD.",
      cure: "Say poolAllocationMode; keep what the image was made from while a pool uses it.",
      example: "image: { kind: managed, source: packer }"
    ) { subject in
      guard subject.account.poolAllocationMode != .batchService else { return [] }
      let isKnown = subject.account.poolAllocationMode == .userSubscription
      return subject.managedImages.filter { $0.image.source == .packer }.map {
        .init(
          isKnown
            ? "Packer may make the image itself in user-subscription mode; keep what it was made from"
            : "the scenario does not say poolAllocationMode: in Batch service mode Packer must make a VHD first",
          pool: $0.pool)
      }
    },
    PreflightRule(
      "R134", "pools from managed images are retired", .refused, .migrationGuide, since: "2026-04-01",
      meaning:
        "After 31 March 2026 a pool's own image comes from a gallery; what a pool from a managed image does is history.",
      cure: "Put the image into a gallery, and compare: poolsim compare FILE#managed FILE#gallery.",
      example: "image: { kind: managed }"
    ) { subject in
      subject.managedImages.map {
        .init("\(Retirement.managedImages.note): use a gallery image\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R140", "pools from managed images are to be retired", .advice, .migrationGuide, since: "2023-03-07",
      retired: .announcement,
      meaning: "The guide to migration announces that pools from managed images and VHDs end on 31 March 2026.",
      cure: "Put the image into a gallery, and compare: poolsim compare FILE#managed FILE#gallery.",
      example: "image: { kind: managed }"
    ) { subject in
      subject.managedImages.map {
        .init("pools from managed images end on 2026-03-31: move to a gallery image\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R142", "more than 20 VMs created at once from a managed image", .warning, .virtualMachinePage,
      retired: .managedImages,
      meaning:
        "A managed image serves up to 20 deployments at once, since it is a single VHD; with more, provisioning may time out. At once is: what the subscription's burst of create requests admits. The model lets 20 read at once and the others wait.",
      cure: "Use a gallery image with replicas, or see what it costs: poolsim run prints the number of resizes.",
      example: "pool: { targetDedicatedNodes: 100 }   # and image: { kind: managed }"
    ) { subject in
      subject.managedGrowths.compactMap { use, newNodes in
        let atOnce = min(newNodes, subject.createBurst)
        guard atOnce > 20 else { return nil }
        return .init("\(atOnce) VMs created at once from a managed image, it serves 20\(use.among)", pool: use.pool)
      }
    },
  ]

  /// The nodes from which on a pool has "hundreds" of them, as the page puts it [choice].
  static let hundreds = 200
}
