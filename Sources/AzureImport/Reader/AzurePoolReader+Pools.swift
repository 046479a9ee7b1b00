// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
internal import Diagnostics
internal import Quantities
internal import Scenarios
internal import BatchPool
internal import EventEngine

/// Reads the body of one pool.
extension AzurePoolReader {
  mutating func readPool(_ body: AzureBody) {
    guard body.isObject else {
      guard !isUnknown(body, expected: "the body of a pool") else { return }
      add(.noPool, at: body.value, "\(body.value.description) stands where the body of a pool was expected")
      return
    }
    if Self.holdsJob(body) { return readJob(body) }
    if isUnknown(body["properties"], expected: "the properties of the pool") { return }
    if let properties = body["properties"], properties.isObject {
      // Logs, and templates of the tools, have a body of the data plane there.
      let isManaged = properties["deploymentConfiguration"] != nil || !Self.isDataPlane(properties)
      if Self.holdsJob(properties) { return readJob(properties) }
      return isManaged || body["type"]?.text?.contains("/") == true
        ? readManagementPlane(body, properties) : readDataPlane(properties)
    }
    guard !Self.isDataPlane(body), member("vmSize", of: body) == nil else { return readDataPlane(body) }
    let type = body["type"]?.knownText.map { "; it is of the type \(PrintableText.short($0))" } ?? ""
    add(
      .noPool, at: body.value,
      "this is not a pool body: it has neither properties (management plane) nor vmSize (data plane)\(type)")
  }

  private static func isDataPlane(_ body: AzureBody) -> Bool {
    body["virtualMachineConfiguration"] != nil || body["cloudServiceConfiguration"] != nil
      || body["vmSize"] != nil && body["scaleSettings"] == nil && body["targetDedicatedNodes"] != nil
  }

  // MARK: - Jobs

  /// Whether a body is a job, a job schedule, or what the service answers of one.
  static func holdsJob(_ body: AzureBody) -> Bool {
    body["poolInfo"] != nil || body["jobSpecification"] != nil
  }

  /// Reads the pool that the service makes for a job or a schedule.
  private mutating func readJob(_ body: AzureBody) {
    let holder = body.given("jobSpecification") ?? body
    let name = body["id"]?.knownText.map { " \(PrintableText.short($0))" } ?? ""
    guard !isUnknown(holder, expected: "a jobSpecification") else { return }
    guard let information = holder.given("poolInfo") else {
      add(.noPool, at: holder.value, "the job\(name) names no pool: poolInfo is missing")
      return
    }
    guard !isUnknown(information, expected: "a poolInfo") else { return }
    guard let automatic = information.given("autoPoolSpecification"), let pool = automatic.given("pool") else {
      let wanted = information.given("poolId")
      let pool = wanted?.knownText.map { " \(PrintableText.short($0))" } ?? ""
      leads.append(
        TextProblem(
          .noPool, at: (wanted ?? information).value.offset,
          "the job\(name) runs on the pool\(pool), which is not in this file; import that pool (az batch pool show --pool-id POOL)"
        ))
      return
    }
    guard !isUnknown(automatic, expected: "an autoPoolSpecification"), !isUnknown(pool, expected: "a pool") else {
      return
    }
    guard pool.isObject else { return readPool(pool) }
    let prefix = automatic["autoPoolIdPrefix"]?.knownText ?? body["id"]?.knownText
    readDataPlane(pool, identifier: prefix.flatMap { Self.isIdentifier($0) ? $0 : nil })
    let lifetime = automatic["poolLifetimeOption"]?.knownText.map { " (poolLifetimeOption \(PrintableText.short($0)))" }
    let owner = lifetime?.lowercased().contains("schedule") == true ? "the job schedule" : "each job"
    notes.append(
      "\(PrintableText.escaped(pool.path)): an auto pool\(lifetime ?? ""): the service makes one for \(owner), and it starts without nodes"
    )
  }

  // MARK: - Planes

  private mutating func readManagementPlane(_ body: AzureBody, _ properties: AzureBody) {
    let deployment = properties.given("deploymentConfiguration")
    let scale = properties.given("scaleSettings")
    let fixed = scale?.given("fixedScale")
    let automatic = scale?.given("autoScale")
    let settings = [
      isUnknown(deployment, expected: "the deploymentConfiguration"), isUnknown(scale, expected: "the scaleSettings"),
      isUnknown(fixed, expected: "a fixedScale"), isUnknown(automatic, expected: "an autoScale"),
    ]
    guard !settings.contains(true) else {
      // The rest is read for what is wrong with it.
      if deployment?.unknown == nil { _ = image(deployment, owner: properties) }
      _ = vmSize(member("vmSize", of: properties), owner: properties)
      return
    }
    if let fixed, automatic != nil {
      add(.contradiction, at: fixed.value, "fixedScale and autoScale exclude each other; the service refuses both")
    }
    learn(AzureAccount(resourceIdentifier: body["id"]?.knownText))
    checkIdentifier(Self.name(of: body), at: body["name"])
    var scaling: AzurePool.Autoscale?
    if let automatic {
      scaling = autoscale(
        automatic, formula: automatic.given("formula"), interval: automatic.given("evaluationInterval"),
        called: "formula")
    }
    finish(
      plane: .management, identifier: Self.name(of: body), properties: properties,
      deployment: deployment, scale: fixed, autoscale: scaling,
      accountName: AzurePool.accountName(resourceIdentifier: body["id"]?.knownText))
    sort(body, .resource)
    sort(properties, .pool)
    sort(scale, .scaleSettings)
    sort(fixed, .fixedScale)
    sort(automatic, .autoScale)
  }

  /// `POOL` of `ACCOUNT/POOL`; nil where it is not known.
  static func name(of body: AzureBody) -> String? {
    guard let name = body["name"] else { return nil }
    guard name.unknown != nil else { return name.text.flatMap { $0.split(separator: "/").last.map(String.init) } }
    // Only a name that is whole counts: what stands before it may be unknown, its own parts may not.
    guard case .known(let end)? = name.partial?.parts.last, end.contains("/") else { return nil }
    let last = end.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
    return last.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Pools have ids of letters, digits, hyphens and underscores, at most 64.
  private mutating func checkIdentifier(_ identifier: String?, at body: AzureBody?) {
    guard let identifier, let body else { return }
    if !Self.isIdentifier(identifier) {
      add(
        .poolIdentifier, at: body.value,
        "'\(PrintableText.short(identifier))' is not the id of a pool: 1 to 64 letters, digits, hyphens and underscores"
      )
    }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
      }
  }

  /// Reads a body of the data plane; the identifier is what the pool is called where its own body does not say.
  private mutating func readDataPlane(_ body: AzureBody, identifier: String? = nil) {
    var account = AzureAccount()
    account.read(address: body["url"]?.text)
    learn(account)
    checkIdentifier(body["id"]?.knownText, at: body["id"])
    var scaling: AzurePool.Autoscale?
    if let enabled = member("enableAutoScale", of: body), truth(enabled) == true {
      scaling = autoscale(
        enabled, formula: body.given("autoScaleFormula"), interval: body.given("autoScaleEvaluationInterval"),
        called: "autoScaleFormula")
    }
    finish(
      plane: .data, identifier: body["id"]?.knownText ?? identifier, properties: body,
      deployment: body, scale: body, autoscale: scaling,
      accountName: AzurePool.accountName(address: body["url"]?.text))
    sort(body, .pool)
  }

  // MARK: - What both planes have

  private mutating func finish(
    plane: AzurePool.Plane, identifier: String?, properties: AzureBody, deployment: AzureBody?, scale: AzureBody?,
    autoscale: AzurePool.Autoscale?, accountName: String?
  ) {
    let vmSize = vmSize(member("vmSize", of: properties), owner: properties)
    let image = image(deployment, owner: properties)
    let dedicated = nodes(member("targetDedicatedNodes", of: scale))
    let lowPriority = nodes(member("targetLowPriorityNodes", of: scale))
    let timeout = timeout(scale?["resizeTimeout"])
    let startTask = startTask(properties["startTask"])
    let communicates = fact(
      properties["enableInterNodeCommunication"] ?? member("interNodeCommunication", of: properties))
    let network = readNetwork(properties.given("networkConfiguration"))
    guard let vmSize, let image else { return }
    let machine = deployment?.given("virtualMachineConfiguration")
    sort(machine, .virtualMachineConfiguration)
    sort(machine?.given("osDisk"), .osDisk)
    sort(machine?.given("containerConfiguration"), .containerConfiguration)
    let placement = placement(machine?.given("nodePlacementConfiguration"))
    sort(deployment?.given("cloudServiceConfiguration"), .cloudServiceConfiguration)
    var pool = AzurePool(
      plane: plane, identifier: identifier, vmSize: vmSize, image: image, targetDedicatedNodes: dedicated ?? 0,
      targetLowPriorityNodes: lowPriority ?? 0, target: dedicated != nil || lowPriority != nil ? .asked : .missing,
      resizeTimeout: timeout, startTask: startTask, autoscale: autoscale,
      hasInterNodeCommunication: communicates, hasInboundNatPools: network.hasNatPools)
    pool.publicIPs = network.publicIPs
    pool.nodePlacement = placement
    pool.nodeAgent = nodeAgent(machine)
    pool.isWindows = isWindows(deployment, image: image)
    pool.hasEphemeralDisk = machine?.given("osDisk")?.given("ephemeralOSDiskSettings") != nil
    pool.accountName = accountName
    if pool.autoscale != nil || pool.target == .missing { findTarget(&pool, properties) }
    pool.shortfall = shortfall(of: pool, properties)
    pool.nodeDeallocationOption = scale?.given("nodeDeallocationOption")?.knownText
    pool.taskSlots =
      ["taskSlotsPerNode", "maxTasksPerNode", "maxTasksPerComputeNode"].lazy.compactMap { name in
        guard let count = Self.count(properties[name]), count != 1 else { return nil }
        return (name, String(count))
      }.first
    pools.append(pool)
  }

  /// A formula may always ask for the same. A body that asks for no number of nodes may be an answer that has one: the last
  /// result of a formula, what a resize under way is for, or how many nodes there are. The first that is not 0 counts.
  private func findTarget(_ pool: inout AzurePool, _ properties: AzureBody) {
    if let formula = pool.autoscale?.formula,
      case .constant(let dedicated, let lowPriority) = PoolFormula.sizing(of: formula), dedicated + lowPriority > 0
    {
      (pool.targetDedicatedNodes, pool.targetLowPriorityNodes, pool.target) = (dedicated, lowPriority, .asked)
      return
    }
    var isTold = false
    let results = properties.given("autoScaleRun")?["results"]?.text
    let run = results.map {
      (Self.result("TargetDedicatedNodes", in: $0), Self.result("TargetLowPriorityNodes", in: $0))
    }
    func members(_ body: AzureBody?, _ prefix: String) -> (Int?, Int?) {
      (
        Self.count(member("\(prefix)DedicatedNodes", of: body)),
        Self.count(member("\(prefix)LowPriorityNodes", of: body))
      )
    }
    let asked = (pool.targetDedicatedNodes, pool.targetLowPriorityNodes)
    let candidates: [(source: String, nodes: (Int?, Int?))] = [
      ("autoScaleRun.results", run ?? (nil, nil)),
      ("targetDedicatedNodes", pool.target == .asked ? asked : (nil, nil)),
      ("resizeOperationStatus", members(properties.given("resizeOperationStatus"), "target")),
      ("currentDedicatedNodes", members(properties, "current")),
    ]
    for candidate in candidates {
      let (dedicated, lowPriority) = candidate.nodes
      guard dedicated != nil || lowPriority != nil else { continue }
      guard (dedicated ?? 0) + (lowPriority ?? 0) > 0 else {
        isTold = true
        continue
      }
      pool.targetDedicatedNodes = dedicated ?? 0
      pool.targetLowPriorityNodes = lowPriority ?? 0
      let origin =
        Self.isAnswer(properties) ? " of the answer" : ", which a request does not ask with, so a leftover of an answer"
      pool.target = candidate.source == "targetDedicatedNodes" ? .asked : .told(candidate.source + origin)
      return
    }
    // An answer of 0 is an answer for a fixed pool; a formula will ask for more some day.
    if isTold, pool.autoscale == nil {
      pool.target = .told("currentDedicatedNodes of the answer")
    } else {
      pool.target = .missing
    }
  }

  /// Whether a body is what the service answers: a request has none of these, even if it is made from an answer.
  private static func isAnswer(_ properties: AzureBody) -> Bool {
    ["provisioningState", "allocationState", "creationTime", "lastModified", "state", "url", "eTag"].contains {
      properties.given($0) != nil
    }
  }

  /// The value of a variable in `$TargetDedicatedNodes=5;$TargetLowPriorityNodes=0;...`.
  private static func result(_ name: String, in results: String) -> Int? {
    for part in results.split(separator: ";") {
      let sides = part.split(separator: "=", maxSplits: 1).map {
        $0.filter { !$0.isWhitespace && $0 != "$" }.lowercased()
      }
      guard sides.count == 2, sides[0] == name.lowercased() || "\(sides[0])nodes" == name.lowercased(),
        let number = Double(sides[1]), (0...Double(SystemConfiguration.mostNodes)).contains(number)
      else { continue }
      return Int(number)
    }
    return nil
  }

  /// Reads a formula and how often it is asked.
  private mutating func autoscale(
    _ body: AzureBody, formula: AzureBody?, interval: AzureBody?, called name: String
  ) -> AzurePool.Autoscale? {
    guard let formula else {
      add(
        .autoscaledBody, at: body.value,
        "the pool scales by a formula, but \(name) is missing; the service refuses that")
      return nil
    }
    var result = AzurePool.Autoscale()
    if formula.unknown != nil {
      asides.addUnresolved(formula.path)
    } else if let text = formula.text, !text.allSatisfy(\.isWhitespace) {
      result.formula = text
    } else {
      add(.autoscaledBody, at: formula.value, "\(formula.name) is \(formula.value.description); expected a formula")
      return nil
    }
    guard let interval, interval.unknown == nil else {
      if let interval { asides.addUnresolved(interval.path) }
      return result
    }
    guard let text = text(interval) else { return result }
    do throws(AzureDuration.Malformed) {
      let duration = try AzureDuration(text)
      guard Self.evaluationIntervals.contains(duration.nanoseconds) else {
        add(
          .autoscaledBody, at: interval.value,
          "\(interval.name) is \(PrintableText.short(text)); the service takes 5 min (PT5M) to 168 h (P7D)")
        return result
      }
      result.evaluationInterval = duration
    } catch {
      addDuration(interval, text, error)
    }
    return result
  }

  /// "Batch service REST reference", autoScaleEvaluationInterval: 5 minutes to 168 hours [ns].
  private static let evaluationIntervals: ClosedRange<Int64> = 300_000_000_000...604_800_000_000_000

  private mutating func vmSize(_ value: AzureBody?, owner: AzureBody) -> String? {
    guard let value else {
      add(.missingMember, at: owner.value, "vmSize is missing: the size of the VMs")
      return nil
    }
    guard let text = text(value, expected: "a VM size such as STANDARD_D2S_V3") else { return nil }
    guard ScenarioName.isValid(text), !text.contains(" ") else {
      add(
        .bodyVMSize, at: value.value,
        "'\(PrintableText.short(text))' is not a VM size; expected one such as STANDARD_D2S_V3")
      return nil
    }
    return text
  }

  /// What a network says: whether there are inbound NAT pools, and how many addresses of the user's own.
  private mutating func readNetwork(_ network: AzureBody?) -> (hasNatPools: Bool, publicIPs: Int?) {
    guard let network else { return (false, nil) }
    guard network.isObject else {
      asides.addUnresolved(network.path)
      return (false, nil)
    }
    sort(network, .networkConfiguration)
    let endpoint = network.given("endpointConfiguration")
    sort(endpoint, .endpointConfiguration)
    for member in [endpoint, endpoint?["inboundNatPools"]] {
      if let member, member.unknown != nil { asides.addUnresolved(member.path) }
    }
    let addresses = network.given("publicIPAddressConfiguration")
    sort(addresses, .publicIPAddressConfiguration)
    return (endpoint?["inboundNatPools"]?.elements?.isEmpty == false, publicIPs(addresses))
  }

  /// How many addresses of the user's own there are; nil where the service makes them, or only the deployment knows.
  private mutating func publicIPs(_ addresses: AzureBody?) -> Int? {
    guard let addresses else { return nil }
    guard addresses.isObject else {
      asides.addUnresolved(addresses.path)
      return nil
    }
    let provision = addresses["provision"]
    if let provision, provision.unknown != nil { asides.addUnresolved(provision.path) }
    guard provision?.knownText?.lowercased() == "usermanaged", let listed = addresses.given("ipAddressIds") else {
      return nil
    }
    guard let elements = listed.elements, listed.unknown == nil else {
      asides.addUnresolved(listed.path)
      return nil
    }
    return elements.count
  }

  /// Where the service puts nodes.
  private mutating func placement(_ configuration: AzureBody?) -> NodePlacement? {
    guard let configuration else { return nil }
    guard configuration.isObject else {
      asides.addUnresolved(configuration.path)
      return nil
    }
    sort(configuration, .nodePlacementConfiguration)
    guard let policy = configuration.given("policy") else { return nil }
    let placement = policy.knownText.flatMap { NodePlacement(rawValue: $0.lowercased()) }
    if placement == nil { asides.addUnresolved(policy.path) }
    return placement
  }

  /// The SKU of the node agent, which rules know by its name.
  private func nodeAgent(_ machine: AzureBody?) -> String? {
    let agent = member("nodeAgentSkuId", of: machine, .virtualMachineConfiguration)?.knownText
    return agent.flatMap { (1...200).contains($0.utf8.count) ? $0 : nil }
  }
}
