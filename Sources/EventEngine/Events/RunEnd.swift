// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a run ended.
@frozen
public enum RunEnd: Hashable, Sendable, BitwiseCopyable {
  /// No event was pending any more.
  case noEventsLeft
  /// The next event lies after the time that the run was to reach.
  case timeReached
  /// As many events as allowed have been processed.
  case eventLimitReached
  /// The model called ``Scheduler/stop()``.
  case stopped
}
