// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import EventEngine
package import Files
internal import Quantities

extension ByteWriter {
  /// Appends a whole number.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ value: Int) throws(Failure) {
    try appendDecimal(value.magnitude, isNegative: value < 0, fractionDigits: 0)
  }

  /// Appends a number as its ``NumberText``.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ value: Double) throws(Failure) {
    try append(NumberText.text(value))
  }

  /// Appends a time in seconds.
  ///
  /// Nanoseconds are written as they are, without a detour through binary fractions: a decimal of at most 15 digits
  /// is itself the shortest text of the nearest `Double` (IEEE 754: DBL_DIG = 15).
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ time: SimulationTime) throws(Failure) {
    let nanoseconds = time.nanoseconds
    guard nanoseconds == 0 || (1_000..<1_000_000_000_000_000).contains(nanoseconds.magnitude) else {
      return try append(time.seconds)
    }
    try appendDecimal(UInt(nanoseconds.magnitude), isNegative: nanoseconds < 0, fractionDigits: 9)
  }

  /// Appends a duration in microseconds.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func appendMicroseconds(_ duration: SimulationDuration) throws(Failure) {
    try appendDecimal(
      UInt(duration.nanoseconds.magnitude), isNegative: duration.nanoseconds < 0, fractionDigits: 3)
  }

  /// Appends `magnitude` / 10^`fractionDigits` without trailing zeros in its fraction.
  private func appendDecimal(_ magnitude: UInt, isNegative: Bool, fractionDigits: Int) throws(Failure) {
    var failure: Failure?
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { text in
      var start = text.count
      func prepend(_ byte: UInt8) {
        start -= 1
        text[start] = byte
      }
      var rest = magnitude
      var remaining = fractionDigits
      while remaining > 0, rest % 10 == 0 {
        rest /= 10
        remaining -= 1
      }
      let hasFraction = remaining > 0
      while remaining > 0 {
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
        remaining -= 1
      }
      if hasFraction { prepend(UInt8(ascii: ".")) }
      repeat {
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0
      if isNegative { prepend(UInt8(ascii: "-")) }
      do throws(Failure) {
        try append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start...]))
      } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
