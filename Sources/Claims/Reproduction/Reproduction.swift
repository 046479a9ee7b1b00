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
  /// The shares of single resizes (C3, C5, C6b) that are also computed without runs.
  package let computed: [ComputedShare]
  /// Whether the claims about managed images, C1 to C4, apply.
  package let hasManagedImages: Bool
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
  ///   - hasManagedImages: Whether the claims about managed images apply; without them there is no surface.
  ///   - includesSurface: Whether to run the surface too.
  ///   - computesShares: Whether to compute single resizes without runs too.
  ///   - progress: Told after every replication.
  /// - Throws: `CancellationError` when the task is cancelled.
  package init(
    _ runner: CaseRunner, hasManagedImages: Bool = true, includesSurface: Bool, computesShares: Bool = true,
    progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws {
    let includesSurface = includesSurface && hasManagedImages
    let cases =
      hasManagedImages
      ? ClaimConditions.unique(ClaimConditions.claimCases + (includesSurface ? ClaimConditions.surfaceCases : []))
      : ClaimConditions.lastingCases
    let outcomes = try await runner.outcomes(of: cases, progress: progress)
    figures =
      hasManagedImages
      ? ClaimFigures.fitted(outcomes) + ClaimFigures.heldOut(outcomes)
      : ClaimFigures.lasting(outcomes, laterTimeout: ClaimConditions.laterTimeoutOfOneReplica)
    timeouts = hasManagedImages ? ClaimConditions.timeoutCases.map { TimeoutRow($0, outcomes) } : []
    computed =
      computesShares ? try await ComputedShare.all(of: cases, beside: outcomes, runner, progress: progress) : []
    self.hasManagedImages = hasManagedImages
    seed = runner.seed
    surface =
      includesSurface
      ? ClaimConditions.surfaceNodes.flatMap { nodes in
        ClaimConditions.surfaceReplicas.map { SurfaceRow(nodes: nodes, replicas: $0, outcomes) }
      } : []
    replications = outcomes.replications
    events = outcomes.events
  }

  /// The claims that apply.
  package var claims: [PublishedClaim] { PublishedClaim.all.filter { hasManagedImages || !$0.concernsManagedImages } }

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
