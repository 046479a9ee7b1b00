// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the pools of a document.
struct AzurePoolReader {
  var pools: [AzurePool] = []
  var problems: [AzurePoolProblem]
  /// What the document says about the account.
  private(set) var account = AzureAccount()
  /// Members that the format has no place for, by their paths.
  private(set) var keptAside: [String] = []
  /// Members beyond the most that are listed.
  private(set) var keptAsideUnlisted = 0
  /// What else somebody should know about the document.
  var notes: [String] = []
  private var disputed: Set<String> = []

  private static let mostKeptAside = 60
  private static let poolType = "microsoft.batch/batchaccounts/pools"
  private static let accountType = "microsoft.batch/batchaccounts"
  /// Templates nest their resources; nobody nests them deeper.
  private static let deepestResource = 8
  /// Where variables stand for resources, a short text can mean very many.
  private static let mostResources = 20_000
  /// The most pools of one document: accounts have at most hundreds.
  private static let mostPools = 2_000
  private var resourceCount = 0
  private var isTooLarge = false

  init(problems: [AzurePoolProblem]) {
    self.problems = problems
  }

  /// Reads one pool, a list of pools (`[...]` or `{ "value": [...] }`), the pools of an ARM template, or those of an
  /// example of the REST specifications.
  mutating func readDocument(_ document: PositionedJSON) {
    let root = AzureBody(document, path: "")
    if let resources = root["resources"]?.children, root["vmSize"] == nil, root["properties"] == nil {
      readTemplate(root, resources: resources)
      return
    }
    if let example = Self.example(root) {
      read(example.body, apiVersion: example.apiVersion)
      return
    }
    read(root, apiVersion: nil)
  }

  mutating func add(_ code: AzurePoolProblem.Code, at value: PositionedJSON, _ message: String) {
    problems.append(AzurePoolProblem(code, at: value.offset, message))
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
    guard let elements = body.elements ?? body["value"]?.elements else { return readPool(body) }
    if elements.isEmpty, problems.isEmpty {
      add(.noPool, at: body.value, "the list is empty: there is no pool in it")
    }
    guard elements.count <= Self.mostPools else {
      add(.tooLarge, at: body.value, "the list has \(elements.count) pools; at most \(Self.mostPools) are read")
      return
    }
    for element in elements { readPool(element) }
  }

  // MARK: - Examples

  /// The body in an example of the REST specifications: what is sent where it is a whole pool, else what is answered.
  private static func example(_ root: AzureBody) -> (body: AzureBody, apiVersion: String?)? {
    guard let parameters = root["parameters"], parameters.isObject, let responses = root["responses"],
      responses.isObject
    else { return nil }
    let sent = ["parameters", "pool", "body", "resource"].lazy.compactMap { parameters[$0] }.first
    let answered = ["200", "201"].lazy.compactMap { responses[$0]?["body"] }.first
    let version = parameters["api-version"]?.text
    if let sent, (sent["properties"] ?? sent)["vmSize"] != nil { return (sent, version) }
    return (answered ?? sent).map { ($0, version) }
  }

  // MARK: - Templates

  private mutating func readTemplate(_ root: AzureBody, resources: [AzureBody]) {
    let template = AzureTemplate(root)
    let count = pools.count + problems.count
    let isList = readResources(resources.map { $0.within(template) }, parentType: "", depth: 0)
    if !isList || pools.count + problems.count == count {
      add(.noPool, at: root.value, "the template has no resource of the type Microsoft.Batch/batchAccounts/pools")
    } else if root["parameters"]?.members.isEmpty == false {
      notes.append("parameters of the template have their default values here")
    }
  }

  /// Reads the pools among resources and below them; whether there was any.
  private mutating func readResources(_ resources: [AzureBody], parentType: String, depth: Int) -> Bool {
    guard depth < Self.deepestResource else { return false }
    var found = false
    for resource in resources {
      resourceCount += 1
      guard resourceCount <= Self.mostResources, pools.count < Self.mostPools else {
        if !isTooLarge {
          add(
            .tooLarge, at: resource.value,
            "the template has more than \(Self.mostPools) pools, or \(Self.mostResources) resources")
        }
        isTooLarge = true
        return true
      }
      let own = resource["type"]?.text?.lowercased() ?? ""
      let type = own.contains("/") || parentType.isEmpty ? own : "\(parentType)/\(own)"
      if type == Self.poolType {
        found = true
        readPoolResource(resource)
        continue
      }
      if type == Self.accountType { learnAccount(resource) }
      if let nested = resource["properties"]?["template"], let inner = nested["resources"]?.children {
        let template = AzureTemplate(nested)
        found = readResources(inner.map { $0.within(template) }, parentType: "", depth: depth + 1) || found
      }
      if let children = resource["resources"]?.children {
        found = readResources(children, parentType: type, depth: depth + 1) || found
      }
    }
    return found
  }

  private mutating func readPoolResource(_ resource: AzureBody) {
    if resource["condition"]?.truth == false {
      notes.append("\(resource.path): left out, because its condition is false")
      return
    }
    var account = AzureAccount()
    account.read(apiVersion: resource["apiVersion"]?.text)
    learn(account)
    let count = pools.count
    readPool(resource)
    guard let loop = resource.given("copy"), pools.count == count + 1 else { return }
    guard let number = loop["count"], case .number(let digits) = number.value.kind, let copies = Int(digits),
      (1...1_000_000).contains(copies)
    else {
      add(
        .outOfRange, at: (loop["count"] ?? loop).value,
        "\(loop.path).count is \(loop["count"]?.value.description ?? "missing"); expected a whole number from 1 to 1000000"
      )
      return
    }
    pools[count].copies = copies
  }

  private mutating func learnAccount(_ resource: AzureBody) {
    var account = AzureAccount()
    if let location = resource["location"], location.expression == nil, let text = location.text,
      ScenarioChecker.isName(text)
    {
      account.region = text
    }
    switch resource["properties"]?["poolAllocationMode"]?.text?.lowercased() {
    case "batchservice": account.poolAllocationMode = .batchService
    case "usersubscription": account.poolAllocationMode = .userSubscription
    default: break
    }
    learn(account)
  }

  // MARK: - What is kept aside

  mutating func keepAside(_ body: AzureBody?, known: Set<String>, silent: Set<String> = []) {
    guard let body else { return }
    let lowered = Set(known.map { $0.lowercased() })
    for member in body.members where !lowered.contains(member.name.lowercased()) {
      guard !silent.contains(member.name.lowercased()), !member.value.isNull else { continue }
      keepAside(path: body.path.isEmpty ? member.name : "\(body.path).\(member.name)")
    }
  }

  mutating func keepAside(path: String) {
    guard keptAside.count < Self.mostKeptAside else {
      keptAsideUnlisted += 1
      return
    }
    keptAside.append(PrintableText.short(path, atMost: 200))
  }
}
