// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange
internal import Quantities
internal import Scenarios

/// Reads what stands beside pools: accounts, versions of images, nodes.
extension AzurePoolReader {
  /// Reads a pool, or whatever else of Azure stands in its place.
  mutating func readItem(_ body: AzureBody) {
    switch AzureFileKind(of: body) {
    case .account: readAccount(body)
    case .accountKeys:
      add(
        .secretFile, at: body.value,
        "this file holds the keys of an account, which poolsim neither needs nor keeps; give the account itself (az batch account show)"
      )
    case .imageVersion: readVersion(body)
    case .node: readNode(body)
    case .pool: readPool(body)
    }
  }

  // MARK: - Accounts

  private mutating func readAccount(_ body: AzureBody) {
    let properties = body.given("properties") ?? body
    var file = AzureAccountFile(offset: body.value.offset)
    file.name = accountName(body)
    file.account = AzureAccount(resourceIdentifier: body["id"]?.knownText)
    if let location = body.given("location"), let text = text(location, expected: "a region") {
      let region = AzureAccountFile.region(text)
      if ScenarioName.isValid(region) { file.account.region = region }
    }
    switch properties["poolAllocationMode"]?.text?.lowercased() {
    case "batchservice": file.account.poolAllocationMode = .batchService
    case "usersubscription": file.account.poolAllocationMode = .userSubscription
    default: break
    }
    file.dedicatedCores = cores(properties.given("dedicatedCoreQuota"))
    file.lowPriorityCores = cores(properties.given("lowPriorityCoreQuota"))
    let isEnforced = fact(properties.given("dedicatedCoreQuotaPerVMFamilyEnforced")) ?? true
    if let list = properties.given("dedicatedCoreQuotaPerVMFamily"), isEnforced { file.families = families(list) }
    if let first = accountFile {
      guard let left = first.name, let right = file.name, left.lowercased() == right.lowercased() else {
        add(
          .differingFiles, at: body.value,
          "this is the account \(shown(file.name)), and another file is of the account \(shown(first.name)); a scenario has one account"
        )
        return
      }
      notes.append("the account \(shown(file.name)) is in two files; the second counts")
    }
    accountFile = file
    companions.append(
      TextProblem(
        .noPool, at: body.value.offset,
        "this is the account \(shown(file.name)), and no file has a pool; give one beside it (az batch pool show --pool-id POOL)"
      ))
  }

  private func shown(_ name: String?) -> String { name.map { PrintableText.short($0) } ?? "without a name" }

  private func accountName(_ body: AzureBody) -> String? {
    body["name"]?.knownText ?? AzurePool.accountName(resourceIdentifier: body["id"]?.knownText)
  }

  private mutating func families(_ list: AzureBody) -> [AzureAccountFile.Family] {
    guard let elements = list.elements else {
      add(.wrongMemberType, at: list.value, "\(list.name) is \(list.value.description); expected a list of families")
      return []
    }
    return elements.compactMap { element in
      guard let name = element["name"]?.knownText, ScenarioName.isValid(name) else {
        add(
          .wrongMemberType, at: element.value,
          "\(PrintableText.escaped(element.path)) is not a family with its quota; expected { \"name\": \"standardDSv3Family\", \"coreQuota\": 100 }"
        )
        return nil
      }
      return cores(element.given("coreQuota")).map { AzureAccountFile.Family(name: name, cores: $0) }
    }
  }

  private static let mostCores = 100_000_000

  private mutating func cores(_ value: AzureBody?) -> Int? {
    value.flatMap { count($0, of: "cores", in: 0...Self.mostCores) }
  }

  /// Refuses pools of another account than the one whose file is given.
  mutating func compareAccounts() {
    guard let file = accountFile else { return }
    func differ(_ told: String, _ pools: String) {
      problems.append(
        TextProblem(
          .differingFiles, at: file.offset,
          "this is the account \(shown(file.name)) \(told), and the pools are \(pools); give the files of one account"))
    }
    // Names of accounts are unique in a region, not in all of Azure.
    if let own = file.account.region, let region = account.region, AzureAccountFile.region(region) != own {
      return differ("in \(own)", "in \(PrintableText.short(AzureAccountFile.region(region)))")
    }
    if let own = file.account.subscription, let other = account.subscription, own.lowercased() != other.lowercased() {
      return differ("of subscription \(PrintableText.short(own))", "of subscription \(PrintableText.short(other))")
    }
    guard let name = file.name?.lowercased() else { return }
    for pool in pools {
      guard let owner = pool.accountName, owner.lowercased() != name else { continue }
      problems.append(
        TextProblem(
          .differingFiles, at: file.offset,
          "this is the account \(shown(file.name)), and the pool \(shown(pool.identifier)) is of the account \(shown(owner)); give the files of one account"
        ))
      return
    }
  }

  // MARK: - Versions of images

  private mutating func readVersion(_ body: AzureBody) {
    let properties = body.given("properties") ?? body
    guard let profile = properties.given("publishingProfile"), profile.isObject else {
      add(
        .missingMember, at: body.value,
        "publishingProfile is missing: it tells the replicas of the version (az sig image-version show)")
      return
    }
    var ahead: [String: String] = [:]
    for region in properties.given("replicationStatus")?["summary"]?.elements ?? [] {
      guard let name = region["region"]?.knownText, let state = region["state"]?.knownText,
        state.lowercased() != "completed"
      else { continue }
      ahead[AzureAccountFile.region(name)] = state
    }
    let ordinary = replicas(profile.given("replicaCount")) ?? 1
    let storage = profile["storageAccountType"]?.knownText
    let regions = (profile.given("targetRegions")?.elements ?? []).compactMap {
      region($0, ordinary: ordinary, storage: storage, ahead)
    }
    let identifier = body["id"]?.knownText?.lowercased()
    let name = body["name"]?.knownText ?? identifier?.split(separator: "/").last.map(String.init) ?? "unknown"
    versions.append(
      AzureImageVersion(
        identifier: identifier, name: name, regions: regions,
        isShallow: profile["replicationMode"]?.text?.lowercased() == "shallow",
        endOfLife: profile.given("endOfLifeDate")?.knownText, offset: body.value.offset))
    companions.append(
      TextProblem(
        .noPool, at: body.value.offset,
        "this is the version \(shown(name)) of an image, and no file has a pool; give one beside it (az batch pool show --pool-id POOL)"
      ))
  }

  private mutating func region(
    _ body: AzureBody, ordinary: Int, storage: String?, _ ahead: [String: String]
  ) -> AzureImageVersion.Region? {
    guard let text = body["name"]?.knownText, ScenarioName.isValid(AzureAccountFile.region(text)) else {
      add(
        .wrongMemberType, at: body.value,
        "\(PrintableText.escaped(body.path)) is not a region with its replicas; expected { \"name\": \"West Europe\", \"regionalReplicaCount\": 3 }"
      )
      return nil
    }
    let name = AzureAccountFile.region(text)
    return AzureImageVersion.Region(
      name: name, replicas: replicas(body.given("regionalReplicaCount")) ?? ordinary,
      storage: body.given("storageAccountType")?.knownText ?? storage, state: ahead[name])
  }

  private mutating func replicas(_ value: AzureBody?) -> Int? {
    value.flatMap { count($0, of: "replicas", in: 1...10_000) }
  }

  // MARK: - Nodes

  private mutating func readNode(_ body: AzureBody) {
    nodeCount += 1
    guard nodeCount == 1 else { return }
    companions.append(
      TextProblem(
        .noPool, at: body.value.offset,
        "this is a node of a pool, and no file has the pool; give it beside the nodes (az batch pool show --pool-id POOL)"
      ))
  }
}
