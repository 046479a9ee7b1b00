// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import BatchPool
import Diagnostics
import Foundation
import Scenarios
import Testing

/// Files that planners have beside that of a pool: the account, the version of the image, the nodes.
@Suite("Azure companions")
struct AzureCompanionTests {
  static let version =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/gal/images/base/versions/1.2.0"

  static func pool(_ name: String = "front", size: String = "Standard_D4s_v3") -> String {
    """
    { "id": "\(name)", "url": "https://render.westeurope.batch.azure.com/pools/\(name)", "vmSize": "\(size)",
      "targetDedicatedNodes": 400, "virtualMachineConfiguration": { "imageReference": {
        "virtualMachineImageId": "\(version)" }, "nodeAgentSKUId": "batch.node.ubuntu 22.04" } }
    """
  }

  static let account = """
    { "accountEndpoint": "render.westeurope.batch.azure.com", "dedicatedCoreQuota": 5000, "lowPriorityCoreQuota": 200,
      "dedicatedCoreQuotaPerVmFamily": [ { "coreQuota": 0, "name": "standardA0_A7Family" },
        { "coreQuota": 1200, "name": "standardDSv3Family" } ], "dedicatedCoreQuotaPerVmFamilyEnforced": true,
      "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/render",
      "location": "westeurope", "name": "render", "poolAllocationMode": "BatchService", "poolQuota": 100,
      "type": "Microsoft.Batch/batchAccounts" }
    """

  static let image = """
    { "id": "\(version)", "name": "1.2.0", "location": "westeurope", "provisioningState": "Succeeded",
      "publishingProfile": { "endOfLifeDate": "2027-03-31T00:00:00+00:00", "replicaCount": 1, "replicationMode": "Full",
        "storageAccountType": "Standard_LRS", "targetRegions": [
          { "name": "North Europe", "regionalReplicaCount": 2, "storageAccountType": "Standard_LRS" },
          { "name": "West Europe", "regionalReplicaCount": 7, "storageAccountType": "Premium_LRS" } ] } }
    """

  static func imported(_ documents: String..., overrides: [String] = []) throws(Failure) -> ImportedScenario {
    let imported = try AzurePoolImporter.scenario(
      from: documents.enumerated().map { AzureDocument(json: $1, file: "file\($0).json") }, overrides: overrides)
    _ = try ScenarioFile.parse(imported.yaml, file: "pool.yaml")
    return imported
  }

  static func problems(_ documents: String...) -> [String] {
    do throws(Failure) {
      _ = try AzurePoolImporter.scenario(
        from: documents.enumerated().map { AzureDocument(json: $1, file: "file\($0).json") })
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        "\(diagnostic)" + (diagnostic.excerpt?.text ?? "")
      }
    }
  }

  @Test("with the files of account and version nothing is assumed that they tell, in any order")
  func together() throws {
    for documents in [[Self.pool(), Self.account, Self.image], [Self.image, Self.account, Self.pool()]] {
      let imported = try Self.imported(documents[0], documents[1], documents[2])
      for line in [
        "  dedicatedCores: 5000\n", "  lowPriorityCores: 200\n", "    standardDSv3Family: 1200\n",
        "region: \"westeurope\"", "poolAllocationMode: \"batchService\"", "replicas: 7, storage: premium-ssd, ",
        "replicatedRegions: [northeurope, westeurope]",
      ] {
        #expect(imported.yaml.contains(line), "\(line) in \(imported.yaml)")
      }
      #expect(!imported.yaml.contains("assumed") && !imported.yaml.contains("A0_A7"), "\(imported.yaml)")
      #expect(!imported.notes.contains { $0.contains("assumed") }, "\(imported.notes)")
      #expect(imported.notes.contains { $0.contains("end of life on 2027-03-31") })
      #expect(imported.warnings.isEmpty)
    }
  }

  @Test("answers of REST, with properties, and lists of one are the same")
  func restShapes() throws {
    func wrapped(_ json: String, _ keys: [String]) throws -> String {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      var outer: [String: Any] = [:]
      var inner: [String: Any] = [:]
      for (key, value) in object { if keys.contains(key) { outer[key] = value } else { inner[key] = value } }
      outer["properties"] = inner
      return String(decoding: try JSONSerialization.data(withJSONObject: outer), as: UTF8.self)
    }
    let account = try wrapped(Self.account, ["id", "location", "name", "type"])
    let image = try wrapped(Self.image, ["id", "location", "name", "type"])
    let plain = try Self.imported(Self.pool(), Self.account, Self.image)
    #expect(try Self.imported(Self.pool(), account, image).yaml == plain.yaml)
    #expect(try Self.imported(Self.pool(), "{ \"value\": [\(account)] }", "[\(image)]").yaml == plain.yaml)
  }

  @Test("what is set while importing takes nothing else from the profile")
  func settings() throws {
    let imported = try Self.imported(Self.pool(), overrides: ["profile=azure-2020", "model.nodeReadLimit=20 MiB/s"])
    let scenario = try ScenarioFile.parse(imported.yaml, file: "pool.yaml")
    #expect(scenario.profile == "azure-2020")
    #expect(scenario.variants[0].configuration.parameters.nodeReadLimit == 20 * 1_048_576)
    let all = try Profile.named("azure-2020").values.map(\.key)
    #expect(scenario.variants[0].profileValues.map(\.key) == all.filter { $0 != "nodeReadLimit" })
  }

  @Test("a version that is replicated shallowly is one source, and one that is elsewhere leaves replicas assumed")
  func kindsOfReplication() throws {
    let shallow = Self.image.replacing("\"Full\"", with: "\"Shallow\"")
    let imported = try Self.imported(Self.pool(), shallow)
    #expect(
      imported.yaml.contains("replication: shallow, ")
        && imported.notes.contains { $0.contains("replicated shallowly") })
    let elsewhere = try Self.imported(Self.pool(), Self.image.replacing("West Europe", with: "West US"))
    #expect(elsewhere.notes.contains { $0.contains("is not replicated to westeurope") })
    #expect(elsewhere.notes.contains { $0.contains("replicas assumed to be 2") }, "\(elsewhere.notes)")
    let unknown = try Self.imported(Self.pool().replacing("render.westeurope.batch", with: "x"), Self.image)
    #expect(
      unknown.yaml.contains("replicas: 2, ") && unknown.notes.contains { $0.contains("northeurope has the fewest") })
    let other = try Self.imported(Self.pool(), Self.image.replacing("images/base", with: "images/other"))
    #expect(other.warnings.map { "\($0.place)" } == ["file1.json:1:1"])
    #expect(other.warnings[0].message.contains("not of an image that a pool boots from"))
  }

  @Test("an account of the same name in another region or subscription is another account")
  func otherAccounts() throws {
    let elsewhere = Self.account.replacing("\"location\": \"westeurope\"", with: "\"location\": \"East US\"")
    let told = Self.problems(Self.pool(), elsewhere)
    #expect(told.count == 1, "\(told)")
    let words = "the account render in eastus, and the pools are in westeurope; give the files"
    #expect(told[0].contains(words), "\(told)")
    let spelled = Self.account.replacing("\"location\": \"westeurope\"", with: "\"location\": \"West Europe\"")
    #expect(try Self.imported(Self.pool(), spelled).yaml.contains("region: \"westeurope\""))
    let resource = """
      { "id": "/subscriptions/S/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/render/pools/p", "name": "p",
        "properties": { "vmSize": "Standard_F2", "deploymentConfiguration": { "virtualMachineConfiguration": {
        "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } },
        "scaleSettings": { "fixedScale": { "targetDedicatedNodes": 1 } } } }
      """
    #expect(try Self.imported(resource, Self.account).yaml.contains("dedicatedCores: 5000"))
    let other = Self.problems(resource.replacing("/subscriptions/S/", with: "/subscriptions/t/"), Self.account)
    #expect(
      other.count == 1 && other[0].contains("of subscription s, and the pools are of subscription t"), "\(other)")
  }

  @Test("an account in a subscription of one's own has no quotas, and families that are not enforced do not count")
  func quotas() throws {
    let own = Self.account.replacing("BatchService", with: "UserSubscription")
    let imported = try Self.imported(Self.pool(), own)
    #expect(!imported.yaml.contains("quota:") && imported.notes.contains { $0.contains("az vm list-usage") })
    let loose = try Self.imported(Self.pool(), Self.account.replacing("Enforced\": true", with: "Enforced\": false"))
    #expect(loose.yaml.contains("dedicatedCores: 5000") && !loose.yaml.contains("vmSeriesCores"))
    let strange = try Self.imported(Self.pool(size: "Standard_ND96asr_v4"), Self.account)
    #expect(
      strange.notes.contains { $0.contains("no family of the account is known to be that of Standard_ND96asr_v4") })
  }

  @Test("a list of nodes is recognised; without a pool every file says what it is")
  func nodesAndLoners() throws {
    let nodes = """
      [ { "id": "tvm-1", "state": "idle", "schedulingState": "enabled", "vmSize": "standard_d4s_v3", "affinityId": "a",
          "allocationTime": "2026-11-01T08:00:00Z", "lastBootTime": "2026-11-01T08:02:00Z" },
        { "id": "tvm-2", "state": "idle", "schedulingState": "enabled", "vmSize": "standard_d4s_v3", "affinityId": "b" } ]
      """
    let imported = try Self.imported(Self.pool(), nodes)
    #expect(
      imported.notes.contains { $0.contains("a list of 2 nodes is recognised, and nothing of it is in the scenario") })
    #expect(imported.yaml == (try Self.imported(Self.pool())).yaml)
    #expect(Self.problems(nodes).first?.contains("1:3: error[E0609]: this is a node of a pool") == true)
    #expect(Self.problems(Self.account).first?.contains("this is the account render, and no file has a pool") == true)
    #expect(Self.problems(Self.image).first?.contains("this is the version 1.2.0 of an image") == true)
    #expect(
      Self.problems("{ \"id\": \"x\", \"type\": \"Microsoft.Compute/images\" }").first?.contains(
        "it is of the type Microsoft.Compute/images") == true)
  }

  @Test("two accounts, and a pool of another account, are refused at their place")
  func accounts() {
    let other = Self.account.replacing("render", with: "other")
    let two = Self.problems(Self.pool(), Self.account, other)
    #expect(two.count == 1 && two[0].hasPrefix("file2.json:1:1: error[E0624]: this is the account other"), "\(two)")
    let foreign = Self.problems(Self.pool(), other)
    #expect(foreign.count == 1 && foreign[0].hasPrefix("file1.json:1:1: error[E0624]: "), "\(foreign)")
    #expect(foreign[0].contains("the pool front is of the account render"))
  }

  @Test(
    "a file that is cut, or whose values are of other types, is refused with its own name and place",
    arguments: [
      (String(account.prefix(150)), "file1.json:2:36", "E0602"),
      (account.replacing("5000", with: "\"many\""), "file1.json:1:81", "E0606"),
      (account.replacing("\"coreQuota\": 1200", with: "\"coreQuota\": -1"), "file1.json:3:20", "E0607"),
      (account.replacing("\"name\": \"standardDSv3Family\"", with: "\"name\": 3"), "file1.json:3:5", "E0606"),
      (image.replacing("7,", with: "\"seven\","), "file1.json:5:", "E0606"),
      (image.replacing("7,", with: "0,"), "file1.json:5:", "E0607"),
      (image.replacing("\"name\": \"West Europe\"", with: "\"nam\": \"West Europe\""), "file1.json:5:7", "E0606"),
      ("", "file1.json:1:1", "E0602"), ("poolsim: 1\n", "file1.json:1:1", "E0601"),
    ])
  func wrong(file: String, place: String, code: String) {
    let problems = Self.problems(Self.pool(), file)
    #expect(problems.count == 1 && problems[0].hasPrefix(place) && problems[0].contains(code), "\(problems)")
  }

  @Test("secrets are neither printed nor kept")
  func secrets() throws {
    let keys = Self.problems(
      Self.pool(), "{ \"accountName\": \"render\", \"primary\": \"Geheim==\", \"secondary\": \"Geheim2==\" }")
    #expect(keys.count == 1 && keys[0].contains("E0625") && !keys[0].contains("Geheim"), "\(keys)")
    let address = Self.pool().replacing(Self.version, with: "https://x.blob.example/a.vhd?sv=1&sig=Geheim%3D")
    let signed = Self.problems(address)
    #expect(signed.count == 1 && signed[0].contains("E0612") && !signed[0].contains("Geheim"), "\(signed)")
    let registry = """
      { "id": "w", "vmSize": "", "containerRegistries": [{ "password": "Geheim" }], "virtualMachineConfiguration": {} }
      """
    #expect(Self.problems(registry).allSatisfy { !$0.contains("Geheim") })
    let start = Self.pool().replacing(
      "\"vmSize\"",
      with:
        "\"startTask\": { \"commandLine\": \"run --key Geheim\", \"resourceFiles\": [{ \"httpUrl\": \"https://x.example/a?sig=Geheim\" }] }, \"vmSize\""
    )
    let imported = try Self.imported(start)
    #expect(!imported.yaml.contains("Geheim") && !imported.notes.contains { $0.contains("Geheim") })
    let template = """
      { "parameters": { "key": { "type": "secureString", "minLength": 40, "defaultValue": "Geheim" } }, "resources": [] }
      """
    #expect(
      Self.problems(template).contains {
        $0.contains("is another secret") && !$0.prefix { $0 != "\n" }.contains("Geheim")
      })
  }

  @Test("a list of 10,000 pools is read one pool at a time, in a time that grows with its length alone")
  func manyPools() throws {
    func list(_ count: Int) -> String {
      let image = Self.version
      return "{ \"value\": ["
        + (0..<count).map { index in
          "{ \"id\": \"p\(index)\", \"vmSize\": \"a\", \"targetDedicatedNodes\": 3, \"virtualMachineConfiguration\": { \"imageReference\": { \"virtualMachineImageId\": \"\(image)\" } } }"
        }.joined(separator: ",\n") + "] }"
    }
    let imported = try AzurePoolImporter.scenario(fromJSON: list(10_000), file: "pools.json")
    #expect(imported.notes.count < 110 && imported.notes.contains { $0.contains("more notes like these are left out") })
    #expect(imported.yaml.contains("\n  p9999:\n"))
    let last = list(200).replacing("\"p199\"", with: "3x")
    #expect(Self.problems(last).first?.hasPrefix("file0.json:200:9: error[E0601]") == true, "\(Self.problems(last))")
  }
}
