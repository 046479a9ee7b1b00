// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
package import BatchPool
package import Statistics

/// What each number with a documented range moves within it, alone and together with the others.
///
///     axes -> one at a time: a grid along every axis, and where the advice turns, a bisection
///          -> those that move anything, all at once: Sobol points A and B, and A with one column of B -> first-order and total indices
///
/// Every point meets the same random circumstances, so that a figure is a function of the parameters alone.
package struct Sensitivity: Sendable {
  /// How to look.
  package struct Settings: Hashable, Sendable {
    /// Names the random numbers.
    package var seed: UInt64
    /// Replications of every case at every point.
    package var replications: Int
    /// Points along every axis; at least 2.
    package var gridPoints: Int
    /// Points of the design for the indices; each is run as often as there are axes, and twice more.
    package var designPoints: Int
    /// Points that run at once.
    package var jobs: Int

    /// Makes settings.
    package init(
      seed: UInt64, replications: Int = 20, gridPoints: Int = 5, designPoints: Int = 64,
      jobs: Int = ReplicationRunner.availableJobs
    ) {
      self.seed = seed
      self.replications = replications
      self.gridPoints = gridPoints
      self.designPoints = designPoints
      self.jobs = jobs
    }
  }

  /// The figures at a place on an axis.
  package struct AxisPoint: Hashable, Sendable {
    /// The value of the parameter, in the unit of the mechanism.
    package let value: Double
    /// The figures.
    package let figures: SensitivityPoint
  }

  /// One axis, the other parameters as they are.
  package struct AxisRow: Hashable, Sendable {
    /// The parameter.
    package let axis: ParameterAxis
    /// The figures along the range, from its lower end to its upper.
    package let points: [AxisPoint]
    /// Where the advice turns, from the lower end on.
    package let turns: [Turn]
  }

  /// A place on an axis where the advice turns.
  package struct Turn: Hashable, Sendable {
    /// The value of the parameter, in the unit of the mechanism.
    package let value: Double
    /// The advice below.
    package let below: SensitivityPoint.Advice
    /// The advice above.
    package let above: SensitivityPoint.Advice
  }

  /// How much of the variance of a figure over all ranges a parameter is behind.
  package struct Index: Hashable, Sendable {
    /// The figure.
    package let figure: SensitivityFigure
    /// The parameter.
    package let axis: ParameterAxis
    /// The share of the variance that the parameter explains alone; nil when the figure does not vary.
    package let first: Double?
    /// The share of the variance that the parameter has a part in.
    package let total: Double?
    /// The 95 % interval of the first share, by the delta method.
    package let firstInterval: ConfidenceInterval?
    /// The 95 % interval of the second.
    package let totalInterval: ConfidenceInterval?
  }

  /// The parameters' own point.
  package let base: SensitivityPoint
  /// One row an axis.
  package let rows: [AxisRow]
  /// Parameters that move no figure, neither alone nor at other places of the ranges: they have no indices.
  package let inertAxes: [ParameterAxis]
  /// One index a figure and axis that moves a figure.
  package let indices: [Index]
  /// What the points of the design say about the advice: how many, and for how many it is too few and needless.
  package let design: (points: Int, tooFew: Int, needless: Int)
  /// How it was looked at.
  package let settings: Settings

  /// Runs the analysis.
  ///
  /// - Parameters:
  ///   - parameters: The parameters; what no axis names stays.
  ///   - axes: The parameters that move; at least one.
  ///   - settings: How to look.
  ///   - simulate: Runs one replication; `PoolSimulation.run` unless a test puts something else in its place.
  ///   - progress: Told after every point.
  /// - Throws: `CancellationError` when the task is cancelled.
  /// - Precondition: The number of axes and the settings are in range.
  package init(
    _ parameters: ModelParameters, axes: [ParameterAxis], settings: Settings,
    simulate: @escaping ReplicationRunner.Simulate = {
      PoolSimulation.run($0, seed: $1, replication: $2, recording: $3)
    },
    progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws {
    precondition(!axes.isEmpty, "an analysis of sensitivity needs a parameter")
    precondition(settings.gridPoints >= 2 && settings.designPoints >= 2, "a grid and a design need two points")
    let survey = Survey(parameters: parameters, axes: axes, settings: settings, simulate: simulate)
    let grid = survey.grid()
    let screen = survey.screen()
    let first = try await survey.points(at: [survey.origin] + grid + screen) { done in
      progress(ExperimentProgress(scenario: "sensitivity", done: done, total: 1 + grid.count + screen.count))
    }
    base = first[0]
    rows = try await survey.rows(Array(first[1..<1 + grid.count]))
    let isInert = survey.inert(
      grid: Array(first[1..<1 + grid.count]), screen: Array(first[(1 + grid.count)...]))
    inertAxes = zip(axes, isInert).filter(\.1).map(\.0)
    let moving = zip(axes, isInert).filter { !$0.1 }.map(\.0)
    let rest = Survey(
      parameters: parameters, axes: moving.isEmpty ? axes : moving, settings: settings, simulate: simulate)
    let design = rest.design()
    let designed = try await rest.points(at: design) { done in
      progress(ExperimentProgress(scenario: "indices", done: done, total: design.count))
    }
    indices = rest.indices(designed)
    let independent = designed.prefix(2 * settings.designPoints)
    self.design = (
      independent.count, independent.count { $0.advice == .tooFew }, independent.count { $0.advice == .needless }
    )
    self.settings = settings
  }

  /// Free parameters that can overturn the advice on their own, with the turns.
  package var overturning: [AxisRow] { rows.filter { !$0.turns.isEmpty } }
}
