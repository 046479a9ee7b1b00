// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// One stream of random numbers, drawn from in sequence.
///
/// ``RandomSource/stream(purpose:entity:)`` gives one. It holds 2^34 words of 32 bits; a program that uses them up ends with a failed precondition. It serves one task at
/// a time; it is not `Sendable`.
public final class RandomStream {
  /// What this module's own samplers draw from.
  let generator = PhiloxGenerator()

  init(key: UInt64, entity: UInt64) {
    generator.start(key: key, entity: entity, attempt: 0)
  }

  /// The next number in [0, 1), a multiple of 2^-53.
  ///
  /// - Complexity: O(1), without allocation.
  public func uniform() -> Double {
    gsl_rng_uniform(generator.handle)
  }

  /// The next value of a distribution, in the unit of its parameters.
  ///
  /// - Parameter distribution: What the value is drawn from.
  /// - Returns: A finite value.
  /// - Complexity: O(1) expected, without allocation.
  public func draw(_ distribution: Distribution) -> Double {
    distribution.family.draw(from: generator)
  }
}
