// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine

/// Finds the pools of a document and reads them.
struct AzurePoolReader {
  private(set) var pools: [AzurePool] = []
  private(set) var problems: [AzurePoolProblem]
  /// Members that the model has no place for, by their paths.
  private(set) var keptAside: [String] = []

  private static let mostKeptAside = 40

  init(problems: [AzurePoolProblem]) {
    self.problems = problems
  }

  /// Reads one pool, a list of pools (`[...]` or `{ "value": [...] }`), or the pools of an ARM template.
  mutating func readDocument(_ document: PositionedJSON) {
    let root = AzureBody(document, path: "")
    let elements: [AzureBody]
    if let list = root.elements {
      elements = list
    } else if let list = root["value"]?.elements {
      elements = list
    } else if let resources = root["resources"]?.elements, root["vmSize"] == nil, root["properties"] == nil {
      elements = resources.filter { $0["type"]?.text?.lowercased() == "microsoft.batch/batchaccounts/pools" }
      if elements.isEmpty {
        add(.noPool, at: document, "the template has no resource of the type Microsoft.Batch/batchAccounts/pools")
      }
    } else {
      elements = [root]
    }
    if elements.isEmpty, problems.isEmpty { add(.noPool, at: document, "the list is empty: there is no pool in it") }
    for element in elements { readPool(element) }
  }

  mutating func add(_ code: AzurePoolProblem.Code, at value: PositionedJSON, _ message: String) {
    problems.append(AzurePoolProblem(code, at: value.offset, message))
  }

  private mutating func readPool(_ body: AzureBody) {
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
    let deployment = properties["deploymentConfiguration"]
    refuseCloudServices(deployment?["cloudServiceConfiguration"])
    let machine = deployment?["virtualMachineConfiguration"]
    let scale = properties["scaleSettings"]
    let fixed = scale?["fixedScale"]
    if let automatic = scale?["autoScale"], !automatic.value.isNull {
      if let fixed, !fixed.value.isNull {
        add(.contradiction, at: fixed.value, "fixedScale and autoScale exclude each other; the service refuses both")
      }
      refuseAutoscale(automatic)
    }
    let name = body["name"]?.text.map { String($0.split(separator: "/").last ?? "") }
    finish(
      plane: .management, body: body, identifier: name, properties: properties, machine: machine,
      scale: fixed, owner: properties)
    keepAside(
      properties, known: ["vmSize", "deploymentConfiguration", "scaleSettings", "startTask"], silent: Self.answers)
    if let fixed {
      keepAside(fixed, known: ["targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout"], silent: [])
    }
  }

  private mutating func readDataPlane(_ body: AzureBody) {
    refuseCloudServices(body["cloudServiceConfiguration"])
    if body["enableAutoScale"]?.truth == true {
      refuseAutoscale(body["autoScaleFormula"] ?? body)
    }
    finish(
      plane: .data, body: body, identifier: body["id"]?.text, properties: body,
      machine: body["virtualMachineConfiguration"], scale: body, owner: body)
    keepAside(
      body,
      known: [
        "id", "vmSize", "virtualMachineConfiguration", "targetDedicatedNodes", "targetLowPriorityNodes",
        "resizeTimeout",
        "startTask", "enableAutoScale",
      ], silent: Self.answers)
  }

  /// Members of answers that say how the pool was, not what is asked for.
  private static let answers: Set<String> = [
    "etag", "lastmodified", "creationtime", "state", "statetransitiontime", "allocationstate",
    "allocationstatetransitiontime", "provisioningstate", "provisioningstatetransitiontime", "currentdedicatednodes",
    "currentlowprioritynodes", "url", "odata.metadata", "stats", "resizeoperationstatus", "resizeerrors",
    "autoscalerun",
    "autoscaleformula", "autoscaleevaluationinterval",
  ]

  private mutating func refuseCloudServices(_ body: AzureBody?) {
    guard let body, !body.value.isNull else { return }
    add(.cloudServices, at: body.value, "pools of cloud services have no image of their own and were retired in 2024")
  }

  private mutating func refuseAutoscale(_ body: AzureBody) {
    add(
      .autoscale, at: body.value,
      "the pool scales by a formula, which is not simulated; expected a fixed target (\(body.path.isEmpty ? "targetDedicatedNodes" : "scaleSettings.fixedScale, or targetDedicatedNodes"))"
    )
  }

  // MARK: - What both planes have

  private mutating func finish(
    plane: AzurePool.Plane, body: AzureBody, identifier: String?, properties: AzureBody, machine: AzureBody?,
    scale: AzureBody?, owner: AzureBody
  ) {
    let vmSize = vmSize(properties["vmSize"], owner: owner)
    let image = image(machine, owner: owner)
    let dedicated = nodes(scale?["targetDedicatedNodes"])
    let lowPriority = nodes(scale?["targetLowPriorityNodes"])
    let timeout = timeout(scale?["resizeTimeout"])
    let startTask = startTask(properties["startTask"])
    guard let vmSize, let image else { return }
    if let machine {
      keepAside(machine, known: ["imageReference", "nodeAgentSkuId"], silent: [])
    }
    pools.append(
      AzurePool(
        plane: plane, path: body.path, identifier: identifier, vmSize: vmSize, image: image,
        nodeAgent: machine?["nodeAgentSkuId"]?.text, targetDedicatedNodes: dedicated ?? 0,
        targetLowPriorityNodes: lowPriority ?? 0, hasTarget: dedicated != nil || lowPriority != nil,
        resizeTimeout: timeout, startTask: startTask))
  }

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

  private mutating func image(_ machine: AzureBody?, owner: AzureBody) -> AzureImage? {
    guard let machine, !machine.value.isNull else {
      add(
        .missing, at: owner.value,
        "virtualMachineConfiguration is missing: the model needs the image that nodes boot from")
      return nil
    }
    guard let reference = machine["imageReference"], !reference.value.isNull else {
      add(.missing, at: machine.value, "imageReference is missing: the model needs the image that nodes boot from")
      return nil
    }
    let identifier =
      reference["virtualMachineImageId"] ?? reference["id"]
      ?? reference["sharedGalleryImageId"] ?? reference["communityGalleryImageId"]
    if let identifier, !identifier.value.isNull {
      guard let text = text(identifier) else { return nil }
      do throws(AzureImage.Malformed) {
        return try AzureImage(identifier: text)
      } catch {
        add(
          .imageIdentifier, at: identifier.value, "'\(PrintableText.short(text))' is no id of an image: \(error.reason)"
        )
        return nil
      }
    }
    guard let publisher = reference["publisher"]?.text, let offer = reference["offer"]?.text,
      let sku = reference["sku"]?.text
    else {
      add(.imageChoice, at: reference.value, "the image has neither an id nor all of publisher, offer and sku")
      return nil
    }
    return AzureImage(publisher: publisher, offer: offer, sku: sku, version: reference["version"]?.text ?? "latest")
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
      add(
        .duration, at: value.value,
        "'\(PrintableText.short(text))' is no duration: \(error.reason); expected one such as PT15M")
      return nil
    }
  }

  private mutating func startTask(_ value: AzureBody?) -> AzurePool.StartTask? {
    guard let value, value.isObject else { return nil }
    var task = AzurePool.StartTask()
    if let retries = value["maxTaskRetryCount"], !retries.value.isNull {
      guard case .number(let digits) = retries.value.kind, let count = Int(digits), (0...1_000).contains(count) else {
        add(.outOfRange, at: retries.value, "maxTaskRetryCount is \(retries.value.description); expected 0 to 1000")
        return nil
      }
      task.maxTaskRetryCount = count
    }
    if let waits = value["waitForSuccess"]?.truth { task.waitForSuccess = waits }
    return task
  }

  /// A text, or nil with a problem; expressions of a template have words of their own.
  private mutating func text(_ body: AzureBody, expected: String = "a text") -> String? {
    guard let text = body.text else {
      add(.wrongType, at: body.value, "\(body.name) is \(body.value.description); expected \(expected)")
      return nil
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      add(
        .expression, at: body.value,
        "\(body.name) is the expression \(PrintableText.short(text)); expected \(expected), which only a deployment would tell"
      )
      return nil
    }
    if expected != "a text" {
      add(.wrongType, at: body.value, "\(body.name) is \(body.value.description); expected \(expected)")
      return nil
    }
    return text
  }

  private mutating func keepAside(_ body: AzureBody, known: Set<String>, silent: Set<String>) {
    let lowered = Set(known.map { $0.lowercased() })
    for member in body.members where !lowered.contains(member.name.lowercased()) {
      guard !silent.contains(member.name.lowercased()), !member.value.isNull else { continue }
      let path = body.path.isEmpty ? member.name : "\(body.path).\(member.name)"
      guard keptAside.count < Self.mostKeptAside else { return }
      keptAside.append(PrintableText.short(path))
    }
  }
}

/// A value of a body with its path; members are found without regard to case, as the service finds them.
struct AzureBody {
  let value: PositionedJSON
  let path: String

  init(_ value: PositionedJSON, path: String) {
    self.value = value
    self.path = path
  }

  var name: String { path.split(separator: ".").last.map(String.init) ?? "the body" }

  var isObject: Bool {
    if case .object = value.kind { true } else { false }
  }

  var members: [PositionedJSON.Member] {
    if case .object(let members) = value.kind { members } else { [] }
  }

  var elements: [AzureBody]? {
    guard case .array(let elements) = value.kind else { return nil }
    return elements.enumerated().map { AzureBody($1, path: "\(path)[\($0)]") }
  }

  var text: String? {
    if case .text(let text) = value.kind { text } else { nil }
  }

  var truth: Bool? {
    if case .truth(let truth) = value.kind { truth } else { nil }
  }

  subscript(name: String) -> AzureBody? {
    let lowered = name.lowercased()
    let exact = members.first { $0.name == name } ?? members.first { $0.name.lowercased() == lowered }
    return exact.map { AzureBody($0.value, path: path.isEmpty ? $0.name : "\(path).\($0.name)") }
  }
}
