// SPDX-License-Identifier: GPL-3.0-or-later

/// A hash of a sequence of numbers, the same on every machine (FNV-1a on words of 64 bits).
struct BenchmarkHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  mutating func add(_ number: UInt64) {
    value = (value ^ number) &* 0x100_0000_01B3
  }

  @inline(__always)
  mutating func add(_ number: Int64) {
    add(UInt64(bitPattern: number))
  }

  mutating func add(_ number: Double) {
    add(number.bitPattern)
  }
}
