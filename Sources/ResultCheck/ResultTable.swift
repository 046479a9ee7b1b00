// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Statistics

/// What the rows of a result belong to: a variant of a scenario, or one pool of it.
package struct ResultKey: Hashable, Sendable, CustomStringConvertible {
  /// The scenario.
  package let scenario: String
  /// The variant.
  package let variant: String
  /// The pool; empty for all pools together, and where pools have no names.
  package let pool: String

  /// Makes a key.
  package init(scenario: String, variant: String, pool: String = "") {
    self.scenario = scenario
    self.variant = variant
    self.pool = pool
  }

  /// `scenario/variant`, and the pool after another slash.
  package var description: String {
    [scenario, variant, pool].filter { !$0.isEmpty }.joined(separator: "/")
  }
}

/// A result that was read back: `replications.csv`, or the figures of `summary.csv`.
package struct ResultTable: Sendable {
  /// The figures of a metric for one key.
  struct Series: Sendable {
    /// The cells as they stand in the file, one a replication; the whole row of a summary.
    var texts: [String] = []
    /// The numbers of the cells; nil where the metric does not apply.
    var values: [Double?] = []
    /// Count, mean and variance that a summary states; nil where every replication is known.
    var summary: Tally?

    /// Count, mean and variance of the replications to which the metric applies.
    var tally: Tally { summary ?? Tally(values.lazy.compactMap { $0 }) }
  }

  /// The rows of a key.
  struct Group: Sendable {
    let key: ResultKey
    /// The replications in the order of rows; empty for a summary.
    var replications: [Int] = []
    /// The metrics, in the order of the file.
    var metrics: [String]
    /// The figures of each metric.
    var series: [Series]

    /// How many replications there are: rows, or the largest count of a summary.
    var replicationCount: Int {
      replications.isEmpty ? series.map { $0.summary?.count ?? 0 }.max() ?? 0 : replications.count
    }

    /// The figures of a metric, if the file has it.
    func series(of metric: String) -> Series? {
      metrics.firstIndex(of: metric).map { series[$0] }
    }
  }

  /// The file that was read.
  package let path: String
  /// The seeds of the scenarios, as far as a manifest beside the file states them.
  package internal(set) var seeds: [String: UInt64] = [:]
  /// The version of the tool that made the result, as far as a manifest beside the file states it.
  package internal(set) var version: String?
  /// How many replications every variant of a scenario has, as far as a manifest beside the file states it.
  package internal(set) var statedReplications: [String: Int] = [:]
  /// The keys with their rows, in the order of the file.
  private(set) var groups: [Group] = []
  private var indices: [ResultKey: Int] = [:]

  init(path: String) {
    self.path = path
  }

  /// The keys, in the order of the file.
  package var keys: [ResultKey] { groups.map(\.key) }

  /// Every metric that the file names, in order.
  package var metrics: [String] {
    var seen: Set<String> = []
    return groups.flatMap(\.metrics).filter { seen.insert($0).inserted }
  }

  /// The scenarios, in the order of the file.
  var scenarios: [String] {
    var seen: Set<String> = []
    return groups.map(\.key.scenario).filter { seen.insert($0).inserted }
  }

  /// The rows of a key, if the file has any.
  func group(_ key: ResultKey) -> Group? {
    indices[key].map { groups[$0] }
  }

  /// Changes the rows of a key, which begin empty with these metrics.
  mutating func update<Failure: Error>(
    _ key: ResultKey, metrics: [String], _ body: (inout Group) throws(Failure) -> Void
  ) throws(Failure) {
    let index: Int
    if let known = indices[key] {
      index = known
    } else {
      index = groups.count
      indices[key] = index
      groups.append(Group(key: key, metrics: metrics, series: Array(repeating: Series(), count: metrics.count)))
    }
    try body(&groups[index])
  }
}
