// SPDX-License-Identifier: GPL-3.0-or-later

/// From a computed, continuous time to the integer time of events.
@usableFromInline
enum WholeNanoseconds {
  /// The longest that a resource computes with, some 127 years: what is further away counts as this.
  @usableFromInline static var longest: Int64 { 4_000_000_000_000_000_000 }

  /// The nanosecond at which what takes so many seconds is over: rounded up.
  ///
  /// A thousandth of a nanosecond past a whole one is taken for rounding error of the computation and does not count.
  ///
  /// - Parameter seconds: A time [s], not negative; infinity counts as ``longest``.
  /// - Returns: The time [ns].
  @inlinable
  static func roundedUp(_ seconds: Double) -> Int64 {
    assert(seconds >= 0, "a time before the beginning")
    let exact = seconds * 1e9
    guard exact < Double(longest) else { return longest }
    // Rounded up by way of the integer: without SSE 4.1, which the baseline of x86-64 lacks, `rounded` is a call.
    let shortened = exact - 1e-3
    let whole = Int64(shortened)
    return Double(whole) < shortened ? whole &+ 1 : whole
  }
}
