// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine
internal import Experiments
internal import Interchange
internal import Quantities
internal import Scenarios

/// What became of every size that a caller asked for, when there are several: the figures of a run are those of the last.
struct RequestedSizes {
  /// A size that a pool was asked to have: the first request, and those that repeat it.
  fileprivate struct Request: Hashable, Comparable {
    let requestedAt: SimulationTime
    let pool: Int
    let targetNodes: Int

    static func < (left: Request, right: Request) -> Bool {
      (left.requestedAt, left.pool, left.targetNodes) < (right.requestedAt, right.pool, right.targetNodes)
    }
  }

  /// Its result in the replications that had it.
  fileprivate struct Story {
    var replications = 0
    var reached = 0
    var single = 0
    var resizes = 0
    var seconds: [Double] = []
    /// The replications in which it was not reached, by what the last resize ended with.
    var endings: [String: Int] = [:]

    mutating func add(_ records: [ResizeRecord]) {
      guard let first = records.first, let last = records.last else { return }
      replications += 1
      resizes += records.count { $0.outcome != .refused }
      guard last.outcome == .completed, let end = last.endedAt else {
        endings[last.error?.code ?? last.outcome.rawValue, default: 0] += 1
        return
      }
      reached += 1
      if records.count == 1 { single += 1 }
      seconds.append((end - first.requestedAt).seconds)
    }
  }

  /// A size in one variant.
  struct SizeRow {
    fileprivate let variant: String
    fileprivate let pool: String
    fileprivate let request: Request
    fileprivate let story: Story

    fileprivate func share(_ replications: Int) -> String {
      NumberText.percent(Double(replications) / Double(story.replications))
    }
  }

  private let rows: [SizeRow]
  private let namesPools: Bool

  /// Looks at the resizes of a result; nil when every pool was asked for one size alone.
  ///
  /// - Complexity: O(n log n) for n resizes.
  init?(_ result: ExperimentResult) {
    namesPools = result.scenario.namesPools
    var rows: [SizeRow] = []
    var isOne = true
    for variant in result.variants {
      var known: [Request: Story] = [:]
      for outcome in variant.outcomes {
        for (request, records) in Self.requests(outcome.resizes) {
          known[request, default: Story()].add(records)
        }
      }
      isOne = isOne && Set(known.keys.map(\.pool)).count == known.count
      rows += known.sorted { $0.key < $1.key }.map {
        SizeRow(
          variant: variant.variant.name, pool: variant.variant.configuration.pools[$0.key.pool].name, request: $0.key,
          story: $0.value)
      }
    }
    if isOne { return nil }
    self.rows = rows
  }

  /// The resizes of a run by the request that they serve; one that was refused serves its own.
  private static func requests(_ records: [ResizeRecord]) -> [(Request, [ResizeRecord])] {
    var requests: [(request: Request, records: [ResizeRecord])] = []
    var latest: [Int: Int] = [:]
    for record in records {
      if record.outcome != .refused, let place = latest[record.pool],
        requests[place].request.targetNodes == record.targetNodes
      {
        requests[place].records.append(record)
        continue
      }
      if record.outcome != .refused { latest[record.pool] = requests.count }
      let request = Request(
        requestedAt: record.requestedAt, pool: record.pool, targetNodes: record.targetNodes)
      requests.append((request, [record]))
    }
    return requests
  }

  /// A row for every size, in the order of requests.
  func table() -> Table<SizeRow> {
    let pool: [Column<SizeRow>] = namesPools ? [Column(texts: "pool") { $0.pool }] : []
    return Table(rows, [Column(texts: "variant") { $0.variant }] + pool + Self.figures)
  }

  private static let figures: [Column<SizeRow>] = [
    Column(figures: "asked for at", unit: "s") { NumberText.fixed(($0.request.requestedAt - .zero).seconds, 0) },
    Column(figures: "nodes wanted") { "\($0.request.targetNodes)" },
    Column(figures: "reached") { $0.share($0.story.reached) },
    Column(figures: "one resize was enough") { $0.share($0.story.single) },
    Column(figures: "resizes") { NumberText.fixed(Double($0.story.resizes) / Double($0.story.replications), 2) },
    Column(figures: "until reached", unit: "s") { row in
      let seconds = row.story.seconds
      return seconds.isEmpty ? "-" : NumberText.fixed(seconds.reduce(0, +) / Double(seconds.count), 1)
    },
    Column(texts: "else ended with") { row in
      row.story.endings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key) (\(row.share($0.value)))" }.joined(separator: ", ")
    },
  ]
}
