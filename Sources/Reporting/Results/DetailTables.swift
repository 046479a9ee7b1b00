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
    fileprivate(set) var node: NodeRecord

    var pool: Int? { node.pool }
  }

  struct TimelineRow: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    fileprivate(set) var entry: TimelineEntry

    var pool: Int? { entry.pool }
  }

  static func nodeColumns(namesPools: Bool) -> [Column<NodeRow>] {
    NodeRow.replicationColumns(namesPools: namesPools) + [
      Column("node", "The number of the node in its pool, from 0.", cell: { .whole($0.node.node) }),
      Column("resize", "The number of the resize that created it, from 1.", cell: { .whole($0.node.resize) }),
      Column(
        "replica", "The replica of the image that made its disk, from 0; empty where none had begun to.",
        cell: { CellValue($0.node.replica) }),
      Column(
        "creating_at_s", unit: "s", "When it entered `creating`; empty where its VM was not obtained.",
        cell: { CellValue($0.node.creatingAt) }),
      Column(
        "read_started_at_s", unit: "s", "When the first byte of its image was read: to make its disk, or to boot.",
        cell: { CellValue($0.node.readStartedAt) }),
      Column(
        "read_ended_at_s", unit: "s", "When the last byte of its image was read: the end of its boot read.",
        cell: { CellValue($0.node.bootReadEndedAt) }),
      Column(
        "provisioned_at_s", unit: "s", "When its VM was obtained: as `creating_at_s`.",
        cell: { CellValue($0.node.creatingAt) }),
      Column(
        "starting_at_s", unit: "s", "When it was shown as `starting`; empty where it went on before.",
        cell: { CellValue($0.node.startingAt) }),
      Column("idle_at_s", unit: "s", "When it first was `idle`.", cell: { CellValue($0.node.idleAt) }),
      Column(
        "outcome", "Its state at the end of the run.", cell: { .text(stateTexts[Int($0.node.state.rawValue)]) }),
      Column("requested_at_s", unit: "s", "When its VM was requested.", cell: { .time($0.node.requestedAt) }),
      Column(
        "disk_started_at_s", unit: "s", "When the making of its disk began; empty of a marketplace image.",
        cell: { CellValue($0.node.diskStartedAt) }),
      Column(
        "boot_read_ended_at_s", unit: "s", "When it had read what it needs to boot.",
        cell: { CellValue($0.node.bootReadEndedAt) }),
      Column(
        "booted_at_s", unit: "s", "When its operating system was up.", cell: { CellValue($0.node.bootedAt) }),
    ]
  }

  static func timelineColumns(namesPools: Bool) -> [Column<TimelineRow>] {
    TimelineRow.replicationColumns(namesPools: namesPools) + [
      Column("time_s", unit: "s", "From when on.", cell: { .time($0.entry.time) }),
      Column("state", "The state of nodes.", cell: { .text(stateTexts[Int($0.entry.state.rawValue)]) }),
      Column("nodes", "Nodes in that state.", cell: { .whole($0.entry.nodes) }),
    ]
  }

  private static let stateTexts = NodeState.allCases.map { CellText($0.name) }

  private let nodes: StreamedTable<NodeRow>
  private let timeline: StreamedTable<TimelineRow>

  /// Begins the files that are wanted.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package init(nodes nodesFile: ByteWriter?, timeline timelineFile: ByteWriter?, namesPools: Bool) throws(Failure) {
    nodes = try StreamedTable(Self.nodeColumns(namesPools: namesPools), to: nodesFile)
    timeline = try StreamedTable(Self.timelineColumns(namesPools: namesPools), to: timelineFile)
  }

  /// Writes the rows of one replication.
  ///
  /// - Throws: `Failure` when they cannot be written.
  /// - Complexity: O(rows).
  package func append(_ details: ReplicationDetails) throws(Failure) {
    let names = VariantNames(details.scenario, details.variant)
    // One row is filled in over and over, so that the names are not counted for each.
    if nodes.isWanted, let first = details.outcome.nodes.first {
      var row = NodeRow(names: names, replication: details.replication, node: first)
      for node in details.outcome.nodes {
        row.node = node
        try nodes.append(row)
      }
    }
    if timeline.isWanted, let first = details.outcome.timeline.first {
      var row = TimelineRow(names: names, replication: details.replication, entry: first)
      for entry in details.outcome.timeline {
        row.entry = entry
        try timeline.append(row)
      }
    }
  }

  /// Closes the files.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package func close() throws(Failure) {
    try nodes.close()
    try timeline.close()
  }
}
