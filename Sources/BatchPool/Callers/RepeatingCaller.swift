// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Asks for one size at the start and repeats the request while a policy says so.
///
/// It repeats as the documentation advises, but not after a stop, not at a quota, and not when a failure other than the
/// timeout added no node: nothing would change.
struct RepeatingCaller: Hashable, Sendable {
  let policy: ResizePolicy
  /// What it asks for first.
  let firstRequest: ResizeRequest
  /// Resizes for the present target.
  private(set) var resizeCount = 0
  /// Nodes that the pool had at the latest request.
  private var nodesBefore = 0
  /// When it is to be woken.
  private(set) var wakeAt: SimulationTime?

  init(_ policy: ResizePolicy, firstRequest: ResizeRequest) {
    self.policy = policy
    self.firstRequest = firstRequest
  }

  mutating func decide(_ view: PoolView, on occasion: Occasion) -> Caller.Decision {
    switch occasion {
    case .start:
      wakeAt = view.now
      return (nil, wakeAt)
    case .wake:
      let request: PoolRequest = resizeCount == 0 ? .resize(firstRequest) : .resizeAgain
      noteRepetition(view)
      return (request, nil)
    case .appointment(let number):
      preconditionFailure("at \(view.now): a caller without a schedule is asked for its request \(number)")
    case .resizeEnded:
      wakeAt = asksAgain(view) ? view.now + policy.pause : nil
      return (nil, wakeAt)
    }
  }

  /// Another size is asked for: the count begins again.
  mutating func noteOtherTarget(_ view: PoolView) {
    resizeCount = 0
    noteRepetition(view)
  }

  private mutating func noteRepetition(_ view: PoolView) {
    resizeCount += 1
    nodesBefore = view.currentNodes
    wakeAt = nil
  }

  /// Whether the resize that has ended is worth another.
  private func asksAgain(_ view: PoolView) -> Bool {
    assert(view.allocationState == .steady, "at \(view.now): a resize has ended and still goes on")
    guard policy.repetition == .untilTarget, resizeCount < policy.maxResizes else { return false }
    return switch view.lastResize?.errors.first {
    case nil, .resizeStopped, .poolBeingResized, .poolScalesByFormula: false
    case .allocationTimedOut, .removeNodesFailed: true
    case .allocationFailed: view.currentNodes > nodesBefore
    case .accountCoreQuotaReached, .accountLowPriorityCoreQuotaReached, .accountSpotCoreQuotaReached,
      .accountVMSeriesCoreQuotaReached:
      false
    }
  }
}
