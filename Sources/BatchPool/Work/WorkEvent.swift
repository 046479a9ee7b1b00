// SPDX-License-Identifier: GPL-3.0-or-later

/// What happens to the work of the pools.
enum WorkEvent: Hashable, Sendable, BitwiseCopyable {
  /// The next jobs, or the next recorded tasks, of a stream are submitted.
  case submitted(StreamID)
  /// An attempt at a task is over.
  case attemptEnded(AttemptID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .submitted(let stream): EventLabel(20, "workSubmitted", "stream", stream)
    case .attemptEnded(let attempt): EventLabel(21, "taskEnded", "attempt", attempt)
    }
  }
}
