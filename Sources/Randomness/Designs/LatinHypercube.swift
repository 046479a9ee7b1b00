// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Random designs with exactly one point in each of n equal intervals of every coordinate.
///
/// Source: McKay, Beckman and Conover 1979, doi:10.2307/1268522.
public enum LatinHypercube {
  /// Where a point lies within its interval.
  public enum Placement: Hashable, Sendable {
    /// Uniformly distributed: averages over the design are unbiased.
    case random
    /// In the middle.
    case centred
  }

  /// Draws a design.
  ///
  /// Every coordinate has a stream of its own, the entity being its number: a design with one more coordinate has the
  /// same values in all the others.
  ///
  /// - Parameters:
  ///   - points: How many points.
  ///   - dimensions: How many coordinates a point has.
  ///   - placement: Where a point lies within its interval.
  ///   - source: What the design is drawn from.
  ///   - purpose: What the design is for.
  /// - Returns: The points; each has `dimensions` coordinates in [0, 1).
  /// - Precondition: `points` and `dimensions` are not negative; `points` is at most 2^31.
  /// - Complexity: O(points dimensions).
  public static func design(
    points: Int, dimensions: Int, placement: Placement = .random, from source: RandomSource, purpose: DrawPurpose
  ) -> [[Double]] {
    precondition(points >= 0 && points <= 1 << 31, "a Latin hypercube of \(points) points")
    precondition(dimensions >= 0, "a Latin hypercube of \(dimensions) dimensions")
    var design = [[Double]](repeating: [Double](repeating: 0, count: dimensions), count: points)
    for dimension in 0..<dimensions {
      let stream = source.stream(purpose: purpose, entity: UInt64(dimension))
      for (point, interval) in stream.permutation(of: points).enumerated() {
        let offset = placement == .centred ? 0.5 : stream.uniform()
        design[point][dimension] = min((Double(interval) + offset) / Double(points), 1.nextDown)
      }
    }
    return design
  }
}

extension RandomStream {
  /// The numbers from 0 in random order, every order equally likely.
  ///
  /// - Parameter count: How many numbers; at most 2^31.
  /// - Returns: The numbers `0 ..< count`, shuffled.
  /// - Complexity: O(count).
  package func permutation(of count: Int) -> [Int] {
    precondition(count >= 0 && count <= 1 << 31, "a permutation of \(count) numbers")
    var numbers = Array(0..<count)
    numbers.withUnsafeMutableBytes { bytes in
      gsl_ran_shuffle(generator.handle, bytes.baseAddress, count, MemoryLayout<Int>.stride)
    }
    return numbers
  }
}
