// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import Quantities
import ServiceRules
import BatchPool
import EventEngine
import Foundation
import Scenarios
import Testing

/// Pool bodies as users hold them (Tests/PoolBodies): each becomes a scenario with the facts that the service's own rules
/// ask about, or is refused with the name of what is missing.
@Suite("AzurePool bodies")
struct AzurePoolBodiesTests {
  /// A body, the pools that it becomes as `NAME DEDICATED+LOW-PRIORITY KIND`, and what its scenario holds.
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let pools: [String]
    let lines: [String]
    let notes: [String]

    init(_ file: String, _ pools: String..., lines: [String] = [], notes: [String] = []) {
      self.file = file
      self.pools = pools
      self.lines = lines
      self.notes = notes
    }

    var testDescription: String { file }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("PoolBodies")

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name + ".json"), encoding: .utf8)
  }

  static let cases: [Case] = [
    Case(
      "management-custom-image", "pool 0+0 managed", lines: ["id: \"/subscriptions/subid/"],
      notes: ["--set pool.targetDedicatedNodes=N"]),
    Case(
      "management-fixed-scale", "pool 700+28 gallery",
      lines: ["resizeTimeout: 8 min", "maxTaskRetryCount: 6", "interNodeCommunication: true", "versions/0.0.1\""],
      notes: ["replicas assumed to be 3", "nodeDeallocationOption", "properties.startTask.commandLine"]),
    Case(
      "management-autoscale", "pool 1+0 marketplace",
      lines: [
        "  autoScale:\n    formula: \"$TargetDedicatedNodes=1\"\n    evaluationInterval: 5 min\n",
        "inboundNatPools: true",
      ], notes: ["always asks for 1 dedicated node: a run simulates that", "dataDisks"]),
    Case(
      "management-public-ips", "pool 0+0 gallery", lines: ["publicIPs: 1\n", "nodeAgent: \"batch.node.ubuntu 18.04\""],
      notes: ["networkConfiguration.subnetId"]),
    Case(
      "management-identity", "pool 1+0 marketplace", lines: ["nodePlacement: zonal\n"],
      notes: ["identity", "upgradePolicy"]),
    Case("management-cloud-service", "pool 3+0 marketplace", notes: ["retired on 2024-02-29"]),
    Case("management-shared-image", "pool 40+0 gallery", lines: ["id: \"/sharedGalleries/"]),
    Case("management-community-image", "pool 40+0 gallery", lines: ["id: \"/CommunityGalleries/"]),
    Case(
      "management-get-autoscale", "pool 34+0 marketplace",
      lines: ["name: testpool", "    formula: \"$TargetDedicated=34\"", "subscription: \"12345678-"],
      notes: ["always asks for 34 dedicated nodes"]),
    Case("management-get-resizing", "pool 6+28 gallery", notes: ["34 nodes, from resizeOperationStatus"]),
    Case(
      "management-list", "testpool 2+0 gallery", "dotnet 500+0 gallery", lines: ["images:\n", "assumedReplicas: 2"]),
    Case(
      "data-marketplace", "pool 5+0 marketplace", lines: ["name: pool2", "interNodeCommunication: true"],
      notes: ["maxTasksPerNode"]),
    Case("data-cloud-service", "pool 5+0 marketplace", notes: ["retired on 2024-02-29", "maxTasksPerNode"]),
    Case("data-containers", "pool 5+0 marketplace", notes: ["taskSlotsPerNode", "mountConfiguration"]),
    Case(
      "data-autoscale", "pool 0+0 gallery",
      lines: [
        "    formula: |-\n      // As many", "    evaluationInterval: 10 min", "\n      $tasks = ",
        "= \"taskcompletion\";",
      ],
      notes: ["which a run does not evaluate yet: --set pool.targetDedicatedNodes=N"]),
    Case("data-get", "pool 3+0 marketplace", lines: ["region: \"westeurope\"", "interNodeCommunication: false"]),
    Case(
      "data-get-autoscale", "pool 0+0 marketplace", lines: ["  autoScale:\n"],
      notes: ["does not evaluate yet (9 nodes, from "]),
    Case("data-list", "testPool 3+0 marketplace", "second 3+0 marketplace", notes: ["value[1].cloudService"]),
    Case(
      "cli-pool-show", "pool 320+0 managed",
      lines: ["name: WEPool001", "inboundNatPools: true", "resizeTimeout: 15 min\n", "region: \"westeurope\""]),
    Case("cli-pool-list", "WEPool001 320+0 managed", "WEPool002 900+0 managed"),
    Case(
      "template", "front 1200+0 gallery", "pool1-1 10+0 managed", "pool1-2 10+0 managed", "pool1-3 10+0 managed",
      lines: ["poolAllocationMode: \"userSubscription\"", "apiVersion: \"2019-08-01\"", "count: 3"],
      notes: ["resources[3]: left out", "default values"]),
    Case(
      "template-expressions", "part-1 600+0 managed", "part-2 300+0 managed",
      lines: ["resizeTimeout: 20 min", "interNodeCommunication: false", "{resourceGroup().name}/providers/"],
      notes: ["have their default values here"]),
    Case("template-nested", "child 1200+0 marketplace", "deep 7+0 marketplace", lines: ["region: \"westeurope\""]),
    Case("example-create", "pool 1+0 gallery", lines: ["apiVersion: \"2025-06-01\""]),
    Case("example-data-create", "pool 5+0 marketplace", lines: ["apiVersion: \"2024-02-01.19.0\""]),
    Case("example-get", "pool 6+28 marketplace", lines: ["inboundNatPools: true"]),
    Case(
      "example-job-schedule", "pool 3+0 marketplace",
      lines: ["name: mypool\n", "os: windows", "interNodeCommunication: true", "apiVersion: \"2026-10-01\""],
      notes: ["an auto pool (poolLifetimeOption jobschedule): the service makes one for the job schedule"]),
    Case(
      "management-every-member", "pool 300+20 gallery",
      lines: [
        "os: windows", "resizeTimeout: 20 min", "nodePlacement: zonal\n", "targetSpotNodes: 20\n",
        "nodeAgent: \"batch.node.windows amd64\"",
      ]),
    Case("data-every-member", "pool 300+20 gallery", lines: ["os: windows", "region: \"westeurope\""]),
  ]

  @Test("a body becomes a scenario", arguments: cases)
  func imports(_ body: Case) throws {
    let imported = try AzurePoolImporter.scenario(fromJSON: try Self.text(body.file), file: body.file + ".json")
    let scenario = try ScenarioFile.parse(imported.yaml, file: "pool.yaml")
    let system = scenario.variants[0].configuration
    let pools = system.pools.map {
      "\($0.name) \($0.targetDedicatedNodes)+\($0.targetLowPriorityNodes) \(system.images[$0.image].kind.rawValue)"
    }
    #expect(pools == body.pools)
    for line in body.lines { #expect(imported.yaml.contains(line), "\(line) in \(imported.yaml)") }
    for note in body.notes {
      #expect(imported.notes.contains { $0.contains(note) }, "\(note) in \(imported.notes)")
    }
    // What validate and run --set do with it.
    _ = try ScenarioFile.parse(scenario.normalisedYAML(), file: "normal.yaml")
  }

  /// What bears on the time until nodes are idle, and stands in bodies.
  private static let bearing = [
    "containerImageNames", "applicationPackage", "extensions", "diskEncryptionConfiguration", "ephemeralOSDiskSettings",
    "managedDisk", "mountConfiguration", "subnetId", "containerSettings", "vmSkuProfile",
  ]

  @Test("no body has a member that poolsim does not know, or keeps aside what bears on the time", arguments: cases)
  func nothingLost(_ body: Case) throws {
    let notes = try AzurePoolImporter.scenario(fromJSON: try Self.text(body.file), file: body.file).notes
    #expect(!notes.contains { $0.contains("poolsim does not know the name") }, "\(notes)")
    for note in notes where note.contains("nodes start the same without it") {
      for name in Self.bearing {
        #expect(!note.contains(".\(name)"), "\(name) in \(note)")
        #expect(!note.contains(" \(name)"), "\(name) in \(note)")
      }
    }
    guard body.file.hasSuffix("every-member") else { return }
    for name in Self.bearing {
      let isTold = notes.contains { $0.prefix { $0 != ":" }.contains(name) }
      #expect(isTold, "\(name) in \(notes)")
    }
  }

  @Test("every body here is tested, or refused with the name of what is missing")
  func complete() throws {
    let refused = [
      "management-list-selected": ["E0608: vmSize", "E0608: virtualMachineConfiguration"],
      "management-patch": ["E0608: vmSize", "E0608: virtualMachineConfiguration"],
      "template-open-parameter": ["E0617: targetDedicatedNodes is the expression [parameters('nodes')]"],
    ]
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".json") }
    #expect(Set(files.map { String($0.dropLast(5)) }) == Set(Self.cases.map(\.file)).union(refused.keys))
    for (file, expected) in refused {
      do throws(Failure) {
        _ = try AzurePoolImporter.scenario(fromJSON: (try? Self.text(file)) ?? "", file: file)
        Issue.record("\(file) was imported")
      } catch {
        let problems = error.diagnostics.map { "\($0.code): \($0.message)" }
        for problem in expected { #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)") }
        #expect(error.diagnostics.allSatisfy { $0.place.line != nil && $0.place.column != nil })
      }
    }
  }

  @Test(
    "the rules speak about imported pools",
    arguments: [
      ("management-fixed-scale", ["R121", "R127", "R130", "R149"]),
      ("cli-pool-show", ["R111", "R120", "R123", "R142", "R149"]),
      ("cli-pool-list", ["R106", "R111", "R120", "R123", "R142", "R149"]), ("template", ["R106", "R127", "R142"]),
    ])
  func rules(file: String, codes: [String]) throws {
    let imported = try AzurePoolImporter.scenario(fromJSON: try Self.text(file), file: file)
    let date = try #require(CalendarDate("2020-07-01"))
    let findings = Preflight.findings(of: try ScenarioFile.parse(imported.yaml, file: file), on: date)
    #expect(Set(findings.map(\.rule.code)) == Set(codes), "\(findings)")
  }

  @Test("a pool that scales by a formula is not simulated; a target that is set makes one of a fixed size of it")
  func asksForTarget() throws {
    let text = try Self.text("data-autoscale")
    let imported = try AzurePoolImporter.scenario(fromJSON: text, file: "a.json")
    #expect(throws: Failure.self) { try ScenarioFile.parse(imported.yaml, file: "a").requireSimulation() }
    let asked = try AzurePoolImporter.scenario(
      fromJSON: text, file: "a.json", overrides: ["pool.targetDedicatedNodes=50"])
    let scenario = try ScenarioFile.parse(asked.yaml, file: "a")
    try scenario.requireSimulation()
    #expect(scenario.variants[0].configuration.pools[0].targetNodes == 50)
    #expect(
      asked.yaml.contains("  #   // As many nodes as tasks wait, at most 20.\n"), "the formula is kept as a comment")
    #expect(asked.notes.contains { $0.contains("becomes a pool of a fixed size") })
  }

  @Test("an account that two bodies disagree about is left out")
  func disagreement() throws {
    let pools = ["a", "b"].map { name in
      """
      { "id": "/subscriptions/\(name)/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/x/pools/\(name)",
        "name": "\(name)", "properties": { "vmSize": "Standard_F2", "deploymentConfiguration": {
        "virtualMachineConfiguration": { "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } },
        "scaleSettings": { "fixedScale": { "targetDedicatedNodes": 1 } } } }
      """
    }
    let list = "[\(pools.joined(separator: ","))]"
    #expect(try !AzurePoolImporter.scenario(fromJSON: list, file: "a").yaml.contains("account:"))
    #expect(try AzurePoolImporter.scenario(fromJSON: pools[0], file: "a").yaml.contains("subscription: \"a\""))
    // Azure compares ids without regard to case.
    let same = "[\(pools[0]),\(pools[1].replacing("/subscriptions/b/", with: "/subscriptions/A/"))]"
    #expect(try AzurePoolImporter.scenario(fromJSON: same, file: "a").yaml.contains("subscription: \"a\""))
  }
}
