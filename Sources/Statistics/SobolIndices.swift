// SPDX-License-Identifier: GPL-3.0-or-later

/// Which share of the variance of a function each of its variables is behind, from values at a radial design.
///
/// A and B are independent points; `mixed[i]` are the values at A with variable i taken from B. The first-order index
/// (what a variable explains alone) is Saltelli's estimator, the total index (what it has a part in) Jansen's
/// (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2, rows b and f).
///
/// An interval is that of a ratio of two means by the delta method: an index is the mean of a product over the mean of the
/// squares that make the variance, and its standard error that of the mean of product - index * square over the points
/// (Cochran, "Sampling techniques", 3rd edition, 1977, section 2.11). It takes the points for independent: for those of an
/// even design, such as that of Sobol, it is wider than it need be.
public struct SobolIndices: Hashable, Sendable {
  /// The share of the variance that each variable explains alone.
  public let first: [Double]
  /// The share of the variance that each variable has a part in.
  public let total: [Double]
  /// The 95 % interval of every first-order index.
  public let firstIntervals: [ConfidenceInterval]
  /// The 95 % interval of every total index.
  public let totalIntervals: [ConfidenceInterval]
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
    let squares = a.indices.map { ((a[$0] - mean) * (a[$0] - mean) + (b[$0] - mean) * (b[$0] - mean)) / 2 }
    func index(_ products: [Double]) -> (share: Double, interval: ConfidenceInterval) {
      let share = products.reduce(0, +) / n / variance
      let rest = Tally(zip(products, squares).map { $0 - share * $1 })
      let margin =
        StudentDistribution.quantile(0.975, degreesOfFreedom: n - 1) * (rest.variance ?? 0).squareRoot()
        / n.squareRoot() / variance
      return (share, ConfidenceInterval(low: share - margin, high: share + margin))
    }
    let firsts = mixed.map { values in index(a.indices.map { (b[$0] - mean) * (values[$0] - a[$0]) }) }
    let totals = mixed.map { values in index(a.indices.map { (a[$0] - values[$0]) * (a[$0] - values[$0]) / 2 }) }
    first = firsts.map(\.share)
    firstIntervals = firsts.map(\.interval)
    total = totals.map(\.share)
    totalIntervals = totals.map(\.interval)
  }
}
