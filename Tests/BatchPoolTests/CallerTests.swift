// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Testing

/// What callers decide, without a model: on nothing but what the service shows.
@Suite struct CallerTests {
  private let size = ResizeRequest(targetDedicatedNodes: 10)

  private func view(
    at time: Double, nodes: Int = 0, state: AllocationState = .steady, ended errors: [ResizeError]? = nil
  ) -> PoolView {
    PoolView(
      now: SimulationTime(seconds: time), targetDedicatedNodes: 10, targetLowPriorityNodes: 0,
      currentDedicatedNodes: nodes, currentLowPriorityNodes: 0, allocationState: state,
      lastResize: errors.map { PoolView.LastResize(requestedAt: .zero, errors: $0) },
      nodesByState: [Int](repeating: 0, count: NodeState.allCases.count))
  }

  /// A caller that has made its first request at time 0, with no node there.
  private func begun(_ policy: ResizePolicy) -> Caller {
    var caller = Caller.repeating(RepeatingCaller(policy, firstRequest: size))
    #expect(caller.decide(view(at: 0), on: .start) == (nil, .zero))
    #expect(caller.decide(view(at: 0), on: .wake) == (.resize(size), nil))
    return caller
  }

  @Test(
    "a caller repeats as the documentation advises",
    arguments: [
      ([], 10, false), ([.allocationTimedOut], 4, true), ([.allocationTimedOut], 0, true),
      ([.removeNodesFailed], 10, true), ([.allocationFailed], 4, true), ([.allocationFailed], 0, false),
      ([.resizeStopped], 4, false), ([.accountCoreQuotaReached], 4, false),
      ([.allocationTimedOut, .accountCoreQuotaReached], 4, true),
    ] as [([ResizeError], Int, Bool)])
  func repeats(errors: [ResizeError], nodes: Int, asksAgain: Bool) {
    var caller = begun(ResizePolicy(pause: .seconds(30)))
    let decision = caller.decide(view(at: 900, nodes: nodes, ended: errors), on: .resizeEnded)
    #expect(decision == (nil, asksAgain ? SimulationTime(seconds: 930) : nil))
    var other = begun(ResizePolicy(repetition: .once))
    #expect(other.decide(view(at: 900, nodes: nodes, ended: errors), on: .resizeEnded) == (nil, nil))
  }

  @Test func `a caller stops after so many resizes`() {
    var caller = begun(ResizePolicy(maxResizes: 3))
    for time in [900.0, 1_800] {
      let late = view(at: time, ended: [.allocationTimedOut])
      #expect(caller.decide(late, on: .resizeEnded).wakeAt == late.now)
      #expect(caller.decide(late, on: .wake) == (.resizeAgain, nil))
    }
    #expect(caller.decide(view(at: 2_700, ended: [.allocationTimedOut]), on: .resizeEnded) == (nil, nil))
  }

  @Test func `another size voids what was to be repeated and begins the count anew; a refused one does not`() {
    let other = TimedRequest(
      time: SimulationTime(seconds: 1_000), request: .resize(ResizeRequest(targetDedicatedNodes: 3)))
    func begun() -> Caller {
      var caller = Caller.scheduled(
        ScheduledCaller(
          [other], repetition: RepeatingCaller(ResizePolicy(maxResizes: 1, pause: .seconds(200)), firstRequest: size)))
      _ = caller.decide(view(at: 0), on: .start)
      #expect(caller.decide(view(at: 0), on: .wake) == (.resize(size), nil))
      return caller
    }
    var taken = begun()
    #expect(taken.decide(view(at: 1_000, nodes: 10), on: .appointment(0)) == (other.request, nil))
    var refused = begun()
    #expect(refused.decide(view(at: 1_000, state: .resizing), on: .appointment(0)) == (other.request, nil))
    // One resize a size is the most: the count says whose it was.
    #expect(refused.decide(view(at: 1_100, ended: [.allocationTimedOut]), on: .resizeEnded) == (nil, nil))
  }

  @Test func `what is to be repeated stays so when a stop is asked for in between`() {
    let stop = TimedRequest(time: SimulationTime(seconds: 950), request: .stopResize)
    var caller = Caller.scheduled(
      ScheduledCaller([stop], repetition: RepeatingCaller(ResizePolicy(pause: .seconds(100)), firstRequest: size)))
    _ = caller.decide(view(at: 0), on: .start)
    _ = caller.decide(view(at: 0), on: .wake)
    let wake = SimulationTime(seconds: 1_000)
    #expect(caller.decide(view(at: 900, ended: [.allocationTimedOut]), on: .resizeEnded) == (nil, wake))
    #expect(caller.decide(view(at: 950), on: .appointment(0)) == (.stopResize, wake))
  }
}
