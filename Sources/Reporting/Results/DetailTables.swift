// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange

/// `nodes.csv` and `timeline.csv`, written replication by replication as they finish.
///
/// A large scenario has millions of such rows: none is kept.
package struct DetailTables {
  struct NodeRow: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    let node: NodeRecord

    var pool: Int? { node.pool }
  }

  struct TimelineRow: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    let entry: TimelineEntry

    var pool: Int? { entry.pool }
  }

  static func nodeColumns(namesPools: Bool) -> [Column<NodeRow>] {
    NodeRow.replicationColumns(namesPools: namesPools) + [
      Column("node", "The number of the node in its pool, from 0.") { $0.node.node },
      Column("resize", "The number of the resize that created it, from 1.") { $0.node.resize },
      Column("replica", "The replica of the image that it read from, from 0; empty where it read from none.") {
        $0.node.replica
      },
      Column("creating_at_s", unit: "s", "When it entered `creating`.") { $0.node.creatingAt },
      Column("read_started_at_s", unit: "s", "When its last read of the image began.") { $0.node.readStartedAt },
      Column("read_ended_at_s", unit: "s", "When that read ended.") { $0.node.readEndedAt },
      Column("provisioned_at_s", unit: "s", "When its VM was provisioned.") { $0.node.provisionedAt },
      Column("starting_at_s", unit: "s", "When it entered `starting`.") { $0.node.startingAt },
      Column("idle_at_s", unit: "s", "When it first was `idle`.") { $0.node.idleAt },
      Column("outcome", "Its state at the end of the run.") { stateTexts[Int($0.node.state.rawValue)] },
    ]
  }

  static func timelineColumns(namesPools: Bool) -> [Column<TimelineRow>] {
    TimelineRow.replicationColumns(namesPools: namesPools) + [
      Column("time_s", unit: "s", "From when on.") { $0.entry.time },
      Column("state", "The state of nodes.") { stateTexts[Int($0.entry.state.rawValue)] },
      Column("nodes", "Nodes in that state.") { $0.entry.nodes },
    ]
  }

  private static let stateTexts = NodeState.allCases.map { CellText($0.name) }

  private let nodesFile: ByteWriter?
  private let timelineFile: ByteWriter?
  private let nodes: CSVTable<NodeRow>?
  private let timeline: CSVTable<TimelineRow>?

  /// Begins the files that are wanted.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package init(nodes nodesFile: ByteWriter?, timeline timelineFile: ByteWriter?, namesPools: Bool) throws(Failure) {
    self.nodesFile = nodesFile
    self.timelineFile = timelineFile
    if let nodesFile {
      nodes = try CSVTable(Self.nodeColumns(namesPools: namesPools), to: nodesFile)
    } else {
      nodes = nil
    }
    if let timelineFile {
      timeline = try CSVTable(Self.timelineColumns(namesPools: namesPools), to: timelineFile)
    } else {
      timeline = nil
    }
  }

  /// Writes the rows of one replication.
  ///
  /// - Throws: `Failure` when they cannot be written.
  /// - Complexity: O(rows).
  package func append(_ details: ReplicationDetails) throws(Failure) {
    let names = VariantNames(details.scenario, details.variant)
    if let nodes {
      for node in details.outcome.nodes {
        try nodes.append(NodeRow(names: names, replication: details.replication, node: node))
      }
    }
    if let timeline {
      for entry in details.outcome.timeline {
        try timeline.append(TimelineRow(names: names, replication: details.replication, entry: entry))
      }
    }
  }

  /// Closes the files.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package func close() throws(Failure) {
    try nodesFile?.close()
    try timelineFile?.close()
  }
}
