// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import ArgumentParser
import EventEngine
import Experiments
import Reporting
import Scenarios

struct FingerprintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fingerprint", abstract: "Print one number for each replication that identifies all its events.",
    discussion: """
      Two runs with the same fingerprint processed the same events at the same times in the same order. With --with \
      event alone, only what happened and in which order counts, not when.
      """)

  /// A list such as `time,event`.
  struct Parts: ExpressibleByArgument {
    private static let named: [(name: String, part: EventFingerprintParts)] = [
      ("time", .time), ("event", .event), ("priority", .priority),
    ]

    static let all = Parts(value: .all)

    let value: EventFingerprintParts

    private init(value: EventFingerprintParts) {
      self.value = value
    }

    init?(argument: String) {
      var value: EventFingerprintParts = []
      for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
        guard let entry = Self.named.first(where: { $0.name == name }) else { return nil }
        value.insert(entry.part)
      }
      self.init(value: value)
    }

    var defaultValueDescription: String {
      Self.named.filter { value.contains($0.part) }.map(\.name).joined(separator: ",")
    }
  }

  @Argument(help: "A scenario file; - is standard input.")
  var scenario: String

  @Option(name: .long, help: ArgumentHelp("Parts of every event that count.", valueName: "parts"))
  var with: Parts = .all

  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let loaded = try scenarioOptions.load(scenario)
    try loaded.requireSimulation()
    let fingerprints = try await ReplicationRunner().fingerprints(of: loaded, including: with.value)
    let writer = ByteWriter.standardOutput()
    try FingerprintTable.write(fingerprints, to: writer)
    try writer.close()
  }
}
