// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool

/// What a calibration came to.
public struct CalibrationResult: Sendable {
  /// One search.
  public struct Search: Hashable, Sendable {
    /// Where it started: a position, from 0 to 1, on every axis.
    public let start: [Double]
    /// Where it ended.
    public let end: [Double]
    /// The misfit there, before rounding, with what moving the parameters costs.
    public let misfit: Double
    /// Evaluations that it took.
    public let evaluations: Int
    /// Whether its simplex became small; otherwise its evaluations ran out.
    public let isConverged: Bool
  }

  /// The parameters that it started from.
  public let start: ModelParameters
  /// The best parameters found, rounded.
  public let fitted: ModelParameters
  /// The free parameters that were fitted.
  public let axes: [ParameterAxis]
  /// Free parameters that no fitted claim moves; they stayed.
  public let inertAxes: [ParameterAxis]
  /// The searches, in order of their starting points.
  public let searches: [Search]
  /// How it was searched.
  public let settings: Calibration.Settings
  /// The fitted figures of the best parameters, by random numbers that the search did not see.
  public let figures: [ReproducedFigure]
  /// The figures of the claims that were held out, by the same random numbers.
  public let heldOut: [ReproducedFigure]
  /// What the claims can tell apart.
  public let identifiability: Identifiability

  /// Whether the best parameters meet every fitted claim.
  public var reachesTargets: Bool { figures.allSatisfy { $0.verdict == .met } }

  /// The smallest misfit.
  public var misfit: Double { searches.map(\.misfit).min() ?? .infinity }

  /// Searches that ended as well as the best one, within ``Calibration/equalQuality``.
  public var equallyGood: Int { searches.count { $0.misfit <= misfit + Calibration.equalQuality } }
}
