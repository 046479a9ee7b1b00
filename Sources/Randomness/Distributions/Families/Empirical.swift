// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The largest number of values of an empirical distribution.
  package static let empiricalValueLimit = 10_000_000

  /// Measured values, each as likely as the others; values that repeat count as often as they are there.
  ///
  /// - Parameter values: From 1 to ``empiricalValueLimit`` values in any order, each at most ``magnitudeLimit`` in
  ///   magnitude.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when there is none, there are too many, or one is out of range.
  /// - Complexity: O(n log n) for n values.
  public static func empirical(_ values: [Double]) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Empirical.name)
    try check.demand(
      "number of values", Double(values.count), !values.isEmpty && values.count <= empiricalValueLimit,
      "1 to \(empiricalValueLimit) values")
    for (index, value) in values.enumerated() {
      try check.anywhere("value \(index + 1)", value)
    }
    return Distribution(.empirical(Empirical(sorted: values.sorted())))
  }

  /// Equally likely values.
  struct Empirical: DistributionFamily {
    static let name = "empirical"
    static let forms: [Form] = []

    /// In ascending order; at least one.
    let sorted: [Double]

    var givenValues: [Double] { [] }
    var description: String { "\(Self.name)(\(sorted.count) value\(sorted.count == 1 ? "" : "s"))" }

    var mean: Double { gsl_stats_mean(sorted, 1, sorted.count) }
    var variance: Double { gsl_stats_variance_with_fixed_mean(sorted, 1, sorted.count, mean) }
    var support: ClosedRange<Double> { sorted[0]...sorted[sorted.count - 1] }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double {
      sorted[Int(gsl_rng_uniform_int(generator.handle, UInt(sorted.count)))]
    }

    /// - Complexity: O(log n).
    func cumulativeProbability(_ x: Double) -> Double {
      Double(countOfValues(atMost: x)) / Double(sorted.count)
    }

    /// The smallest value whose share of values not above it is at least `probability`.
    ///
    /// The product can round to either side of the rank that is meant; the quotient decides, as it does in
    /// `cumulativeProbability`.
    func quantile(_ probability: Double) -> Double {
      let count = Double(sorted.count)
      var rank = max(Int((probability * count).rounded()), 1)
      if rank > 1, Double(rank - 1) / count >= probability { rank -= 1 }
      if rank < sorted.count, Double(rank) / count < probability { rank += 1 }
      return sorted[rank - 1]
    }

    func scaled(by factor: Double) throws(DistributionError) -> Distribution {
      try .empirical(sorted.map { $0 * factor })
    }

    /// How many values are not above `x`.
    private func countOfValues(atMost x: Double) -> Int {
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = low + (high - low) / 2
        if sorted[middle] <= x { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
