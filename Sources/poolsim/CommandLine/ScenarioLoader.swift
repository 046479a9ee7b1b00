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
        scenarios.append(try load(path, options.allOverrides, silence, &told))
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
    _ path: String, _ overrides: [String], _ silence: SilenceOptions, _ told: inout Set<String>
  ) throws -> Scenario {
    let document = try ScenarioDocument.load(path: path)
    let scenario = try document.scenario(overrides: overrides)
    try scenario.requireSimulation()
    if document.hasSweep, !silence.quiet, told.insert(path).inserted {
      let cells = (try? SweepFile(document, overrides: overrides))?.plan.cells.count
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
    let (path, variantName) = split(text)
    let scenario = try load(path, options.allOverrides, silence, &told)
    return try ComparisonPlan.Side(file: path, scenario: scenario, variantName: variantName)
  }

  /// Loads `FILE` with all its variants, or `FILE#VARIANT`.
  ///
  /// - Parameters:
  ///   - text: The file and the variant.
  ///   - overrides: What is set on the scenario, as `--set` takes it.
  ///   - silence: Whether nothing is said of sweeps.
  ///   - told: The files of which something was said.
  /// - Returns: The scenario, and which of its variants are meant.
  /// - Throws: `Failure`, also when the variant does not exist.
  static func sides(
    _ text: String, overrides: [String], _ silence: SilenceOptions, _ told: inout Set<String>
  ) throws -> (scenario: Scenario, variants: [Int]) {
    let (path, variantName) = split(text)
    let scenario = try load(path, overrides, silence, &told)
    guard let variantName else { return (scenario, Array(scenario.variants.indices)) }
    return (scenario, [try ComparisonPlan.Side(file: path, scenario: scenario, variantName: variantName).variant])
  }

  /// A file and a variant of it, unless there is a file of the whole name.
  private static func split(_ text: String) -> (path: String, variant: String?) {
    guard let mark = text.lastIndex(of: "#"), access(text, F_OK) != 0 else { return (text, nil) }
    return (String(text[..<mark]), String(text[text.index(after: mark)...]))
  }
}
