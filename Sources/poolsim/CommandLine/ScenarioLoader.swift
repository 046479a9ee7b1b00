// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
import Scenarios

/// Loads what the command line names.
enum ScenarioLoader {
  /// Loads scenarios; says what is wrong with any of them before it gives up.
  ///
  /// - Throws: `ScenarioError` of the last bad one, or a usage error when two have the same name.
  static func load(_ paths: [String], _ options: ScenarioOptions) throws -> [Scenario] {
    var scenarios: [Scenario] = []
    var failure: ScenarioError?
    for path in paths {
      do {
        scenarios.append(try options.load(path))
      } catch let error as ScenarioError {
        if let earlier = failure { Terminal.tell(earlier.diagnostics.map { "\($0)" }.joined(separator: "\n")) }
        failure = error
      }
    }
    if let failure { throw failure }
    var names: Set<String> = []
    for scenario in scenarios where !names.insert(scenario.name).inserted {
      throw ValidationError("two scenarios are named \(scenario.name): their rows could not be told apart")
    }
    return scenarios
  }

  /// Loads one side of a comparison: `FILE`, or `FILE#VARIANT`.
  ///
  /// - Throws: `ScenarioError`, or a usage error when the variant does not exist or is not named.
  static func side(_ text: String, _ options: ScenarioOptions) throws -> ComparisonPlan.Side {
    var path = text
    var variantName: String?
    if let mark = text.lastIndex(of: "#"), access(text, F_OK) != 0 {
      path = String(text[..<mark])
      variantName = String(text[text.index(after: mark)...])
    }
    let scenario = try options.load(path)
    let names = scenario.variants.map(\.name)
    if let variantName {
      guard let index = names.firstIndex(of: variantName) else {
        throw ValidationError("\(path) has no variant \(variantName); it has \(names.joined(separator: ", "))")
      }
      return ComparisonPlan.Side(file: path, scenario: scenario, variant: index)
    }
    guard names.count == 1 else {
      throw ValidationError(
        "\(path) has several variants (\(names.joined(separator: ", "))); name one, as in \(path)#\(names[0])")
    }
    return ComparisonPlan.Side(file: path, scenario: scenario, variant: 0)
  }
}
