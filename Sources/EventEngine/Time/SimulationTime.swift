// SPDX-License-Identifier: GPL-3.0-or-later

/// A point in simulated time: whole nanoseconds since the start of the run.
///
/// Integer time makes runs repeatable bit for bit and lets the queue compare times as plain numbers. The largest
/// time is about 292 years.
@frozen
public struct SimulationTime: Comparable, Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the start of the run [ns].
  public let nanoseconds: Int64

  /// The time so many nanoseconds after the start of the run [ns].
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The time so many seconds after the start of the run [s], rounded to the nearest nanosecond.
  ///
  /// - Precondition: `seconds` is finite and its magnitude is below 9.2e9.
  @inlinable
  public init(seconds: Double) {
    self.nanoseconds = SimulationDuration(seconds: seconds).nanoseconds
  }

  /// The start of the run.
  @inlinable
  public static var zero: SimulationTime { SimulationTime(nanoseconds: 0) }

  /// The last representable time, used as "never".
  @inlinable
  public static var distantFuture: SimulationTime { SimulationTime(nanoseconds: .max) }

  /// Seconds since the start of the run [s].
  @inlinable
  public var seconds: Double { SimulationDuration(nanoseconds: nanoseconds).seconds }

  /// Whether `left` lies before `right`.
  @inlinable
  public static func < (left: SimulationTime, right: SimulationTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The time a duration later.
  ///
  /// - Precondition: The sum is representable.
  @inlinable
  public static func + (time: SimulationTime, duration: SimulationDuration) -> SimulationTime {
    SimulationTime(nanoseconds: time.nanoseconds + duration.nanoseconds)
  }

  /// The duration from `right` to `left`.
  ///
  /// - Precondition: The difference is representable.
  @inlinable
  public static func - (left: SimulationTime, right: SimulationTime) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}

extension SimulationTime: CustomStringConvertible {
  /// The time in seconds with its unit, such as `12.5 s`.
  public var description: String { "\(seconds) s" }
}
