// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine
internal import Experiments
internal import Scenarios

/// What became of every size that a caller asked for, when there are several: the figures of a run are those of the last.
struct RequestedSizes {
  /// A size that a pool was asked to have: the first request, and those that repeat it.
  private struct Request: Hashable, Comparable {
    let requestedAt: SimulationTime
    let pool: Int
    let targetNodes: Int

    static func < (left: Request, right: Request) -> Bool {
      (left.requestedAt, left.pool, left.targetNodes) < (right.requestedAt, right.pool, right.targetNodes)
    }
  }

  /// What it came to in the replications that had it.
  private struct Story {
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

  private let stories: [(variant: String, pool: String, request: Request, story: Story)]
  private let namesPools: Bool

  /// Looks at the resizes of a result; nil when every pool was asked for one size alone.
  ///
  /// - Complexity: O(n log n) for n resizes.
  init?(_ result: ExperimentResult) {
    namesPools = result.scenario.namesPools
    var stories: [(String, String, Request, Story)] = []
    var isOne = true
    for variant in result.variants {
      var known: [Request: Story] = [:]
      for outcome in variant.outcomes {
        for (request, records) in Self.requests(outcome.resizes) {
          known[request, default: Story()].add(records)
        }
      }
      isOne = isOne && Set(known.keys.map(\.pool)).count == known.count
      stories += known.sorted { $0.key < $1.key }.map {
        (variant.variant.name, variant.variant.configuration.pools[$0.key.pool].name, $0.key, $0.value)
      }
    }
    if isOne { return nil }
    self.stories = stories
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
  func table() -> TextTable {
    var table = TextTable(
      columns: [TextTable.Column("variant", isNumeric: false)]
        + (namesPools ? [TextTable.Column("pool", isNumeric: false)] : [])
        + [
          TextTable.Column("asked for at [s]"), TextTable.Column("nodes wanted"),
          TextTable.Column("reached"), TextTable.Column("one resize was enough"), TextTable.Column("resizes"),
          TextTable.Column("until reached [s]"), TextTable.Column("else ended with", isNumeric: false),
        ])
    for (variant, pool, request, story) in stories {
      let count = Double(story.replications)
      let mean = story.seconds.isEmpty ? nil : story.seconds.reduce(0, +) / Double(story.seconds.count)
      let endings = story.endings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      table.append(
        [variant] + (namesPools ? [pool] : [])
          + [
            Wording.fixed((request.requestedAt - .zero).seconds, 0), "\(request.targetNodes)",
            Wording.percent(Double(story.reached) / count), Wording.percent(Double(story.single) / count),
            Wording.fixed(Double(story.resizes) / count, 2), mean.map { Wording.fixed($0, 1) } ?? "-",
            endings.map { "\($0.key) (\(Wording.percent(Double($0.value) / count)))" }.joined(separator: ", "),
          ])
    }
    return table
  }
}
