// SPDX-License-Identifier: GPL-3.0-or-later

/// A variable that the service provides and a formula reads ("Create a formula to automatically scale compute nodes in a
/// Batch pool", tables of service-defined variables, 2017 to 2025).
public enum FormulaMetric: String, CaseIterable, Hashable, Sendable {
  /// Tasks that wait for a node [tasks].
  case activeTasks = "$ActiveTasks"
  /// Tasks that run [tasks].
  case runningTasks = "$RunningTasks"
  /// Tasks that wait and tasks that run, together [tasks].
  case pendingTasks = "$PendingTasks"
  /// Tasks that have succeeded, since the pool began [tasks].
  case succeededTasks = "$SucceededTasks"
  /// Tasks that have failed, since the pool began [tasks].
  case failedTasks = "$FailedTasks"
  /// Dedicated nodes [nodes].
  case currentDedicatedNodes = "$CurrentDedicatedNodes"
  /// Low-priority nodes, with those that are preempted [nodes].
  case currentLowPriorityNodes = "$CurrentLowPriorityNodes"
  /// Low-priority nodes that are preempted [nodes].
  case preemptedNodeCount = "$PreemptedNodeCount"
  /// Nodes that can run tasks [nodes].
  case usableNodeCount = "$UsableNodeCount"
  /// Task slots of a node [slots].
  case taskSlotsPerNode = "$TaskSlotsPerNode"
  /// The busy share of the processors, 0 to 1 [fraction].
  case cpuPercent = "$CPUPercent"
  /// Seconds that processors have run [s].
  case wallClockSeconds = "$WallClockSeconds"
  /// Memory in use [MB].
  case memoryBytes = "$MemoryBytes"
  /// Local disk in use [GB].
  case diskBytes = "$DiskBytes"
  /// Bytes read from disks [B].
  case diskReadBytes = "$DiskReadBytes"
  /// Bytes written to disks [B].
  case diskWriteBytes = "$DiskWriteBytes"
  /// Reads of disks [operations].
  case diskReadOps = "$DiskReadOps"
  /// Writes to disks [operations].
  case diskWriteOps = "$DiskWriteOps"
  /// Bytes received [B].
  case networkInBytes = "$NetworkInBytes"
  /// Bytes sent [B].
  case networkOutBytes = "$NetworkOutBytes"
  /// Nodes that gave a sample [nodes].
  case sampleNodeCount = "$SampleNodeCount"

  /// A metric by its name, with `$` or without; nil for any other name.
  public init?(name: some StringProtocol) {
    let name = String(name)
    self.init(rawValue: name.hasPrefix("$") ? name : "$" + name)
  }

  /// Whether its name alone gives the value of this moment rather than a sample.
  ///
  /// Choice: documented and recorded for the current nodes and the task slots; the preempted and usable nodes are counts
  /// of the same kind.
  public var isGauge: Bool {
    switch self {
    case .currentDedicatedNodes, .currentLowPriorityNodes, .preemptedNodeCount, .usableNodeCount, .taskSlotsPerNode:
      true
    default: false
    }
  }

  /// Whether the simulation provides it; the others can be read from a file of samples only.
  public var isSimulated: Bool { !isRetired }

  /// Whether the newest lists of the vendor leave it out.
  var isRetired: Bool {
    switch self {
    case .wallClockSeconds, .memoryBytes, .diskBytes, .diskReadBytes, .diskWriteBytes, .diskReadOps, .diskWriteOps,
      .networkInBytes, .networkOutBytes, .sampleNodeCount:
      true
    default: false
    }
  }

  /// Whether all its values are whole numbers.
  var isWhole: Bool { !isRetired && self != .cpuPercent }
}
