// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
internal import BatchPool
internal import Foundation

/// What the fitted claims can tell about the free parameters, and what they cannot.
///
/// The derivatives of the claims' figures (each in half-widths of its target) by the positions of the free parameters
/// (each in its documented range) form a matrix. Its singular values say by how much the figures move along directions in
/// the space of parameters; a direction whose value is below 1 can be walked through its whole range without any claim
/// noticing. (Brun, Reichert and Künsch 2001, doi:10.1029/2000WR900350, judge identifiability by the same matrix.)
package struct Identifiability: Sendable {
  /// A direction in the space of the free parameters.
  package struct Direction: Hashable, Sendable {
    /// By how much the figures move, in half-widths of their targets, per whole range of the parameters.
    package let strength: Double
    /// The share of every axis in the direction; their squares add up to 1.
    package let weights: [Double]

    /// Whether the claims notice a walk along the direction.
    package var isDetermined: Bool { strength >= 1 }
  }

  /// Two parameters that move the figures alike: only a combination of them can be known.
  package struct Likeness: Hashable, Sendable {
    /// One parameter.
    package let first: ModelQuantity
    /// The other one.
    package let second: ModelQuantity
    /// The claims see the first parameter times the second one to this power, when both move a little.
    package let exponent: Double
    /// The cosine between what a relative change of either does to the figures: 1 or -1 when they act alike.
    package let cosine: Double
  }

  /// Directions, the best determined first.
  package let directions: [Direction]
  /// Pairs that the claims can hardly tell apart.
  package let likenesses: [Likeness]

  /// Quantities whose relative changes are compared, published ones among them.
  private static let scales = [
    "standardHDDBandwidth", "diskMaking.median", "bootWorkingSet.median", "unitCreateRate", "serviceDelay.median",
    "osBoot.median", "nodeAgentStart.median",
  ].compactMap(ModelQuantity.init(rawValue:))

  /// Half a step of a derivative: 2 % of an axis, and 5 % of a quantity.
  private static let axisStep = 0.02
  private static let relativeStep = 0.05

  /// The most replications of every case that likenesses alone are worth.
  private static let likenessReplications = 40

  /// Pairs whose cosine is at least so large act alike.
  private static let likeEnough = 0.98

  /// Looks at the claims around some parameters.
  ///
  /// - Parameters:
  ///   - parameters: Where to take the derivatives.
  ///   - axes: The free parameters.
  ///   - runner: Seed and number of replications; the same random numbers at every point.
  /// - Throws: `CancellationError` when the task is cancelled.
  init(around parameters: ModelParameters, axes: [ParameterAxis], _ runner: CaseRunner) async throws {
    func figures(_ parameters: ModelParameters) async throws -> [Double] {
      var runner = runner
      runner.parameters = parameters
      return Self.scaledFigures(
        ClaimFigures.fitted(try await runner.outcomes(of: ClaimConditions.fittedCases, name: "derivatives")))
    }
    var columns: [[Double]] = []
    for axis in axes {
      let position = axis.position(of: axis.quantity.value(in: parameters) ?? axis.range.lowerBound)
      let (low, high) = axis.neighbours(of: position, step: Self.axisStep)
      let below = try await figures(parameters.moved(along: [axis], to: [low]))
      let above = try await figures(parameters.moved(along: [axis], to: [high]))
      columns.append(zip(below, above).map { ($1 - $0) / (high - low) })
    }
    self.init(
      columns: columns, relativeChanges: try await Self.relativeChanges(around: parameters, figures: figures))
  }

  /// Pairs that the fitted claims can hardly tell apart around a runner's parameters.
  ///
  /// - Parameters:
  ///   - runner: The parameters, the seed, and the number of replications, of which at most 40 are run.
  ///   - progress: Told after every replication.
  /// - Returns: The pairs.
  /// - Throws: `CancellationError` when the task is cancelled.
  /// - Complexity: O(cases × replications) runs, 14 times.
  package static func likenesses(
    _ runner: CaseRunner, progress: (ExperimentProgress) -> Void
  ) async throws -> [Likeness] {
    var runner = runner
    runner.replications = min(runner.replications, likenessReplications)
    return likenesses(
      try await relativeChanges(around: runner.parameters) { parameters in
        var moved = runner
        moved.parameters = parameters
        return scaledFigures(
          ClaimFigures.fitted(
            try await moved.outcomes(of: ClaimConditions.fittedCases, name: "derivatives", progress: progress)))
      })
  }

  /// What relative changes of the quantities that are compared do to the figures.
  private static func relativeChanges(
    around parameters: ModelParameters, figures: (ModelParameters) async throws -> [Double]
  ) async throws -> [(ModelQuantity, [Double])] {
    var changes: [(ModelQuantity, [Double])] = []
    for quantity in scales {
      guard let value = quantity.value(in: parameters) else { continue }
      var (less, more) = (parameters, parameters)
      quantity.set(value * exp(-relativeStep), in: &less)
      quantity.set(value * exp(relativeStep), in: &more)
      let (below, above) = (try await figures(less), try await figures(more))
      changes.append((quantity, zip(below, above).map { ($1 - $0) / (2 * relativeStep) }))
    }
    return changes
  }

  /// Works directions and likenesses out from derivatives.
  ///
  /// - Parameters:
  ///   - columns: For every axis the derivatives of the figures by its position.
  ///   - relativeChanges: For some quantities the derivatives of the figures by their logarithm.
  init(columns: [[Double]], relativeChanges: [(ModelQuantity, [Double])]) {
    let rows = (columns.first ?? []).indices.map { row in columns.map { $0[row] } }
    let decomposition = SingularValues(rows: rows)
    directions = zip(decomposition.values, decomposition.directions).map { Direction(strength: $0, weights: $1) }
    likenesses = Self.likenesses(relativeChanges)
  }

  private static func likenesses(_ relativeChanges: [(ModelQuantity, [Double])]) -> [Likeness] {
    var found: [Likeness] = []
    for (index, (first, change)) in relativeChanges.enumerated() {
      for (second, otherChange) in relativeChanges[(index + 1)...] {
        let square = dot(change, change)
        let product = dot(change, otherChange)
        let lengths = (square * dot(otherChange, otherChange)).squareRoot()
        guard lengths > 0, (product / lengths).magnitude >= likeEnough else { continue }
        found.append(
          Likeness(first: first, second: second, exponent: product / square, cosine: product / lengths))
      }
    }
    return found
  }

  /// The fitted figures in half-widths of their targets; one that is the smallest of several does not count, for it can
  /// jump from one to another.
  private static func scaledFigures(_ figures: [ReproducedFigure]) -> [Double] {
    figures.filter { $0.name != "resizes_step" }.map { figure in
      let scale =
        if let low = figure.target.low, let high = figure.target.high { (high - low) / 2 } else {
          Calibration.oneSidedScale
        }
      return (figure.mean ?? 0) / scale
    }
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
