// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
package import Experiments
internal import BatchPool
internal import EventEngine
internal import Scenarios

/// `nodes.csv` and `timeline.csv`, written replication by replication as they finish.
///
/// A large scenario has millions of such rows: none is kept.
package struct DetailTables: ~Copyable {
  private static let stateTexts = NodeState.allCases.map { CSVText($0.name) }

  private let namesPools: Bool
  private let nodesFile: ByteWriter?
  private let timelineFile: ByteWriter?
  private var nodes: CSVWriter?
  private var timeline: CSVWriter?

  /// Begins the files that are wanted.
  ///
  /// - Throws: `OutputError` when they cannot be written.
  package init(nodes nodesFile: ByteWriter?, timeline timelineFile: ByteWriter?, namesPools: Bool) throws(OutputError) {
    self.namesPools = namesPools
    self.nodesFile = nodesFile
    self.timelineFile = timelineFile
    if let nodesFile {
      nodes = try CSVWriter(to: nodesFile, header: ResultTables.nodeColumns(namesPools: namesPools))
    }
    if let timelineFile {
      timeline = try CSVWriter(to: timelineFile, header: ResultTables.timelineColumns(namesPools: namesPools))
    }
  }

  /// Writes the rows of one replication.
  ///
  /// - Throws: `OutputError` when they cannot be written.
  /// - Complexity: O(rows).
  package mutating func append(_ details: ReplicationDetails) throws(OutputError) {
    let scenario = CSVText(details.scenario.name)
    let name = CSVText(details.variant.name)
    let pools = namesPools ? details.variant.configuration.pools.map { CSVText($0.name) } : []
    for node in details.outcome.nodes {
      try nodes?.cell(scenario)
      try nodes?.cell(name)
      if namesPools { try nodes?.cell(pools[node.pool]) }
      try nodes?.cell(details.replication)
      try nodes?.cell(node.node)
      try nodes?.cell(node.resize)
      try nodes?.cell(node.replica)
      try nodes?.cell(node.creatingAt)
      try nodes?.cell(node.readStartedAt)
      try nodes?.cell(node.readEndedAt)
      try nodes?.cell(node.provisionedAt)
      try nodes?.cell(node.startingAt)
      try nodes?.cell(node.idleAt)
      try nodes?.cell(Self.stateTexts[Int(node.state.rawValue)])
      try nodes?.endRow()
    }
    for entry in details.outcome.timeline {
      try timeline?.cell(scenario)
      try timeline?.cell(name)
      if namesPools { try timeline?.cell(pools[entry.pool]) }
      try timeline?.cell(details.replication)
      try timeline?.cell(entry.time)
      try timeline?.cell(Self.stateTexts[Int(entry.state.rawValue)])
      try timeline?.cell(entry.nodes)
      try timeline?.endRow()
    }
  }

  /// Closes the files.
  ///
  /// - Throws: `OutputError` when they cannot be written.
  package consuming func close() throws(OutputError) {
    try nodesFile?.close()
    try timelineFile?.close()
  }
}
