// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
package import BatchPool

/// The result of a calibration.
package struct CalibrationResult: Sendable {
  /// One search.
  package struct Search: Hashable, Sendable {
    /// Where it started: a position, from 0 to 1, on every axis.
    package let start: [Double]
    /// Where it ended.
    package let end: [Double]
    /// The misfit there, before rounding, with what moving the parameters costs.
    package let misfit: Double
    /// Evaluations that it took.
    package let evaluations: Int
    /// Whether its simplex became small; otherwise its evaluations ran out.
    package let isConverged: Bool
  }

  /// The parameters that it started from.
  package let start: ModelParameters
  /// The best parameters found, rounded.
  package let fitted: ModelParameters
  /// The free parameters that were fitted.
  package let axes: [ParameterAxis]
  /// Free parameters that no fitted claim moves; they stayed.
  package let inertAxes: [ParameterAxis]
  /// The searches, in order of their starting points.
  package let searches: [Search]
  /// How it was searched.
  package let settings: Calibration.Settings
  /// The fitted figures of the best parameters, by random numbers that the search did not see.
  package let figures: [ReproducedFigure]
  /// The figures of the claims that were held out, by the same random numbers.
  package let heldOut: [ReproducedFigure]
  /// What the claims can tell apart.
  package let identifiability: Identifiability

  /// Whether the best parameters meet every fitted claim.
  package var reachesTargets: Bool { figures.allSatisfy { $0.verdict == .met } }

  /// The smallest misfit.
  package var misfit: Double { searches.map(\.misfit).min() ?? .infinity }

  /// Searches that ended as well as the best one, within ``Calibration/equalQuality``.
  package var equallyGood: Int { searches.count { $0.misfit <= misfit + Calibration.equalQuality } }
}
