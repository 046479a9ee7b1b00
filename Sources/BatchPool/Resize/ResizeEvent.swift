// SPDX-License-Identifier: GPL-3.0-or-later

/// What happens to the resize of a pool.
enum ResizeEvent: Hashable, Sendable, BitwiseCopyable {
  /// The service has taken the resize up: nodes may be created from now on.
  case allocationStarted(PoolID)
  /// The resizeTimeout has passed.
  case timedOut(PoolID)
  /// No task holds up the removal of the pool's nodes any more.
  case removalUnblocked(PoolID)
  /// The service is through with stopping the resize.
  case stopEnded(PoolID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .allocationStarted(let pool): EventLabel(2, "allocationStarted", "pool", pool)
    case .timedOut(let pool): EventLabel(9, "resizeTimedOut", "pool", pool)
    case .removalUnblocked(let pool): EventLabel(16, "removalUnblocked", "pool", pool)
    case .stopEnded(let pool): EventLabel(19, "stopEnded", "pool", pool)
    }
  }
}
