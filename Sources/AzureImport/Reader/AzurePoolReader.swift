// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange
internal import Scenarios

/// Finds the pools of a document.
struct AzurePoolReader {
  var pools: [AzurePool] = []
  var problems: [TextProblem]
  /// What the document says about the account.
  private(set) var account = AzureAccount()
  /// What is not taken over, or in another form than it is written.
  var asides = AzureAsides()
  /// What files beside those of pools tell.
  var accountFile: AzureAccountFile?
  var versions: [AzureImageVersion] = []
  var nodeCount = 0
  /// What such files say where no file has a pool.
  var companions: [TextProblem] = []
  /// Whether a document was a template, which uses the parameters that are given.
  private(set) var hasTemplate = false
  /// What else a user should know about the document.
  var notes: [String] = []
  /// What may be a mistake and keeps no pool from becoming a scenario.
  private(set) var warnings: [TextProblem] = []
  private var disputed: Set<String> = []
  /// Pools that the documents speak of and do not hold, each where it is named.
  var leads: [TextProblem] = []

  private static let poolType = "microsoft.batch/batchaccounts/pools"
  private static let accountType = "microsoft.batch/batchaccounts"
  private static let deploymentType = "microsoft.resources/deployments"
  /// Templates nest their resources; nobody nests them deeper.
  private static let deepestResource = 8
  /// Where variables stand for resources, a short text can mean very many.
  private static let mostResources = 20_000
  /// The most pools of all documents.
  private static let mostPools = 100_000
  private var resourceCount = 0
  private var isTooLarge = false

  init(problems: [TextProblem]) {
    self.problems = problems
  }

  /// Reads one pool, a list of pools (`[...]` or `{ "value": [...] }`), the pools of a template, or those of an example of
  /// the REST specifications.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - parameters: What the parameters of a template are given.
  ///   - streamed: Elements of the document's list that ``readElement(_:)`` was given already.
  mutating func readDocument(_ document: PositionedJSON, parameters: AzureParameters? = nil, streamed: Int = 0) {
    let root = AzureBody(document, path: "")
    if root["vmSize"] == nil, root["properties"] == nil {
      if let resources = root["resources"]?.children {
        readTemplate(root, parameters) { reader, template in
          reader.readResources(resources.map { $0.within(template) }, parentType: "", depth: 0)
        }
        return
      }
      // A template of the Batch tools holds one body of the data plane, or a job, with or without properties around it.
      if let body = ["pool", "job", "jobSchedule"].lazy.compactMap({ root.given($0) }).first, body.isObject {
        readTemplate(root, parameters, isOfTools: true) { reader, template in
          let body = body.within(template)
          reader.read(body.given("properties") ?? body, apiVersion: body["apiVersion"]?.text)
          return true
        }
        return
      }
    }
    guard streamed == 0 else {
      var account = AzureAccount()
      account.read(address: root["odata.metadata"]?.text)
      return learn(account)
    }
    if let example = Self.example(root) {
      read(example.body, apiVersion: example.apiVersion)
      return
    }
    read(root, apiVersion: nil)
  }

  mutating func add(_ code: DiagnosticCode, at value: PositionedJSON, _ message: String) {
    problems.append(TextProblem(code, at: value.offset, message))
  }

  mutating func learn(_ other: AzureAccount) {
    account.merge(other, disputed: &disputed)
  }

  /// One pool, or a list of them.
  private mutating func read(_ body: AzureBody, apiVersion: String?) {
    var account = AzureAccount()
    account.read(apiVersion: apiVersion)
    account.read(address: body["odata.metadata"]?.text)
    learn(account)
    guard let elements = body.elements ?? body["value"]?.elements else { return readItem(body) }
    if elements.isEmpty, problems.isEmpty {
      add(.noPool, at: body.value, "the list is empty: there is no pool in it")
    }
    for element in elements { readElement(element) }
  }

  /// Reads one element of a list.
  mutating func readElement(_ element: AzureBody) {
    checkCount(at: element)
    if !isTooLarge { readItem(element) }
  }

  // MARK: - Examples

  /// The body in an example of the REST specifications: what is sent where it is a whole pool, else what is answered.
  private static func example(_ root: AzureBody) -> (body: AzureBody, apiVersion: String?)? {
    guard let parameters = root["parameters"], parameters.isObject, let responses = root["responses"],
      responses.isObject
    else { return nil }
    let sent = ["parameters", "pool", "job", "jobSchedule", "body", "resource"].lazy.compactMap { parameters[$0] }.first
    let answered = ["200", "201"].lazy.compactMap { responses[$0]?["body"] }.first
    let version = parameters["api-version"]?.text
    if let sent, (sent["properties"] ?? sent)["vmSize"] != nil || holdsJob(sent) { return (sent, version) }
    return (answered ?? sent).map { ($0, version) }
  }

  // MARK: - Templates

  private mutating func readTemplate(
    _ root: AzureBody, _ parameters: AzureParameters?, isOfTools: Bool = false,
    _ read: (inout Self, AzureTemplate) -> Bool
  ) {
    hasTemplate = true
    let template = AzureTemplate(root, given: parameters?.bindings ?? [:], isOfTools: isOfTools)
    let count = pools.count + problems.count + leads.count
    defer { readLimits(of: root, parameters, template) }
    let isList = read(&self, template)
    if !isList && leads.isEmpty || pools.count + problems.count + leads.count == count {
      add(.noPool, at: root.value, "the template has no resource of the type Microsoft.Batch/batchAccounts/pools")
      return
    }
    let declared = root["parameters"]?.members ?? []
    compare(parameters?.given ?? [], declared.map(\.name))
    let given = Set((parameters?.given ?? []).map { $0.name.lowercased() })
    let defaults = declared.filter {
      !given.contains($0.name.lowercased()) && AzureBody($0.value, path: "")["defaultValue"] != nil
    }.map { PrintableText.short($0.name) }
    guard !defaults.isEmpty else { return }
    let unlisted = defaults.count > Self.mostNamed ? " and \(defaults.count - Self.mostNamed) more" : ""
    notes.append(
      "parameters of the template that have their default values here (--parameters FILE gives others): \(defaults.prefix(Self.mostNamed).joined(separator: ", "))\(unlisted)"
    )
  }

  /// How many parameters a note names.
  private static let mostNamed = 20

  /// Warns of values for parameters that do not exist.
  private mutating func compare(_ given: [AzureParameters.Given], _ declared: [String]) {
    let names = Set(declared.map { $0.lowercased() })
    let unknown = given.filter { !names.contains($0.name.lowercased()) }
    for parameter in unknown.prefix(DiagnosticList.mostTold) {
      let name = PrintableText.short(parameter.name)
      warnings.append(
        TextProblem(
          .templateParameters, at: parameter.offset,
          "the template declares no parameter '\(name)'\(Suggestion.ending(for: parameter.name, among: declared))"))
    }
  }

  /// Reads the pools among resources and below them; whether there was any.
  private mutating func readResources(_ resources: [AzureBody], parentType: String, depth: Int) -> Bool {
    guard depth < Self.deepestResource else { return false }
    var found = false
    for resource in resources {
      resourceCount += 1
      checkCount(at: resource)
      guard !isTooLarge else { return true }
      guard !isUnknown(resource, expected: "a resource") else { continue }
      let own = resource["type"]?.text?.lowercased() ?? ""
      let type = own.contains("/") || parentType.isEmpty ? own : "\(parentType)/\(own)"
      if type == Self.poolType {
        found = true
        readPoolResource(resource)
        continue
      }
      if type == Self.accountType { learnAccount(resource) }
      if type == Self.deploymentType { readLink(resource["properties"]?.given("templateLink")) }
      if let properties = resource["properties"], let nested = properties["template"], let inner = nested["resources"] {
        let template = nested.nestedTemplate(properties: properties)
        let children = AzureBody(inner.value, path: inner.path, template: template).children ?? []
        found = readResources(children, parentType: "", depth: depth + 1) || found
      }
      if let children = resource["resources"]?.children {
        found = readResources(children, parentType: type, depth: depth + 1) || found
      }
    }
    return found
  }

  private mutating func readPoolResource(_ resource: AzureBody) {
    if resource["condition"]?.truth == false || resource["existing"]?.truth == true {
      let reason = resource["condition"]?.truth == false ? "its condition is false" : "it exists already"
      notes.append("\(PrintableText.escaped(resource.path)): left out, because \(reason)")
      return
    }
    if let unknown = resource["condition"]?.unknown {
      notes.append(
        "\(PrintableText.escaped(resource.path)): taken as deployed; its condition is \(PrintableText.short(resource["condition"]?.text ?? "")), and \(unknown.explanation(expected: "true or false"))"
      )
    }
    var account = AzureAccount()
    account.read(apiVersion: resource["apiVersion"]?.text)
    learn(account)
    guard let loop = resource.given("copy") else { return readPool(resource) }
    let count = loop["count"]
    if let count, count.unknown != nil {
      ask(count, expected: "a whole number")
      return
    }
    guard let count, case .number(let digits) = count.value.kind, let copies = Int(digits),
      (1...1_000_000).contains(copies)
    else {
      add(
        .bodyOutOfRange, at: (count ?? loop).value,
        "\(loop.path).count is \(count?.value.description ?? "missing"); expected a whole number from 1 to 1000000")
      return
    }
    let before = (pools.count, problems.count)
    guard resource.isLooped else {
      readPool(resource)
      if pools.count == before.0 + 1 { pools[before.0].copies = copies }
      return
    }
    // What one pass cannot do, the others cannot either.
    for pass in 0..<copies where problems.count == before.1 {
      resourceCount += 1
      checkCount(at: resource)
      guard !isTooLarge else { return }
      readPool(resource.pass(pass))
    }
  }

  /// Whether there are too many resources or pools; the first time, that is a problem.
  private mutating func checkCount(at resource: AzureBody) {
    guard !isTooLarge, resourceCount > Self.mostResources || pools.count >= Self.mostPools else { return }
    isTooLarge = true
    add(
      .bodyTooLarge, at: resource.value,
      resourceCount > Self.mostResources
        ? "the template has more than \(Self.mostResources) resources" : "there are more than \(Self.mostPools) pools")
  }

  /// A template that another links to is another file.
  private mutating func readLink(_ link: AzureBody?) {
    guard let link else { return }
    let target = ["relativePath", "uri", "id"].lazy.compactMap { link.given($0)?.text }.first ?? "another template"
    // The address of a file may end with a signature.
    let shown = target.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? target
    leads.append(
      TextProblem(
        .linkedTemplate, at: link.value.offset,
        "\(PrintableText.escaped(link.path)) links to \(PrintableText.short(shown)), which is not followed; import that file, with its parameters (--parameters FILE)"
      ))
  }

  private mutating func learnAccount(_ resource: AzureBody) {
    var account = AzureAccount()
    if let text = resource["location"]?.knownText, ScenarioName.isValid(text) { account.region = text }
    switch resource["properties"]?["poolAllocationMode"]?.text?.lowercased() {
    case "batchservice": account.poolAllocationMode = .batchService
    case "usersubscription": account.poolAllocationMode = .userSubscription
    default: break
    }
    learn(account)
  }
}
