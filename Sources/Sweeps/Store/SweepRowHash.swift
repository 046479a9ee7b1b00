// SPDX-License-Identifier: GPL-3.0-or-later

/// The hash of one result: SQLite has no checksums, and a bit that flips in its file would be a wrong figure.
enum SweepRowHash {
  /// The hash of a result and of what it is the result of (FNV-1a in 64 bits, Fowler, Noll and Vo,
  /// http://www.isthe.com/chongo/tech/comp/fnv).
  ///
  /// One flipped bit always changes it: every step is a bijection of the state.
  ///
  /// - Parameters:
  ///   - values: One value a metric.
  ///   - identity: What the cell simulates.
  ///   - replication: The replication.
  ///   - variant: The variant.
  /// - Returns: The hash.
  /// - Complexity: O(length of the texts + values).
  static func of(_ values: [Double?], identity: String, replication: Int, variant: String) -> Int64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) {
      state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    func add(_ word: UInt64) {
      for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
    for text in [identity, variant] {
      for byte in text.utf8 { add(byte) }
      // No text in UTF-8 has this byte.
      add(UInt8(0xFF))
    }
    add(UInt64(bitPattern: Int64(replication)))
    for value in values {
      add(UInt8(value == nil ? 0 : 1))
      // SQLite keeps a whole number without its sign of zero.
      add(value.map { $0 == 0 ? 0 : $0.bitPattern } ?? 0)
    }
    return Int64(bitPattern: state)
  }
}
