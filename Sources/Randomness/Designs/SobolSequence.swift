// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Points that fill the unit cube more evenly than random ones: the sequence of Sobol.
///
/// GSL's sequence in the construction of Antonov and Saleev, with the direction numbers of Bratley and Fox 1988
/// (doi:10.1145/42288.214372): the point at the origin is left out, so that the first one is (0.5, ..., 0.5). Together
/// with the origin, the first 2^k points put exactly one point into each of 2^k equal intervals of every coordinate;
/// prefer 2^k - 1 points, or 2^k of them after a shift.
///
/// It is not random: an error estimate needs several shifted copies (``shifted(by:)``).
public struct SobolSequence: Hashable, Sendable {
  /// The largest number of coordinates: 40.
  public static let dimensionLimit = 40

  /// How many points the sequence has: 2^30 - 1.
  public static let pointLimit = 1 << 30 - 1

  /// The number of coordinates of a point.
  public let dimensions: Int
  private let shift: [Double]

  /// Makes the sequence of a dimension.
  ///
  /// - Precondition: `dimensions` is in `1 ...` ``dimensionLimit``.
  public init(dimensions: Int) {
    self.init(dimensions: dimensions, shift: [])
  }

  private init(dimensions: Int, shift: [Double]) {
    precondition(
      (1...Self.dimensionLimit).contains(dimensions), "\(dimensions) dimensions; a Sobol sequence has 1 to 40")
    self.dimensions = dimensions
    self.shift = shift
  }

  /// The sequence moved by one random vector, modulo 1 (Cranley and Patterson 1976, doi:10.1137/0713071).
  ///
  /// Every point is then uniform in the unit cube, and the spread of an estimate over several shifts is its error.
  ///
  /// - Parameter stream: Where the vector is drawn from, one number a coordinate.
  /// - Returns: The moved sequence.
  /// - Complexity: O(dimensions).
  public func shifted(by stream: RandomStream) -> SobolSequence {
    SobolSequence(dimensions: dimensions, shift: (0..<dimensions).map { _ in stream.uniform() })
  }

  /// Points of the sequence in order, each with its coordinates in [0, 1).
  ///
  /// - Parameters:
  ///   - count: How many points.
  ///   - start: How many points to skip first, so that a design can be extended.
  /// - Returns: The points; each has ``dimensions`` coordinates.
  /// - Precondition: `start` and `count` are not negative and together at most ``pointLimit``.
  /// - Complexity: O((start + count) dimensions).
  public func points(_ count: Int, from start: Int = 0) -> [[Double]] {
    precondition(
      start >= 0 && count >= 0 && start <= Self.pointLimit && count <= Self.pointLimit - start,
      "\(count) points after \(start); a Sobol sequence has 2^30 - 1")
    GNUScientificLibrary.switchOffErrorHandler()
    guard let generator = gsl_qrng_alloc(poolsim_gsl_qrng_sobol(), UInt32(dimensions)) else {
      preconditionFailure("no memory for a Sobol sequence")
    }
    defer { gsl_qrng_free(generator) }
    var point = [Double](repeating: 0, count: dimensions)
    var points: [[Double]] = []
    points.reserveCapacity(count)
    for index in 0..<start + count {
      let status = gsl_qrng_get(generator, &point)
      precondition(status == GSL_SUCCESS, "point \(index) of a Sobol sequence: status \(status)")
      if index >= start { points.append(moved(point)) }
    }
    return points
  }

  private func moved(_ point: [Double]) -> [Double] {
    shift.isEmpty
      ? point
      : zip(point, shift).map { coordinate, shift in
        let sum = coordinate + shift
        return sum < 1 ? sum : sum - 1
      }
  }
}
