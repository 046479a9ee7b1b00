// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Diagnostics
import Experiments
import Files
import Reporting
import Scenarios

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Show where the time of one replication went: of the pool, and of its nodes.",
    discussion: """
      Names a scenario file, with #VARIANT for one variant of several. The time until the pool was steady, and from the \
      request until a node was first idle, is split into what was waited for: service delay, creation rate, places and \
      bandwidth at the replica, operating system, and so on. The parts add up to the whole exactly. Shown are the fastest \
      node, the median and the slowest ones, or one node.
      """)

  @Argument(help: ArgumentHelp("A scenario file, or FILE#VARIANT; - is standard input.", valueName: "scenario"))
  var scenario: String

  @Option(name: .long, help: ArgumentHelp("How many of the slowest nodes are shown (default: 3).", valueName: "k"))
  var slowest: Int?

  @Option(name: .long, help: ArgumentHelp("Show the node with this number in its pool, from 0.", valueName: "n"))
  var node: Int?

  @Option(name: .long, help: ArgumentHelp("The number of the replication, from 0.", valueName: "r"))
  var replication = 0

  @Option(
    name: .long,
    help: ArgumentHelp("What to print (default: text on a terminal, else csv).", valueName: "format"))
  var format: OutputFormat?

  @OptionGroup var settings: SettingOptions
  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if slowest != nil, node != nil { throw ValidationError("--slowest and --node choose nodes: leave one out") }
    for (name, value) in [("--slowest", slowest), ("--node", node), ("--replication", replication)] {
      if let value, value < 0 { throw ValidationError("\(name) must be at least 0, not \(value)") }
    }
    if replication > UInt32.max { throw ValidationError("--replication must be at most \(UInt32.max)") }
  }

  func run() throws {
    var told: Set<String> = []
    let side = try ScenarioLoader.sides(scenario, overrides: settings.all, silence, &told)
    let runner = ReplicationRunner(jobs: 1)
    let report = WhyReport(
      side.variants.map { runner.account(of: side.scenario, variant: $0, replication: replication) },
      choice: node.map(WhyReport.Choice.node) ?? .slowest(slowest ?? 3))
    guard report.hasChosenNode else {
      throw Failure(
        .usage, .unknownName, at: SourcePlace(file: "--node"),
        "there is no node \(node ?? 0) in replication \(replication); nodes are counted from 0 in every pool")
    }
    let writer = ByteWriter.standardOutput()
    switch format ?? (Terminal.outputIsTerminal ? .text : .csv) {
    case .text: try writer.append(report.rendered(.text))
    case .markdown: try writer.append(report.rendered(.markdown))
    case .json: try report.writeJSON(to: writer)
    case .csv: try report.writeCSV(to: writer)
    }
    try writer.close()
  }
}
