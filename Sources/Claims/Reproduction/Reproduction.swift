// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
internal import BatchPool
package import EventEngine

/// The published claims beside what the model gives.
///
///     parameters -> CaseRunner (common random numbers) -> outcomes -> figures, timeouts, surface -> verdicts
package struct Reproduction: Sendable {
  /// The claims' figures, in order of the claims.
  package let figures: [ReproducedFigure]
  /// Managed-image pools under several timeouts (C3, C4).
  package let timeouts: [TimeoutRow]
  /// Gains over sizes and replicas; empty unless asked for.
  package let surface: [SurfaceRow]
  /// Names the random numbers.
  package let seed: UInt64
  /// Replications of every case.
  package let replications: Int
  /// Events of all runs.
  package let events: UInt64

  /// Runs what the claims need.
  ///
  /// - Parameters:
  ///   - runner: The parameters, the seed and the number of replications.
  ///   - includesSurface: Whether to run the surface too.
  ///   - progress: Told after every replication.
  /// - Throws: `CancellationError` when the task is cancelled.
  package init(
    _ runner: CaseRunner, includesSurface: Bool, progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws {
    let cases = ClaimConditions.unique(
      ClaimConditions.claimCases + (includesSurface ? ClaimConditions.surfaceCases : []))
    self.init(
      try await runner.outcomes(of: cases, progress: progress), seed: runner.seed, includesSurface: includesSurface)
  }

  /// Works the figures out from outcomes.
  init(_ outcomes: CaseOutcomes, seed: UInt64, includesSurface: Bool) {
    figures = ClaimFigures.fitted(outcomes) + ClaimFigures.heldOut(outcomes)
    timeouts = ClaimConditions.timeoutCases.map { TimeoutRow($0, outcomes) }
    surface =
      includesSurface
      ? ClaimConditions.surfaceNodes.flatMap { nodes in
        ClaimConditions.surfaceReplicas.map { SurfaceRow(nodes: nodes, replicas: $0, outcomes) }
      } : []
    self.seed = seed
    replications = outcomes.replications
    events = outcomes.events
  }

  /// What the figures say together: missed if any is, else undecided if any is, else met.
  package var verdict: ClaimTarget.Verdict {
    let verdicts = Set(figures.map(\.verdict))
    return verdicts.contains(.missed) ? .missed : verdicts.contains(.cannotTell) ? .cannotTell : .met
  }
}

/// A managed-image pool under one timeout.
package struct TimeoutRow: Sendable {
  /// Nodes wanted.
  package let nodes: Int
  /// How long one resize may take.
  package let resizeTimeout: SimulationDuration
  /// Whether one resize was enough.
  package let singleResize: Estimate
  /// Resizes until the target was reached.
  package let resizes: Estimate
  /// Whether the target was reached in the end.
  package let reachedTarget: Estimate
  /// Time to the steady state at the target [s].
  package let steadyState: Estimate

  init(_ poolCase: PoolCase, _ outcomes: CaseOutcomes) {
    nodes = poolCase.nodes
    resizeTimeout = poolCase.resizeTimeout
    singleResize = outcomes.summary(.singleResize, poolCase).estimate
    resizes = outcomes.summary(.resizes, poolCase).estimate
    reachedTarget = outcomes.summary(.reachedTarget, poolCase).estimate
    steadyState = outcomes.summary(.steadyState, poolCase).estimate
  }
}

/// A gallery image beside a managed one, for one size and one number of replicas.
package struct SurfaceRow: Sendable {
  /// Nodes wanted.
  package let nodes: Int
  /// Replicas of the gallery image.
  package let replicas: Int
  /// Time to the steady state, managed beside gallery.
  package let steadyState: MetricComparison
  /// Mean idle latency, managed beside gallery.
  package let idleLatency: MetricComparison
  /// Resizes of the managed-image pool.
  package let managedResizes: Estimate
  /// Resizes of the gallery-image pool.
  package let galleryResizes: Estimate

  init(nodes: Int, replicas: Int, _ outcomes: CaseOutcomes) {
    let (managed, gallery) = ClaimConditions.gain(nodes: nodes, replicas: replicas)
    self.nodes = nodes
    self.replicas = replicas
    steadyState = outcomes.comparison(.steadyState, baseline: managed, candidate: gallery)
    idleLatency = outcomes.comparison(.idleLatencyMean, baseline: managed, candidate: gallery)
    managedResizes = outcomes.summary(.resizes, managed).estimate
    galleryResizes = outcomes.summary(.resizes, gallery).estimate
  }
}
