// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange
internal import Quantities
internal import Scenarios

/// Where the time of one replication went: of the pool until it was steady, and of nodes until they first were idle.
package struct WhyReport: Sendable {
  /// Which nodes are shown.
  package enum Choice: Hashable, Sendable {
    /// The fastest, the median and so many of the slowest.
    case slowest(Int)
    /// Those with a number; one a pool.
    case node(Int)
  }

  /// A node whose time is accounted for.
  struct NodeRow {
    let word: String
    let node: NodeRecord
    let account: TimeAccount
    let pool: String
  }

  /// A part of the time of the pool or of a node.
  struct PartRow {
    let names: VariantNames
    let replication: Int
    let pool: Int?
    let node: Int?
    let part: TimeAccount.Part
    let account: TimeAccount
  }

  private let replications: [ReplicationAccount]
  private let choice: Choice

  /// Makes a report on some replications.
  package init(_ replications: [ReplicationAccount], choice: Choice) {
    self.replications = replications
    self.choice = choice
  }

  /// Whether any node of that number was asked for and is there.
  package var hasChosenNode: Bool {
    guard case .node(let number) = choice else { return true }
    return replications.contains { $0.outcome.nodes.contains { $0.node == number } }
  }

  static let columns: [Column<PartRow>] = [
    Column("scenario", "The name of the scenario.", cell: { .text($0.names.scenario) }),
    Column("variant", "The name of the variant.", cell: { .text($0.names.variant) }),
    Column("replication", "The number of the replication, from 0.", cell: { .whole($0.replication) }),
    Column(
      "pool", "The name of the pool of a node, where pools have names.", cell: { .text($0.names.pool($0.pool)) }),
    Column(
      "node", "The number of the node in its pool, from 0; empty for the time to steady.", cell: { CellValue($0.node) }),
    Column("part", "What was waited for.") { $0.part.name },
    Column("time_s", unit: "s", "How long; the parts of a node, or of the time to steady, add up to the whole.") {
      $0.account[$0.part].seconds
    },
    Column("share", "The same as a part of the whole, from 0 to 1.") { $0.account.share($0.part) },
  ]

  /// The report, with a line break at the end.
  package func rendered(_ style: ReportStyle) -> String {
    let layout = Layout(style)
    return replications.map { section($0, layout) }.joined(separator: "\n")
  }

  /// Writes a row for every part of the time to steady and of every chosen node.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func writeCSV(to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(rows, Self.columns, to: writer)
  }

  /// Writes the same rows as one JSON array.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func writeJSON(to writer: ByteWriter) throws(Failure) {
    var json = JSONWriter(to: writer)
    try json.array { json throws(Failure) in
      for row in rows {
        try json.object { json throws(Failure) in try json.members(of: row, Self.columns) }
      }
    }
    try json.finish()
  }

  private var rows: [PartRow] {
    replications.flatMap { replication in
      let names = VariantNames(replication.scenario, replication.scenario.variants[replication.variant])
      func rows(_ account: TimeAccount, pool: Int?, node: Int?) -> [PartRow] {
        account.parts.map {
          PartRow(
            names: names, replication: replication.replication, pool: pool, node: node, part: $0, account: account)
        }
      }
      return (replication.outcome.steadyAccount.map { rows($0, pool: nil, node: nil) } ?? [])
        + chosenNodes(replication).flatMap {
          rows($0.account, pool: replication.scenario.namesPools ? $0.node.pool : nil, node: $0.node.node)
        }
    }
  }

  private func section(_ replication: ReplicationAccount, _ layout: Layout) -> String {
    let variant = replication.scenario.variants[replication.variant]
    let outcome = replication.outcome
    var text = layout.heading(
      "\(replication.scenario.name), \(variant.name): replication \(replication.replication), "
        + "seed \(replication.scenario.seed)")
    if let account = outcome.steadyAccount, let steady = outcome.total.steadyState {
      text += "Steady after \(NumberText.fixed(steady.seconds, 1)) s, of which the pool waited for:\n\n"
      let columns: [Column<TimeAccount.Part>] = [
        Column(texts: "waited for") { $0.title },
        Column(figures: "time", unit: "s") { NumberText.fixed(account[$0].seconds, 1) },
        Column(figures: "share") { NumberText.percent(account.share($0)) },
      ]
      text += layout.table(Table(account.parts, columns))
    } else {
      let codes = Set(outcome.resizes.flatMap(\.errors).map(\.code)).sorted().joined(separator: ", ")
      text += layout.notes([
        "Never steady at its target: \(outcome.total.provisionedNodes) of \(outcome.total.targetNodes) nodes at the end"
          + (codes.isEmpty ? "." : ", with \(codes).")
      ])
    }
    return text + nodeSection(replication, layout)
  }

  private func nodeSection(_ replication: ReplicationAccount, _ layout: Layout) -> String {
    let chosen = chosenNodes(replication)
    guard !chosen.isEmpty else {
      let heading = "No such node was ever idle."
      return "\n"
        + layout.notes([replication.outcome.nodes.contains { $0.account != nil } ? heading : "No node was ever idle."])
    }
    let namesPools = replication.scenario.namesPools
    let columns = chosen.indices.map { place in
      let name = "node \(chosen[place].node.node)" + (namesPools ? " of \(chosen[place].pool)" : "")
      return Column<Line>(figures: "\(chosen[place].word): \(name)") { $0.cells[place] }
    }
    return "\nNodes, from the request for their size until first idle, and what each waited for [s]:\n\n"
      + layout.table(Table(lines(chosen), [Column(texts: "waited for") { $0.title }] + columns))
  }

  /// A line of the table of nodes.
  private struct Line {
    let title: String
    let cells: [String]
  }

  private func lines(_ chosen: [NodeRow]) -> [Line] {
    let parts = TimeAccount(adding: chosen.map(\.account)).parts
    let lines = parts.map { part in
      Line(title: part.title, cells: chosen.map { NumberText.fixed($0.account[part].seconds, 1) })
    }
    let wholes = chosen.map { NumberText.fixed($0.account.total.seconds, 1) }
    let replicas = chosen.map { row in row.node.replica.map { "\($0)" } ?? "-" }
    return lines + [Line(title: "request to idle", cells: wholes), Line(title: "replica", cells: replicas)]
  }

  /// The nodes to show, the fastest first.
  private func chosenNodes(_ replication: ReplicationAccount) -> [NodeRow] {
    let pools = replication.scenario.variants[replication.variant].configuration.pools
    func row(_ word: String, _ node: NodeRecord) -> NodeRow? {
      node.account.map { NodeRow(word: word, node: node, account: $0, pool: pools[node.pool].name) }
    }
    switch choice {
    case .node(let number):
      return replication.outcome.nodes.filter { $0.node == number }.compactMap { row("chosen", $0) }
    case .slowest(let count):
      let nodes = replication.outcome.nodes.filter { $0.account != nil }.sorted { left, right in
        (Self.length(left), left.pool, left.node) < (Self.length(right), right.pool, right.node)
      }
      guard let first = nodes.first else { return [] }
      var rows = [row("fastest", first), row("median", nodes[(nodes.count - 1) / 2])]
      rows += nodes.suffix(count).map { row("slowest", $0) }
      return rows.compactMap(\.self)
    }
  }

  private static func length(_ node: NodeRecord) -> SimulationDuration { node.account?.total ?? .zero }
}
