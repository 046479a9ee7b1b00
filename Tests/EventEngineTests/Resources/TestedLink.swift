// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine

/// What the two kinds of links have in common, for tests that give both the same flows.
protocol TestedLink: ~Copyable {
  var nextCompletionTime: SimulationTime? { get }

  /// Adds a flow; a link whose flows have one limit takes no notice of `limit`.
  mutating func start(_ value: UInt32, bytes: Double, limit: Double, at now: SimulationTime) -> FlowHandle
  mutating func cancel(_ handle: FlowHandle, at now: SimulationTime) -> Bool
  mutating func takeCompletion(at now: SimulationTime) -> UInt32?
}

extension TestedLink where Self: ~Copyable {
  /// Takes what completes until a time, each flow when it does, and notes the times [s].
  mutating func noteCompletions(until end: SimulationTime, in ends: inout [UInt32: Double]) {
    while let next = nextCompletionTime, next <= end {
      while let value = takeCompletion(at: next) { ends[value] = next.seconds }
    }
  }
}

extension FairShareLink: TestedLink {
  mutating func start(_ value: UInt32, bytes: Double, limit: Double, at now: SimulationTime) -> FlowHandle {
    submit(value, bytes: bytes, at: now)
  }
}

extension CappedFairShareLink: TestedLink {
  mutating func start(_ value: UInt32, bytes: Double, limit: Double, at now: SimulationTime) -> FlowHandle {
    submit(value, bytes: bytes, limit: limit, at: now)
  }
}
