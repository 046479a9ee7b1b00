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
    if isUnknown(body["properties"], expected: "the properties of the pool") { return }
    if let properties = body["properties"], properties.isObject {
      readManagementPlane(body, properties)
    } else if body["virtualMachineConfiguration"] != nil || body["vmSize"] != nil
      || body["cloudServiceConfiguration"] != nil
    {
      readDataPlane(body)
    } else {
      add(
        .noPool, at: body.value,
        "this is not a pool body: it has neither properties (management plane) nor vmSize (data plane)")
    }
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
      _ = vmSize(properties.given("vmSize"), owner: properties)
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
      deployment: deployment, scale: fixed, autoscale: scaling)
    keepAside(
      body, known: ["properties", "name", "id", "type", "apiVersion"],
      silent: Self.answers.union(["dependson", "copy", "condition", "comments"]))
    keepAside(
      properties,
      known: [
        "vmSize", "deploymentConfiguration", "scaleSettings", "startTask", "interNodeCommunication",
        "enableInterNodeCommunication", "networkConfiguration",
      ], silent: Self.answers)
    keepAside(scale, known: ["fixedScale", "autoScale"])
    keepAside(fixed, known: ["targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout"])
    keepAside(automatic, known: ["formula", "evaluationInterval"])
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
    let isGood =
      (1...64).contains(identifier.utf8.count)
      && identifier.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
      }
    if !isGood {
      add(
        .poolIdentifier, at: body.value,
        "'\(PrintableText.short(identifier))' is not the id of a pool: 1 to 64 letters, digits, hyphens and underscores"
      )
    }
  }

  private mutating func readDataPlane(_ body: AzureBody) {
    var account = AzureAccount()
    account.read(address: body["url"]?.text)
    learn(account)
    checkIdentifier(body["id"]?.knownText, at: body["id"])
    var scaling: AzurePool.Autoscale?
    if let enabled = body.given("enableAutoScale"), truth(enabled) == true {
      scaling = autoscale(
        enabled, formula: body.given("autoScaleFormula"), interval: body.given("autoScaleEvaluationInterval"),
        called: "autoScaleFormula")
    }
    finish(
      plane: .data, identifier: body["id"]?.knownText, properties: body,
      deployment: body, scale: body, autoscale: scaling)
    keepAside(
      body,
      known: [
        "id", "vmSize", "virtualMachineConfiguration", "cloudServiceConfiguration", "targetDedicatedNodes",
        "targetLowPriorityNodes", "resizeTimeout", "startTask", "enableAutoScale", "enableInterNodeCommunication",
        "networkConfiguration",
      ], silent: Self.answers.union(["autoscaleformula", "autoscaleevaluationinterval"]))
  }

  /// Members of answers that say how the pool was, not what is asked for.
  private static let answers: Set<String> = [
    "etag", "lastmodified", "creationtime", "state", "statetransitiontime", "allocationstate",
    "allocationstatetransitiontime", "provisioningstate", "provisioningstatetransitiontime", "currentdedicatednodes",
    "currentlowprioritynodes", "url", "odata.metadata", "odata.etag", "stats", "poolstatistics",
    "resizeoperationstatus", "resizeerrors", "autoscalerun", "currentnodecommunicationmode", "systemdata",
    "resourcegroup",
  ]

  // MARK: - What both planes have

  private mutating func finish(
    plane: AzurePool.Plane, identifier: String?, properties: AzureBody, deployment: AzureBody?, scale: AzureBody?,
    autoscale: AzurePool.Autoscale?
  ) {
    let vmSize = vmSize(properties.given("vmSize"), owner: properties)
    let image = image(deployment, owner: properties)
    let dedicated = nodes(scale?["targetDedicatedNodes"])
    let lowPriority = nodes(scale?["targetLowPriorityNodes"])
    let timeout = timeout(scale?["resizeTimeout"])
    let startTask = startTask(properties["startTask"])
    let communicates = fact(properties["interNodeCommunication"] ?? properties["enableInterNodeCommunication"])
    let hasNat = readNetwork(properties.given("networkConfiguration"))
    guard let vmSize, let image else { return }
    keepAside(deployment?.given("virtualMachineConfiguration"), known: ["imageReference", "nodeAgentSkuId"])
    keepAside(deployment?.given("cloudServiceConfiguration"), known: ["osFamily"])
    var pool = AzurePool(
      plane: plane, identifier: identifier, vmSize: vmSize, image: image, targetDedicatedNodes: dedicated ?? 0,
      targetLowPriorityNodes: lowPriority ?? 0, target: dedicated != nil || lowPriority != nil ? .asked : .missing,
      resizeTimeout: timeout, startTask: startTask, autoscale: autoscale,
      hasInterNodeCommunication: communicates, hasInboundNatPools: hasNat)
    if pool.autoscale != nil || pool.target == .missing { findTarget(&pool, properties) }
    pool.shortfall = shortfall(of: pool, properties)
    pool.nodeDeallocationOption = scale?.given("nodeDeallocationOption")?.knownText
    pool.taskSlots =
      ["taskSlotsPerNode", "maxTasksPerNode"].lazy.compactMap { name in
        guard case .number(let count)? = properties[name]?.value.kind, count != "1" else { return nil }
        return (name, count)
      }.first
    pools.append(pool)
  }

  /// A formula may always ask for the same. A body that asks for no number of nodes may be an answer that has one: the last result of a formula, what a resize
  /// under way is for, or how many nodes there are. The first that is not 0 counts.
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
      (Self.count(body?["\(prefix)DedicatedNodes"]), Self.count(body?["\(prefix)LowPriorityNodes"]))
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
      pool.target = candidate.source == "targetDedicatedNodes" ? .asked : .told(candidate.source)
      return
    }
    // An answer of 0 is an answer for a fixed pool; a formula will ask for more some day.
    if isTold, pool.autoscale == nil { pool.target = .told("currentDedicatedNodes") } else { pool.target = .missing }
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
      keepAside(path: formula.path)
    } else if let text = formula.text, !text.allSatisfy(\.isWhitespace) {
      result.formula = text
    } else {
      add(.autoscaledBody, at: formula.value, "\(formula.name) is \(formula.value.description); expected a formula")
      return nil
    }
    guard let interval, interval.unknown == nil else {
      if let interval { keepAside(path: interval.path) }
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

  /// Whether there are inbound NAT pools; everything else of a network is kept aside.
  private mutating func readNetwork(_ network: AzureBody?) -> Bool {
    guard let network else { return false }
    guard network.isObject else {
      keepAside(path: network.path)
      return false
    }
    keepAside(network, known: ["endpointConfiguration"])
    let endpoint = network.given("endpointConfiguration")
    keepAside(endpoint, known: ["inboundNatPools"])
    for member in [endpoint, endpoint?["inboundNatPools"]] {
      if let member, member.unknown != nil { keepAside(path: member.path) }
    }
    return endpoint?["inboundNatPools"]?.elements?.isEmpty == false
  }
}
