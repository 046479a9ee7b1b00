// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// From a pool body to a result, as a planner would.
@Suite("Import")
struct ImportCommandTests {
  /// The shape of the example "PoolCreate_CustomImage" of the public REST specification (Microsoft.Batch, 2020-03-01):
  /// a managed image, and no scaleSettings.
  static let managedImage = """
    {
      "properties": {
        "vmSize": "STANDARD_D4",
        "deploymentConfiguration": {
          "virtualMachineConfiguration": {
            "imageReference": {
              "id": "/subscriptions/subid/resourceGroups/group/providers/Microsoft.Compute/images/image-123"
            },
            "nodeAgentSkuId": "batch.node.ubuntu 18.04"
          }
        }
      }
    }
    """

  /// The shape of the example "Add a pool with VirtualMachineConfiguration" (Batch service, 2019-08-01.10.0).
  static let marketplaceImage = """
    {
      "id": "pool2",
      "vmSize": "standard_a1",
      "virtualMachineConfiguration": {
        "imageReference": { "publisher": "Canonical", "offer": "UbuntuServer", "sku": "16.04.0-LTS" },
        "nodeAgentSKUId": "batch.node.ubuntu 16.04"
      },
      "resizeTimeout": "PT15M",
      "targetDedicatedNodes": 5,
      "targetLowPriorityNodes": 0,
      "maxTasksPerNode": 3,
      "enableAutoScale": false
    }
    """

  @Test("a managed-image body, given a target of 1,000, runs and needs more than one resize")
  func managed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.managedImage, to: "pool.json")
    let imported = try Poolsim.run(
      ["import", "pool.json", "--set", "pool.targetDedicatedNodes=1000", "--output", "pool.yaml"], folder: folder.path)
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(!imported.errors.contains("names no target"), "\(imported.errors)")
    #expect(try Poolsim.run(["import", "pool.json"], folder: folder.path).errors.contains("0 nodes"))
    let run = try Poolsim.run(["run", "pool.yaml", "--replications", "5", "--quiet"], folder: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let rows = UnquotedCSV.rows(run.output)
    #expect(rows.count == 5)
    for row in rows { #expect(row["target_nodes"] == "1000" && (row["resizes"].flatMap { Int($0) } ?? 0) > 1) }
  }

  @Test("a marketplace body runs as it is, piped from import to run")
  func marketplace() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.marketplaceImage, to: "pool.json")
    let run = try Poolsim.shell(
      "poolsim import pool.json --quiet | poolsim run - --replications 3 --quiet", folder: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 4)
    #expect(run.output.contains("pool2,default,0,5,5,5,1,1,"))
  }

  @Test(
    "a body that scales by a formula keeps it; one that always asks for the same runs, and so does a size that is given"
  )
  func autoscale() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.marketplaceImage.replacingOccurrences(
        of: "\"enableAutoScale\": false",
        with: "\"enableAutoScale\": true, \"autoScaleFormula\": \"$TargetDedicatedNodes = \\n  min(20, 3);\""
      ).replacingOccurrences(of: "\"targetDedicatedNodes\": 5,", with: ""), to: "auto.json")
    let asked = try Poolsim.run(["import", "auto.json", "--output", "auto.yaml"], folder: folder.path)
    #expect(asked.status == 0 && asked.errors.contains("always asks for 3 dedicated nodes"), "\(asked.errors)")
    let shown = try Poolsim.run(["show", "auto.yaml"], folder: folder.path)
    #expect(
      shown.output.contains("    formula: |-\n      $TargetDedicatedNodes = \n        min(20, 3);\n"), "\(shown.output)"
    )
    let constant = try Poolsim.run(["run", "auto.yaml", "--replications", "2", "--quiet"], folder: folder.path)
    #expect(constant.status == 0 && constant.output.contains("pool2,default,0,3,3,3,1,1,"), "\(constant.errors)")
    let run = try Poolsim.shell(
      "poolsim import auto.json --quiet --set pool.targetDedicatedNodes=4 | poolsim run - --replications 2 --quiet",
      folder: folder.path)
    #expect(run.status == 0 && run.output.contains("pool2,default,0,4,4,4,1,1,"), "\(run.errors) \(run.output)")
  }

  @Test("a body cut in the middle, a missing file and a pool that scales by no formula are refused in words")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(Self.managedImage.prefix(200)), to: "cut.json")
    try folder.write(
      Self.marketplaceImage.replacingOccurrences(of: "\"enableAutoScale\": false", with: "\"enableAutoScale\": true"),
      to: "auto.json")
    try folder.write(String(repeating: "[", count: 1_000_000), to: "deep.json")
    for (file, status, says) in [
      ("cut.json", Int32(65), "cut.json:"), ("none.json", 66, "none.json"), ("auto.json", 65, "formula"),
      ("deep.json", 65, "error[E060"),
    ] {
      let ending = try Poolsim.run(["import", file, "--output", "out.yaml"], folder: folder.path)
      #expect(ending.status == status, "\(file): \(ending.errors)")
      #expect(ending.errors.contains(says), "\(ending.errors)")
      #expect(ending.isOrderly)
    }
    #expect(try folder.names() == ["auto.json", "cut.json", "deep.json"])
  }

  /// A template whose pool has an open parameter, as they come from repositories.
  static let template = """
    {
      "parameters": { "accountName": { "type": "string" }, "nodes": { "type": "int" } },
      "resources": [{
        "type": "Microsoft.Batch/batchAccounts/pools",
        "name": "[concat(parameters('accountName'), '/front')]",
        "properties": {
          "vmSize": "Standard_D2s_v3",
          "deploymentConfiguration": { "virtualMachineConfiguration": { "imageReference": {
            "id": "[resourceId('Microsoft.Compute/galleries/images/versions', 'gallery', 'base', '1.0.0')]" } } },
          "scaleSettings": { "fixedScale": { "targetDedicatedNodes": "[parameters('nodes')]" } }
        }
      }]
    }
    """

  @Test("a template asks for its open parameter, and runs with the file that gives it")
  func parameters() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.template, to: "template.json")
    try folder.write(
      "{ \"parameters\": { \"nodes\": { \"value\": 4 }, \"node\": { \"value\": 1 } } }", to: "values.json")
    let asked = try Poolsim.run(["import", "template.json"], folder: folder.path)
    #expect(asked.status == 65 && asked.output.isEmpty)
    #expect(asked.errors.contains("template.json:10:66: error[E0617]: targetDedicatedNodes"), "\(asked.errors)")
    #expect(asked.errors.contains("give it a whole number with --parameters FILE"))
    let given = try Poolsim.run(
      ["import", "template.json", "--parameters", "values.json", "--output", "pool.yaml"], folder: folder.path)
    #expect(given.status == 0)
    #expect(
      given.errors.contains(
        "values.json:1:44: warning[E0620]: the template declares no parameter 'node'; did you mean nodes?"),
      "\(given.errors)")
    let run = try Poolsim.run(["run", "pool.yaml", "--replications", "2", "--quiet"], folder: folder.path)
    #expect(run.status == 0 && run.output.contains("front,default,0,4,4,4,1,1,"), "\(run.errors) \(run.output)")
    #expect(try Poolsim.run(["import", "-", "--parameters", "-"], folder: folder.path).status == 64)
    #expect(try Poolsim.run(["import", "template.json", "--parameters", "none"], folder: folder.path).status == 66)
    let quiet = try Poolsim.run(
      ["import", "template.json", "--parameters", "values.json", "--quiet"], folder: folder.path)
    #expect(quiet.status == 0 && quiet.errors.isEmpty && quiet.output.contains("kind: gallery"), "\(quiet.errors)")
  }

  private static let utf16: [UInt8] = Array("{ \"id\": 1 }".utf8).flatMap { [$0, 0] }

  private static let otherEncodings: [(bytes: [UInt8], says: String)] = [
    ([0xFF, 0xFE] + utf16, "1:1: error[E0603]: the file is in UTF-16; save it as UTF-8"),
    ([0xFE, 0xFF, 0] + utf16.dropLast(), "1:1: error[E0603]: the file is in UTF-16; save it as UTF-8"),
    (utf16, "1:1: error[E0603]: the file is in UTF-16; save it as UTF-8"),
    ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], "1:1: error[E0603]: the file is in UTF-32; save it as UTF-8"),
    (
      Array("{\n \"é\": \"".utf8) + [0xE9, 0x22, 0x7D],
      "2:8: error[E0603]: the byte 0xE9 is not UTF-8, but é in Latin-1; save the file as UTF-8"
    ),
    (Array("{ ".utf8) + [0xC3], "1:3: error[E0603]: the byte 0xC3 is not UTF-8"),
    (Array("{ \"a\": \"".utf8) + [0, 0x22, 0x7D], "1:9: error[E0603]: the file holds a zero byte"),
  ]

  @Test("a document in another encoding is bad input, with its place, a code and a cure", arguments: otherEncodings)
  func otherEncoding(bytes: [UInt8], says: String) throws {
    let folder = try TemporaryFolder()
    try Data(bytes).write(to: URL(filePath: folder.path).appending(path: "pool.json"))
    try folder.write(Self.managedImage, to: "good.json")
    let body = try Poolsim.run(["import", "pool.json"], folder: folder.path)
    #expect(body.status == 65 && body.errors.hasPrefix("pool.json:\(says)"), "\(body.errors)")
    let parameters = try Poolsim.run(["import", "good.json", "--parameters", "pool.json"], folder: folder.path)
    #expect(parameters.status == 65 && parameters.errors.hasPrefix("pool.json:\(says)"), "\(parameters.errors)")
    let scenario = try Poolsim.run(["run", "pool.json"], folder: folder.path)
    let same = says.replacingOccurrences(of: "E0603", with: "E0003")
    #expect(scenario.status == 65 && scenario.errors.hasPrefix("pool.json:\(same)"), "\(scenario.errors)")
    try folder.write("poolsim: 1\nextends: pool.json\n", to: "extends.yaml")
    let extends = try Poolsim.run(["run", "extends.yaml"], folder: folder.path)
    #expect(extends.status == 65 && extends.errors.hasPrefix("extends.yaml:2:10: error[E0003]: pool.json:"))
  }
}
