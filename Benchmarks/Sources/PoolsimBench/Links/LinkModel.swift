// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine

/// What the two kinds of links have in common.
protocol BenchmarkLink: ~Copyable {
  mutating func start(_ value: UInt32, _ flow: FlowList.Flow, at now: SimulationTime)
  mutating func takeCompletion(at now: SimulationTime) -> UInt32?
  var nextCompletionTime: SimulationTime? { get }
}

extension FairShareLink: BenchmarkLink {
  mutating func start(_ value: UInt32, _ flow: FlowList.Flow, at now: SimulationTime) {
    submit(value, bytes: flow.bytes, at: now)
    // Everything is admitted at once; the list of admissions must not grow.
    while takeAdmission(at: now) != nil {}
  }
}

extension CappedFairShareLink: BenchmarkLink {
  mutating func start(_ value: UInt32, _ flow: FlowList.Flow, at now: SimulationTime) {
    submit(value, bytes: flow.bytes, limit: flow.limit, at: now)
  }
}

/// A link in a simulation: one flow starts every millisecond, and the next completion is an event.
struct LinkModel<Link: BenchmarkLink & ~Copyable>: ~Copyable, SimulationModel {
  enum Event: BitwiseCopyable {
    case flowStarts(UInt32)
    case flowEnds
  }

  private var link: Link
  private let list: FlowList
  private var completionTime: SimulationTime?
  private var completionEvent: EventKey?
  /// The sum of the times at which flows finished [s].
  private(set) var totalFinish = 0.0
  private(set) var hash = BenchmarkHash()

  init(link: consuming Link, list: FlowList) {
    self.link = link
    self.list = list
  }

  func start(_ scheduler: inout Scheduler<Event>) {
    scheduler.schedule(.flowStarts(0), at: .zero)
  }

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    switch event {
    case .flowStarts(let number):
      link.start(number, list.flows[Int(number)], at: scheduler.now)
      if Int(number) + 1 < list.flows.count {
        scheduler.schedule(.flowStarts(number + 1), after: SimulationDuration(nanoseconds: 1_000_000))
      }
    case .flowEnds:
      completionEvent = nil
      completionTime = nil
    }
    while let value = link.takeCompletion(at: scheduler.now) {
      totalFinish += scheduler.now.seconds
      hash.add(UInt64(value))
      hash.add(scheduler.now.nanoseconds)
    }
    let next = link.nextCompletionTime
    guard next != completionTime else { return }
    if let event = completionEvent { scheduler.cancel(event) }
    completionTime = next
    completionEvent = next.map { scheduler.schedule(.flowEnds, at: $0) }
  }
}
