// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
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
    /// The pools of the variant: the fewest resizes that a replication has.
    let pools: Int
    /// What one resize more than the replications had would change; nil where none can follow.
    let further: FurtherResize?
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
    try await survey(includingShardsUnderWay: true).status
  }

  /// Hands over every row: by cell, then by variant in the order of the scenario, then by replication.
  ///
  /// However many stores there are, one at a time is open: cells are read in blocks, and each store once for a block.
  ///
  /// - Parameters:
  ///   - allowsGaps: Whether what is missing is left out; otherwise it is an error.
  ///   - deliver: Takes a row.
  /// - Returns: How far the sweep is.
  /// - Throws: `Failure` when something is missing, or what `deliver` throws.
  package func rows(allowingGaps allowsGaps: Bool = false, _ deliver: (Row) throws -> Void) async throws -> Status {
    let survey = try await survey(includingShardsUnderWay: allowsGaps)
    guard allowsGaps || survey.status.isComplete else { throw incomplete(survey.status) }
    var start = 0
    while start < survey.cells.count {
      let block = start..<endOfBlock(from: start, survey.cells)
      for (index, found) in zip(block, try results(of: block, survey)) {
        try hand(over: found, of: survey.cells[index], deliver)
      }
      start = block.upperBound
    }
    return survey.status
  }

  /// Values that a block of cells has at most, so that some ten MiB hold it.
  private static let valuesOfBlock = 1 << 20

  private func endOfBlock(from start: Int, _ cells: [SweepDefinition.PreparedCell]) -> Int {
    var (end, values) = (start, 0)
    while end < cells.count, end == start || values < Self.valuesOfBlock {
      values += cells[end].variants.count * definition.replications * Self.metrics.count
      end += 1
    }
    return end
  }

  /// The results of some cells, by variant and replication, from every store that has any.
  private func results(of block: Range<Int>, _ survey: Survey) throws(Failure) -> [[String: [Int: [Double?]]]] {
    var found = [[String: [Int: [Double?]]]](repeating: [:], count: block.count)
    for store in survey.stores where block.contains(where: { store.numbers[$0] != nil }) {
      try campaign.whileLooking { () throws(Failure) in
        guard let open = try self.open(store) else { return }
        for index in block {
          guard let number = store.numbers[index] else { continue }
          let results = try open.results(
            cell: number, identity: survey.cells[index].identity, below: definition.replications)
          found[index - block.lowerBound].merge(results) { old, new in old.merging(new) { first, _ in first } }
        }
      }
    }
    return found
  }

  /// Opens a store again; a shard that was under way may have become complete since.
  private func open(_ store: KnownStore) throws(Failure) -> SweepStore? {
    if let open = try campaign.openToRead(store.path) { return open }
    return store.isOfShardUnderWay ? try campaign.openToRead(campaign.completePath(ofPartial: store.path)) : nil
  }

  private func hand(
    over found: [String: [Int: [Double?]]], of cell: SweepDefinition.PreparedCell, _ deliver: (Row) throws -> Void
  ) throws {
    for variant in cell.variants {
      let replications = found[variant.name] ?? [:]
      for replication in replications.keys.sorted() {
        let values = replications[replication] ?? []
        try deliver(
          Row(
            cell: cell.cell, variant: variant.name, replication: replication, values: values,
            singleResize: Self.singleResize(values, of: variant.configuration),
            pools: variant.configuration.pools.count, further: FurtherResize(variant.configuration)))
      }
    }
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

  /// What is known of one store after a look into it.
  private struct KnownStore {
    let path: String
    let isOfShardUnderWay: Bool
    let shard: SweepShard?
    /// The numbers that cells of the sweep have in it, by their place among the cells.
    let numbers: [Int: Int64]
  }

  /// What is known of all stores together.
  private struct Survey {
    var status: Status
    let cells: [SweepDefinition.PreparedCell]
    let stores: [KnownStore]
  }

  /// How often the folder is listed again because a shard got its final name between listing and opening.
  private static let mostListings = 100

  /// Looks into every store, one after the other.
  private func survey(includingShardsUnderWay: Bool) async throws -> Survey {
    let cells = try await definition.prepare(selection.cells(of: definition.plan), jobs: jobs)
    // Axes that change nothing give several cells one identity.
    let places = Dictionary(grouping: cells.indices, by: { cells[$0].identity })
    for _ in 0..<Self.mostListings {
      let paths =
        try campaign.storePaths() + (includingShardsUnderWay ? campaign.storePaths(ofShardsUnderWay: true) : [])
      // One store may have what another lacks, or the same once more: what counts is which replications there are.
      var found = [[String: IndexSet]](repeating: [:], count: cells.count)
      let stores = try paths.compactMap { path throws(Failure) in
        try campaign.whileLooking { () throws(Failure) in try look(into: path, places, &found) }
      }
      guard stores.count == paths.count || paths.allSatisfy({ access($0, F_OK) == 0 }) else { continue }
      return Survey(status: try status(of: cells, found, stores), cells: cells, stores: stores)
    }
    throw Failure(
      .writeFailed, path: campaign.folder, message: "the files change faster than they can be read; try again later")
  }

  private func look(
    into path: String, _ places: [String: [Int]], _ found: inout [[String: IndexSet]]
  ) throws(Failure) -> KnownStore? {
    guard let store = try campaign.openToRead(path) else { return nil }
    if let signature = try store.campaignValue("sweep"), signature != definition.signature {
      throw Failure(
        .invalid, .otherSweep, at: SourcePlace(file: store.path),
        "this belongs to another sweep, or to another version of this one")
    }
    let replications = try store.replications(below: definition.replications)
    var numbers: [Int: Int64] = [:]
    for (identity, number) in try store.cellNumbers() {
      for place in places[identity] ?? [] {
        numbers[place] = number
        found[place].merge(replications[number] ?? [:]) { $0.union($1) }
      }
    }
    let shard = try store.campaignValue("shard").map { text throws(Failure) in try SweepShard(text) }
    return KnownStore(path: path, isOfShardUnderWay: store.isOfShardUnderWay, shard: shard, numbers: numbers)
  }

  private func status(
    of cells: [SweepDefinition.PreparedCell], _ found: [[String: IndexSet]], _ stores: [KnownStore]
  ) throws(Failure) -> Status {
    var status = Status()
    status.cells = cells.count
    for (cell, found) in zip(cells, found) {
      if let failure = cell.failure {
        status.failures[cell.cell.number] = "\(failure)"
        continue
      }
      let count = cell.wholeReplications(found).count
      status.wantedReplications += definition.replications
      status.replications += count
      if count == definition.replications {
        status.completeCells += 1
      } else if found.values.contains(where: { !$0.isEmpty }) {
        status.partialCells += 1
      }
    }
    status.missingShards = try missingShards(stores)
    let begun = Set(stores.filter(\.isOfShardUnderWay).compactMap(\.shard?.text))
    status.begunShards = status.missingShards.filter(begun.contains)
    return status
  }

  /// The shards that are missing, where one that exists says how many there are.
  private func missingShards(_ stores: [KnownStore]) throws(Failure) -> [String] {
    let present = Set(stores.filter { !$0.isOfShardUnderWay }.compactMap(\.shard?.text))
    let counts = Set(stores.compactMap(\.shard?.count))
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
