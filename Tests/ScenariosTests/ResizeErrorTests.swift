// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Foundation
import Scenarios
import Testing

/// The scenario that ships for the errors of the service.
@Suite("Resize errors")
struct ResizeErrorTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("every error has a variant of its name that meets it in every replication, and no other")
  func everyError() throws {
    let scenario = try ScenarioDocument.load(path: Self.root.appending(path: "scenarios/resize-errors.yaml").path)
      .scenario()
    // What follows a hyphen tells another way to the same error.
    func code(_ variant: Scenario.Variant) -> String { variant.name.split(separator: "-").first.map(String.init) ?? "" }
    #expect(Set(scenario.variants.map(code)) == Set(ResizeError.allCases.map(\.code)))
    #expect(ResizeError.allCases.allSatisfy { error in scenario.variants.contains { $0.name == error.code } })
    for variant in scenario.variants {
      for replication in 0..<10 {
        let outcome = PoolSimulation.run(variant.configuration, seed: scenario.seed, replication: replication)
        let errors = outcome.resizes.compactMap(\.error)
        #expect(errors.map(\.code) == [code(variant)], "\(variant.name), replication \(replication)")
        #expect(errors.allSatisfy { !$0.message.isEmpty })
      }
    }
  }
}
