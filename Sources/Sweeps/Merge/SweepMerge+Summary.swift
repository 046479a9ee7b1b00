// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
internal import BatchPool
internal import Diagnostics

extension SweepMerge {
  /// A variant of a cell over its replications.
  package struct Summary: Sendable {
    /// The cell.
    package let cell: SweepPlan.Cell
    /// The variant.
    package let variant: String
    /// How many replications there are.
    package let replications: Int
    /// Whether every pool reached its target in one resize; nil where the store cannot tell, see ``Row/singleResize``.
    package let singleResize: Estimate?
    /// Whether the pools reached their targets.
    package let reachedTarget: Estimate
    /// Resizes of all pools.
    package let resizes: Estimate
    /// From the first request until all pools were steady [s], over the replications that reached the target.
    package let steadyState: Estimate
    /// Mean idle latency of the nodes [s].
    package let idleLatencyMean: Estimate

    fileprivate init(_ rows: [Row], of first: Row) {
      func place(_ metric: Metric) -> Int? { SweepCampaign.metrics.firstIndex { $0.name == metric.name } }
      let (resizePlace, steadyPlace) = (place(.resizes), place(.steadyState))
      func estimate(_ metric: Metric) -> Estimate {
        let place = place(metric)
        let runs = rows.map { row in
          (
            value: place.flatMap { row.values[$0] }, resizes: Int(resizePlace.flatMap { row.values[$0] } ?? 0),
            steadyState: steadyPlace.flatMap { row.values[$0] }
          )
        }
        return Estimate(
          of: runs.compactMap(\.value), metric.unit,
          tally: metric.tally(of: runs, pools: first.pools, further: .some(first.further)))
      }
      cell = first.cell
      variant = first.variant
      replications = rows.count
      let single = rows.compactMap(\.singleResize)
      singleResize = single.count == rows.count ? Estimate(of: single.map { $0 ? 1 : 0 }, .holds) : nil
      reachedTarget = estimate(.reachedTarget)
      resizes = estimate(.resizes)
      steadyState = estimate(.steadyState)
      idleLatencyMean = estimate(.idleLatencyMean)
    }
  }

  /// Hands over every variant of every cell, over its replications: by cell, then in the order of the scenario.
  ///
  /// What has no replications is left out.
  ///
  /// - Parameters:
  ///   - allowsGaps: Whether what is missing is left out; otherwise it is an error.
  ///   - deliver: Takes a summary.
  /// - Returns: How far the sweep is.
  /// - Throws: `Failure` when something is missing, or what `deliver` throws.
  /// - Complexity: O(rows log replications); what is kept are the replications of one variant.
  package func summaries(
    allowingGaps allowsGaps: Bool = false, _ deliver: (Summary) throws -> Void
  ) async throws -> Status {
    var gathered: [Row] = []
    func finish() throws {
      guard let first = gathered.first else { return }
      try deliver(Summary(gathered, of: first))
      gathered.removeAll(keepingCapacity: true)
    }
    let status = try await rows(allowingGaps: allowsGaps) { row in
      if let last = gathered.last, last.cell.number != row.cell.number || last.variant != row.variant { try finish() }
      gathered.append(row)
    }
    try finish()
    return status
  }

  /// Whether every pool reached its target in one resize, from what a row holds.
  ///
  /// Every pool's first resize is requested at the start, so that all pools with as many resizes as there are pools had
  /// one each. Where the caller asks for other sizes later the count alone does not say it.
  static func singleResize(_ values: [Double?], of configuration: SystemConfiguration) -> Bool? {
    let asksAgain = configuration.interventions.contains(where: \.changesTarget)
    func value(_ metric: Metric) -> Double? {
      SweepCampaign.metrics.firstIndex { $0.name == metric.name }.flatMap {
        values.indices.contains($0) ? values[$0] : nil
      }
    }
    guard !asksAgain, let reached = value(.reachedTarget), let resizes = value(.resizes) else { return nil }
    return reached == 1 && resizes == Double(configuration.pools.count)
  }
}
