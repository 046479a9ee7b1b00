// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

@Suite("Philox4x32-10")
struct PhiloxTests {
  /// A published answer: counter and key in, block out, words in the order of the paper.
  struct KnownAnswer: Sendable {
    let counter: [UInt32]
    let key: [UInt32]
    let block: [UInt32]
  }

  /// The lines "philox4x32 10" of `tests/kat_vectors` in Random123 1.14
  /// (https://github.com/DEShawResearch/random123): all zero, all ones, digits of pi.
  static let knownAnswers = [
    KnownAnswer(
      counter: [0, 0, 0, 0], key: [0, 0],
      block: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], key: [0xffff_ffff, 0xffff_ffff],
      block: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0],
      block: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]

  @Test("gives the published answers", arguments: knownAnswers)
  func knownAnswer(_ answer: KnownAnswer) {
    let block = Philox.block(
      counter: Philox.Block(
        low: UInt64(answer.counter[1]) << 32 | UInt64(answer.counter[0]),
        high: UInt64(answer.counter[3]) << 32 | UInt64(answer.counter[2])),
      key: UInt64(answer.key[1]) << 32 | UInt64(answer.key[0]))
    #expect(block.low == UInt64(answer.block[1]) << 32 | UInt64(answer.block[0]))
    #expect(block.high == UInt64(answer.block[3]) << 32 | UInt64(answer.block[2]))
  }
}
