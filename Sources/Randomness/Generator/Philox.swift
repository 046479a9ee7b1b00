// SPDX-License-Identifier: GPL-3.0-or-later

/// Philox4x32-10, a counter-based generator: a keyed bijection of 128-bit counters whose outputs are the random
/// numbers, so that any block of any stream is there without the ones before it.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// doi:10.1145/2063384.2063405 (multipliers and key increments from table 2 and section 4.3).
package enum Philox {
  /// A counter or a block of random bits: 128 bits, the words 0 and 1 in `low`, the words 2 and 3 in `high`, the lower
  /// number in the lower half.
  package struct Block: Hashable, Sendable {
    /// Word 0 in the lower half, word 1 in the upper.
    package var low: UInt64
    /// Word 2 in the lower half, word 3 in the upper.
    package var high: UInt64

    /// Makes a block of its two halves.
    package init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }
  }

  /// The random block of a counter under a key.
  ///
  /// - Complexity: O(1): 10 rounds of two multiplications; no state.
  @inline(__always)
  package static func block(counter: Block, key: UInt64) -> Block {
    var word0 = UInt32(truncatingIfNeeded: counter.low)
    var word1 = UInt32(truncatingIfNeeded: counter.low >> 32)
    var word2 = UInt32(truncatingIfNeeded: counter.high)
    var word3 = UInt32(truncatingIfNeeded: counter.high >> 32)
    var key0 = UInt32(truncatingIfNeeded: key)
    var key1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let product0 = UInt64(word0) &* 0xD251_1F53
      let product2 = UInt64(word2) &* 0xCD9E_8D57
      word0 = UInt32(truncatingIfNeeded: product2 >> 32) ^ word1 ^ key0
      word1 = UInt32(truncatingIfNeeded: product2)
      word2 = UInt32(truncatingIfNeeded: product0 >> 32) ^ word3 ^ key1
      word3 = UInt32(truncatingIfNeeded: product0)
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    return Block(low: UInt64(word1) << 32 | UInt64(word0), high: UInt64(word3) << 32 | UInt64(word2))
  }
}
