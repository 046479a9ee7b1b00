// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import TestSupport
import Testing

@Suite("RandomSource")
struct RandomSourceTests {
  private static let purpose = DrawPurpose(rawValue: 5)

  private static func uniforms(seed: UInt64 = 1, replication: UInt64 = 0, purpose: DrawPurpose = purpose) throws
    -> [Double]
  {
    let source = RandomSource(seed: seed, replication: replication)
    let distribution = try Distribution.uniform(low: 0, high: 1)
    return (0..<2_000).map { source.draw(distribution, purpose: purpose, entity: UInt64($0)) }
  }

  @Test("a draw is the same whatever was drawn before it, and in whatever order")
  func isKeyed() throws {
    let distribution = try Distribution.gamma(shape: 0.5, scale: 1)
    let source = RandomSource(seed: 9, replication: 2)
    let forwards = (0..<100).map { source.draw(distribution, purpose: Self.purpose, entity: $0) }
    let backwards = (0..<100).reversed().map { source.draw(distribution, purpose: Self.purpose, entity: $0) }
    #expect(forwards == backwards.reversed())
    let other = RandomSource(seed: 9, replication: 2)
    #expect(other.draw(distribution, purpose: Self.purpose, entity: 41) == forwards[41])
  }

  @Test("a prepared draw of any family gives the values of the distribution itself")
  func preparedDrawsAreTheSame() throws {
    let distributions = [
      try Distribution.constant(2.5), try Distribution.lognormal(median: 90, sigma: 0.3),
      try Distribution.lognormal(mean: 60, coefficientOfVariation: 0.05), try Distribution.exponential(mean: 3),
      try Distribution.gamma(shape: 2, scale: 4), try Distribution.empirical([1, 5, 9, 30]),
      try Distribution.empirical([2, 4]),
    ]
    let source = RandomSource(seed: 3, replication: 7)
    let prepared = distributions.map { source.prepare($0, purpose: Self.purpose) }
    for (distribution, draw) in zip(distributions, prepared) {
      for entity in 0..<50 as Range<UInt64> {
        let attempt = UInt32(entity % 3)
        #expect(
          source.draw(draw, entity: entity, attempt: attempt)
            == source.draw(distribution, purpose: Self.purpose, entity: entity, attempt: attempt))
      }
    }
  }

  /// Correlation of 2,000 independent pairs: standard deviation 0.0224; 4.5 of them (false alarm 7e-6 each).
  @Test("seeds, replications, purposes, neighbours and attempts are uncorrelated")
  func streamsAreIndependent() throws {
    let base = try Self.uniforms()
    let source = RandomSource(seed: 1, replication: 0)
    let distribution = try Distribution.uniform(low: 0, high: 1)
    let others: [(String, [Double])] = [
      ("seed", try Self.uniforms(seed: 2)), ("replication", try Self.uniforms(replication: 1)),
      ("purpose", try Self.uniforms(purpose: DrawPurpose(rawValue: 6))),
      ("neighbour", Array(base.dropFirst()) + [0.5]),
      (
        "attempt",
        (0..<2_000).map { source.draw(distribution, purpose: Self.purpose, entity: UInt64($0), attempt: 1) }
      ),
    ]
    for (name, other) in others {
      let products = zip(base, other).map { 12 * ($0 - 0.5) * ($1 - 0.5) }
      expectClose(Tally(products).mean, 0, absolute: 0.101)
      #expect(base != other, "\(name)")
    }
  }

  @Test("a higher probability keeps whatever happened with a lower one")
  func bernoulliIsMonotone() {
    let source = RandomSource(seed: 3, replication: 0)
    for entity in 0..<2_000 as Range<UInt64> {
      let low = source.bernoulli(probability: 0.2, purpose: Self.purpose, entity: entity)
      let high = source.bernoulli(probability: 0.6, purpose: Self.purpose, entity: entity)
      #expect(!low || high)
    }
    #expect(!source.bernoulli(probability: 0, purpose: Self.purpose, entity: 1))
    #expect(source.bernoulli(probability: 1, purpose: Self.purpose, entity: 1))
  }

  @Test("a stream begins with the keyed draw")
  func stream() throws {
    let source = RandomSource(seed: 3, replication: 0)
    let distribution = try Distribution.exponential(mean: 2)
    let stream = source.stream(purpose: Self.purpose, entity: 8)
    #expect(stream.draw(distribution) == source.draw(distribution, purpose: Self.purpose, entity: 8))
  }

  @Test("a shifted Sobol sequence is the sequence moved by one vector, modulo 1")
  func shiftedSobol() {
    let sequence = SobolSequence(dimensions: 3)
    let stream = RandomSource(seed: 1, replication: 0).stream(purpose: Self.purpose, entity: 8)
    let (plain, moved) = (sequence.points(31), sequence.shifted(by: stream).points(31))
    for dimension in 0..<3 {
      let shifts = zip(plain, moved).map { plain, moved in
        let distance = moved[dimension] - plain[dimension]
        return distance < 0 ? distance + 1 : distance
      }
      #expect(shifts.allSatisfy { abs($0 - shifts[0]) < 1e-12 } && shifts[0] != 0)
      // Points beyond the end of the interval come in again at its beginning.
      #expect(moved.allSatisfy { (0..<1).contains($0[dimension]) })
      #expect(zip(plain, moved).contains { $0[dimension] > $1[dimension] })
    }
  }

  @Test("Sobol points begin as published, and a Latin hypercube has one point in every interval")
  func designs() {
    // Joe and Kuo's and GSL's first points agree: 1/2; 3/4, 1/4; 1/4, 3/4.
    #expect(SobolSequence(dimensions: 2).points(3) == [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]])
    #expect(SobolSequence(dimensions: 2).points(2, from: 1) == [[0.75, 0.25], [0.25, 0.75]])
    let points = LatinHypercube.design(
      points: 50, dimensions: 3, from: RandomSource(seed: 1, replication: 0), purpose: Self.purpose)
    for dimension in 0..<3 {
      #expect(points.map { Int($0[dimension] * 50) }.sorted() == Array(0..<50))
    }
  }
}
