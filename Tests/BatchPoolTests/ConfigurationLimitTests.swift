// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Testing

/// Limits of what is simulated, each from both sides.
@Suite("Limits of configurations")
struct ConfigurationLimitTests {
  private static func problems(_ change: (inout SystemConfiguration) -> Void) -> Int {
    var system = SystemConfiguration.onePool(nodes: 5)
    change(&system)
    return system.problems().count
  }

  @Test("a hundred million nodes of all pools and kinds together are the most")
  func nodes() {
    let most = SystemConfiguration.mostNodes
    for (dedicated, lowPriority, count) in [
      (most, 0, 0), (most + 1, 0, 1), (most - 7, 7, 0), (most - 7, 8, 1), (0, most, 0), (0, most + 1, 1),
      (.max, .max, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0),
    ] {
      let found = Self.problems {
        $0.pools[0].targetDedicatedNodes = dedicated
        $0.pools[0].targetLowPriorityNodes = lowPriority
        $0.duration = .seconds(1)
      }
      #expect(found == count, "\(dedicated) and \(lowPriority)")
    }
  }

  @Test("a duration is above 0 and at most 1e9 s")
  func duration() {
    for (seconds, count) in [(0.0, 1), (-1, 1), (1e-9, 0), (1e9, 0), (1e9 + 1, 1)] {
      #expect(Self.problems { $0.duration = .seconds(seconds) } == count, "\(seconds)")
    }
  }

  @Test("nodes that may be preempted or fail need a duration: also those that an action asks for, and no others")
  func endlessRuns() {
    func action(_ nodes: Int?) -> Intervention {
      Intervention(time: .zero, action: .resize(pool: 0, ResizeRequest(targetLowPriorityNodes: nodes)))
    }
    for (nodes, count) in [(nil, 0), (0, 0), (1, 1)] as [(Int?, Int)] {
      let found = Self.problems {
        $0.pools[0].preemptionRate = 1
        $0.interventions = [action(nodes)]
      }
      #expect(found == count)
    }
    #expect(Self.problems { $0.pools[0].failureRate = 1 } == 1)
    #expect(Self.problems { $0.pools[0].preemptionRate = 1 } == 0)
  }

  @Test("rates, shares, counts and times are in their ranges")
  func ranges() {
    for (rate, count) in [(-1e-9, 1), (0.0, 0), (1e9, 0), (1.1e9, 1), (.nan, 1)] {
      #expect(
        Self.problems {
          $0.pools[0].failureRate = rate
          $0.duration = .seconds(1)
        } == count)
    }
    for (share, count) in [(-0.1, 1), (0.0, 0), (1.0, 0), (1.1, 1)] {
      #expect(Self.problems { $0.pools[0].unusableProbability = share } == count)
      let tasks = NodeTasks(busyShare: share, remaining: constant(1), retentionTime: .zero)
      #expect(Self.problems { $0.pools[0].tasks = tasks } == count)
    }
    for (probability, retries, count) in [
      (0.0, 0, 0), (1, 1_000, 0), (1.1, 0, 1), (-0.1, 0, 1), (0, 1_001, 1), (0, -1, 1),
    ] {
      let task = StartTask(
        duration: constant(1), failureProbability: probability, maxTaskRetryCount: retries, waitForSuccess: true)
      #expect(Self.problems { $0.pools[0].startTask = task } == count)
    }
    for (cores, count) in [(0, 1), (1, 0), (10_000, 0), (10_001, 1)] {
      #expect(Self.problems { $0.pools[0].coresPerNode = cores } == count)
    }
    for (resizes, count) in [(0, 1), (1, 0), (100_000, 0), (100_001, 1)] {
      #expect(Self.problems { $0.resizePolicy.maxResizes = resizes } == count)
    }
    for (pause, count) in [(-1.0, 1), (0.0, 0)] {
      #expect(Self.problems { $0.resizePolicy.pause = .seconds(pause) } == count)
    }
    for (subscription, count) in [(-1, 1), (0, 0), (999_999, 0), (1_000_000, 1)] {
      #expect(Self.problems { $0.pools[0].subscription = subscription } == count)
    }
    for (subnet, publicAddresses, count) in [(-1, 1, 1), (1, -1, 1), (0, 0, 0), (nil, nil, 0)] as [(Int?, Int?, Int)] {
      let addresses = NodeAddresses(subnet: subnet, publicAddresses: publicAddresses)
      #expect(Self.problems { $0.pools[0].addresses = addresses } == count)
    }
  }
}
