// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
package import BatchPool
internal import Foundation
internal import Randomness
internal import Statistics
internal import Synchronization

/// Fits free parameters, within their documented ranges, to the claims C1 to C3.
///
///     start positions -> simplex searches (one a core) -> best -> rounded -> other random numbers: residuals, held-out claims
///                                                             -> derivatives -> what the claims cannot tell apart
///
/// Every evaluation meets the same random circumstances, so that the misfit is a function of the parameters alone. It is
/// the sum over the fitted figures of (figure - target)², in half-widths of a two-sided target; a one-sided target counts
/// as far as it is missed, and is aimed at from within by two standard errors of a share, so that other random numbers
/// come to the same verdict. To the misfit a search adds ``restraint`` for every parameter, times the square of the share
/// of its range by which it has moved: what the claims cannot tell stays where it was.
package struct Calibration: Sendable {
  /// How to search.
  package struct Settings: Hashable, Sendable {
    /// Names the random numbers of the search; the check of what was found has others.
    package var seed: UInt64
    /// Replications of every case in the search.
    package var replications: Int
    /// Replications of every case in the check of what was found.
    package var checkReplications: Int
    /// Searches, each from a starting point of its own; the first starts at the parameters as they are.
    package var starts: Int
    /// Evaluations that one search may take.
    package var evaluationLimit: Int
    /// Searches that run at once.
    package var jobs: Int

    /// Makes settings.
    package init(
      seed: UInt64, replications: Int = 100, checkReplications: Int = 400, starts: Int = 4, evaluationLimit: Int = 600,
      jobs: Int = ReplicationRunner.availableJobs
    ) {
      self.seed = seed
      self.replications = replications
      self.checkReplications = checkReplications
      self.starts = starts
      self.evaluationLimit = evaluationLimit
      self.jobs = jobs
    }
  }

  /// Two misfits that differ by no more than this are of equal quality: a fifth of the square of one target's half-width.
  package static let equalQuality = 0.2

  /// What moving one parameter through its whole range costs: half the square of one target's half-width.
  package static let restraint = 0.5

  /// The parameters to start from; what no axis names stays.
  package let parameters: ModelParameters
  /// The free parameters.
  package let axes: [ParameterAxis]
  /// How to search.
  package let settings: Settings
  private let simulate: ReplicationRunner.Simulate

  /// Makes a calibration.
  ///
  /// - Parameters:
  ///   - parameters: The parameters to start from.
  ///   - axes: The free parameters; at least one.
  ///   - settings: How to search.
  ///   - simulate: Runs one replication; `PoolSimulation.run` unless a test puts something else in its place.
  /// - Precondition: There is an axis, and every count of the settings is at least 1.
  package init(
    _ parameters: ModelParameters, axes: [ParameterAxis], settings: Settings,
    simulate: @escaping ReplicationRunner.Simulate = {
      PoolSimulation.run($0, seed: $1, replication: $2, recording: $3)
    }
  ) {
    precondition(!axes.isEmpty, "a calibration needs a free parameter")
    precondition(settings.starts >= 1 && settings.evaluationLimit >= 1, "a calibration needs a search")
    self.parameters = parameters
    self.axes = axes
    self.settings = settings
    self.simulate = simulate
  }

  /// Searches, checks what was found, and looks at what the claims leave open.
  ///
  /// - Parameter progress: Told after every evaluation, from any thread.
  /// - Returns: What was found.
  /// - Throws: `CancellationError` when the task is cancelled.
  package func run(progress: @escaping @Sendable (ExperimentProgress) -> Void = { _ in }) async throws
    -> CalibrationResult
  {
    let moving = movingAxes()
    let starts = startingPoints(moving.axes)
    var searches: [CalibrationResult.Search] = []
    let runs = ClaimConditions.fittedCases.count * settings.replications
    let total = starts.count * settings.evaluationLimit * runs
    let done = Mutex(0)
    try await OrderedParallelMap(jobs: min(settings.jobs, starts.count)).run(starts.count) { index in
      search(moving.axes, from: starts[index]) {
        progress(
          ExperimentProgress(
            scenario: "calibrate",
            done: done.withLock { done in
              done = min(done + runs, total)
              return done
            }, total: total))
      }
    } deliver: {
      searches.append($1)
    }
    guard let best = searches.min(by: { $0.misfit < $1.misfit }) else { preconditionFailure("no search was run") }
    let fitted = rounded(parameters.moved(along: moving.axes, to: best.end), moving.axes)
    let check = runner(fitted, seed: settings.seed &+ 1, replications: settings.checkReplications)
    let outcomes = try await check.outcomes(of: ClaimConditions.claimCases, name: "check")
    return CalibrationResult(
      start: parameters, fitted: fitted, axes: moving.axes, inertAxes: moving.inert, searches: searches,
      settings: settings, figures: ClaimFigures.fitted(outcomes), heldOut: ClaimFigures.heldOut(outcomes),
      identifiability: try await Identifiability(
        around: fitted, axes: moving.axes,
        runner(fitted, seed: settings.seed, replications: settings.checkReplications)))
  }

  /// The misfit of some parameters, by the random numbers of the search.
  ///
  /// - Complexity: O(cases × replications) runs, on the calling thread.
  func misfit(_ parameters: ModelParameters) -> Double {
    let runner = runner(parameters, seed: settings.seed, replications: settings.replications)
    return Self.misfit(
      ClaimFigures.fitted(runner.outcomesInPlace(of: ClaimConditions.fittedCases)),
      checkReplications: settings.checkReplications)
  }

  /// The misfit of some figures.
  ///
  /// - Parameters:
  ///   - figures: The fitted figures.
  ///   - checkReplications: How many replications the check has, for the margin within a one-sided target.
  /// - Returns: The sum of the squared residuals.
  static func misfit(_ figures: [ReproducedFigure], checkReplications: Int) -> Double {
    figures.reduce(0) { sum, figure in
      let residual = residual(figure, checkReplications: checkReplications)
      return sum + residual * residual
    }
  }

  /// How far a figure is from its target, in half-widths of a two-sided target, or in ``oneSidedScale`` of a one-sided.
  package static func residual(_ figure: ReproducedFigure, checkReplications: Int) -> Double {
    // No figure at all is worse than any figure, and still a number that a search can compare.
    guard let mean = figure.mean else { return 100 }
    if let low = figure.target.low, let high = figure.target.high {
      return (mean - (low + high) / 2) / ((high - low) / 2)
    }
    let limit = figure.target.low ?? figure.target.high ?? mean
    var margin = 0.0
    if figure.unit == .share { margin = 2 * (limit * (1 - limit) / Double(checkReplications)).squareRoot() }
    let isBelow = figure.target.low != nil
    let shortfall = isBelow ? limit + margin - mean : mean - (limit - margin)
    return max(0, shortfall) / (figure.unit == .share ? oneSidedScale : 1)
  }

  /// What counts as much as half the width of a two-sided target: 5 points of a share.
  package static let oneSidedScale = 0.05

  private func runner(_ parameters: ModelParameters, seed: UInt64, replications: Int) -> CaseRunner {
    CaseRunner(
      parameters: parameters, seed: seed, replications: replications, jobs: settings.jobs, simulate: simulate)
  }

  /// The axes that move a fitted figure at all, and those that do not: a search along them would say nothing.
  private func movingAxes() -> (axes: [ParameterAxis], inert: [ParameterAxis]) {
    func figures(_ parameters: ModelParameters) -> [Double?] {
      let runner = runner(parameters, seed: settings.seed, replications: 2)
      let outcomes = runner.outcomesInPlace(of: ClaimConditions.fittedCases)
      return ClaimConditions.fittedCases.flatMap { poolCase in
        outcomes[poolCase].flatMap {
          [Metric.steadyState.value(ofTotal: $0), Metric.idleLatencyMean.value(ofTotal: $0)]
        }
      }
    }
    let isMoving = axes.map { axis in
      figures(parameters.moved(along: [axis], to: [0])) != figures(parameters.moved(along: [axis], to: [1]))
    }
    let moving = zip(axes, isMoving).filter(\.1).map(\.0)
    return moving.isEmpty ? (axes, []) : (moving, zip(axes, isMoving).filter { !$0.1 }.map(\.0))
  }

  /// Positions to start from: where the parameters are, then points that fill the ranges evenly.
  private func startingPoints(_ axes: [ParameterAxis]) -> [[Double]] {
    let current = axes.map { axis in axis.position(of: axis.quantity.value(in: parameters) ?? axis.range.lowerBound) }
    return [current] + SobolSequence(dimensions: axes.count).points(settings.starts - 1)
  }

  /// One search: a simplex, and smaller ones around what it found, for a simplex can collapse where a share steps.
  private func search(
    _ axes: [ParameterAxis], from start: [Double], evaluated: () -> Void
  ) -> CalibrationResult.Search {
    var best: CalibrationResult.Search?
    var evaluations = 0
    for step in [0.5, 0.3, 0.15] {
      let found = minimum(
        axes, from: best?.end ?? start, step: step, limit: settings.evaluationLimit / 3, evaluated: evaluated)
      evaluations += found.evaluations
      if let earlier = best, earlier.misfit < found.misfit { continue }
      best = found
    }
    guard let best else { preconditionFailure("a search without a step") }
    return CalibrationResult.Search(
      start: start, end: best.end, misfit: best.misfit, evaluations: evaluations, isConverged: best.isConverged)
  }

  private func minimum(
    _ axes: [ParameterAxis], from start: [Double], step: Double, limit: Int, evaluated: () -> Void
  ) -> CalibrationResult.Search {
    let minimiser = SimplexMinimiser(sizeTolerance: 0.01, evaluationLimit: max(1, limit))
    let minimum = minimiser.minimum(
      from: start.map(Self.unbounded), steps: start.map { _ in step },
      of: { point in
        let positions = point.map(Self.bounded)
        let value = misfit(parameters.moved(along: axes, to: positions)) + restraint(axes, positions)
        evaluated()
        return value
      })
    return CalibrationResult.Search(
      start: start, end: minimum.point.map(Self.bounded), misfit: minimum.value, evaluations: minimum.evaluations,
      isConverged: minimum.isConverged)
  }

  private func restraint(_ axes: [ParameterAxis], _ positions: [Double]) -> Double {
    zip(axes, positions).reduce(0) { sum, pair in
      let moved = pair.1 - pair.0.position(of: pair.0.quantity.value(in: parameters) ?? pair.0.range.lowerBound)
      return sum + Self.restraint * moved * moved
    }
  }

  /// A position in 0 ... 1 for any number: smooth, and both ends can be reached (James and Roos 1975, MINUIT,
  /// doi:10.1016/0010-4655(75)90039-9).
  private static func bounded(_ variable: Double) -> Double { (1 + sin(variable)) / 2 }

  private static func unbounded(_ position: Double) -> Double { asin(2 * position - 1) }

  /// The parameters with three significant digits on every axis: more would claim a precision that nothing supports.
  private func rounded(_ parameters: ModelParameters, _ axes: [ParameterAxis]) -> ModelParameters {
    axes.reduce(into: parameters) { result, axis in
      guard let value = axis.quantity.value(in: parameters), value > 0 else { return }
      let inUnits = value / axis.quantity.unitSize
      let scale = pow(10, 2 - floor(log10(inUnits)))
      let rounded = (inUnits * scale).rounded() / scale * axis.quantity.unitSize
      axis.quantity.set(min(max(rounded, axis.range.lowerBound), axis.range.upperBound), in: &result)
    }
  }
}
