// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import EventEngine

/// Concurrent transfers: what one flow costs from its start to its completion while thousands share its link.
struct Links: ParsableCommand {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case equal, different
  }

  static let configuration = CommandConfiguration(
    abstract: "Flows that share one link.",
    discussion: """
      One flow starts every millisecond and none completes before nearly all have started.
      equal: every flow may take an eighth of the link.
      different: every flow has a limit of its own, some below its fair share and some above.
      Peers/simgrid_links.cpp simulates the same flows; the mean finish is the same.
      """)

  @Option(help: "How many flows share the link.")
  var flows: [Int] = [100, 1_000, 10_000, 100_000]

  @Option(help: "The limits of the flows.")
  var caps: [Kind] = Kind.allCases

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "A tiny size, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard flows.allSatisfy({ 1...10_000_000 ~= $0 }), repetitions > 0 else {
      throw ValidationError("--flows must be from 1 to 10000000 and --repetitions positive")
    }
  }

  func run() {
    let table = BenchmarkTable(
      columns: [("caps", 12), ("flows", 10)], operation: "flow", lastColumns: [("mean finish s", 14)])
    table.printHeader()
    for kind in caps {
      for count in smoke ? [100, 20_000] : flows {
        switch kind {
        case .equal:
          measure(kind, table, FlowList(count: count)) {
            FairShareLink(bandwidth: FlowList.bandwidth, flowLimit: FlowList.bandwidth / 8)
          }
        case .different:
          measure(kind, table, FlowList(count: count)) { CappedFairShareLink(bandwidth: FlowList.bandwidth) }
        }
      }
    }
  }

  private func measure<Link: BenchmarkLink & ~Copyable>(
    _ kind: Kind, _ table: BenchmarkTable, _ list: FlowList, makeLink: () -> Link
  ) {
    // Short transfers are repeated within a measurement, so that the clock can see them.
    let passes = smoke ? 1 : max(1, 20_000 / list.flows.count)
    var hash: UInt64 = 0
    var meanFinish = 0.0
    let measurement = Measurement(repetitions: smoke ? 1 : repetitions) {
      for _ in 0..<passes {
        var simulation = Simulation(model: LinkModel(link: makeLink(), list: list))
        simulation.model.start(&simulation.scheduler)
        simulation.run()
        hash = simulation.model.hash.value
        meanFinish = simulation.model.totalFinish / Double(list.flows.count)
      }
      return UInt64(passes * list.flows.count)
    }
    table.printRow(
      [kind.rawValue, String(list.flows.count)], measurement, hash: hash, last: [BenchmarkTable.fixed(meanFinish)])
  }
}
