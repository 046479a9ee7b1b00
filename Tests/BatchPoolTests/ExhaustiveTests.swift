// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import TestSupport
import Testing

/// Small pools on which everything happens that can, in every combination, with the invariants checked after every event.
@Suite struct ExhaustiveTests {
  /// Requests and events at times that meet each other, and the pool in every phase: before its first node, while nodes
  /// are made, at the very end of a resize, steady, and while nodes leave.
  static let happenings: [Intervention] = [
    at(0, .request(pool: 0, .stopResize)),
    at(0, .request(pool: 0, .resize(ResizeRequest(targetDedicatedNodes: 1)))),
    at(60, .request(pool: 0, .resizeAgain)),
    at(185, .request(pool: 0, .stopResize)),
    at(185, .world(.setReplicas(image: 0, count: 1, after: nil))),
    at(185, .world(.deleteImage(0))),
    at(400, .request(pool: 0, .removeNodes(RemovalRequest(count: 2, deallocationOption: .taskCompletion)))),
    at(400, .request(pool: 0, .resize(ResizeRequest(targetDedicatedNodes: 5, targetLowPriorityNodes: 0)))),
    at(430, .request(pool: 0, .stopResize)),
    at(430, .restart(pool: 0, count: 2, reimages: true)),
    at(700, .request(pool: 0, .resize(ResizeRequest(targetDedicatedNodes: 0, targetLowPriorityNodes: 2)))),
  ]

  private static func at(_ seconds: Double, _ action: Intervention.Action) -> Intervention {
    Intervention(time: SimulationTime(seconds: seconds), action: action)
  }

  private func system(_ interventions: [Intervention]) -> SystemConfiguration {
    var parameters = ModelParameters.constantTimes
    parameters.createBurst = 1
    parameters.createRate = 0.5
    var system = SystemConfiguration.onePool(
      nodes: 3, image: .gallery(replicas: 2), timeout: 300, parameters: parameters,
      policy: ResizePolicy(maxResizes: 3, pause: .seconds(10)), interventions: interventions)
    system.pools[0].targetLowPriorityNodes = 1
    system.pools[0].coresPerNode = 1
    system.pools[0].tasks = NodeTasks(busyShare: 0.5, remaining: constant(30), retentionTime: .zero)
    system.quotas = [CoreQuota(.dedicated, cores: 4)]
    return system
  }

  @Test func `every subset of requests and events ends, conserves everything, and leaves what was asked for`() {
    withEverySubset("happenings", of: Self.happenings) { interventions in
      let outcome = checkedRun(system(interventions))
      try check(outcome.end == .noEventsLeft, "the run ended for another reason: \(outcome.end)")
      let sizes = interventions.count { $0.isRequestForSize }
      let requests = outcome.resizes.count
      try check(requests >= 1 + sizes, "\(1 + sizes) requests for a size left \(requests) records")
      for record in outcome.resizes {
        try check(record.endedAt != nil, "a resize goes on for ever")
        let length = (record.endedAt ?? record.requestedAt) - record.requestedAt
        try check(length >= .zero && length <= .seconds(300), "a resize took \(length.seconds) s")
      }
      try check(
        outcome.total.provisionedNodes <= 6 && outcome.total.idleNodes <= outcome.total.provisionedNodes,
        "\(outcome.total.provisionedNodes) nodes are there")
      if interventions.isEmpty { try check(outcome.total.reachedTarget, "an undisturbed pool falls short") }
    }
  }

  @Test func `every subset of misfortunes ends and conserves everything`() {
    struct Misfortune: CustomStringConvertible {
      let description: String
      let befall: (inout SystemConfiguration) -> Void
    }
    let misfortunes = [
      Misfortune(description: "preemption") { $0.pools[0].preemptionRate = 2e-3 },
      Misfortune(description: "failure") { $0.pools[0].failureRate = 5e-4 },
      Misfortune(description: "unusable") { $0.pools[0].unusableProbability = 0.3 },
      Misfortune(description: "failed creation") { $0.parameters.createFailureProbability = 0.3 },
      Misfortune(description: "start task") {
        $0.pools[0].startTask = StartTask(duration: constant(20), failureProbability: 0.4, maxTaskRetryCount: 1)
      },
      Misfortune(description: "late image") { $0.images[0].availability = constant(250) },
      Misfortune(description: "quota") { $0.quotas = [CoreQuota(.dedicated, cores: 2), CoreQuota(.spot, cores: 1)] },
      Misfortune(description: "slow removal") { $0.parameters.nodeRemoval = constant(400) },
      Misfortune(description: "deleted image") {
        $0.interventions.append(Intervention(time: SimulationTime(seconds: 900), action: .deleteImage(0)))
      },
    ]
    withEverySubset("misfortunes", of: misfortunes) { chosen in
      let restarts = [
        Self.at(650, .restart(pool: 0, reimages: false)), Self.at(890, .restart(pool: 0, reimages: true)),
      ]
      var system = system([Self.happenings[7], restarts[0], Self.happenings[10], restarts[1]])
      system.duration = .seconds(1_500)
      for misfortune in chosen { misfortune.befall(&system) }
      let outcome = checkedRun(system)
      try check(outcome.endedAt.seconds == 1_500, "the run ended at \(outcome.endedAt)")
      try check(outcome.nodes.count >= 2, "\(outcome.nodes.count) nodes were made")
    }
  }
}

extension Intervention {
  /// Whether a caller asks for a size.
  fileprivate var isRequestForSize: Bool {
    switch action {
    case .request(_, .stopResize), .request(_, .restart), .world: false
    case .request: true
    }
  }
}
