// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine

/// Reads the body of one pool.
extension AzurePoolReader {
  mutating func readPool(_ body: AzureBody) {
    guard body.isObject else {
      add(.noPool, at: body.value, "\(body.value.description) stands where the body of a pool was expected")
      return
    }
    if let properties = body["properties"], properties.isObject {
      readManagementPlane(body, properties)
    } else if body["virtualMachineConfiguration"] != nil || body["vmSize"] != nil
      || body["cloudServiceConfiguration"] != nil
    {
      readDataPlane(body)
    } else {
      add(
        .noPool, at: body.value,
        "this is no pool body: it has neither properties (management plane) nor vmSize (data plane)")
    }
  }

  // MARK: - Planes

  private mutating func readManagementPlane(_ body: AzureBody, _ properties: AzureBody) {
    let deployment = properties.given("deploymentConfiguration")
    let scale = properties.given("scaleSettings")
    let fixed = scale?.given("fixedScale")
    let automatic = scale?.given("autoScale")
    if let fixed, automatic != nil {
      add(.contradiction, at: fixed.value, "fixedScale and autoScale exclude each other; the service refuses both")
    }
    learn(AzureAccount(resourceIdentifier: body["id"]?.text))
    var scaling: AzurePool.Autoscale?
    if let automatic {
      scaling = autoscale(
        automatic, formula: automatic.given("formula"), interval: automatic.given("evaluationInterval"),
        called: "formula")
    }
    finish(
      plane: .management, identifier: Self.name(of: body), properties: properties,
      machine: deployment?.given("virtualMachineConfiguration"), cloud: deployment?.given("cloudServiceConfiguration"),
      scale: fixed, autoscale: scaling)
    keepAside(
      body, known: ["properties", "name", "id", "type", "apiVersion"],
      silent: Self.answers.union(["dependson", "copy", "condition", "comments"]))
    keepAside(
      properties,
      known: [
        "vmSize", "deploymentConfiguration", "scaleSettings", "startTask", "interNodeCommunication",
        "networkConfiguration",
      ], silent: Self.answers)
    keepAside(scale, known: ["fixedScale", "autoScale"])
    keepAside(fixed, known: ["targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout"])
    keepAside(automatic, known: ["formula", "evaluationInterval"])
  }

  /// `POOL` of `ACCOUNT/POOL`, or of an expression that ends in `/POOL`.
  private static func name(of body: AzureBody) -> String? {
    guard let name = body["name"] else { return nil }
    if let expression = name.expression { return AzureTemplate.lastName(in: expression) }
    return name.text.flatMap { $0.split(separator: "/").last.map(String.init) }
  }

  private mutating func readDataPlane(_ body: AzureBody) {
    var account = AzureAccount()
    account.read(address: body["url"]?.text)
    learn(account)
    var scaling: AzurePool.Autoscale?
    if let enabled = body.given("enableAutoScale"), truth(enabled) == true {
      scaling = autoscale(
        enabled, formula: body.given("autoScaleFormula"), interval: body.given("autoScaleEvaluationInterval"),
        called: "autoScaleFormula")
    }
    finish(
      plane: .data, identifier: body["id"].flatMap { $0.expression == nil ? $0.text : nil }, properties: body,
      machine: body.given("virtualMachineConfiguration"), cloud: body.given("cloudServiceConfiguration"), scale: body,
      autoscale: scaling)
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
    plane: AzurePool.Plane, identifier: String?, properties: AzureBody, machine: AzureBody?, cloud: AzureBody?,
    scale: AzureBody?, autoscale: AzurePool.Autoscale?
  ) {
    let vmSize = vmSize(properties.given("vmSize"), owner: properties)
    let image = image(machine, cloud: cloud, owner: properties)
    let dedicated = nodes(scale?["targetDedicatedNodes"])
    let lowPriority = nodes(scale?["targetLowPriorityNodes"])
    let timeout = timeout(scale?["resizeTimeout"])
    let startTask = startTask(properties["startTask"])
    let communicates = fact(properties["interNodeCommunication"] ?? properties["enableInterNodeCommunication"])
    let hasNat = readNetwork(properties.given("networkConfiguration"))
    guard let vmSize, let image else { return }
    keepAside(machine, known: ["imageReference", "nodeAgentSkuId"])
    keepAside(cloud, known: ["osFamily"])
    var pool = AzurePool(
      plane: plane, identifier: identifier, vmSize: vmSize, image: image, targetDedicatedNodes: dedicated ?? 0,
      targetLowPriorityNodes: lowPriority ?? 0, target: dedicated != nil || lowPriority != nil ? .asked : .missing,
      resizeTimeout: timeout, startTask: startTask, autoscale: autoscale,
      hasInterNodeCommunication: communicates, hasInboundNatPools: hasNat)
    if pool.autoscale != nil || pool.target == .missing { findTarget(&pool, properties) }
    pools.append(pool)
  }

  /// A body that asks for no number of nodes may be an answer that tells one: what a formula came to last, what a resize
  /// under way is for, or how many nodes there are. The first that is not 0 counts.
  private func findTarget(_ pool: inout AzurePool, _ properties: AzureBody) {
    var isTold = false
    let results = properties.given("autoScaleRun")?["results"]?.text
    let run = results.map {
      (Self.result("TargetDedicatedNodes", in: $0), Self.result("TargetLowPriorityNodes", in: $0))
    }
    func members(_ body: AzureBody?, _ prefix: String) -> (Int?, Int?) {
      (count(body?["\(prefix)DedicatedNodes"]), count(body?["\(prefix)LowPriorityNodes"]))
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

  private func count(_ value: AzureBody?) -> Int? {
    guard let value, case .number(let digits) = value.value.kind, let count = Int(digits),
      (0...SystemConfiguration.mostNodes).contains(count)
    else { return nil }
    return count
  }

  /// Reads a formula and how often it is asked.
  private mutating func autoscale(
    _ body: AzureBody, formula: AzureBody?, interval: AzureBody?, called name: String
  ) -> AzurePool.Autoscale? {
    guard let formula else {
      add(
        .autoscale, at: body.value, "the pool scales by a formula, but \(name) is missing; the service refuses that")
      return nil
    }
    guard let formulaText = formula.text, !formulaText.allSatisfy(\.isWhitespace) else {
      add(.autoscale, at: formula.value, "\(formula.name) is \(formula.value.description); expected a formula")
      return nil
    }
    var result = AzurePool.Autoscale(formula: formulaText)
    guard let interval, let text = text(interval) else { return result }
    do throws(AzureDuration.Malformed) {
      let duration = try AzureDuration(text)
      guard Self.evaluationIntervals.contains(duration.nanoseconds) else {
        add(
          .autoscale, at: interval.value,
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
      add(.missing, at: owner.value, "vmSize is missing: the size of the VMs")
      return nil
    }
    guard let text = text(value) else { return nil }
    guard ScenarioChecker.isName(text), !text.contains(" ") else {
      add(
        .vmSize, at: value.value, "'\(PrintableText.short(text))' is no VM size; expected one such as STANDARD_D2S_V3")
      return nil
    }
    return text
  }

  private mutating func image(_ machine: AzureBody?, cloud: AzureBody?, owner: AzureBody) -> AzureImage? {
    if let cloud {
      guard machine == nil else {
        add(
          .contradiction, at: cloud.value,
          "cloudServiceConfiguration and virtualMachineConfiguration exclude each other; the service refuses both")
        return nil
      }
      notes.append(
        "\(cloud.path): a cloud service boots from the platform's own image, as marketplace images do; such pools were retired on 2024-02-29"
      )
      return AzureImage(cloudServiceFamily: PrintableText.short(cloud["osFamily"]?.text ?? "unknown"))
    }
    guard let machine else {
      add(
        .missing, at: owner.value,
        "virtualMachineConfiguration is missing: the model needs the image that nodes boot from")
      return nil
    }
    guard let reference = machine.given("imageReference") else {
      add(.missing, at: machine.value, "imageReference is missing: the model needs the image that nodes boot from")
      return nil
    }
    let names = ["virtualMachineImageId", "id", "sharedGalleryImageId", "communityGalleryImageId"]
    keepAside(reference, known: Set(names + ["publisher", "offer", "sku", "version"]), silent: ["exactversion"])
    if let identifier = names.lazy.compactMap({ reference.given($0) }).first { return image(identifier) }
    guard let publisher = reference["publisher"]?.text, let offer = reference["offer"]?.text,
      let sku = reference["sku"]?.text
    else {
      add(.imageChoice, at: reference.value, "the image has neither an id nor all of publisher, offer and sku")
      return nil
    }
    return AzureImage(publisher: publisher, offer: offer, sku: sku, version: reference["version"]?.text ?? "latest")
  }

  private mutating func image(_ identifier: AzureBody) -> AzureImage? {
    if let expression = identifier.expression, let image = AzureImage(expression: expression) { return image }
    guard let text = text(identifier) else { return nil }
    do throws(AzureImage.Malformed) {
      return try AzureImage(identifier: text)
    } catch {
      add(
        .imageIdentifier, at: identifier.value, "'\(PrintableText.short(text))' is no id of an image: \(error.reason)")
      return nil
    }
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
    return endpoint?["inboundNatPools"]?.elements?.isEmpty == false
  }

  /// Something that no simulation depends on: `Enabled`, `Disabled`, `true` or `false`; anything else is kept aside.
  private mutating func fact(_ value: AzureBody?) -> Bool? {
    guard let value, !value.value.isNull else { return nil }
    if let truth = value.truth { return truth }
    switch value.text?.lowercased() {
    case "enabled", "true": return true
    case "disabled", "false": return false
    default:
      keepAside(path: value.path)
      return nil
    }
  }

  private mutating func truth(_ value: AzureBody) -> Bool? {
    if let truth = value.truth { return truth }
    _ = text(value, expected: "true or false")
    return nil
  }

  private mutating func nodes(_ value: AzureBody?) -> Int? {
    guard let value, !value.value.isNull else { return nil }
    guard case .number(let digits) = value.value.kind else {
      _ = text(value, expected: "a whole number")
      return nil
    }
    guard let count = Int(digits), (0...SystemConfiguration.mostNodes).contains(count) else {
      add(
        .outOfRange, at: value.value,
        "\(PrintableText.short(digits)) nodes; expected a whole number from 0 to \(SystemConfiguration.mostNodes)")
      return nil
    }
    return count
  }

  private mutating func timeout(_ value: AzureBody?) -> AzureDuration? {
    guard let value, !value.value.isNull else { return nil }
    guard let text = text(value) else { return nil }
    do throws(AzureDuration.Malformed) {
      let duration = try AzureDuration(text)
      guard duration.nanoseconds >= PoolConfiguration.shortestResizeTimeout.nanoseconds else {
        add(
          .resizeTimeout, at: value.value,
          "\(PrintableText.short(text)) is below 5 min (PT5M), which the service refuses")
        return nil
      }
      return duration
    } catch {
      addDuration(value, text, error)
      return nil
    }
  }

  private mutating func addDuration(_ value: AzureBody, _ text: String, _ error: AzureDuration.Malformed) {
    add(
      .duration, at: value.value,
      "'\(PrintableText.short(text))' is no duration: \(error.reason); expected one such as PT15M")
  }

  private mutating func startTask(_ value: AzureBody?) -> AzurePool.StartTask? {
    guard let value, value.isObject, !value.members.isEmpty else { return nil }
    var task = AzurePool.StartTask()
    if let retries = value["maxTaskRetryCount"], !retries.value.isNull {
      guard case .number(let digits) = retries.value.kind, let count = Int(digits), (0...1_000).contains(count) else {
        add(.outOfRange, at: retries.value, "maxTaskRetryCount is \(retries.value.description); expected 0 to 1000")
        return nil
      }
      task.maxTaskRetryCount = count
    }
    if let waits = value["waitForSuccess"]?.truth { task.waitForSuccess = waits }
    keepAside(value, known: ["maxTaskRetryCount", "waitForSuccess"])
    return task
  }

  /// A text, or nil with a problem; expressions of a template have words of their own.
  private mutating func text(_ body: AzureBody, expected: String = "a text") -> String? {
    guard let text = body.text else {
      add(.wrongType, at: body.value, "\(body.name) is \(body.value.description); expected \(expected)")
      return nil
    }
    if body.expression != nil {
      add(
        .expression, at: body.value,
        "\(body.name) is the expression \(PrintableText.short(text)); expected \(expected): write it here, or give the parameter a defaultValue"
      )
      return nil
    }
    if expected != "a text" {
      add(.wrongType, at: body.value, "\(body.name) is \(body.value.description); expected \(expected)")
      return nil
    }
    return text
  }
}
