// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import TestSupport
import Testing

/// Draws are part of every result: they must not change when the way they are made does.
@Suite("Draws")
struct DrawTests {
  /// A distribution and its draws for entities 1 and 2.
  struct KnownDraws: Sendable {
    let distribution: @Sendable () throws -> Distribution
    let draws: [Double]
  }

  /// Seed 20200701, replication 0, purpose 9, attempt 3; drawn with GSL 2.7.1.
  static let known = [
    KnownDraws(distribution: { try .constant(12.5) }, draws: [12.5, 12.5]),
    KnownDraws(
      distribution: { try .lognormal(median: 90, sigma: 0.3) }, draws: [72.75316355476743, 94.10664064719928]),
    KnownDraws(
      distribution: { try .lognormal(mean: 180, coefficientOfVariation: 0.5) },
      draws: [115.16990106648268, 172.7148851797347]),
    KnownDraws(distribution: { try .exponential(mean: 60) }, draws: [42.50483335575851, 85.32700968154691]),
    KnownDraws(distribution: { try .weibull(shape: 1.7, scale: 100) }, draws: [79.57283110168714, 46.8967005303991]),
    KnownDraws(distribution: { try .gamma(shape: 0.6, scale: 30) }, draws: [16.043228774571194, 31.434729633197342]),
    KnownDraws(distribution: { try .gamma(shape: 7.5, scale: 4) }, draws: [21.72392790663388, 30.288979167072828]),
    KnownDraws(distribution: { try .uniform(low: 10, high: 25) }, draws: [17.613630724676714, 21.381956634018277]),
    KnownDraws(
      distribution: { try .triangular(low: 5, mode: 8, high: 30) }, draws: [13.54297900301555, 18.482118680677573]),
    KnownDraws(
      distribution: { try .normal(mean: 40, standardDeviation: 3) }, draws: [37.872627200647784, 40.44618943879504]),
    KnownDraws(distribution: { try .empirical([8, 4, 1, 2, 16]) }, draws: [4.0, 1.0]),
  ]

  /// The C library may round the last digit of an exponential otherwise: a few parts in 10^16.
  @Test("a keyed draw of every family is what it has always been", arguments: known)
  func keepsItsDraws(_ known: KnownDraws) throws {
    let source = RandomSource(seed: 20_200_701, replication: 0)
    let distribution = try known.distribution()
    let purpose = DrawPurpose(rawValue: 9)
    let draws = (1...2).map { source.draw(distribution, purpose: purpose, entity: $0, attempt: 3) }
    for (draw, expected) in zip(draws, known.draws) { expectClose(draw, expected, relative: 1e-15) }
    #expect(draws.count == known.draws.count, "\(distribution): \(draws)")
  }
}
