// SPDX-License-Identifier: GPL-3.0-or-later

/// The names of what is drawn for, as numbers.
package enum EntityName {
  /// The number of a name: the 64-bit FNV-1a hash of its UTF-8 bytes (Fowler, Noll and Vo,
  /// http://www.isthe.com/chongo/tech/comp/fnv/).
  ///
  /// - Complexity: O(bytes).
  package static func number(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
