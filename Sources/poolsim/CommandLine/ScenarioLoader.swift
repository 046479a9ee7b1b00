// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import Diagnostics
import ArgumentParser
import Experiments
import Foundation
import Quantities
import Scenarios

/// Loads what the command line names.
enum ScenarioLoader {
  /// Loads scenarios; reports what is wrong with any of them before it gives up, and says of sweeps that only their base is run.
  ///
  /// - Throws: `Failure` of the last bad one, or a usage error when two have the same name.
  static func load(
    _ paths: [String], _ options: ScenarioOptions, _ silence: SilenceOptions
  ) throws -> [Scenario] {
    var scenarios: [Scenario] = []
    var failure: Failure?
    var told: Set<String> = []
    for path in paths {
      do {
        scenarios.append(try load(path, options, silence, &told))
      } catch let error as Failure {
        if let earlier = failure { Terminal.tell(earlier) }
        failure = error
      }
    }
    if let failure { throw failure }
    var names: Set<String> = []
    for scenario in scenarios where !names.insert(scenario.name).inserted {
      throw ValidationError("two scenarios are named \(scenario.name); give each a name of its own")
    }
    return scenarios
  }

  /// Loads a scenario; where it is the base of a sweep, says once that it is run alone.
  private static func load(
    _ path: String, _ options: ScenarioOptions, _ silence: SilenceOptions, _ told: inout Set<String>
  ) throws -> Scenario {
    let document = try ScenarioDocument.load(path: path)
    let scenario = try document.scenario(overrides: options.allOverrides)
    try scenario.requireSimulation()
    if document.hasSweep, !silence.quiet, told.insert(path).inserted {
      let cells = (try? SweepFile(document, overrides: options.allOverrides))?.plan.cells.count
      let size = cells.map { " of \(NumberText.count($0, "cell"))" } ?? ""
      silence.tell("\(path) is a sweep\(size); this runs only its base (for all cells: poolsim sweep run \(path))")
    }
    return scenario
  }

  /// Loads one side of a comparison: `FILE`, or `FILE#VARIANT`.
  ///
  /// - Parameters:
  ///   - text: The side.
  ///   - options: What changes the scenario.
  ///   - silence: Whether nothing is said of sweeps.
  ///   - told: The files of which something was said; the two sides may be of one.
  /// - Returns: The side.
  /// - Throws: `Failure`, also when the variant does not exist or is not named.
  static func side(
    _ text: String, _ options: ScenarioOptions, _ silence: SilenceOptions, _ told: inout Set<String>
  ) throws -> ComparisonPlan.Side {
    var path = text
    var variantName: String?
    if let mark = text.lastIndex(of: "#"), access(text, F_OK) != 0 {
      path = String(text[..<mark])
      variantName = String(text[text.index(after: mark)...])
    }
    let scenario = try load(path, options, silence, &told)
    return try ComparisonPlan.Side(file: path, scenario: scenario, variantName: variantName)
  }
}
