// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import GRDB
import Scenarios
import Sweeps
import TestSupport
import Testing

/// Campaigns that grow in parts: each gives the rows of one that was run at once.
@Suite("Sweep campaigns")
struct SweepCampaignTests {
  private static let text = """
    poolsim: 1
    name: parts
    seed: 7
    replications: 4
    pool: { targetDedicatedNodes: 4 }
    image: { kind: gallery, replicas: 2 }
    sweep:
      axes:
        nodes: { path: pool.targetDedicatedNodes, from: 10, to: 60, step: 10 }
        replicas: { path: image.replicas, values: [1, 2, 3] }
        timeout: { path: pool.resizeTimeout, from: 15 min, to: 30 min, points: 2 }
      constraint: "replicas <= ceil(nodes / 20)"

    """
  /// Cells that the constraint leaves: 2 x (1 + 1 + 2 + 2 + 3 + 3).
  private static let cells = 24

  private let folder: TemporaryFolder
  private let document: ScenarioDocument
  private let file: SweepFile

  init() throws {
    folder = try TemporaryFolder()
    document = try ScenarioDocument.load(path: folder.write(Self.text, to: "sweep.yaml"))
    file = try #require(try SweepFile(document, overrides: []))
    #expect(file.plan.cells.count == Self.cells)
  }

  private func definition(replications: Int = 4) throws -> SweepDefinition {
    SweepDefinition(
      base: try document.scenario(overrides: []), plan: file.plan, replications: replications,
      makeScenario: file.makeScenario)
  }

  private func campaign(_ name: String) -> SweepCampaign { SweepCampaign(folder: folder.path(name)) }

  private func run(
    _ name: String, replications: Int = 4, filter: String? = nil, shard: SweepShard? = nil
  ) async throws -> SweepRunner.Summary {
    let filter = try filter.map { try SweepExpression($0, names: file.plan.axes.map(\.name)) }
    return try await SweepRunner(try definition(replications: replications), campaign: campaign(name), jobs: 2)
      .run(SweepRunner.Selection(filter: filter, shard: shard), toolVersion: "1")
  }

  private func rows(_ name: String) async throws -> [String] {
    var rows: [String] = []
    _ = try await SweepMerge(try definition(), campaign: campaign(name), filter: nil, jobs: 2).rows {
      rows.append("\($0.cell.number) \($0.variant) \($0.replication) \($0.values) \($0.singleResize as Bool?)")
    }
    return rows
  }

  /// The rows of a campaign that was run at once.
  private func whole() async throws -> [String] {
    #expect(try await run("whole").ran == 4 * Self.cells)
    let rows = try await rows("whole")
    #expect(rows.count == 4 * Self.cells)
    return rows
  }

  @Test("without its last shard a campaign is not merged, and the shard is named; the environment can say which it is")
  func shards() async throws {
    for number in 1...3 { _ = try await run("c", shard: SweepShard(number: number, count: 4)) }
    await #expect {
      try await rows("c")
    } throws: { error in
      let diagnostics = (error as? Failure)?.diagnostics ?? []
      return diagnostics.map(\.code) == [.incompleteSweep] && diagnostics[0].message.contains("missing shards: 4/4")
    }
    let array = ["SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4"]
    let last = try SweepShard(environment: array)
    #expect(last?.text == "4/4")
    _ = try await run("c", shard: last)
    #expect(try await rows("c") == whole())
  }

  @Test("a campaign of another version of the model is neither extended nor merged, and the message says what to do")
  func otherModel() async throws {
    _ = try await whole()
    let store = try DatabaseQueue(path: folder.path("whole/campaign.sqlite"))
    try await store.write { try $0.execute(sql: "UPDATE campaign SET value = '2' WHERE name = 'model_version'") }
    try store.close()
    func isRefused(_ error: any Error) -> Bool {
      let diagnostics = (error as? Failure)?.diagnostics ?? []
      return diagnostics.map(\.code) == [.store] && diagnostics[0].message.contains("are of version 2 of the model")
        && diagnostics[0].message.contains("begin in another folder")
    }
    await #expect { try await run("whole", replications: 5) } throws: { isRefused($0) }
    await #expect { try await rows("whole") } throws: { isRefused($0) }
  }

  @Test("a shard neither waits for the lock of the whole campaign nor runs what that has")
  func besideALock() async throws {
    let whole = try await whole()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let store = try DatabaseQueue(path: folder.path("whole/campaign.sqlite"), configuration: configuration)
    // The lock is kept until the shards are done: one that waited would fail.
    try store.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    var found = 0
    for number in 1...2 {
      let summary = try await run("whole", shard: SweepShard(number: number, count: 2))
      #expect(summary.ran == 0)
      found += summary.found
    }
    #expect(found == 4 * Self.cells)
    try store.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try store.close()
    #expect(try await rows("whole") == whole)
  }

  @Test("more cells and more replications extend what is there")
  func grows() async throws {
    // Sizes below 40: 2 x (1 + 1 + 2) cells.
    #expect(try await run("c", replications: 2, filter: "nodes < 40").ran == 2 * 8)
    let rest = try await run("c")
    #expect(rest.ran == 4 * Self.cells - 16 && rest.found == 16 && rest.failedCells == 0)
    #expect(try await rows("c") == whole())
  }
}
