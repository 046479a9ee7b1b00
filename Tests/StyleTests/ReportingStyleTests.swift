// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// What a module may not do, though its imports would allow it.
@Suite("Style of Reporting")
struct ReportingStyleTests {
  /// What runs replications, spelt so that this file does not contain it.
  static let runners = [
    "PoolSimulation" + ".run", "PoolSimulation" + ".fingerprint", "Replication" + "Runner", "OrderedParallel" + "Map",
    "Experiment" + "Session",
  ]

  @Test("Reporting runs nothing: it is given finished values and writes them", arguments: runners)
  func runsNothing(word: String) throws {
    let files = try Tree.swiftFiles().filter { $0.path.hasPrefix("Sources/Reporting/") }
    #expect(files.count > 20)
    for file in files {
      #expect(!file.text.contains(word), "\(file) contains \(word)")
    }
  }
}
