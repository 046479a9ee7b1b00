// SPDX-License-Identifier: GPL-3.0-or-later

/// The replications that belong to a master seed.
///
/// The layout of keys and counters, which is part of the results:
///
/// | bits of the key | hold |
/// |---|---|
/// | 63 to 32 | mixed seed XOR number of the replication |
/// | 31 to 0 | mixed seed XOR purpose |
///
/// | word of the counter (32 bits) | holds |
/// |---|---|
/// | 0 | number of the block within a stream |
/// | 1 | attempt |
/// | 2, 3 | low and high half of the entity |
///
/// The seed is mixed by the finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195), a
/// bijection of 64 bits. With one seed, therefore, no two blocks of different replication, purpose, entity or attempt
/// have the same key and counter: no stream overlaps another by construction. Seed and replication together have
/// more bits than a key, so streams of two different seeds can coincide; the mixing makes that as unlikely as for
/// two random keys: two seeds with 2^20 replications of 2^5 purposes each meet with a probability of 2^-39.
public struct SeedSequence: Hashable, Sendable {
  /// The master seed.
  public let seed: UInt64

  /// Makes the sequence of a master seed; every value is as good as any other.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// How many replications a seed has: 2^32.
  package static let replicationLimit: UInt64 = 1 << 32

  /// The key that the streams of a replication are made from.
  ///
  /// - Parameter index: The number of the replication, from 0.
  /// - Returns: The key of the replication, different from that of every other index.
  /// - Precondition: `index` is in `0 ..<` ``replicationLimit``.
  public func replication(_ index: UInt64) -> ReplicationKey {
    precondition(index < Self.replicationLimit, "replication \(index) is outside 0 ..< 2^32")
    return ReplicationKey(bits: Self.mix(seed) ^ index << 32)
  }

  /// The finaliser of SplitMix64 after one step of its Weyl sequence, so that a seed of 0 is not a fixed point.
  private static func mix(_ seed: UInt64) -> UInt64 {
    var bits = seed &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

/// What the streams of one replication have in common: master seed and number of the replication.
public struct ReplicationKey: Hashable, Sendable {
  /// The key of the generator for purpose 0.
  let bits: UInt64

  /// The key of the generator for a purpose.
  func bits(for purpose: DrawPurpose) -> UInt64 {
    bits ^ UInt64(purpose.rawValue)
  }
}
