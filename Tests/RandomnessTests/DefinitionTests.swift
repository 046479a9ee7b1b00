// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Randomness
import Testing

/// Distribution functions and quantiles against their definitions, where no table has them.
@Suite("Definitions of distributions")
struct DefinitionTests {
  static let samples: [[Double]] = [
    [3], [1, 2], [5, 1, 1], [2, 2, 2, 7], [1, 4, 4, 9, 16, 25, 36], (1...10).map(Double.init),
    (0..<49).map { Double($0 * $0 % 23) },
  ]

  @Test("an empirical distribution function is a share of values, its quantile the smallest value that has that share")
  func empirical() throws {
    for sample in Self.samples {
      let distribution = try Distribution.empirical(sample)
      let sorted = sample.sorted()
      func share(_ x: Double) -> Double { Double(sorted.count { $0 <= x }) / Double(sorted.count) }
      for value in sorted {
        for x in [value - 0.5, value.nextDown, value, value + 0.25] {
          #expect(distribution.cumulativeProbability(x) == share(x))
        }
      }
      let ranks = (0...sorted.count).map { Double($0) / Double(sorted.count) }
      for probability in ranks.flatMap({ [$0, min($0 + 1e-9, 1), max($0 - 1e-9, 0)] }) {
        let expected = sorted.first { share($0) >= probability }
        #expect(distribution.quantile(probability) == expected)
      }
    }
  }

  @Test("quantiles of gamma distributions of small shape are the first numbers that are likely enough")
  func gamma() throws {
    for shape in [0.05, 0.2, 0.7] {
      let distribution = try Distribution.gamma(shape: shape, scale: 1)
      for probability in [0.05, 0.5, 0.9, 0.999] {
        let quantile = Distribution.Gamma.standardQuantile(probability, shape: shape)
        #expect(distribution.cumulativeProbability(quantile) >= probability)
        #expect(quantile == 0 || distribution.cumulativeProbability(quantile.nextDown) < probability)
      }
    }
  }

  @Test("a triangle without a width is refused")
  func triangle() {
    #expect(throws: DistributionError.self) { try Distribution.triangular(low: 2, mode: 2, high: 2) }
    #expect(throws: Never.self) { try Distribution.triangular(low: 2, mode: 2, high: 2.5) }
  }
}
