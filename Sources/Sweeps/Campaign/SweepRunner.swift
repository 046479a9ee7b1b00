// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
internal import Files
internal import BatchPool
internal import Diagnostics
internal import Foundation

/// Runs what a sweep still lacks.
///
///     replication 0 of every cell, replication 1 of every cell, ...    an interrupted sweep still covers the grid
///       -> claim a batch of units in the store -> run them on all cores -> write them in one transaction
///
/// Several processes may work on one campaign: each claims what no living process has claimed.
package struct SweepRunner: Sendable {
  /// What a run of a sweep came to.
  package struct Summary: Hashable, Sendable {
    /// Replications of cells that this process ran.
    package var ran = 0
    /// Replications of cells that were there already, or that another process ran.
    package var found = 0
    /// Cells that cannot be run.
    package var failedCells = 0
  }

  /// Which cells are run.
  package struct Selection: Sendable {
    /// Only the cells for which this holds; nil for all.
    package var filter: SweepExpression?
    /// Only the cells of this shard, into a store of its own; nil for all.
    package var shard: SweepShard?

    /// Makes a selection.
    package init(filter: SweepExpression? = nil, shard: SweepShard? = nil) {
      self.filter = filter
      self.shard = shard
    }

    func cells(of plan: SweepPlan) throws(Failure) -> [SweepPlan.Cell] {
      let cells = try filter.map { filter throws(Failure) in try plan.cells(where: filter) } ?? plan.cells
      return shard.map { shard in cells.filter(shard.contains) } ?? cells
    }
  }

  private let definition: SweepDefinition
  private let campaign: SweepCampaign
  private let jobs: Int
  private let stopsAtFailure: Bool

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - definition: The sweep.
  ///   - campaign: Where its results are kept.
  ///   - jobs: Replications that run at once.
  ///   - stopsAtFailure: Whether the first cell that cannot be run ends the sweep.
  package init(_ definition: SweepDefinition, campaign: SweepCampaign, jobs: Int, stopsAtFailure: Bool = false) {
    self.definition = definition
    self.campaign = campaign
    self.jobs = jobs
    self.stopsAtFailure = stopsAtFailure
  }

  /// Runs what is missing of a selection of cells.
  ///
  /// - Parameters:
  ///   - selection: Which cells.
  ///   - toolVersion: The version of the tool, noted in the store.
  ///   - progress: Told after every batch.
  /// - Returns: What was done.
  /// - Throws: `Failure`, or `CancellationError`; what was finished is kept.
  package func run(
    _ selection: Selection, toolVersion: String, progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws -> Summary {
    let cells = try selection.cells(of: definition.plan)
    try campaign.create()
    let workers = try SweepWorkers(folder: campaign.folder)
    let store = try openStore(selection.shard, worker: workers.name)
    try describe(store, selection.shard, toolVersion: toolVersion)
    let prepared = try await definition.prepare(cells, jobs: jobs)
    let numbers = try store.cellNumbers(addingIdentities: prepared.map(\.identity))
    var summary = Summary()
    try store.removeFailures()
    for (number, cell) in zip(numbers, prepared) {
      guard let failure = cell.failure else { continue }
      summary.failedCells += 1
      try store.addFailure(cell: number, message: "\(failure)")
      guard !stopsAtFailure else {
        let stop = Diagnostic(
          .cellFails, at: SourcePlace(file: "cell \(cell.cell.number)"),
          "the cell cannot be run, and the sweep stops at the first failure")
        throw Failure(kind: .invalid, diagnostics: [stop] + failure.diagnostics)
      }
    }
    let known = try selection.shard == nil ? [:] : knownOutsideShards(prepared, numbers: numbers)
    var work = Work(
      store: store, workers: workers, numbers: numbers, known: known,
      cells: Dictionary(zip(numbers, prepared), uniquingKeysWith: { first, _ in first }),
      variantCounts: Dictionary(zip(numbers, prepared.map(\.variants.count)), uniquingKeysWith: { first, _ in first }),
      wanted: (prepared.count - summary.failedCells) * definition.replications)
    try await finish(&work, progress: progress)
    summary.ran = work.ran
    summary.found = work.wanted - work.ran
    guard let shard = selection.shard else {
      try store.close()
      return summary
    }
    try campaign.whileAlone { () throws(Failure) in
      try store.publish(as: campaign.completePath(shard), through: campaign.copyPath(workers.name))
      try store.closeRemovingFile()
    }
    return summary
  }

  /// What a run needs and how far it is.
  private struct Work {
    let store: SweepStore
    let workers: SweepWorkers
    /// The cells by number, in order.
    let numbers: [Int64]
    /// Replications that the store of the whole campaign had at the start, by the number of the cell in this store.
    let known: [Int64: IndexSet]
    let cells: [Int64: SweepDefinition.PreparedCell]
    /// How many variants each cell has, by the number of the cell.
    let variantCounts: [Int64: Int]
    /// Units that there shall be.
    let wanted: Int
    var ran = 0
    var batchSize = 16

    /// Units of the selection that have a result, here or in the store of the whole campaign.
    func finishedCount(replications: Int) throws(Failure) -> Int {
      let own = try store.replications(below: replications)
      return numbers.reduce(0) { count, number in
        let whole = cells[number]?.wholeReplications(own[number]) ?? IndexSet()
        // Not the sum: the whole campaign may have gained what this shard had already.
        return count + whole.union(known[number] ?? IndexSet()).count
      }
    }

    /// The cells of which a replication is wanted of this store.
    func numbers(lacking replication: Int) -> [Int64] {
      known.isEmpty ? numbers : numbers.filter { known[$0]?.contains(replication) != true }
    }
  }

  private func finish(_ work: inout Work, progress: (ExperimentProgress) -> Void) async throws {
    let replications = definition.replications
    var done = try work.finishedCount(replications: replications)
    while true {
      let ranBefore = work.ran
      for replication in 0..<replications {
        let numbers = work.numbers(lacking: replication)
        var place = 0
        while place < numbers.count {
          try Task.checkCancellation()
          let claim = try work.store.claim(
            work.batchSize, of: numbers[place...], replication: replication, variants: work.variantCounts,
            worker: work.workers.name, isAlive: work.workers.isAlive)
          place = claim.end
          guard !claim.units.isEmpty else { continue }
          try await runBatch(claim.units, &work)
          done += claim.units.count
          progress(ExperimentProgress(scenario: definition.name, done: min(done, work.wanted), total: work.wanted))
        }
      }
      done = try work.finishedCount(replications: replications)
      if done >= work.wanted { return }
      // The rest is being run by other processes; if one of them dies, its claims become void.
      if work.ran == ranBefore { try await Task.sleep(for: .milliseconds(200)) }
    }
  }

  /// Runs a batch and writes it; the next one is sized so that a batch takes about a second.
  private func runBatch(_ units: [SweepStore.Unit], _ work: inout Work) async throws {
    let start = ContinuousClock.now
    let cells = work.cells
    var results: [SweepStore.Result] = []
    results.reserveCapacity(units.count)
    try await OrderedParallelMap(jobs: jobs).run(units.count) { index in
      Self.simulate(units[index], cells: cells)
    } deliver: { _, result in
      results.append(result)
    }
    try work.store.add(results)
    work.ran += units.count
    let elapsed = max((ContinuousClock.now - start) / .seconds(1), 1e-3)
    work.batchSize = min(max(Int(Double(units.count) / elapsed), jobs), 2 * work.batchSize, 20_000)
  }

  private static func simulate(
    _ unit: SweepStore.Unit, cells: [Int64: SweepDefinition.PreparedCell]
  ) -> SweepStore.Result {
    guard let cell = cells[unit.cell] else {
      preconditionFailure("a unit of cell \(unit.cell), which is not of the sweep")
    }
    return SweepStore.Result(
      unit: unit, identity: cell.identity,
      variants: cell.variants.map { variant in
        let outcome = PoolSimulation.run(variant.configuration, seed: cell.seed, replication: unit.replication)
        return (variant.name, SweepCampaign.metrics.map { $0.value(ofTotal: outcome) })
      })
  }

  private func openStore(_ shard: SweepShard?, worker: String) throws(Failure) -> SweepStore {
    guard let shard else { return try campaign.open(campaign.wholePath) }
    // Nobody opens a shard while another gives it its final name and removes the file: who has opened a file that is
    // then removed would write into nothing.
    return try campaign.whileAlone { () throws(Failure) in try openPartial(shard, worker: worker) }
  }

  /// The store of a shard that is being worked on; what is complete of it already is in it.
  private func openPartial(_ shard: SweepShard, worker: String) throws(Failure) -> SweepStore {
    let partial = campaign.partialPath(shard)
    while true {
      let opened = Self.inode(of: partial)
      // A complete shard that is run again is extended, in a copy. One of another sweep stays as it is.
      if opened == nil, let complete = try campaign.openToRead(campaign.completePath(shard)) {
        try expectSameSweep(complete)
        let copy = campaign.copyPath(worker)
        try complete.copy(to: copy)
        // Another process may have been faster.
        _ = link(copy, partial)
        unlink(copy)
        continue
      }
      let store: SweepStore
      do throws(Failure) {
        store = try campaign.open(partial)
      } catch {
        // Where the file system has no locks, another process may remove the file while it is opened here.
        guard opened == Self.inode(of: partial) else { continue }
        throw error
      }
      if let opened, opened == Self.inode(of: partial) { return store }
      try store.close()
    }
  }

  /// Which file a name stands for; nil where there is none.
  private static func inode(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(truncatingIfNeeded: status.st_ino) : nil
  }

  /// What the store of the whole campaign has of some cells, so that a shard need not run it again.
  ///
  /// Another process may be writing that store: it is looked into once, and what it gains later is run here too.
  ///
  /// - Returns: Replications by the number of the cell in the shard's store; nothing where there is no such store.
  private func knownOutsideShards(
    _ prepared: [SweepDefinition.PreparedCell], numbers: [Int64]
  ) throws(Failure) -> [Int64: IndexSet] {
    guard let whole = try campaign.whole() else { return [:] }
    let replications = try whole.replications(below: definition.replications)
    guard !replications.isEmpty else { return [:] }
    let others = try whole.cellNumbers()
    var known: [Int64: IndexSet] = [:]
    for (number, cell) in zip(numbers, prepared) {
      guard let other = others[cell.identity] else { continue }
      known[number] = cell.wholeReplications(replications[other])
    }
    return known
  }

  private func describe(_ store: SweepStore, _ shard: SweepShard?, toolVersion: String) throws {
    try store.campaignValue("tool_version", settingUnlessThere: toolVersion)
    try store.campaignValue("model_version", settingUnlessThere: "\(PoolSimulation.modelVersion)")
    guard let shard else { return }
    try store.campaignValue("shard", settingUnlessThere: shard.text)
    try store.campaignValue("sweep", settingUnlessThere: definition.signature)
    try expectSameSweep(store)
  }

  private func expectSameSweep(_ store: SweepStore) throws(Failure) {
    guard let signature = try store.campaignValue("sweep"), signature != definition.signature else { return }
    throw Failure(
      .invalid, .otherSweep, at: SourcePlace(file: store.path),
      "this belongs to another sweep; use one folder for each sweep that is sharded")
  }
}
