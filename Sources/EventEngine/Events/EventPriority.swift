// SPDX-License-Identifier: GPL-3.0-or-later

/// Which of several events at one time comes first.
///
/// Events at the same time are processed by priority, and events of the same priority in the order in which they were
/// scheduled. Most events are ``normal``; the other levels say what must precede or follow them.
@frozen
public struct EventPriority: RawRepresentable, Comparable, Hashable, Sendable, BitwiseCopyable {
  /// The rank, from 0 (processed first) to 7 (processed last).
  public let rawValue: UInt8

  /// The priority of a rank.
  ///
  /// - Precondition: `rawValue` is at most 7.
  @inlinable
  public init(rawValue: UInt8) {
    precondition(rawValue < 8, "an event priority must be from 0 to 7")
    self.rawValue = rawValue
  }

  /// Before everything else at its time.
  @inlinable
  public static var first: EventPriority { EventPriority(rawValue: 0) }

  /// Before the normal events at its time.
  @inlinable
  public static var early: EventPriority { EventPriority(rawValue: 1) }

  /// The priority of an event that names none.
  @inlinable
  public static var normal: EventPriority { EventPriority(rawValue: 3) }

  /// After the normal events at its time.
  @inlinable
  public static var late: EventPriority { EventPriority(rawValue: 5) }

  /// After everything else at its time.
  @inlinable
  public static var last: EventPriority { EventPriority(rawValue: 7) }

  /// Whether `left` is processed before `right` at one time.
  @inlinable
  public static func < (left: EventPriority, right: EventPriority) -> Bool {
    left.rawValue < right.rawValue
  }
}
