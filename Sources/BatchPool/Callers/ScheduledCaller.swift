// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Asks for other sizes at set times, and repeats each request as a policy has it.
struct ScheduledCaller: Hashable, Sendable {
  /// In order of time; equal times keep the order of the configuration.
  let requests: [TimedRequest]
  private var repetition: RepeatingCaller

  init(_ requests: [TimedRequest], repetition: RepeatingCaller) {
    self.requests = requests
    self.repetition = repetition
  }

  mutating func decide(_ view: PoolView, on occasion: Occasion) -> Caller.Decision {
    guard case .appointment(let number) = occasion else { return repetition.decide(view, on: occasion) }
    let timed = requests[number]
    assert(timed.time == view.now, "at \(view.now): a request of \(timed.time) is due")
    // A pool that is being resized refuses it, one with a formula any resize, and what was to be repeated stays so.
    if timed.request.changesTarget, view.allocationState == .steady, !view.refuses(timed.request) {
      repetition.noteOtherTarget(view)
    }
    return (timed.request, repetition.wakeAt)
  }
}
