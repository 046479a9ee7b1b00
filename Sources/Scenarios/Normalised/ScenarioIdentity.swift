// SPDX-License-Identifier: GPL-3.0-or-later

/// A short name for a text: FNV-1a of 128 bits (Fowler, Noll and Vo; draft-eastlake-fnv-17).
///
/// It tells scenarios apart that differ by accident or design; it does not keep anybody from making two agree on purpose.
struct ScenarioIdentity {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    state ^= UInt128(byte)
    state = state &* 0x0000_0000_0100_0000_0000_0000_0000_013b
  }

  /// 32 hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
