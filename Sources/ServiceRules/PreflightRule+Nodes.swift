// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import Quantities
internal import Scenarios

extension PreflightRule {
  /// What nodes run on: VM sizes, disks, zones and addresses, node agents, and the API that asks for them.
  static let nodeRules: [PreflightRule] = [
    PreflightRule(
      "R150", "spot nodes with an ephemeral OS disk", .refused, .ephemeralDiskPage, since: "2021-09-03",
      meaning: "Pools whose nodes have an ephemeral OS disk cannot have spot (low-priority) nodes.",
      cure: "Take osDisk: managed, or dedicated nodes alone.",
      example: "image: { kind: marketplace, osDisk: ephemeral }   # and pool: { targetSpotNodes: 20 }"
    ) { subject in
      subject.pools.filter { $0.image.osDisk == .ephemeral && $0.lowPriorityNodes > 0 }.map {
        .init("\($0.lowPriorityNodes) \(subject.spotNoun) nodes with an ephemeral OS disk", pool: $0.name)
      }
    },
    PreflightRule(
      "R151", "nodes that leave wait for retained data", .warning, .apiChanges, since: "2025-06-01",
      meaning:
        "nodeDeallocationOption retaineddata is deprecated since version 2025-06-01 of the API, and version 2026-08-01 has it no more.",
      cure: "Take taskcompletion, and let tasks store what is to be kept.",
      example: "actions: [{ at: 1 h, resize: { targetDedicatedNodes: 0, nodeDeallocationOption: retaineddata } }]"
    ) { subject in
      let isRemoved = subject.account.apiVersion.map { $0.prefix(10) >= "2026-08-01" } ?? false
      return subject.steps.filter { $0.deallocationOption == .retainedData }.map {
        .init(
          isRemoved
            ? "version \(subject.account.apiVersion ?? "") of the API has no retaineddata"
            : "retaineddata is deprecated, and version 2026-08-01 of the API has it no more",
          pool: $0.target, at: $0.place, severity: isRemoved ? .refused : nil)
      }
    },
    PreflightRule(
      "R152", "API version before 2025-06-01", .warning, .apiRetirement, since: "2026-05-15",
      meaning: "Versions of the Batch API before 2025-06-01 are to be retired.",
      cure: "Move to version 2025-06-01 or a later one.",
      example: "account: { apiVersion: \"2024-07-01\" }"
    ) { subject in
      guard let version = subject.account.apiVersion, version.prefix(10) < "2025-06-01" else { return [] }
      return [.init("version \(version) of the API is to be retired, as all before 2025-06-01 are")]
    },
    PreflightRule(
      "R153", "a system whose node agent ends", .warning, .supportEnds, since: "2024-06-26",
      meaning:
        "Batch ends its node agents with the systems that they run on: CentOS 7 and 8, Debian 8 to 10 and Ubuntu 14.04 to 18.04 on 31 December 2024, Ubuntu 20.04 on 23 April 2025, Windows Server 2016 on 12 January 2027, Ubuntu 22.04 on 30 June 2027. After that pools may not be made or grow any more, and existing ones may be emptied.",
      cure: "Move to a later system before that day.",
      example: "image: { kind: marketplace, nodeAgent: batch.node.ubuntu 22.04 }"
    ) { subject in
      subject.images.compactMap { use in
        guard let system = EndingSystem.all.first(where: { $0.told <= subject.date && $0.isOf(use.image) }) else {
          return nil
        }
        let verb = system.end < subject.date ? "ended" : "ends"
        return .init("the node agent of \(system.name) \(verb) on \(system.end)\(use.among)", pool: use.pool)
      }
    },
    PreflightRule(
      "R154", "a VM series that is retired", .warning, .seriesRetirement, since: "2025-10-15",
      meaning:
        "F, Fs, Fsv2, Lsv2, G, Gs, Av2, Amv2 and B (not Bv2) end on 15 November 2028, as letters to users said by 15 October 2025; D, Ds, Dv2, Dsv2 and Ls on 1 May 2028, as Batch told on 15 May 2026. From that day on no pool of such sizes can be made, and none can grow.",
      cure: "Move to a size of a later series before that day.",
      example: "pool: { vmSize: Standard_D2_v2 }"
    ) { subject in
      subject.pools.compactMap { pool in
        guard let end = EndingSeries.end(ofSize: pool.vmSize, on: subject.date) else { return nil }
        let isOver = end <= subject.date
        return .init(
          isOver
            ? "the series of \(pool.vmSize) was retired on \(end): no pool of it can be made, and none can grow"
            : "the series of \(pool.vmSize) is retired on \(end): no pool of it can be made then, and none can grow",
          pool: pool.name, severity: isOver ? .refused : nil)
      }
    },
    PreflightRule(
      "R156", "fewer addresses than nodes", .refused, .publicAddressPage, since: "2020-10-08",
      meaning:
        "A public IP address of the user's own serves 100 dedicated or 100 spot nodes, an address of the subnet one node. With too few the service allocates a part of the nodes, and the resize ends with an error; so does a run.",
      cure: "Give the pool more public addresses or a larger subnet; both are fixed when it is made.",
      example: "pool: { targetDedicatedNodes: 300, publicIPs: 2 }"
    ) { subject in
      subject.pools.flatMap { pool -> [PreflightSubject.Hit] in
        var hits: [String] = []
        let needed = NodeAddresses.publicAddresses(dedicated: pool.dedicatedNodes, lowPriority: pool.lowPriorityNodes)
        if let addresses = pool.publicIPs, addresses < needed {
          hits.append("\(pool.nodes) nodes need \(needed) public IP addresses, there are \(addresses)")
        }
        if let addresses = pool.subnetAddresses, addresses < pool.nodes {
          hits.append("\(pool.nodes) nodes need as many addresses of the subnet, \(addresses) are free")
        }
        guard !hits.isEmpty else { return [] }
        return [
          .init("\(hits.joined(separator: "; ")): a part of them is allocated, with a resize error", pool: pool.name)
        ]
      }
    },
    PreflightRule(
      "R157", "a zonal pool with InfiniBand", .refused, .zonePage, since: "2024-08-12",
      meaning:
        "A pool over several zones cannot have inter-node communication with a VM size that supports InfiniBand.",
      cure: "Take nodePlacement: regional, or switch interNodeCommunication off.",
      example: "pool: { vmSize: Standard_HB120rs_v3, nodePlacement: zonal, interNodeCommunication: true }"
    ) { subject in
      subject.pools.filter {
        $0.nodePlacement == .zonal && $0.hasInterNodeCommunication && VMFamilies.hasInfiniBand(size: $0.vmSize)
      }.map {
        .init("\($0.vmSize) has InfiniBand: inter-node communication does not go with several zones", pool: $0.name)
      }
    },
    PreflightRule(
      "R158", "a quota of a VM series that no pool has", .warning, .laterQuotaPage, since: "2021-07-20",
      meaning:
        "A quota that names a series which no pool has limits nothing. Azure names series in its own way (standardHBv3Family), and poolsim takes those names. A size whose series poolsim does not know counts against none of these quotas.",
      cure: "Write the name as az batch account show prints it, or leave the quota out.",
      example: "quota: { vmSeriesCores: { standardHBrsv33Family: 240 } }   # and Standard_HB120rs_v3"
    ) { unmatchedSeries($0) },
    PreflightRule(
      "R159", "more than 80 % of a quota", .advice, .capacityPage, since: "2026-09-16",
      meaning:
        "A quota is a limit and no promise: the region may have fewer VMs of a size than the quota allows. The page on capacity planning advises an alert at 70 to 80 % of a quota.",
      cure: "Ask for a higher quota in time, and be ready to take another size or region.",
      example: "quota: { dedicatedCores: 700 }   # and 300 nodes of Standard_D2s_v3"
    ) { subject in
      guard subject.account.poolAllocationMode != .userSubscription else { return [] }
      return subject.quotaUses.filter { $0.needed <= $0.quota && $0.needed * 5 > $0.quota * 4 }.map { use in
        .init(
          "\(use.needed) of \(use.quota) \(use.noun) cores are used, \(use.needed * 100 / use.quota) %: a quota is not capacity",
          pool: use.pool)
      }
    },
    PreflightRule(
      "R164", "pools of cloud services are retired", .refused, .cloudServiceRetirement, since: "2024-03-01",
      meaning: "Pools of the cloud service configuration ended on 29 February 2024.",
      cure: "Make the pool of a VM configuration, from an image of the marketplace or of a gallery.",
      example: "image: { kind: marketplace, cloudServiceFamily: \"6\" }"
    ) { subject in
      subject.images.filter { $0.image.cloudServiceFamily != nil }.map {
        .init(
          "pools of cloud services were retired on 2024-02-29: make it of a VM configuration\($0.among)", pool: $0.pool)
      }
    },
    PreflightRule(
      "R165", "tasks wider than a node", .warning, .taskSlotPage, since: "2020-10-08",
      meaning:
        "A task that needs more slots than a node has is taken and never runs; a pool that a formula sizes by its tasks stays large meanwhile.",
      cure: "Give the nodes more slots (taskSlotsPerNode), or the tasks fewer (requiredSlots).",
      example: "pool: { taskSlotsPerNode: 4 }   # and work: { render: { requiredSlots: 8 } }"
    ) { subject in
      subject.work.filter { $0.requiredSlots > $0.slotsPerNode }.map { work in
        .init(
          "\(PrintableText.short(work.name)) has tasks of \(work.requiredSlots) slots, and a node has \(work.slotsPerNode): they never run",
          pool: work.poolName, at: work.place)
      }
    },
    PreflightRule(
      "R166", "more task slots than a node may have", .refused, .taskSlotPage, since: "2020-10-08",
      meaning: "A node has at most four task slots a core, and at most 256.",
      cure: "Lower taskSlotsPerNode, or take a larger VM size.",
      example: "pool: { vmSize: Standard_D2s_v3, taskSlotsPerNode: 16 }"
    ) { subject in
      subject.pools.compactMap { pool in
        guard let cores = pool.cores, pool.taskSlotsPerNode > min(4 * cores, 256) else { return nil }
        return .init(
          "\(pool.taskSlotsPerNode) task slots a node; \(pool.vmSize) with \(cores) cores may have \(min(4 * cores, 256))",
          pool: pool.name)
      }
    },
  ]

  /// The quotas of series that no pool has, and the pools whose series is not known.
  private static func unmatchedSeries(_ subject: PreflightSubject) -> [PreflightSubject.Hit] {
    let quotas = subject.account.vmSeriesQuotas
    guard !quotas.isEmpty, subject.account.poolAllocationMode != .userSubscription else { return [] }
    let own = Set(subject.pools.map { VMFamilies.key(ofSize: $0.vmSize) })
    let unmatched = quotas.filter { !own.contains($0.key) }
    let sizes = subject.pools.map(\.vmSize)
    var hits = unmatched.filter { !VMFamilies.isKnown($0.key) }.map { series in
      let meant = VMFamilies.suggestion(for: series.key, sizes: sizes).map { "; did you mean \($0)?" } ?? ""
      return PreflightSubject.Hit(
        "\(PrintableText.quoted(series.name)) is not the series of a pool\(meant)", at: series.place)
    }
    let others = unmatched.filter { VMFamilies.isKnown($0.key) }
    // A list as an account has it names the series of every size.
    let isWholeList = quotas.count > accountList && own.isSubset(of: quotas.map(\.key))
    if !others.isEmpty, !isWholeList {
      let listed = others.prefix(5).map(\.name).joined(separator: ", ")
      let more = others.count > 5 ? " and \(others.count - 5) more" : ""
      hits.append(
        .init(
          "\(listed)\(more): no pool is of \(others.count == 1 ? "this series" : "these series")",
          at: others.count == 1 ? others[0].place : nil))
    }
    return hits
      + subject.pools.filter { $0.dedicatedNodes > 0 && !VMFamilies.isKnown(size: $0.vmSize) }.map {
        .init("poolsim does not know the series of \($0.vmSize): no quota of a series is checked for it", pool: $0.name)
      }
  }

  /// The series above which a list of quotas is one that an account prints, and not one that a user wrote [choice].
  private static let accountList = 10
}

/// A system with the day on which its node agent ends (Azure/Batch, issues 174 of 2024-06-26, 180 of
/// 2024-10-09, 197 of 2026-02-26 and 200 of 2026-05-15).
private struct EndingSystem: Sendable {
  let name: String
  let end: CalendarDate
  /// When Batch told it.
  let told: CalendarDate
  /// What the SKU of the agent holds.
  let agent: String?
  /// What the names of marketplace images hold, all of them; none where only the agent tells.
  let image: [String]

  private init(_ name: String, ends end: String, told: String, agent: String?, image: [String]) {
    guard let end = CalendarDate(end), let told = CalendarDate(told) else {
      preconditionFailure("\(end) or \(told) is not a day")
    }
    (self.name, self.end, self.told, self.agent, self.image) = (name, end, told, agent, image)
  }

  static let all =
    [
      ("CentOS 7", "centos 7"), ("CentOS 8", "centos 8"), ("Debian 8", "debian 8"), ("Debian 9", "debian 9"),
      ("Debian 10", "debian 10"), ("Ubuntu 14.04", "ubuntu 14.04"), ("Ubuntu 16.04", "ubuntu 16.04"),
      ("Ubuntu 18.04", "ubuntu 18.04"),
    ].map { EndingSystem($0.0, ends: "2024-12-31", told: "2024-10-09", agent: $0.1, image: []) } + later

  private static let later = [
    EndingSystem(
      "Ubuntu 20.04", ends: "2025-04-23", told: "2024-06-26", agent: "ubuntu 20.04", image: ["canonical", "20_04"]),
    EndingSystem(
      "Ubuntu 22.04", ends: "2027-06-30", told: "2026-05-15", agent: "ubuntu 22.04", image: ["canonical", "22_04"]),
    EndingSystem(
      "Windows Server 2016", ends: "2027-01-12", told: "2026-02-26", agent: nil, image: ["windowsserver", "2016"]),
  ]

  func isOf(_ image: ScenarioFacts.Image) -> Bool {
    if let agent, image.nodeAgent?.lowercased().contains(agent) ?? false { return true }
    let name = image.marketplaceImage?.lowercased() ?? ""
    return !self.image.isEmpty && self.image.allSatisfy(name.contains)
  }
}

/// VM series with the day from which no pool of them can be made or grow, and the day on which that was known: of the
/// first group Batch told it (Azure/Batch, issue 140, 2026-05-15), of the second the letter to users of the series is the
/// first that is known (Azure update 500682, by 2025-10-15).
private enum EndingSeries {
  private static let groups: [(end: String, told: String, families: [String])] = [
    ("2028-05-01", "2026-05-15", ["D", "DS", "Dv2", "DSv2", "LS"]),
    ("2028-11-15", "2025-10-15", ["F", "FS", "FSv2", "LSv2", "G", "GS", "Av2", "BS"]),
  ]

  private static let ends: [String: (end: CalendarDate, told: CalendarDate)] = {
    var ends: [String: (end: CalendarDate, told: CalendarDate)] = [:]
    for group in groups {
      guard let end = CalendarDate(group.end), let told = CalendarDate(group.told) else {
        preconditionFailure("\(group.end) or \(group.told) is not a day")
      }
      for family in group.families { ends[VMFamilies.key(named: family)] = (end, told) }
    }
    return ends
  }()

  /// When the series of a size ends, where that was known on a day.
  static func end(ofSize size: String, on date: CalendarDate) -> CalendarDate? {
    guard let known = ends[VMFamilies.key(ofSize: size)], known.told <= date else { return nil }
    return known.end
  }
}
