// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Foundation
internal import Scenarios

/// How much memory a session takes, about: told before work that needs more than the machine has.
package struct MemoryEstimate: Hashable, Sendable {
  /// What all replications that are kept and the runs that are under way take together [bytes].
  package let bytes: Double

  /// What one replication of a variant keeps, and for each of its pools besides [bytes]. Measured on large-pool.yaml with
  /// 100,000 replications and on scenarios of 100 pools: between half and twice as much.
  private static let ofReplication = 500.0
  private static let ofPoolOutcome = 400.0
  /// What a run has of each node, pool, replica and intervention while it lasts [bytes]; from million-nodes.yaml.
  private static let ofNode = 200.0
  private static let ofPool = 6_000.0
  private static let ofReplica = 1_000.0
  private static let ofIntervention = 200.0

  /// Estimates a session.
  ///
  /// - Parameters:
  ///   - experiments: What is run.
  ///   - jobs: Replications that run at once.
  /// - Complexity: O(variants x pools).
  package init(_ experiments: [Experiment], jobs: Int) {
    var kept = 0.0
    var largest = 0.0
    for experiment in experiments {
      for variant in experiment.scenario.variants {
        let system = variant.configuration
        let pools = Double(system.pools.count)
        let nodes = system.pools.reduce(0.0) {
          $0 + Double($1.targetDedicatedNodes) + Double($1.targetLowPriorityNodes)
        }
        let replicas = system.images.reduce(0.0) { $0 + Double($1.replicas) }
        kept +=
          Double(experiment.scenario.replications) * (Self.ofReplication + (pools > 1 ? pools : 0) * Self.ofPoolOutcome)
        let run =
          nodes * Self.ofNode + pools * Self.ofPool + replicas * Self.ofReplica
          + Double(system.interventions.count) * Self.ofIntervention
        // The system itself is kept as long as the session lasts.
        kept += pools * Self.ofPoolOutcome
        largest = max(largest, run)
      }
    }
    bytes = kept + largest * Double(min(jobs, 1_024))
  }

  /// The memory of the machine [bytes].
  package static var ofMachine: Double { Double(ProcessInfo.processInfo.physicalMemory) }

  /// What to tell, where it is more than the machine has; nil otherwise.
  ///
  /// - Parameter machine: The memory of the machine [bytes].
  /// - Returns: A sentence.
  package func warning(machine: Double = ofMachine) -> String? {
    guard bytes > machine else { return nil }
    func gibibytes(_ bytes: Double) -> String { String(format: "%.1f GiB", bytes / 0x1p30) }
    return
      "this needs about \(gibibytes(bytes)) of memory, and the machine has \(gibibytes(machine)); fewer replications, "
      + "pools or jobs need less"
  }
}
