// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import BatchPool
import EventEngine
import Scenarios
import Testing

@Suite("AzurePoolImporter")
struct AzurePoolImporterTests {
  static let managedId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/base"
  static let galleryId =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/gal/images/base/versions/1.0.0"

  static func system(_ json: String) throws -> (SystemConfiguration, [String]) {
    let imported = try AzurePoolImporter.scenario(fromJSON: json, file: "folder/pool.json")
    let scenario = try ScenarioFile.parse(imported.yaml, file: "pool.yaml")
    return (scenario.variants[0].configuration, imported.notes)
  }

  /// Diagnostics as `LINE:COLUMN CODE`.
  static func problems(_ json: String) -> [String] {
    do throws(Failure) {
      _ = try AzurePoolImporter.scenario(fromJSON: json, file: "pool.json")
      return []
    } catch {
      return error.diagnostics.map { "\($0.place.line ?? 0):\($0.place.column ?? 0) \($0.code)" }
    }
  }

  @Test("a body of the management plane without scaleSettings is a fixed pool of 0 nodes, as the service has it")
  func managementPlane() throws {
    let (system, notes) = try Self.system(
      """
      { "properties": { "vmSize": "STANDARD_D4", "deploymentConfiguration": { "virtualMachineConfiguration": {
        "imageReference": { "id": "\(Self.managedId)" }, "nodeAgentSkuId": "batch.node.ubuntu 18.04" } } } }
      """)
    #expect(system.pools[0].targetNodes == 0 && system.pools[0].vmSize == "STANDARD_D4")
    #expect(system.images[0].kind == .managed)
    #expect(notes.contains { $0.contains("0 nodes") })
  }

  @Test("fixed scale, time-out and start task are taken over; what the model has no place for is named")
  func fixedScale() throws {
    let (system, notes) = try Self.system(
      """
      { "properties": { "vmSize": "STANDARD_D4", "taskSlotsPerNode": 4, "deploymentConfiguration": {
          "virtualMachineConfiguration": { "imageReference": { "id": "\(Self.galleryId)" } } },
        "scaleSettings": { "fixedScale": { "targetDedicatedNodes": 700, "targetLowPriorityNodes": 5,
          "resizeTimeout": "PT30M", "nodeDeallocationOption": "TaskCompletion" } },
        "startTask": { "commandLine": "true", "maxTaskRetryCount": 2, "waitForSuccess": false } } }
      """)
    let pool = system.pools[0]
    #expect(pool.targetDedicatedNodes == 700 && pool.targetLowPriorityNodes == 5)
    #expect(pool.resizeTimeout == .seconds(1_800))
    #expect(pool.startTask?.maxTaskRetryCount == 2 && pool.startTask?.waitForSuccess == false)
    #expect(system.images[0].kind == .gallery && system.images[0].replicas == 3)
    #expect(notes.contains { $0.contains("taskSlotsPerNode") && $0.contains("nodeDeallocationOption") })
    #expect(notes.contains { $0.contains("pool: taskSlotsPerNode 4 changes nothing here") }, "\(notes)")
    #expect(
      notes.contains {
        $0.contains("nodeDeallocationOption TaskCompletion counts when a pool shrinks")
          && $0.contains("(actions: [{ at: 2 h, resize: { targetDedicatedNodes: N,")
          && $0.contains("nodeDeallocationOption: taskcompletion } }])")
      }, "\(notes)")
  }

  @Test("a body of the data plane, with the names of other versions in other cases")
  func dataPlane() throws {
    let (system, notes) = try Self.system(
      """
      { "id": "pool2", "vmSize": "standard_a1", "virtualMachineConfiguration": { "imageReference": {
        "publisher": "Canonical", "offer": "UbuntuServer", "sku": "16.04.0-LTS" }, "nodeAgentSKUId": "x" },
        "resizeTimeout": "PT15M", "targetDedicatedNodes": 5, "enableAutoScale": false, "maxTasksPerNode": 3 }
      """)
    #expect(system.pools[0].targetDedicatedNodes == 5)
    #expect(system.images[0].kind == .marketplace)
    #expect(notes.contains { $0.contains("maxTasksPerNode 3 changes nothing here") }, "\(notes)")
  }

  @Test("a list becomes several pools, and pools on one image share it")
  func lists() throws {
    func pool(_ id: String, _ image: String) -> String {
      """
      { "id": "\(id)", "vmSize": "a", "targetDedicatedNodes": 400, "virtualMachineConfiguration":
        { "imageReference": { "virtualMachineImageId": "\(image)" } } }
      """
    }
    let (system, _) = try Self.system(
      "{ \"value\": [\(pool("p", Self.managedId)), \(pool("q", Self.managedId.uppercased().replacing("/SUBSCRIPTIONS", with: "/subscriptions"))), \(pool("r", Self.galleryId))] }"
    )
    #expect(system.pools.map(\.name) == ["p", "q", "r"])
    #expect(system.pools.map(\.image) == [0, 0, 1])
    #expect(system.images.map(\.kind) == [.managed, .gallery])
  }

  @Test(
    "what cannot become a scenario is refused with its place",
    arguments: [
      ("{", "1:2 E0602"), ("", "1:1 E0602"), ("{ \"a\": NaN }", "1:8 E0601"), ("[]", "1:1 E0609"), ("{}", "1:1 E0609"),
      ("3", "1:1 E0609"), ("{ \"id\": \"a\", \"id\": \"b\", \"vmSize\": \"a\" }", "1:14 E0605"),
      ("{ \"vmSize\": \"a\",\n \"vmsize\": \"b\" }", "2:2 E0605"),
      ("{ \"vmSize\": \"a\", \"id\": \"../../etc/passwd\" }", "1:24 E0622"),
      ("{ \"vmSize\": \"a\", \"id\": \"..\" }", "1:24 E0622"),
      ("{ \"name\": \"account/..\", \"properties\": { \"vmSize\": \"a\" } }", "1:11 E0622"),
      ("{\n  \"vmSize\": \"a\" }", "1:1 E0608"),
      ("{ \"vmSize\": \"a\", \"cloudServiceConfiguration\": {}, \"virtualMachineConfiguration\": {} }", "1:47 E0618"),
      ("{ \"resources\": [{ \"type\": \"Microsoft.Batch/batchAccounts\" }] }", "1:1 E0609"),
      (
        "{ \"vmSize\": \"a\",\n \"virtualMachineConfiguration\": { \"imageReference\": { \"id\": \"x\" } } }",
        "2:61 E0612"
      ),
      (
        "{ \"vmSize\": \"a\", \"virtualMachineConfiguration\": { \"imageReference\": { \"publisher\": \"x\" } } }",
        "1:69 E0613"
      ),
    ])
  func refusals(json: String, expected: String) {
    #expect(Self.problems(json).contains(expected), "\(Self.problems(json))")
  }

  @Test(
    "values that the service would refuse are refused",
    arguments: [
      ("\"resizeTimeout\": \"PT4M\"", "E0615"), ("\"resizeTimeout\": \"15 min\"", "E0614"),
      ("\"targetDedicatedNodes\": -1", "E0607"), ("\"targetDedicatedNodes\": \"five\"", "E0606"),
      ("\"targetDedicatedNodes\": \"[parameters('n')]\"", "E0617"),
      ("\"enableAutoScale\": true", "E0610"), ("\"enableAutoScale\": \"on\"", "E0606"),
      ("\"enableAutoScale\": true, \"autoScaleFormula\": 3", "E0610"),
      ("\"enableAutoScale\": true, \"autoScaleFormula\": \"x=1\", \"autoScaleEvaluationInterval\": \"PT4M\"", "E0610"),
      ("\"enableAutoScale\": true, \"autoScaleFormula\": \"x=1\", \"autoScaleEvaluationInterval\": \"5\"", "E0614"),
    ])
  func values(member: String, code: String) {
    let json = """
      { "vmSize": "a", "virtualMachineConfiguration": { "imageReference": { "virtualMachineImageId": "\(Self.managedId)" } },
        \(member) }
      """
    #expect(Self.problems(json).map { $0.suffix(5) } == [code[...]], "\(Self.problems(json))")
  }

  @Test("replicas are assumed for the target that is set, which nothing asks for any more")
  func targetsSet() throws {
    let body = """
      { "id": "p", "vmSize": "a", "enableAutoScale": true, "autoScaleFormula": "$TargetDedicated = rand();",
        "virtualMachineConfiguration": { "imageReference": { "virtualMachineImageId": "\(Self.galleryId)" } } }
      """
    let asked = try AzurePoolImporter.scenario(fromJSON: body, file: "p.json")
    #expect(
      asked.yaml.contains("assumedReplicas: 1,") && asked.notes.contains { $0.contains("--set pool.targetDedicated") })
    let set = try AzurePoolImporter.scenario(
      fromJSON: body, file: "p.json", overrides: ["pool.targetDedicatedNodes=900", "pool.targetLowPriorityNodes=200"])
    #expect(set.yaml.contains("assumedReplicas: 4,") && set.yaml.contains("targetDedicatedNodes: 900\n"), "\(set.yaml)")
    #expect(
      set.notes.contains { $0.contains("replicas assumed to be 4") } && !set.notes.contains { $0.contains("--set") })
    let more = try AzurePoolImporter.scenario(
      fromJSON: body, file: "p.json", overrides: ["pool.targetDedicatedNodes=900", "image.storage=premium-ssd"])
    #expect(more.yaml.contains("assumedReplicas: 3\n") && more.yaml.contains("storage: premium-ssd"), "\(more.yaml)")
    let own = try AzurePoolImporter.scenario(
      fromJSON: body, file: "p.json", overrides: ["pool.targetDedicatedNodes=900", "image.replicas=7"])
    #expect(own.yaml.contains("replicas: 7\n") && !own.notes.contains { $0.contains("assumed") }, "\(own.notes)")
    let several = try AzurePoolImporter.scenario(
      fromJSON: "[\(body), \(body)]", file: "p.json", overrides: ["pools.p-2.targetDedicatedNodes=700"])
    #expect(
      several.yaml.contains("assumedReplicas: 3,") && several.notes.contains { $0.contains("pools.p.targetDedicated") })
    #expect(!several.notes.contains { $0.contains("pools.p-2.targetDedicated") }, "\(several.notes)")
    for wrong in ["pool.targetDedicatedNodes=-1", "pool.targetDedicatedNodes", "pool.none=3"] {
      #expect(throws: Failure.self) {
        _ = try AzurePoolImporter.scenario(fromJSON: body, file: "p.json", overrides: [wrong])
      }
    }
  }

  @Test("the action that a note shows for a nodeDeallocationOption is one, for one pool and for several")
  func deallocationAction() throws {
    func body(_ name: String) -> String {
      """
      { "name": "\(name)", "properties": { "vmSize": "a", "deploymentConfiguration": { "virtualMachineConfiguration": {
          "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } }, "scaleSettings": { "fixedScale": {
          "targetDedicatedNodes": 9, "nodeDeallocationOption": "RetainedData" } } } }
      """
    }
    for document in [body("p"), "[\(body("p")), \(body("007"))]"] {
      let imported = try AzurePoolImporter.scenario(fromJSON: document, file: "p.json")
      let notes = imported.notes.filter { $0.contains("nodeDeallocationOption RetainedData") }
      #expect(notes.count == (document.hasPrefix("[") ? 2 : 1))
      for note in notes {
        let start = try #require(note.firstRange(of: "(actions: ")).upperBound
        let action = note[start...].dropLast().replacing("targetDedicatedNodes: N", with: "targetDedicatedNodes: 3")
        _ = try ScenarioFile.parse(imported.yaml, file: "p.yaml", overrides: ["actions=\(action)"])
      }
    }
  }

  @Test("both ways to scale at once are refused")
  func bothScales() {
    let json = """
      { "properties": { "vmSize": "a", "deploymentConfiguration": { "virtualMachineConfiguration": { "imageReference": {
        "id": "\(Self.managedId)" } } }, "scaleSettings": { "fixedScale": { "targetDedicatedNodes": 1 },
        "autoScale": { "formula": "x" } } } }
      """
    #expect(Self.problems(json).map { $0.suffix(5) } == ["E0618"])
  }
}
