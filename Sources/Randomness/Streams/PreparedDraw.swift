// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution and the purpose it is drawn for, made ready for many draws from one ``RandomSource``.
///
/// A ``Distribution`` may own storage, and handing it on counts references; this is 32 plain bytes. It belongs to the
/// source that prepared it: another one has other keys.
public struct PreparedDraw: Sendable, BitwiseCopyable {
  /// What is done with a random number.
  enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// Nothing: the value is `first`.
    case constant
    /// A lognormal distribution: `first` is its median, `second` its sigma.
    case lognormal
    /// Any other: `first` is its place among those of the source.
    case other
  }

  /// The key of the generator for the purpose.
  let key: UInt64
  let first: Double
  let second: Double
  let kind: Kind
}
