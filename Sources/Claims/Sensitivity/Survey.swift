// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import BatchPool
internal import Randomness
internal import Statistics

/// The points of a sensitivity analysis: where they lie, and running them on several cores.
struct Survey: Sendable {
  let parameters: ModelParameters
  let axes: [ParameterAxis]
  let settings: Sensitivity.Settings
  let simulate: ReplicationRunner.Simulate

  /// Halvings that narrow a turn down, to a hundredth of the distance of two grid points.
  private static let halvings = 7

  /// Places of the screen.
  private static let screenPlaces = 3

  /// Where the parameters are; nil stands for a parameter that stays, even outside its range.
  var origin: [Double?] { axes.map { _ in nil } }

  /// Points along every axis, axis by axis, the others as they are.
  func grid() -> [[Double?]] {
    axes.indices.flatMap { axis in
      (0..<settings.gridPoints).map { moved(axis, to: Double($0) / Double(settings.gridPoints - 1)) }
    }
  }

  /// Points all over the ranges: A, then B, then for every axis A with that column of B
  /// (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018); a Latin hypercube where there are more axes than Sobol's
  /// sequence has coordinates for.
  func design() -> [[Double?]] {
    let dimensions = 2 * axes.count
    let points =
      dimensions <= SobolSequence.dimensionLimit
      ? SobolSequence(dimensions: dimensions).points(settings.designPoints)
      : LatinHypercube.design(
        points: settings.designPoints, dimensions: dimensions,
        from: RandomSource(seed: settings.seed, replication: 0), purpose: DrawPurpose(rawValue: 1))
    let first = points.map { Array($0[..<axes.count]) }
    let second = points.map { Array($0[axes.count...]) }
    let mixed = axes.indices.flatMap { axis in
      zip(first, second).map { first, second in
        var point = first
        point[axis] = second[axis]
        return point
      }
    }
    return (first + second + mixed).map { $0.map(Optional.some) }
  }

  /// Points elsewhere in the ranges that tell whether an axis moves anything there, though it does not where the
  /// parameters are: for every axis and place both ends of the axis.
  func screen() -> [[Double?]] {
    let places = LatinHypercube.design(
      points: Self.screenPlaces, dimensions: axes.count, from: RandomSource(seed: settings.seed, replication: 0),
      purpose: DrawPurpose(rawValue: 2))
    return axes.indices.flatMap { axis in
      places.flatMap { place in
        [0.0, 1].map { end in
          var point = place.map(Optional.some)
          point[axis] = end
          return point
        }
      }
    }
  }

  /// Which axes move no figure: not along the grid, and not between the ends of any place of the screen.
  func inert(grid: [SensitivityPoint], screen: [SensitivityPoint]) -> [Bool] {
    axes.indices.map { axis in
      let along = grid[axis * settings.gridPoints..<(axis + 1) * settings.gridPoints]
      let first = 2 * Self.screenPlaces * axis
      return Set(along).count == 1
        && (0..<Self.screenPlaces).allSatisfy { screen[first + 2 * $0] == screen[first + 2 * $0 + 1] }
    }
  }

  /// Runs points, several at once.
  func points(at positions: [[Double?]], progress: (Int) -> Void = { _ in }) async throws -> [SensitivityPoint] {
    var points: [SensitivityPoint] = []
    try await OrderedParallelMap(jobs: settings.jobs).run(positions.count) { index in
      point(at: positions[index])
    } deliver: { index, point in
      points.append(point)
      progress(index + 1)
    }
    return points
  }

  private func point(at positions: [Double?]) -> SensitivityPoint {
    var moved = parameters
    for (axis, position) in zip(axes, positions) {
      if let position { axis.quantity.set(axis.value(at: position), in: &moved) }
    }
    return SensitivityPoint(
      CaseRunner(
        parameters: moved, seed: settings.seed, replications: settings.replications, jobs: 1, simulate: simulate))
  }

  private func moved(_ axis: Int, to position: Double) -> [Double?] {
    var positions = origin
    positions[axis] = position
    return positions
  }

  /// The rows of the grid, with the turns between its points narrowed down.
  ///
  /// - Parameter found: The points of ``grid()``.
  /// - Returns: One row an axis.
  /// - Throws: `CancellationError` when the task is cancelled.
  func rows(_ found: [SensitivityPoint]) async throws -> [Sensitivity.AxisRow] {
    let count = settings.gridPoints
    var brackets: [(axis: Int, low: Double, high: Double, below: SensitivityPoint.Advice)] = []
    var above: [SensitivityPoint.Advice] = []
    for axis in axes.indices {
      for step in 1..<count {
        let (left, right) = (found[axis * count + step - 1].advice, found[axis * count + step].advice)
        guard left != right else { continue }
        brackets.append((axis, Double(step - 1) / Double(count - 1), Double(step) / Double(count - 1), left))
        above.append(right)
      }
    }
    for _ in 0..<Self.halvings where !brackets.isEmpty {
      let middles = brackets.map { ($0.low + $0.high) / 2 }
      let points = try await points(at: zip(brackets, middles).map { moved($0.axis, to: $1) })
      for index in brackets.indices {
        if points[index].advice == brackets[index].below {
          brackets[index].low = middles[index]
        } else {
          brackets[index].high = middles[index]
        }
      }
    }
    return axes.enumerated().map { index, axis in
      Sensitivity.AxisRow(
        axis: axis,
        points: (0..<count).map { step in
          Sensitivity.AxisPoint(
            value: axis.value(at: Double(step) / Double(count - 1)), figures: found[index * count + step])
        },
        turns: zip(brackets, above).filter { $0.0.axis == index }.map { bracket, above in
          Sensitivity.Turn(
            value: axis.value(at: (bracket.low + bracket.high) / 2), below: bracket.below, above: above)
        })
    }
  }
}
