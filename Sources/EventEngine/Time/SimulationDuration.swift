// SPDX-License-Identifier: GPL-3.0-or-later

/// A span of simulated time: whole nanoseconds, of either sign.
@frozen
public struct SimulationDuration: Comparable, Hashable, Sendable, BitwiseCopyable {
  /// The length of the span [ns].
  public let nanoseconds: Int64

  /// A span of so many nanoseconds [ns].
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A span of so many seconds [s], rounded to the nearest nanosecond.
  ///
  /// This and ``seconds`` are the only places where floating-point and integer time meet.
  ///
  /// - Precondition: `seconds` is finite and its magnitude is below 9.2e9.
  @inlinable
  public init(seconds: Double) {
    precondition(seconds.magnitude < 9.2e9, "a duration must be finite and below 9.2e9 s")
    self.nanoseconds = Int64((seconds * 1e9).rounded(.toNearestOrEven))
  }

  /// The empty span.
  @inlinable
  public static var zero: SimulationDuration { SimulationDuration(nanoseconds: 0) }

  /// A span of so many seconds [s], rounded to the nearest nanosecond.
  ///
  /// - Precondition: `value` is finite and its magnitude is below 9.2e9.
  @inlinable
  public static func seconds(_ value: Double) -> SimulationDuration {
    SimulationDuration(seconds: value)
  }

  /// The length of the span [s].
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Whether `left` is shorter than `right`.
  @inlinable
  public static func < (left: SimulationDuration, right: SimulationDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The sum of two spans.
  ///
  /// - Precondition: The sum is representable.
  @inlinable
  public static func + (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds + right.nanoseconds)
  }

  /// The difference of two spans.
  ///
  /// - Precondition: The difference is representable.
  @inlinable
  public static func - (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}
