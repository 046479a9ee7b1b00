// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine

/// What the models of this benchmark share: the increments in turn, and a hash of the events.
struct HoldState {
  let increments: UnsafePointer<Int64>
  private var drawnCount = 0
  private(set) var hash: UInt64 = 0

  init(increments: UnsafePointer<Int64>) {
    self.increments = increments
  }

  @inline(__always)
  mutating func note(_ event: UInt64, at time: SimulationTime) {
    hash = (hash ^ UInt64(bitPattern: time.nanoseconds) ^ event) &* 0x100_0000_01B3
  }

  @inline(__always)
  mutating func nextIncrement() -> SimulationDuration {
    drawnCount &+= 1
    return SimulationDuration(nanoseconds: increments[drawnCount & (HoldIncrement.tableCount - 1)])
  }
}

/// A model that this benchmark can set up and ask for its hash.
protocol HoldModel: SimulationModel where Event == UInt64 {
  init(state: HoldState, population: Int)
  var state: HoldState { get }
}

/// Every event schedules one: the population stays (Jones 1986, doi:10.1145/5684.5686).
struct SteadyHold: HoldModel {
  var state: HoldState

  init(state: HoldState, population: Int) {
    self.state = state
  }

  mutating func handle(_ event: UInt64, scheduler: inout Scheduler<UInt64>) {
    state.note(event, at: scheduler.now)
    scheduler.schedule(event, after: state.nextIncrement())
  }
}

/// Every event schedules two and cancels one of them, or one that was scheduled earlier: half of all are cancelled.
struct CancellingHold: HoldModel {
  var state: HoldState
  private var earlier: EventKey?

  init(state: HoldState, population: Int) {
    self.state = state
  }

  mutating func handle(_ event: UInt64, scheduler: inout Scheduler<UInt64>) {
    state.note(event, at: scheduler.now)
    let kept = scheduler.schedule(event, after: state.nextIncrement())
    let key = scheduler.schedule(event, after: state.nextIncrement())
    if event & 1 == 0, let earlier, scheduler.cancel(earlier) {
      self.earlier = kept
    } else {
      scheduler.cancel(key)
      earlier = kept
    }
  }
}

/// The population grows from a hundredth to the whole by one an event, and shrinks again by one an event.
struct GrowingHold: HoldModel {
  var state: HoldState
  private let population: Int
  private var isGrowing = false

  init(state: HoldState, population: Int) {
    self.state = state
    self.population = population
  }

  mutating func handle(_ event: UInt64, scheduler: inout Scheduler<UInt64>) {
    state.note(event, at: scheduler.now)
    let pendingCount = scheduler.pendingCount
    if pendingCount >= population { isGrowing = false }
    if pendingCount <= population / 100 + 1 { isGrowing = true }
    guard isGrowing else { return }
    scheduler.schedule(event, after: state.nextIncrement())
    scheduler.schedule(event &+ 1, after: state.nextIncrement())
  }
}
