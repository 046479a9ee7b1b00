// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a stream stands: its key, the counter of its next block, and the words of the last block not yet handed out.
///
/// Blocks are made when the first word of one is asked for, so that naming a stream costs a few stores.
struct PhiloxState {
  private var key: UInt64
  private var counter: Philox.Block
  private var pending: Philox.Block
  private var pendingWords: UInt32

  /// The state at the start of a stream.
  @inline(__always)
  init(key: UInt64, entity: UInt64, attempt: UInt32) {
    self.key = key
    counter = Philox.Block(low: UInt64(attempt) << 32, high: entity)
    pending = Philox.Block(low: 0, high: 0)
    pendingWords = 0
  }

  /// The next 32 random bits.
  @inline(__always)
  mutating func nextWord() -> UInt32 {
    if pendingWords == 0 { refill() }
    let word = UInt32(truncatingIfNeeded: pending.low)
    pending.low = pending.low >> 32 | pending.high << 32
    pending.high >>= 32
    pendingWords -= 1
    return word
  }

  /// The next number in [0, 1), a multiple of 2^-53 made of two words.
  @inline(__always)
  mutating func nextUnit() -> Double {
    let low = UInt64(nextWord())
    let bits = UInt64(nextWord()) << 32 | low
    return Double(bits >> 11) * 0x1p-53
  }

  /// Makes the next block; a stream has 2^32 of them.
  @inline(__always)
  private mutating func refill() {
    pending = Philox.block(counter: counter, key: key)
    pendingWords = 4
    let next = UInt32(truncatingIfNeeded: counter.low) &+ 1
    precondition(next != 0, "a stream of 2^34 random words is used up")
    counter.low += 1
  }
}
