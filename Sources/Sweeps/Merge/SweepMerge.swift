// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
package import Experiments
internal import Files
internal import Foundation

/// Reads the results of a sweep from all stores of its folder, in an order that does not depend on how they came about.
package struct SweepMerge: Sendable {
  /// One row: a variant in a replication of a cell.
  package struct Row: Sendable {
    /// The cell.
    package let cell: SweepPlan.Cell
    /// The variant.
    package let variant: String
    /// The replication, from 0.
    package let replication: Int
    /// One value a metric of ``SweepMerge/metrics``; nil where it does not apply.
    package let values: [Double?]
    /// Whether every pool reached its target in one resize; nil where actions ask for other sizes later, because what is
    /// kept of a replication does not say it then.
    package let singleResize: Bool?
  }

  /// How far a sweep is.
  package struct Status: Hashable, Sendable {
    /// Cells of the sweep.
    package var cells = 0
    /// Cells with all replications.
    package var completeCells = 0
    /// Cells with some replications.
    package var partialCells = 0
    /// Replications of cells that are there.
    package var replications = 0
    /// Replications of cells that there shall be, without the cells that cannot be run.
    package var wantedReplications = 0
    /// Why cells cannot be run, by the number of the cell.
    package var failures: [Int: String] = [:]
    /// Shards of which no complete store is there, as `3/16`.
    package var missingShards: [String] = []
    /// Those of them that are begun; what they have counts among the replications.
    package var begunShards: [String] = []

    /// Whether everything that can be run is there.
    package var isComplete: Bool { replications == wantedReplications && missingShards.isEmpty }
  }

  /// The metrics of a row, in order.
  package static var metrics: [Metric] { SweepCampaign.metrics }

  private let definition: SweepDefinition
  private let campaign: SweepCampaign
  private let selection: SweepRunner.Selection
  private let jobs: Int

  /// Makes a reader.
  package init(_ definition: SweepDefinition, campaign: SweepCampaign, filter: SweepExpression? = nil, jobs: Int) {
    self.definition = definition
    self.campaign = campaign
    selection = SweepRunner.Selection(filter: filter)
    self.jobs = jobs
  }

  /// Finds out how far the sweep is.
  ///
  /// - Throws: `Failure` when a shard belongs to another sweep, `Failure`, or `CancellationError`.
  package func status() async throws -> Status {
    try await status(of: selection.cells(of: definition.plan), in: openStores(includingShardsUnderWay: true)).status
  }

  /// Hands over every row: by cell, then by variant in the order of the scenario, then by replication.
  ///
  /// - Parameters:
  ///   - allowsGaps: Whether what is missing is left out; otherwise it is an error.
  ///   - deliver: Takes a row.
  /// - Returns: How far the sweep is.
  /// - Throws: `Failure` when something is missing, or what `deliver` throws.
  package func rows(allowingGaps allowsGaps: Bool = false, _ deliver: (Row) throws -> Void) async throws -> Status {
    let stores = try openStores(includingShardsUnderWay: allowsGaps)
    let (status, prepared, numbers) = try await status(of: selection.cells(of: definition.plan), in: stores)
    guard allowsGaps || status.isComplete else { throw incomplete(status) }
    for (index, cell) in prepared.enumerated() {
      var found: [String: [Int: [Double?]]] = [:]
      for (store, numbers) in zip(stores, numbers) {
        guard let number = numbers[index] else { continue }
        found.merge(try store.results(cell: number, below: definition.replications)) { old, new in
          old.merging(new) { first, _ in first }
        }
      }
      for variant in cell.variants {
        let replications = found[variant.name] ?? [:]
        for replication in replications.keys.sorted() {
          let values = replications[replication] ?? []
          try deliver(
            Row(
              cell: cell.cell, variant: variant.name, replication: replication, values: values,
              singleResize: Self.singleResize(values, of: variant.configuration)))
        }
      }
    }
    return status
  }

  private func incomplete(_ status: Status) -> Failure {
    var parts = ["\(status.replications) of \(status.wantedReplications) runs are there"]
    if !status.missingShards.isEmpty {
      let shown = status.missingShards.prefix(20).joined(separator: ", ")
      parts.append("missing shards: \(shown)\(status.missingShards.count > 20 ? " and more" : "")")
    }
    return Failure(
      .invalid, .incompleteSweep, at: SourcePlace(file: campaign.folder),
      "the sweep is not complete: \(parts.joined(separator: "; ")); run what is missing, or merge with --partial")
  }

  private func openStores(includingShardsUnderWay: Bool) throws -> [SweepStore] {
    let paths =
      try campaign.storePaths() + (includingShardsUnderWay ? campaign.storePaths(ofShardsUnderWay: true) : [])
    let stores = try paths.map { path throws(Failure) in try campaign.openToRead(path) }
    for store in stores {
      guard let signature = try store.campaignValue("sweep"), signature != definition.signature else { continue }
      throw Failure(
        .invalid, .otherSweep, at: SourcePlace(file: store.path),
        "this belongs to another sweep, or to another version of this one")
    }
    return stores
  }

  private func status(
    of cells: [SweepPlan.Cell], in stores: [SweepStore]
  ) async throws -> (status: Status, prepared: [SweepDefinition.PreparedCell], numbers: [[Int64?]]) {
    let prepared = try await definition.prepare(cells, jobs: jobs)
    let identities = prepared.map(\.identity)
    let numbers = try stores.map { store throws(Failure) in try store.cellNumbers(ofIdentities: identities) }
    // One store may have what another lacks, or the same once more: what counts is which replications there are.
    var found = [IndexSet](repeating: IndexSet(), count: cells.count)
    for (store, numbers) in zip(stores, numbers) {
      let known = try store.replications(below: definition.replications)
      for (index, number) in numbers.enumerated() {
        if let number, let replications = known[number] { found[index].formUnion(replications) }
      }
    }
    var status = Status()
    status.cells = cells.count
    for (cell, count) in zip(prepared, found.lazy.map(\.count)) {
      if let failure = cell.failure {
        status.failures[cell.cell.number] = "\(failure)"
        continue
      }
      status.wantedReplications += definition.replications
      status.replications += count
      if count == definition.replications { status.completeCells += 1 } else if count > 0 { status.partialCells += 1 }
    }
    status.missingShards = try missingShards(stores)
    let begun = Set(try stores.filter(\.isOfShardUnderWay).compactMap { try $0.campaignValue("shard") })
    status.begunShards = status.missingShards.filter(begun.contains)
    return (status, prepared, numbers)
  }

  /// The shards that are missing, where one that exists says how many there are.
  private func missingShards(_ stores: [SweepStore]) throws -> [String] {
    var present: Set<String> = []
    var counts: Set<Int> = []
    for store in stores {
      guard let text = try store.campaignValue("shard") else { continue }
      let shard = try SweepShard(text)
      if !store.isOfShardUnderWay { present.insert(shard.text) }
      counts.insert(shard.count)
    }
    guard counts.count <= 1 else {
      throw Failure(
        .invalid, .otherSweep, at: SourcePlace(file: campaign.folder),
        "the shards are of different divisions (into \(counts.sorted().map(String.init).joined(separator: ", "))); "
          + "keep each division in a folder of its own")
    }
    guard let count = counts.first else { return [] }
    return (1...count).map { "\($0)/\(count)" }.filter { !present.contains($0) }
  }
}
