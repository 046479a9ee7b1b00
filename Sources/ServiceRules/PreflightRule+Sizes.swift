// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Scenarios
internal import BatchPool

extension PreflightRule {
  /// How large pools may be, how long their resizes may take, and how many cores there are for them.
  static let sizeRules: [PreflightRule] = [
    PreflightRule(
      "R108", "at most 2500 dedicated nodes for a managed image", .refused, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      conflicts: ["R110"],
      meaning:
        "The limit holds for the sum over all pools on the image, or on any image of its snapshot. The page on quotas says 2000 (R110); nobody says which is right.",
      cure: "Use a gallery image, or several pools, each with an image of its own snapshot.",
      example: "pool: { targetDedicatedNodes: 3000 }   # and image: { kind: managed }"
    ) { subject in
      guard subject.account.managedImageLimit != 2_000 else { return [] }
      return subject.managedSources.filter { $0.dedicatedNodes > 2_500 }.map {
        .init("\($0.sum($0.dedicatedNodes, "dedicated nodes")) on a managed image, at most 2500", pool: $0.pool)
      }
    },
    PreflightRule(
      "R109", "at most 1000 low-priority nodes for a managed image", .refused, .managedImagePage, since: "2019-04-15",
      retired: .managedImages,
      meaning: "The limit holds for the sum over all pools on the image, or on any image of its snapshot.",
      cure: "Use a gallery image, or several pools, each with an image of its own snapshot.",
      example: "pool: { targetLowPriorityNodes: 1200 }   # and image: { kind: managed }"
    ) { subject in
      subject.managedSources.filter { $0.lowPriorityNodes > 1_000 }.map {
        .init(
          "\($0.sum($0.lowPriorityNodes, "\(subject.spotNoun) nodes")) on a managed image, at most 1000", pool: $0.pool)
      }
    },
    PreflightRule(
      "R110", "at most 2000 dedicated nodes for a managed image", .refused, .quotaPage, retired: .managedImages,
      conflicts: ["R108"],
      meaning:
        "The page on quotas limits a pool on a managed image to 2000 dedicated nodes, the page on managed images all of them together to 2500 (R108). Chosen by account.managedImageLimit, 2000 holds for all of them together.",
      cure:
        "Stay at 2000, where both pages agree, or use a gallery image; account.managedImageLimit chooses one of the two.",
      example: "pool: { targetDedicatedNodes: 2200 }   # and image: { kind: managed }"
    ) { subject in
      // Whoever chooses this limit has it instead of R108's, which holds for the sum.
      if subject.account.managedImageLimit == 2_000 {
        return subject.managedSources.filter { $0.dedicatedNodes > 2_000 }.map {
          .init("\($0.sum($0.dedicatedNodes, "dedicated nodes")) on a managed image, at most 2000", pool: $0.pool)
        }
      }
      guard subject.account.managedImageLimit == nil else { return [] }
      return subject.managedSources.flatMap { use in
        use.pools.filter { $0.dedicatedNodes > 2_000 }.map { pool in
          .init(
            "\(pool.dedicatedNodes) dedicated nodes on a managed image, at most 2000; published rules conflict: R108 allows 2500 and is \(use.dedicatedNodes <= 2_500 ? "kept" : "broken too")",
            pool: pool.name)
        }
      }
    },
    PreflightRule(
      "R111", "inbound NAT pools may lower the limits of a managed image", .warning, .managedImagePage,
      since: "2019-04-15",
      retired: .managedImages,
      meaning: "With inbound NAT pools a managed image may serve fewer nodes; how many fewer is not published.",
      cure: "Leave them out of large pools.",
      example: "pool: { inboundNatPools: true }   # and image: { kind: managed }"
    ) { subject in
      subject.managedPools.filter(\.hasInboundNatPools).map {
        .init("\($0.nodes) nodes with inbound NAT pools: the limits of R108 and R109 may be lower", pool: $0.name)
      }
    },
    PreflightRule(
      "R120", "resizeTimeout below 20 min for a large pool from a managed image", .warning, .managedImagePage,
      since: "2019-04-15",
      retired: .managedImages,
      meaning:
        "Large pools of a fixed size, read as 200 nodes and more, should have 20 to 30 minutes for a resize; what is missing then takes another resize.",
      cure: "Set resizeTimeout to 20 min or more.",
      example: "pool: { targetDedicatedNodes: 300, resizeTimeout: 15 min }   # and image: { kind: managed }"
    ) { subject in
      subject.managedPools.filter { !$0.autoscales && $0.nodes >= hundreds && $0.resizeTimeout < 1_200 }.map {
        .init(
          "\(timeout(of: $0)) for \($0.nodes) nodes, 20 to 30 min are advised",
          pool: $0.name)
      }
    },
    PreflightRule(
      "R121", "resizeTimeout below 15 min for every 1000 nodes", .warning, .galleryPage, conflicts: ["R149"],
      meaning:
        "A pool of a fixed size from a gallery image should have at least 15 minutes for every 1000 nodes, read here as so much for each part of them.",
      cure: "Set resizeTimeout to what the message names.",
      example: "pool: { targetDedicatedNodes: 2000, resizeTimeout: 20 min }   # and image: { kind: gallery }"
    ) { subject in
      subject.pools.filter { $0.image.kind == .gallery && !$0.autoscales }.compactMap { pool in
        let needed = 0.9 * Double(pool.nodes)
        guard pool.resizeTimeout < needed else { return nil }
        return .init(
          "\(timeout(of: pool)) for \(pool.nodes) nodes, at least \(PreflightSubject.minutes(needed)) are advised",
          pool: pool.name)
      }
    },
    PreflightRule(
      "R149", "resizeTimeout below 30 min for more than 300 nodes, or 1000 of the marketplace", .warning, .errorPage,
      since: "2019-08-23", conflicts: ["R121"],
      meaning:
        "The page on errors of pools and nodes recommends 30 minutes for a resize of more than 1000 nodes from a marketplace image, or of more than 300 from an image of the user's own. The gallery page says 15 minutes for every 1000 nodes (R121).",
      cure: "Set resizeTimeout to 30 min, or see what a shorter one costs: poolsim run prints the number of resizes.",
      example: "pool: { targetDedicatedNodes: 1500, resizeTimeout: 15 min }   # and image: { kind: marketplace }"
    ) { subject in
      subject.pools.filter { !$0.autoscales && $0.resizeTimeout < 1_800 }.compactMap { pool in
        let isOwn = pool.image.kind != .marketplace
        guard pool.nodes > (isOwn ? 300 : 1_000) else { return nil }
        return .init(
          "\(timeout(of: pool)) for \(pool.nodes) nodes of a \(pool.image.kind.rawValue) image, 30 min are advised\(gallerySide(of: pool))",
          pool: pool.name)
      }
    },
    PreflightRule(
      "R122", "resizeTimeout of a pool that scales by a formula", .warning, .restReference,
      meaning: "The service ignores resizeTimeout where a formula sets the number of nodes.",
      cure: "Leave resizeTimeout out.",
      example: "pool: { autoscale: true, resizeTimeout: 30 min }"
    ) { subject in
      subject.pools.filter { $0.autoscales && $0.hasOwnResizeTimeout }.map {
        .init("resizeTimeout \(PreflightSubject.minutes($0.resizeTimeout)) has no effect with autoscale", pool: $0.name)
      }
    },
    PreflightRule(
      "R123", "more than 300 nodes from a managed image may take several resizes", .advice, .managedImagePage,
      since: "2019-04-15",
      retired: .managedImages,
      meaning: "Above 300 nodes one resize may end below the target, and has to be asked for again.",
      cure: "Ask again (resize.policy: until-target), and see how often: poolsim run prints the number of resizes.",
      example: "pool: { targetDedicatedNodes: 400 }   # and image: { kind: managed }"
    ) { subject in
      subject.managedPools.filter { $0.nodes > 300 }.map {
        .init("\($0.nodes) nodes from a managed image may take several resizes", pool: $0.name)
      }
    },
    PreflightRule(
      "R130", "inter-node communication limits a pool to 100 or 80 nodes", .refused, .quotaPage,
      meaning:
        "Nodes that talk to each other must be deployed together: 100 in Batch service mode, 80 in user-subscription mode.",
      cure: "Switch interNodeCommunication off, or use several pools.",
      example: "pool: { interNodeCommunication: true, targetDedicatedNodes: 101 }"
    ) { subject in
      let mode = subject.account.poolAllocationMode
      return subject.pools.filter(\.hasInterNodeCommunication).compactMap { pool in
        if pool.nodes > 100 || (pool.nodes > 80 && mode == .userSubscription) {
          let limit = mode == .userSubscription ? 80 : 100
          return .init("\(pool.nodes) nodes with inter-node communication, at most \(limit)", pool: pool.name)
        }
        guard pool.nodes > 80, mode == nil else { return nil }
        return .init(
          "\(pool.nodes) nodes with inter-node communication are too many in user-subscription mode (80), which poolAllocationMode leaves open",
          pool: pool.name)
      }
    },
    PreflightRule(
      "R131", "quota of dedicated cores", .refused, .quotaPage,
      meaning:
        "An account in Batch service mode has a quota of dedicated cores; nodes are added up to it, then the resize ends with AccountCoreQuotaReached (\(resizeErrorPage)).",
      cure: "Ask for a higher quota, or for fewer or smaller nodes.",
      example: "quota: { dedicatedCores: 500 }   # and 300 nodes of Standard_D2s_v3"
    ) { subject in
      quotaHits(
        subject, quota: subject.account.dedicatedCoreQuota, error: "AccountCoreQuotaReached", noun: "dedicated"
      ) { $0.dedicatedNodes }
    },
    PreflightRule(
      "R132", "quota of spot (low-priority) cores", .refused, .quotaPage,
      meaning:
        "An account in Batch service mode has a quota of low-priority (spot) cores; nodes are added up to it, then the resize ends with AccountLowPriorityCoreQuotaReached or AccountSpotCoreQuotaReached (\(resizeErrorPage)).",
      cure: "Ask for a higher quota, or for fewer or smaller nodes.",
      example: "quota: { lowPriorityCores: 100 }   # and 60 low-priority nodes of Standard_D2s_v3"
    ) { subject in
      quotaHits(
        subject, quota: subject.account.lowPriorityCoreQuota,
        error: subject.account.hasSpotQuota ? "AccountSpotCoreQuotaReached" : "AccountLowPriorityCoreQuotaReached",
        noun: subject.account.hasSpotQuota ? "spot" : subject.spotNoun
      ) { $0.lowPriorityNodes }
    },
    PreflightRule(
      "R133", "a quota of cores that cannot be checked", .warning, .quotaPage,
      meaning:
        "The name of a VM size does not say how many cores it has, or the account is in user-subscription mode, where the quotas of the subscription apply instead of those of Batch.",
      cure: "Look the cores up and give them as coresPerNode, or look up the quotas of the subscription.",
      example: "quota: { dedicatedCores: 500 }   # and vmSize: Special_1"
    ) { subject in
      let account = subject.account
      let hasTotal = account.dedicatedCoreQuota != nil || account.lowPriorityCoreQuota != nil
      guard hasTotal || !account.vmSeriesQuotas.isEmpty else { return [] }
      if subject.account.poolAllocationMode == .userSubscription {
        return [.init("in user-subscription mode the quotas of the subscription hold, not those of Batch")]
      }
      return subject.pools.filter { $0.cores == nil }.map {
        .init("the cores of \($0.vmSize) are not known here: its use of the quota is unknown", pool: $0.name)
      }
    },
    PreflightRule(
      "R135", "low-priority nodes are spot nodes", .advice, .spotNotice, since: "2026-03-01",
      meaning:
        "Azure Batch turned its low-priority VMs into spot VMs in March 2026, in both modes of allocation. targetLowPriorityNodes, of which targetSpotNodes is another name, asks for spot VMs since: their price varies, and they are evicted when Azure needs the capacity, with notice of at most 30 s.",
      cure: "Look at the quota of spot cores, and give it: quota: { spotCores: N }.",
      example: "pool: { targetSpotNodes: 20 }"
    ) { subject in
      guard subject.account.spotCoreQuota == nil else { return [] }
      return subject.pools.filter { $0.lowPriorityNodes > 0 }.map {
        .init(
          "\($0.lowPriorityNodes) spot nodes, which is what low-priority nodes are since March 2026: look at the quota of spot cores",
          pool: $0.name)
      }
    },
    PreflightRule(
      "R146", "low-priority nodes in user-subscription mode", .refused, .oldLowPriorityPage,
      retired: .userSubscriptionSpot,
      meaning: "Accounts in user-subscription mode had no low-priority VMs; later they have spot VMs.",
      cure: "Use dedicated nodes, or an account in Batch service mode.",
      example: "account: { poolAllocationMode: userSubscription }   # and pool: { targetLowPriorityNodes: 20 }"
    ) { subject in
      guard subject.account.poolAllocationMode == .userSubscription else { return [] }
      return subject.pools.filter { $0.lowPriorityNodes > 0 }.map {
        .init("\($0.lowPriorityNodes) low-priority nodes in an account in user-subscription mode", pool: $0.name)
      }
    },
    PreflightRule(
      "R143", "more cores than a new account has", .advice, .laterQuotaPage, since: "2021-07-20",
      meaning:
        "The scenario gives no quota. A new account in Batch service mode has at most 900 dedicated and 100 low-priority cores, depending on its subscription and region, and can have none.",
      cure: "Look up the account's quotas and give them: quota: { dedicatedCores: N, lowPriorityCores: N }.",
      example: "pool: { targetDedicatedNodes: 500 }   # of Standard_D2s_v3, and no quota"
    ) { subject in
      let account = subject.account
      guard account.poolAllocationMode != .userSubscription else { return [] }
      let kinds = [
        (noun: "dedicated", quota: account.dedicatedCoreQuota, limit: 900, nodes: \ScenarioFacts.Pool.dedicatedNodes),
        (noun: subject.spotNoun, quota: account.lowPriorityCoreQuota, limit: 100, nodes: \.lowPriorityNodes),
      ]
      return kinds.compactMap { kind in
        let needed = cores(of: subject.pools) { $0[keyPath: kind.nodes] }
        guard kind.quota == nil, needed > kind.limit else { return nil }
        return .init(
          "\(needed) \(kind.noun) cores are needed and no quota is given; a new account has at most \(kind.limit)",
          pool: subject.pools.count == 1 ? subject.pools.first?.name : nil)
      }
    },
  ]

  /// How long a pool's resizes may take, in a sentence; a number that nobody wrote is called the default.
  private static func timeout(of pool: ScenarioFacts.Pool) -> String {
    "resizeTimeout is \(PreflightSubject.minutes(pool.resizeTimeout))\(pool.hasOwnResizeTimeout ? "" : " (the default)")"
  }

  /// What the rule of galleries says of a pool that breaks the other.
  private static func gallerySide(of pool: ScenarioFacts.Pool) -> String {
    guard pool.image.kind == .gallery else { return "" }
    let isKept = pool.resizeTimeout >= 0.9 * Double(pool.nodes)
    return
      "; published rules conflict: R121 asks for \(PreflightSubject.minutes(0.9 * Double(pool.nodes))) and is \(isKept ? "kept" : "broken too")"
  }

  /// Where the words on quotas and resizes come from.
  private static let resizeErrorPage = "Azure Batch pool resizing failure, 2024-02-19"

  /// The cores that pools need, as far as their VM sizes tell.
  private static func cores(of pools: [ScenarioFacts.Pool], _ nodes: (ScenarioFacts.Pool) -> Int) -> Int {
    pools.reduce(0) { $0 + nodes($1) * $1.count * ($1.cores ?? 0) }
  }

  /// The pools of an account against one of its quotas: what is known to be needed counts.
  private static func quotaHits(
    _ subject: PreflightSubject, quota: Int?, error: String, noun: String, nodes: (ScenarioFacts.Pool) -> Int
  ) -> [PreflightSubject.Hit] {
    guard let quota, subject.account.poolAllocationMode != .userSubscription else { return [] }
    let wanted = subject.pools.filter { nodes($0) > 0 }
    let needed = cores(of: wanted, nodes)
    guard needed > quota else { return [] }
    let total = wanted.reduce(0) { $0 + nodes($1) * $1.count }
    let sizes = Set(wanted.map { $0.vmSize.lowercased() })
    var reached = "the quota is \(quota)"
    if sizes.count == 1, let cores = wanted.first?.cores {
      reached += ": \(quota / cores) nodes"
    }
    return [
      .init(
        "\(total) \(noun) nodes need \(needed) cores, \(reached), then \(error)",
        pool: subject.pools.count == 1 ? subject.pools.first?.name : nil)
    ]
  }
}
