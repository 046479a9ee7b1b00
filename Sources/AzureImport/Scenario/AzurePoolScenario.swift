// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import Quantities
internal import Interchange
internal import Diagnostics
internal import Scenarios
internal import BatchPool

/// The scenario that pools become.
struct AzurePoolScenario {
  private(set) var yaml = ""
  private(set) var notes: [String] = []
  /// The paths that the user sets while importing: nothing needs to be assumed of them.
  private let setPaths: Set<String>

  private let facts: AzureFacts

  init(pools: [AzurePool], facts: AzureFacts, keptAside: [String], file: String, overrides: [String]) {
    self.facts = facts
    setPaths = Set(overrides.compactMap { $0.split(separator: "=").first.map(String.init) })
    let stem = file.split(separator: "/").last.map { String($0.split(separator: ".").first ?? "") } ?? ""
    let fileName = ScenarioName.isValid(stem) && stem != "-" ? stem : "pool"
    let name = pools.count == 1 ? pools[0].identifier ?? fileName : fileName
    var lines = [
      "# From the \(pools.first?.plane.rawValue ?? "") body of \(pools.count == 1 ? "a pool" : "\(pools.count) pools")."
    ]
    if !keptAside.isEmpty { lines += Self.comment("Kept aside: " + keptAside.joined(separator: ", ") + ".") }
    lines += [
      "poolsim: 1", "name: \(YAMLText.quoted(ScenarioName.isValid(name) ? name : fileName))",
      "profile: \(Profile.standardName)", "replications: 200",
    ]
    lines += Self.account(facts.account)
    lines += quota(pools)
    if pools.count == 1, let pool = pools.first, pool.copies == 1 {
      lines.append("pool:")
      lines += body(pool, indentation: "  ")
      lines += image(pool)
      note(pool, path: "pool", imagePath: "image")
    } else {
      lines += several(pools)
    }
    yaml = lines.joined(separator: "\n") + "\n"
  }

  /// A comment on as many lines as it needs.
  private static func comment(_ text: String) -> [String] {
    var lines = ["#"]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 118, lines[lines.count - 1] != "#" { lines.append("#  ") }
      lines[lines.count - 1] += " " + word
    }
    return lines
  }

  private static func account(_ account: AzureAccount) -> [String] {
    let values = [
      ("apiVersion", account.apiVersion), ("region", account.region), ("subscription", account.subscription),
      ("poolAllocationMode", account.poolAllocationMode?.rawValue),
    ]
    let lines = values.compactMap { name, value in value.map { "  \(name): \(JSONText.quoted($0))" } }
    return lines.isEmpty ? [] : ["account:"] + lines
  }

  /// The quotas of the account, those of families for the sizes that the pools have.
  private mutating func quota(_ pools: [AzurePool]) -> [String] {
    guard let file = facts.file else { return [] }
    guard facts.account.poolAllocationMode != .userSubscription else {
      notes.append(
        "the account makes its pools in a subscription of one's own, whose quotas count; they are not in its file (az vm list-usage)"
      )
      return []
    }
    let sizes = Set(pools.map(\.vmSize))
    var lines: [String] = []
    if let cores = file.dedicatedCores { lines.append("  dedicatedCores: \(cores)") }
    if let cores = file.lowPriorityCores { lines.append("  lowPriorityCores: \(cores)") }
    let families = file.families(of: sizes)
    if !families.isEmpty {
      lines.append("  vmSeriesCores:")
      lines += families.map { "    \(YAMLText.quoted($0.name)): \($0.cores)" }
    }
    let without = file.sizesWithoutFamily(among: sizes)
    if !without.isEmpty {
      notes.append(
        "no family of the account is known to be that of \(without.prefix(5).map { PrintableText.short($0) }.joined(separator: ", ")): set quota.vmSeriesCores for it"
      )
    }
    return lines.isEmpty ? [] : ["quota:"] + lines
  }

  private func body(_ pool: AzurePool, indentation: String) -> [String] {
    var lines = ["vmSize: \(YAMLText.quoted(pool.vmSize))"]
    if pool.copies > 1 { lines.append("count: \(pool.copies)") }
    lines += Self.size(pool)
    if let timeout = pool.resizeTimeout {
      lines.append("resizeTimeout: \(timeout.scenarioText)")
    } else if pool.autoscale == nil {
      lines.append("# resizeTimeout is not given: the service's default, \(ScenarioDefaults.resizeTimeoutText)")
    }
    if let task = pool.startTask {
      // No body says how long it runs.
      lines.append("startTask:")
      lines.append("  duration: 60 s   # assumed: the body does not say how long it runs")
      lines.append("  maxTaskRetryCount: \(task.maxTaskRetryCount)")
      lines.append("  waitForSuccess: \(task.waitForSuccess)")
    }
    if let communicates = pool.hasInterNodeCommunication { lines.append("interNodeCommunication: \(communicates)") }
    if pool.hasInboundNatPools { lines.append("inboundNatPools: true") }
    if let addresses = pool.publicIPs { lines.append("publicIPs: \(addresses)") }
    if let placement = pool.nodePlacement { lines.append("nodePlacement: \(placement.rawValue)") }
    if let autoscale = pool.autoscale, autoscale.formula == nil {
      lines.append("autoscale: true   # the formula is not known")
      if let interval = autoscale.evaluationInterval {
        lines.append("autoScaleEvaluationInterval: \(interval.scenarioText)")
      }
    }
    return lines.map { $0.isEmpty ? "" : indentation + $0 }
  }

  /// How many nodes the pool is to have: its targets, or the formula that says so.
  private static func size(_ pool: AzurePool) -> [String] {
    if let autoscale = pool.autoscale, let formula = autoscale.formula {
      let block = YAMLText.block(formula, indentation: "    ")
      var lines = ["autoScale:", "  formula: \(block?.header ?? JSONText.quoted(formula))"] + (block?.lines ?? [])
      if let interval = autoscale.evaluationInterval {
        lines.append("  evaluationInterval: \(interval.scenarioText)")
      }
      return lines
    }
    var lines: [String] = []
    if let formula = pool.replacedFormula, !formula.isEmpty {
      lines.append("# A pool of a fixed size instead of this formula:")
      lines += formula.split(whereSeparator: \.isNewline).map { "#   \(PrintableText.escaped(String($0)))" }
    }
    let source =
      switch pool.target {
      case .asked: ""
      case .told(let source): "   # from \(source)"
      case .missing: "   # the body does not say"
      }
    lines.append("targetDedicatedNodes: \(pool.targetDedicatedNodes)\(source)")
    if pool.targetLowPriorityNodes > 0 { lines.append("targetSpotNodes: \(pool.targetLowPriorityNodes)") }
    return lines
  }

  /// The replicas that the documentation recommends: one for every 300 nodes
  /// ("Use the Azure Compute Gallery to create a custom image pool", Azure Batch).
  private static func recommendedReplicas(_ nodes: Int) -> Int {
    min(max(1, (nodes + 299) / 300), 10_000)
  }

  private func image(_ image: AzureImage, nodes: Int, of pools: ImageUse) -> String {
    var parts = ["kind: \(image.kind.rawValue)"]
    if pools.isWindows { parts.append("os: windows") }
    if image.kind == .gallery {
      let known = facts.replication(of: image)
      parts.append(
        known.replicas.map { "replicas: \($0)" } ?? "assumedReplicas: \(Self.recommendedReplicas(nodes))")
      if known.isShallow { parts.append("replication: \(ImageReplication.shallow.rawValue)") }
      if let storage = known.storage { parts.append("storage: \(storage.rawValue)") }
      if !known.regions.isEmpty {
        parts.append("replicatedRegions: [\(known.regions.map(YAMLText.quoted).joined(separator: ", "))]")
      }
    }
    if let agent = pools.nodeAgent { parts.append("nodeAgent: \(JSONText.quoted(agent))") }
    if let name = image.marketplaceImage { parts.append("marketplaceImage: \(JSONText.quoted(name))") }
    if pools.hasEphemeralDisk { parts.append("osDisk: \(ImageOSDisk.ephemeral.rawValue)") }
    if let family = image.cloudServiceFamily { parts.append("cloudServiceFamily: \(JSONText.quoted(family))") }
    if image.hasResourceIdentifier { parts.append("id: \(JSONText.quoted(image.identifier))") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// What the pools of one image say of it.
  private struct ImageUse {
    var isWindows = false
    private var pools = 0
    /// The agents that pools name, without regard to case, each as it was written first.
    private var agents: [String: String] = [:]
    private var ephemeralPools = 0

    /// Whether all of them have ephemeral disks: a scenario says it of the image.
    var hasEphemeralDisk: Bool { pools > 0 && ephemeralPools == pools }
    /// Whether some of them have and others have not.
    var hasBothDisks: Bool { ephemeralPools > 0 && ephemeralPools < pools }

    /// The agent that all of them name, if it is one.
    var nodeAgent: String? { agents.count == 1 ? agents.values.first : nil }
    /// Whether they name several.
    var hasSeveralAgents: Bool { agents.count > 1 }

    mutating func add(_ pool: AzurePool) {
      if let agent = pool.nodeAgent, agents[agent.lowercased()] == nil { agents[agent.lowercased()] = agent }
      isWindows = isWindows || pool.isWindows
      pools += 1
      ephemeralPools += pool.hasEphemeralDisk ? 1 : 0
    }
  }

  /// Whether others keep the image and its replicas: community galleries, and those that are shared directly.
  private static func isOfOthers(_ image: AzureImage) -> Bool {
    ["/communitygalleries/", "/sharedgalleries/"].contains { image.key.hasPrefix($0) }
  }

  private func image(_ pool: AzurePool) -> [String] {
    let reason = Self.isOfOthers(pool.image) ? "only their publisher knows how many" : "the body does not say how many"
    let isAssumed = pool.image.kind == .gallery && facts.replication(of: pool.image).replicas == nil
    let assumed = isAssumed ? "   # replicas are assumed: \(reason)" : ""
    var use = ImageUse()
    use.add(pool)
    let line = "image: \(image(pool.image, nodes: pool.targetNodes, of: use))\(assumed)"
    return pool.image.hasResourceIdentifier || pool.image.marketplaceImage != nil
      ? [line] : ["# \(PrintableText.escaped(pool.image.identifier))", line]
  }

  private mutating func note(_ pool: AzurePool, path: String, imagePath: String) {
    let name = pool.identifier.map { "pool \(PrintableText.short($0))" } ?? "the pool"
    if let autoscale = pool.autoscale {
      notes.append("\(name) scales by a formula\(Self.formulaNote(autoscale, pool, path: path))")
    } else {
      noteTarget(pool, name, path: path)
    }
    let known = facts.replication(of: pool.image)
    notes += known.notes.map { "\(name): \($0)" }
    if pool.image.kind == .gallery, known.replicas == nil, !setPaths.contains(imagePath + ".replicas") {
      let cure =
        Self.isOfOthers(pool.image)
        ? "the image is in a gallery of others, whose publisher keeps the replicas and tells nobody how many; try several numbers (--set \(imagePath).replicas=N)"
        : "import the version's own file beside this one (az sig image-version show > version.json), or set \(imagePath).replicas"
      notes.append(
        "\(name): replicas assumed to be \(Self.recommendedReplicas(pool.targetNodes)), one for every 300 nodes; \(cure)"
      )
    }
    if pool.startTask != nil, !setPaths.contains(path + ".startTask.duration") {
      notes.append("\(name): its start task is assumed to run 60 s; set \(path).startTask.duration")
    }
    if let shortfall = pool.shortfall { notes.append("\(name) \(shortfall)") }
    if let option = pool.nodeDeallocationOption {
      let target = path == "pool" ? "" : "pool: \(JSONText.quoted(String(path.dropFirst("pools.".count)))), "
      notes.append(
        "\(name): nodeDeallocationOption \(PrintableText.short(option)) counts when a pool shrinks, which no body asks for; give it to an action of the scenario (actions: [{ at: 2 h, resize: { \(target)targetDedicatedNodes: N, nodeDeallocationOption: \(Self.deallocationOption(option)) } }])"
      )
    }
    if let slots = pool.taskSlots {
      notes.append(
        "\(name): \(slots.name) \(PrintableText.short(slots.count)) changes nothing here: a node starts the same for any number of tasks"
      )
    }
  }

  private mutating func noteTarget(_ pool: AzurePool, _ name: String, path: String) {
    if pool.replacedFormula != nil {
      notes.append("\(name) scales by a formula: with the targets that are set, it becomes a pool of a fixed size")
    }
    switch pool.target {
    case .asked: break
    case .told(let source):
      let nodes = pool.targetNodes == 1 ? "1 node" : "\(pool.targetNodes) nodes"
      notes.append("\(name): \(nodes), from \(source); set \(path).targetDedicatedNodes")
    case .missing:
      notes.append(
        "\(name) names no target: a fixed pool of 0 nodes, as the service has it; set targetDedicatedNodes (--set \(path).targetDedicatedNodes=N)"
      )
    }
  }

  /// What to know of a formula, behind the words that there is one.
  private static func formulaNote(_ autoscale: AzurePool.Autoscale, _ pool: AzurePool, path: String) -> String {
    let source = if case .told(let source) = pool.target { source } else { "targetDedicatedNodes" }
    let nodes = pool.targetNodes == 1 ? "1 node" : "\(pool.targetNodes) nodes"
    let told = pool.targetNodes > 0 ? " (\(nodes), from \(source); the formula may ask for more)" : ""
    let fixed =
      "which a run does not evaluate yet\(told): --set \(path).targetDedicatedNodes=N, or \(path).targetSpotNodes=N, makes a pool of a fixed size of it"
    guard let formula = autoscale.formula else { return " that only the deployment knows, \(fixed)" }
    switch PoolFormula.sizing(of: formula) {
    case .constant(let dedicated, let lowPriority):
      guard dedicated + lowPriority > 0 else { return " that never asks for a node" }
      let nodes = [(dedicated, "dedicated"), (lowPriority, "spot")].filter { $0.0 > 0 }
      let listed = nodes.map { "\($0.0) \($0.1)" }.joined(separator: " and ")
      return " that always asks for \(listed) \(dedicated + lowPriority == 1 ? "node" : "nodes"): a run simulates that"
    case .varies: return ", \(fixed)"
    case .fails(let error):
      return
        " whose evaluations all fail (\(error.code.rawValue): \(error.message)); poolsim formula check shows the place"
    case .refused(let error):
      return
        " that the service refuses (\(error.code.rawValue): \(error.message)); poolsim formula check shows the place"
    }
  }

  /// The option as scenarios write it.
  private static func deallocationOption(_ text: String) -> String {
    DeallocationOption(rawValue: text.lowercased())?.rawValue ?? DeallocationOption.requeue.rawValue
  }

  /// Where pools stand in their scenario: `pool`, or `pools.NAME` each.
  static func paths(of pools: [AzurePool]) -> [String] {
    if pools.count == 1, pools[0].copies == 1 { return ["pool"] }
    var used: [String: Int] = [:]
    return pools.map { "pools." + unique($0.identifier ?? "pool", &used) }
  }

  /// A name like the one wanted that is not used yet.
  ///
  /// - Parameters:
  ///   - wanted: The name.
  ///   - used: Names in use, each with the number from which another like it is looked for.
  /// - Returns: The name.
  /// - Complexity: O(1) on average, however many want the same name.
  private static func unique(_ wanted: String, _ used: inout [String: Int]) -> String {
    let base = ScenarioName.isValid(wanted) ? wanted : "item"
    guard var number = used[base] else {
      used[base] = 2
      return base
    }
    var name = "\(base)-\(number)"
    while used[name] != nil {
      number += 1
      name = "\(base)-\(number)"
    }
    used[base] = number + 1
    used[name] = 2
    return name
  }

  private mutating func several(_ pools: [AzurePool]) -> [String] {
    var lines: [String] = []
    var imageNames: [String: String] = [:]
    var imageLines: [String] = []
    var used: [String: Int] = [:]
    var nodesOfImages: [String: Int] = [:]
    var uses: [String: ImageUse] = [:]
    for pool in pools {
      nodesOfImages[pool.image.key, default: 0] += pool.targetNodes * pool.copies
      uses[pool.image.key, default: ImageUse()].add(pool)
    }
    for pool in pools where imageNames[pool.image.key] == nil {
      let key = pool.image.key
      let name = Self.unique(pool.image.name, &used)
      imageNames[key] = name
      if uses[key]?.hasBothDisks == true {
        notes.append(
          "image \(name): some of its pools have ephemeral OS disks and others have not; all are taken to have managed ones, which boot slower"
        )
      }
      if uses[key]?.hasSeveralAgents == true {
        notes.append(
          "image \(name): its pools name several node agents, and none is written: rules about agents do not speak of it"
        )
      }
      imageLines.append("  # \(PrintableText.escaped(pool.image.identifier))")
      imageLines.append(
        "  \(YAMLText.quoted(name)): \(image(pool.image, nodes: nodesOfImages[key] ?? 0, of: uses[key] ?? ImageUse()))"
      )
    }
    lines += ["images:"] + imageLines + ["pools:"]
    var poolNames: [String: Int] = [:]
    for pool in pools {
      let name = Self.unique(pool.identifier ?? "pool", &poolNames)
      lines.append("  \(YAMLText.quoted(name)):")
      lines += body(pool, indentation: "    ")
      let imageName = imageNames[pool.image.key] ?? ""
      lines.append("    image: \(YAMLText.quoted(imageName))")
      note(pool, path: "pools.\(name)", imagePath: "images.\(imageName)")
    }
    return lines
  }
}
