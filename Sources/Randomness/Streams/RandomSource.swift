// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The random numbers of one replication: as many independent streams as there are pairs of purpose and entity.
///
/// A keyed draw starts its own stream, so its value depends on seed, replication, purpose, entity and attempt alone,
/// never on what was drawn before: two variants of a model see the same boot time of the same node, whatever else
/// they do differently (common random numbers). The layout of the keys is that of ``SeedSequence``.
///
/// One instance serves one replication, from one task at a time; it is not `Sendable`. Drawing does not allocate.
public final class RandomSource {
  private let key: ReplicationKey
  private let generator = PhiloxGenerator()
  /// Prepared distributions that are more than two numbers.
  private var prepared: [Distribution] = []

  /// Makes the source of a replication.
  ///
  /// - Parameter key: The replication, see ``SeedSequence/replication(_:)``.
  public init(_ key: ReplicationKey) {
    self.key = key
  }

  /// Makes the source of a replication of a master seed.
  ///
  /// - Parameters:
  ///   - seed: The master seed.
  ///   - replication: The number of the replication, from 0.
  /// - Precondition: `replication` is less than ``SeedSequence/replicationLimit``.
  public convenience init(seed: UInt64, replication: UInt64) {
    self.init(SeedSequence(seed: seed).replication(replication))
  }

  /// Draws the value that belongs to a purpose, an entity and an attempt; asked again, it is the same.
  ///
  /// - Parameters:
  ///   - distribution: What the value is drawn from, in the unit of its parameters.
  ///   - purpose: What the value is for.
  ///   - entity: Whose value it is.
  ///   - attempt: Which of the entity's values for the purpose it is, when it needs a new one each time it tries.
  /// - Returns: A finite value, in the unit of the distribution.
  /// - Complexity: O(1) expected, without allocation; rejection samplers draw a varying number of random words, which
  ///   no other draw notices.
  public func draw(
    _ distribution: Distribution, purpose: DrawPurpose, entity: UInt64, attempt: UInt32 = 0
  ) -> Double {
    generator.start(key: key.bits(for: purpose), entity: entity, attempt: attempt)
    return distribution.family.draw(from: generator)
  }

  /// Makes a distribution ready for many draws for one purpose.
  ///
  /// - Parameters:
  ///   - distribution: What the values are drawn from.
  ///   - purpose: What the values are for.
  /// - Returns: What ``draw(_:entity:attempt:)`` of this source takes.
  /// - Complexity: O(1) amortised; it may allocate.
  public func prepare(_ distribution: Distribution, purpose: DrawPurpose) -> PreparedDraw {
    let key = key.bits(for: purpose)
    switch distribution.family {
    case .constant(let constant):
      return PreparedDraw(key: key, first: constant.value, second: 0, kind: .constant)
    case .lognormal(let lognormal):
      return PreparedDraw(key: key, first: lognormal.median, second: lognormal.sigma, kind: .lognormal)
    default:
      prepared.append(distribution)
      return PreparedDraw(key: key, first: Double(prepared.count - 1), second: 0, kind: .other)
    }
  }

  /// Draws the value that belongs to the purpose of a prepared draw, an entity and an attempt.
  ///
  /// - Parameters:
  ///   - draw: What ``prepare(_:purpose:)`` of this source gave.
  ///   - entity: Whose value it is.
  ///   - attempt: Which of the entity's values for the purpose it is.
  /// - Returns: The same value as ``draw(_:purpose:entity:attempt:)`` gives.
  /// - Complexity: O(1) expected, without allocation.
  public func draw(_ draw: PreparedDraw, entity: UInt64, attempt: UInt32 = 0) -> Double {
    switch draw.kind {
    case .constant:
      return draw.first
    case .lognormal:
      generator.start(key: draw.key, entity: entity, attempt: attempt)
      return Distribution.Lognormal.draw(median: draw.first, sigma: draw.second, from: generator)
    case .other:
      generator.start(key: draw.key, entity: entity, attempt: attempt)
      return prepared[Int(draw.first)].family.draw(from: generator)
    }
  }

  /// Draws whether something happens; asked again, it is the same.
  ///
  /// With a higher probability, whatever happened still happens: the underlying uniform number stays.
  ///
  /// - Parameters:
  ///   - probability: How likely it is, from 0 (never) to 1 (always).
  ///   - purpose: What the decision is.
  ///   - entity: Whose decision it is.
  ///   - attempt: Which of the entity's decisions for the purpose it is.
  /// - Returns: Whether it happens.
  /// - Precondition: `probability` is in `0 ... 1`.
  /// - Complexity: O(1), without allocation.
  public func bernoulli(
    probability: Double, purpose: DrawPurpose, entity: UInt64, attempt: UInt32 = 0
  ) -> Bool {
    precondition(probability >= 0 && probability <= 1, "probability \(probability) is outside 0 ... 1")
    generator.start(key: key.bits(for: purpose), entity: entity, attempt: attempt)
    return gsl_ran_bernoulli(generator.handle, probability) == 1
  }

  /// The stream of a purpose and an entity, for many draws in sequence.
  ///
  /// Its first draw is what ``draw(_:purpose:entity:attempt:)`` gives for attempt 0.
  ///
  /// - Parameters:
  ///   - purpose: What the values are for.
  ///   - entity: Whose values they are.
  /// - Returns: The stream, at its start.
  /// - Complexity: O(1); it allocates.
  public func stream(purpose: DrawPurpose, entity: UInt64) -> RandomStream {
    RandomStream(key: key.bits(for: purpose), entity: entity)
  }
}
