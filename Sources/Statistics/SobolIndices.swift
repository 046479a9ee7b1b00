// SPDX-License-Identifier: GPL-3.0-or-later

/// Which share of the variance of a function each of its variables is behind, from values at a radial design.
///
/// A and B are independent points; `mixed[i]` are the values at A with variable i taken from B. The first-order index
/// (what a variable explains alone) is Saltelli's estimator, the total index (what it has a part in) Jansen's
/// (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2, rows b and f).
public struct SobolIndices: Hashable, Sendable {
  /// The share of the variance that each variable explains alone.
  public let first: [Double]
  /// The share of the variance that each variable has a part in.
  public let total: [Double]
  /// The variance over both sets of points.
  public let variance: Double

  /// Computes the indices; nil when the function does not vary.
  ///
  /// - Parameters:
  ///   - a: Values at the points A.
  ///   - b: Values at the points B, as many.
  ///   - mixed: For every variable the values at A with that variable of B, as many.
  /// - Precondition: There are at least two points, and all lists are as long.
  /// - Complexity: O(points × variables).
  public init?(a: [Double], b: [Double], mixed: [[Double]]) {
    precondition(a.count > 1 && a.count == b.count, "\(a.count) and \(b.count) points")
    precondition(mixed.allSatisfy { $0.count == a.count }, "a variable has another number of points")
    guard let variance = Tally(a + b).variance, variance > 0 else { return nil }
    let n = Double(a.count)
    self.variance = variance
    // Centring changes no index and takes the mean's square out of the rounding.
    let mean = Tally(a + b).mean
    first = mixed.map { values in
      var sum = 0.0
      for index in a.indices { sum += (b[index] - mean) * (values[index] - a[index]) }
      return sum / n / variance
    }
    total = mixed.map { values in
      var sum = 0.0
      for index in a.indices { sum += (a[index] - values[index]) * (a[index] - values[index]) }
      return sum / (2 * n) / variance
    }
  }
}
