// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import BatchPool
import Diagnostics
import Quantities
import Scenarios
import ServiceRules
import Testing

/// Files as planners have them: what real ones showed, each with the value that is right.
@Suite("Azure field files")
struct AzureFieldTests {
  static let machine = """
    "virtualMachineConfiguration": { "imageReference": { "publisher": "canonical", "offer": "jammy", "sku": "22_04-lts" },
      "nodeAgentSKUId": "batch.node.ubuntu 22.04" }
    """

  static func imported(_ json: String) throws -> ImportedScenario {
    let imported = try AzurePoolImporter.scenario(fromJSON: json, file: "pool.json")
    _ = try ScenarioFile.parse(imported.yaml, file: "pool.yaml")
    return imported
  }

  /// `NAME DEDICATED+LOW-PRIORITY KIND OS` of every pool.
  static func pools(_ json: String) throws -> [String] {
    let scenario = try ScenarioFile.parse(imported(json).yaml, file: "pool.yaml")
    let system = scenario.variants[0].configuration
    return system.pools.map { pool in
      let image = system.images[pool.image]
      return
        "\(pool.name) \(pool.targetDedicatedNodes)+\(pool.targetLowPriorityNodes) \(image.kind.rawValue) \(image.operatingSystem.rawValue)"
    }
  }

  static func problems(_ json: String) -> [String] {
    do throws(Failure) {
      _ = try AzurePoolImporter.scenario(fromJSON: json, file: "pool.json")
      return []
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  // MARK: - Windows

  @Test(
    "a pool whose agent is one for Windows, and a cloud service, boot as Windows",
    arguments: [
      ("\"nodeAgentSKUId\": \"batch.node.windows amd64\"", "windows"),
      ("\"nodeAgentSKUId\": \"batch.node.ubuntu 22.04\"", "linux"),
      ("\"nodeAgentId\": \"batch.node.windows amd64\"", "windows"),
      ("\"windowsConfiguration\": { \"enableAutomaticUpdates\": false }", "windows"),
    ])
  func windows(agent: String, system: String) throws {
    let body = """
      { "id": "w", "vmSize": "Standard_D4s_v5", "targetDedicatedNodes": 10, "virtualMachineConfiguration": {
        "imageReference": { "publisher": "p", "offer": "o", "sku": "s" }, \(agent) } }
      """
    #expect(try Self.pools(body) == ["pool 10+0 marketplace \(system)"])
    #expect(try Self.pools("[\(body), \(body)]").allSatisfy { $0.hasSuffix(system) })
  }

  @Test("a cloud service is Windows")
  func cloudService() throws {
    let body = """
      { "id": "old", "vmSize": "small", "targetDedicatedNodes": 10, "cloudServiceConfiguration": { "osFamily": "6" } }
      """
    #expect(try Self.pools(body) == ["pool 10+0 marketplace windows"])
  }

  // MARK: - Templates of the tools, jobs

  @Test(
    "a template of the Batch tools is read with and without properties around the body",
    arguments: ["\"pool\": { \"properties\": { BODY } }", "\"pool\": { BODY }"])
  func tools(template: String) throws {
    let body =
      "\"id\": \"render-[parameters('nodes')]-[toLower('X')]\", \"vmSize\": \"Standard_D2_v3\", "
      + "\"targetDedicatedNodes\": \"[parameters('nodes')]\", \(Self.machine)"
    let json =
      "{ \"parameters\": { \"nodes\": { \"type\": \"int\", \"defaultValue\": 4 } }, "
      + template.replacing("BODY", with: body) + " }"
    #expect(try Self.pools(json) == ["pool 4+0 marketplace linux"])
    #expect(try Self.imported(json).yaml.contains("name: render-4-x\n"))
  }

  static let automatic = """
    "poolInfo": { "autoPoolSpecification": { "poolLifetimeOption": "job", "pool": { "vmSize": "Standard_D4s_v5",
      "targetDedicatedNodes": 40, \(machine) } } }
    """

  @Test(
    "the auto pool of a job, of a schedule, of a template and of an example is imported",
    arguments: [
      "{ \"id\": \"nightly\", AUTO }", "{ \"id\": \"nightly\", \"jobSpecification\": { \"priority\": 0, AUTO } }",
      "{ \"parameters\": {}, \"job\": { \"type\": \"Microsoft.Batch/batchAccounts/jobs\", \"properties\": { \"id\": \"nightly\", AUTO } } }",
      "{ \"parameters\": { \"api-version\": \"2026-08-01\", \"job\": { \"id\": \"nightly\", AUTO } }, \"responses\": { \"201\": {} } }",
    ])
  func autoPools(document: String) throws {
    let json = document.replacing("AUTO", with: Self.automatic)
    #expect(try Self.pools(json) == ["pool 40+0 marketplace linux"])
    let imported = try Self.imported(json)
    #expect(imported.yaml.contains("name: nightly\n"))
    #expect(imported.notes.contains { $0.contains("an auto pool (poolLifetimeOption job)") }, "\(imported.notes)")
  }

  @Test("a job that runs on a pool of its own names it, at its place; beside an auto pool that is a warning")
  func jobOnPool() throws {
    let job = "{ \"id\": \"day\", \"poolInfo\": { \"poolId\": \"render\" } }"
    let says = "error[E0609]: the job day runs on the pool render, which is not in this file; import that pool"
    let problems = Self.problems(job)
    #expect(problems.count == 1 && problems[0].hasPrefix("pool.json:1:40: " + says), "\(problems)")
    let both = try Self.imported("[\(job), { \"id\": \"nightly\", \(Self.automatic) }]")
    #expect(both.warnings.map(\.message).contains { $0.contains("the pool render") })
  }

  // MARK: - Numbers as texts, older names

  @Test("numbers and truths that are texts are read, with a note")
  func texts() throws {
    let json = """
      { "id": "w", "vmSize": "a", "targetDedicatedNodes": "12", "enableAutoScale": "false",
        "enableInterNodeCommunication": "true", "startTask": { "commandLine": "x", "maxTaskRetryCount": "3",
        "waitForSuccess": "false" }, \(Self.machine) }
      """
    let imported = try Self.imported(json)
    #expect(try Self.pools(json) == ["pool 12+0 marketplace linux"])
    #expect(imported.yaml.contains("maxTaskRetryCount: 3\n") && imported.yaml.contains("waitForSuccess: false\n"))
    #expect(imported.yaml.contains("interNodeCommunication: true\n"))
    let note = try #require(imported.notes.first { $0.hasPrefix("read as numbers") })
    for name in ["targetDedicatedNodes", "enableAutoScale", "enableInterNodeCommunication", "startTask.waitForSuccess"]
    {
      #expect(note.contains(name), "\(note)")
    }
    #expect(Self.problems(json.replacing("\"12\"", with: "\"12a\"")).first?.contains("E0606") == true)
  }

  @Test(
    "a member under a name that it had before, or has elsewhere, counts, and a note says so",
    arguments: [
      (
        "\"vmSize\": \"a\", \"targetDedicated\": 12", "targetDedicated: the name before 2017-05 of targetDedicatedNodes"
      ),
      ("\"vmSize\": \"a\", \"vmCount\": 12", "vmCount: a name of early examples of targetDedicatedNodes"),
      ("\"vmSize\": \"a\", \"targetDedicatedComputeNodes\": 12", "of targetDedicatedNodes"),
      (
        "\"VirtualMachineSize\": \"a\", \"targetDedicatedNodes\": 12",
        "VirtualMachineSize: the name in PowerShell of vmSize"
      ),
    ])
  func olderNames(members: String, note: String) throws {
    let json = "{ \"id\": \"w\", \(members), \(Self.machine) }"
    #expect(try Self.pools(json) == ["pool 12+0 marketplace linux"])
    let notes = try Self.imported(json).notes
    #expect(notes.contains { $0.contains(note) }, "\(notes)")
    #expect(!notes.contains { $0.contains("names no target") })
  }

  @Test(
    "a resizeTimeout of logs is in milliseconds, and one of PowerShell in ticks",
    arguments: ["\"900000\"", "900000", "{ \"Ticks\": 9000000000, \"Minutes\": 15 }"])
  func timeouts(value: String) throws {
    let json =
      "{ \"id\": \"w\", \"vmSize\": \"a\", \"targetDedicatedNodes\": 2, \"resizeTimeout\": \(value), \(Self.machine) }"
    #expect(try Self.imported(json).yaml.contains("resizeTimeout: 15 min\n"))
    let short = json.replacing("900000", with: "1000")
    #expect(Self.problems(short).first?.contains("E0615") == true)
  }

  @Test("the event of a pool in a log has both configurations, and says which counts")
  func logEvent() throws {
    let json = """
      { "operationName": "PoolCreateEvent", "properties": { "id": "myPool1", "vmSize": "Standard_F1s",
        "imageType": "VirtualMachineConfiguration", "cloudServiceConfiguration": { "osFamily": "3", "targetOsVersion": "*" },
        "virtualMachineConfiguration": { "imageReference": { "publisher": "p", "offer": "o", "sku": "s", "version": " " },
          "nodeAgentId": "batch.node.windows amd64" },
        "resizeTimeout": "300000", "targetDedicatedNodes": 2, "targetLowPriorityNodes": 2, "taskSlotsPerNode": 1,
        "vmFillType": "Spread", "enableAutoScale": false, "enableInterNodeCommunication": false, "isAutoPool": false } }
      """
    #expect(try Self.pools(json) == ["pool 2+2 marketplace windows"])
    #expect(try Self.imported(json).yaml.contains("resizeTimeout: 5 min\n"))
  }

  // MARK: - What bears on the time

  @Test("nothing that bears on the time until nodes are idle is kept aside")
  func members() throws {
    let json = """
      { "id": "w", "vmSize": "Standard_D4s_v5", "targetDedicatedNodes": 10, "virtualMachineConfiguration": {
          "imageReference": { "publisher": "c", "offer": "o", "sku": "s" }, "nodeAgentSKUId": "b",
          "osDisk": { "ephemeralOSDiskSettings": { "placement": "cachedisk" } }, "extensions": [{ "name": "e" }],
          "containerConfiguration": { "type": "dockerCompatible", "containerImageNames": [ "registry.example/big:1" ] } },
        "applicationPackageReferences": [ { "applicationId": "app", "version": "1" } ], "displayName": "x", "odd": 1 }
      """
    let notes = try Self.imported(json).notes
    let aside = notes.filter { $0.hasPrefix("kept aside") }
    for (path, says) in [
      ("virtualMachineConfiguration.containerConfiguration.containerImageNames", "add it to startTask.duration"),
      ("applicationPackageReferences", "before it takes tasks"),
      ("virtualMachineConfiguration.osDisk.ephemeralOSDiskSettings", "boots faster"),
      ("virtualMachineConfiguration.extensions", "before it is idle"),
    ] {
      #expect(notes.contains { $0.hasPrefix("\(path): ") && $0.contains(says) }, "\(notes)")
      #expect(!aside.contains { $0.contains(path) }, "\(aside)")
    }
    #expect(aside.contains { $0.contains("nodes start the same") && $0.contains("displayName") })
    #expect(aside.contains { $0.contains("does not know the name") && $0.hasSuffix(": odd") }, "\(aside)")
    let misspelt = try Self.imported(json.replacing("\"odd\": 1", with: "\"targetDedicatedNode\": 1, \"starTask\": {}"))
    let note = try #require(misspelt.notes.first { $0.contains("does not know the name") })
    #expect(note.contains("targetDedicatedNode (did you mean targetDedicatedNodes?)"), "\(note)")
    #expect(note.contains("starTask (did you mean startTask?)"), "\(note)")
    #expect(misspelt.yaml.contains("starTask") && !misspelt.yaml.contains("did you mean"))
  }

  @Test("an ephemeral disk of all pools of an image is the image's; where only some have one, that is told")
  func ephemeralDisks() throws {
    func pool(_ name: String, _ disk: String) -> String {
      """
      { "id": "\(name)", "vmSize": "a", "targetDedicatedNodes": 1, "virtualMachineConfiguration": { \(disk)
        "imageReference": { "publisher": "p", "offer": "o", "sku": "s" }, "nodeAgentSKUId": "b" } }
      """
    }
    let disk = "\"osDisk\": { \"ephemeralOSDiskSettings\": { \"placement\": \"cachedisk\" } },"
    let all = try Self.imported("[\(pool("x", disk)), \(pool("y", disk))]")
    #expect(all.yaml.contains("osDisk: ephemeral") && !all.notes.contains { $0.contains("others have not") })
    let some = try Self.imported("[\(pool("x", disk)), \(pool("y", ""))]")
    #expect(!some.yaml.contains("osDisk: ephemeral") && some.notes.contains { $0.contains("others have not") })
  }

  // MARK: - Facts that rules ask about

  private static func facts(_ json: String, _ date: String) throws -> [String] {
    let day = try #require(CalendarDate(date))
    let scenario = try ScenarioFile.parse(imported(json).yaml, file: "pool.yaml")
    return Preflight.findings(of: scenario, on: day).map(\.rule.code)
  }

  @Test("agent, marketplace image, placement and addresses of a body are in the scenario, and the rules speak of them")
  func factsOfRules() throws {
    let json = """
      { "id": "w", "vmSize": "Standard_HB120rs_v3", "targetDedicatedNodes": 250, "enableInterNodeCommunication": true,
        "virtualMachineConfiguration": { "imageReference": { "publisher": "Canonical",
          "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts" }, "nodeAgentSKUId": "batch.node.ubuntu 22.04",
          "nodePlacementConfiguration": { "policy": "zonal" } },
        "networkConfiguration": { "subnetId": "/subscriptions/s/x", "publicIPAddressConfiguration": {
          "provision": "usermanaged", "ipAddressIds": [ "/a", "/b" ] } } }
      """
    let imported = try Self.imported(json)
    for line in [
      "publicIPs: 2\n", "nodePlacement: zonal\n", "nodeAgent: \"batch.node.ubuntu 22.04\"",
      "marketplaceImage: \"Canonical:0001-com-ubuntu-server-jammy:22_04-lts:latest\"",
    ] {
      #expect(imported.yaml.contains(line), "\(line) in \(imported.yaml)")
    }
    #expect(imported.notes.contains { $0.contains("set pool.subnetAddresses") }, "\(imported.notes)")
    let codes = try Self.facts(json, "2026-11-28")
    for code in ["R153", "R156", "R157"] { #expect(codes.contains(code), "\(code) in \(codes)") }
    // What the service provides is no limit.
    let provided = try Self.imported(json.replacing("usermanaged", with: "batchmanaged"))
    #expect(!provided.yaml.contains("publicIPs"))
    // What only the deployment knows is not a fact.
    let open = try Self.imported(json.replacing("\"zonal\"", with: "\"[parameters('p')]\""))
    #expect(!open.yaml.contains("nodePlacement:"))
  }

  @Test("an image whose pools name several agents has none, and that is told")
  func severalAgents() throws {
    func pool(_ name: String, _ agent: String) -> String {
      """
      { "id": "\(name)", "vmSize": "a", "targetDedicatedNodes": 1, "virtualMachineConfiguration": {
        "imageReference": { "publisher": "p", "offer": "o", "sku": "s" }, "nodeAgentSKUId": "\(agent)" } }
      """
    }
    let alike = try Self.imported("[\(pool("x", "batch.node.el 8")), \(pool("y", "Batch.Node.EL 8"))]")
    #expect(alike.yaml.contains("nodeAgent: \"batch.node.el 8\"") && !alike.notes.contains { $0.contains("agents") })
    let both = try Self.imported("[\(pool("x", "batch.node.el 8")), \(pool("y", "batch.node.el 9"))]")
    #expect(!both.yaml.contains("nodeAgent:") && both.notes.contains { $0.contains("name several node agents") })
  }

  @Test("retries without limit, as the service writes them, are read")
  func unlimitedRetries() throws {
    let json = """
      { "id": "w", "vmSize": "a", "targetDedicatedNodes": 1, "startTask": { "commandLine": "x", "maxTaskRetryCount": -1 },
        \(Self.machine) }
      """
    let imported = try Self.imported(json)
    #expect(imported.yaml.contains("maxTaskRetryCount: 1000\n"))
    #expect(imported.notes.contains { $0.hasPrefix("startTask.maxTaskRetryCount: no limit") }, "\(imported.notes)")
    #expect(Self.problems(json.replacing("-1", with: "-2")).first?.contains("-1 for no limit") == true)
  }

  @Test("a timeout and replicas that nobody gave are told as the default, and are in no scenario as the user's own")
  func defaults() throws {
    let json = "{ \"id\": \"w\", \"vmSize\": \"a\", \"targetDedicatedNodes\": 2000, \(Self.machine) }"
    let imported = try Self.imported(json)
    #expect(imported.yaml.contains("# resizeTimeout is not given: the service's default, 15 min\n"))
    let findings = Preflight.findings(of: try ScenarioFile.parse(imported.yaml, file: "pool.yaml")).map(\.message)
    #expect(findings.contains { $0.hasPrefix("resizeTimeout is 15 min (the default) for 2000 nodes") }, "\(findings)")
    let own = try ScenarioFile.parse(imported.yaml, file: "pool.yaml", overrides: ["pool.resizeTimeout=15 min"])
    #expect(Preflight.findings(of: own).contains { $0.message.hasPrefix("resizeTimeout is 15 min for 2000 nodes") })
    let gallery = try ScenarioFile.parse(
      "poolsim: 1\npool: { targetDedicatedNodes: 400 }\nimage: { kind: gallery }\n", file: "a.yaml")
    #expect(
      Preflight.findings(of: gallery).contains { $0.message.hasPrefix("1 replica (the default) for 400 nodes") })
  }

  // MARK: - Linked templates, requests, galleries of others

  @Test("a linked template is named at its place, without the signature of its address")
  func linked() throws {
    let deployment = """
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": "pools", "properties": {
        "mode": "Incremental", "templateLink": { LINK } } }
      """
    let relative = deployment.replacing("LINK", with: "\"relativePath\": \"pool.json\"")
    let problems = Self.problems("{ \"resources\": [ \(relative) ] }")
    #expect(problems.count == 1 && problems[0].hasPrefix("pool.json:2:42: error[E0623]: "), "\(problems)")
    #expect(problems[0].contains("resources[0].properties.templateLink links to pool.json, which is not followed"))
    let signed = deployment.replacing("LINK", with: "\"uri\": \"https://x.example/a/pool.json?sv=1&sig=Geheim\"")
    let secret = Self.problems("{ \"resources\": [ \(signed) ] }")
    #expect(secret.count == 1 && secret[0].contains("pool.json,") && !secret[0].contains("Geheim"), "\(secret)")
  }

  @Test("what an answer left in a request is not called an answer")
  func leftovers() throws {
    let properties = """
      "vmSize": "Standard_D4s_v5", "deploymentConfiguration": { "virtualMachineConfiguration": { "imageReference": {
        "publisher": "c", "offer": "o", "sku": "s" }, "nodeAgentSkuId": "b" } }, "scaleSettings": { "autoScale": {
        "formula": "$TargetDedicatedNodes = min(50, $PendingTasks.GetSample(1));" } },
        "resizeOperationStatus": { "targetDedicatedNodes": 1 }, "currentDedicatedNodes": 1
      """
    let request = try Self.imported("{ \"properties\": { \(properties) } }").notes
    #expect(request.contains { $0.contains("(1 node, from resizeOperationStatus, which a request does not ask with") })
    #expect(
      request.contains { $0.contains("the formula may ask for more") } && !request.contains { $0.contains("1 nodes") })
    let answer = try Self.imported("{ \"properties\": { \"provisioningState\": \"Succeeded\", \(properties) } }").notes
    #expect(answer.contains { $0.contains("from resizeOperationStatus of the answer") }, "\(answer)")
  }

  @Test("of an image in a gallery of others no file tells the replicas, and the note says so")
  func galleriesOfOthers() throws {
    let json = """
      { "id": "w", "vmSize": "a", "targetDedicatedNodes": 400, "virtualMachineConfiguration": { "imageReference": {
        "communityGalleryImageId": "/CommunityGalleries/pub-1234/Images/i/Versions/1.0.0" }, "nodeAgentSKUId": "b" } }
      """
    let imported = try Self.imported(json)
    #expect(imported.notes.contains { $0.contains("whose publisher keeps the replicas") })
    #expect(!imported.notes.contains { $0.contains("az sig image-version show") })
    #expect(imported.yaml.contains("# replicas are assumed: only their publisher knows how many"))
  }
}
