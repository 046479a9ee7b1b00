// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Experiments
import Scenarios
import TestSupport

/// An outcome whose every figure follows from a few numbers.
func madeOutcome(
  pools: Int = 1, target: Int = 4, steadyState: Double?, idleLatency: Double? = nil, resizes: Int = 1,
  events: UInt64 = 10
) -> RunOutcome {
  let pool = PoolOutcome(
    targetNodes: target, provisionedNodes: target, idleNodes: target, reachedTarget: steadyState != nil,
    resizes: resizes, singleResize: steadyState != nil && resizes == 1,
    steadyState: steadyState.map(SimulationDuration.seconds),
    idleLatency: idleLatency.map { IdleLatency(mean: $0, p50: $0, p95: $0, max: $0) }, nodeHours: 1, usableNodes: 1,
    meanUsableNodes: 1)
  return RunOutcome(
    pools: Array(repeating: pool, count: pools), total: pool, resizes: [], nodes: [], timeline: [], events: events,
    endedAt: .zero, end: .noEventsLeft)
}

/// A scenario of the format, with single values set as `--set` would.
func madeScenario(_ overrides: String..., nodes: Int = 4, replications: Int = 3) throws -> Scenario {
  try ScenarioFile.parse(
    TinyScenario.text(nodes: nodes, replications: replications), file: "tiny.yaml", overrides: overrides)
}

extension ModelQuantity {
  /// The number of a name that the table has.
  static func quantity(_ name: String) -> ModelQuantity {
    guard let quantity = ModelQuantity(rawValue: name) else { preconditionFailure("there is no quantity \(name)") }
    return quantity
  }

  static let premiumSSDBandwidth = quantity("premiumSSDBandwidth")
  static let bootWorkingSet = quantity("bootWorkingSet.median")
  static let serviceDelaySpread = quantity("serviceDelay.sigma")
  static let nodeAgentStart = quantity("nodeAgentStart.median")
}
