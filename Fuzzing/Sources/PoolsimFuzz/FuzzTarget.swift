// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
// Another package sees what the modules share among themselves only as a test does.
@testable import AzureImport
@testable import Diagnostics
import Foundation
@testable import Quantities
@testable import Scenarios
@testable import ServiceRules
@testable import Sweeps

/// What is fuzzed: the readers of everything that a stranger may have written.
enum FuzzTarget: String {
  /// The JSON of pool bodies.
  case `import`
  /// The YAML of scenarios, with the sweep in it.
  case scenario
  /// The condition of a sweep.
  case expression
  /// An autoscale formula: its reader, its checks and its evaluation.
  case formula

  /// The one that the environment variable POOLSIM_FUZZ_TARGET names.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["POOLSIM_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      preconditionFailure("POOLSIM_FUZZ_TARGET is '\(name)'; expected import, scenario, expression or formula")
    }
    return target
  }()

  /// Reads a text; a broken promise ends the process, which is how the fuzzer learns of it.
  func check(_ text: String) {
    switch self {
    case .import: checkImport(text)
    case .scenario: checkScenario(text)
    case .expression: checkExpression(text)
    case .formula: FormulaPromises.check(text)
    }
  }

  // MARK: - Promises

  /// Whatever is imported is a scenario; whatever is not has places and codes.
  private func checkImport(_ text: String) {
    checkFormulas(text)
    do throws(Failure) {
      let imported = try AzurePoolImporter.scenario(fromJSON: text, file: "pool.json")
      for note in imported.notes where note.contains("\n") { preconditionFailure("a note of several lines: \(note)") }
      let scenario = try read(imported.yaml)
      _ = Preflight.findings(of: scenario)
    } catch {
      checkPlaces(error, text, file: "pool.json", allPlaced: true)
    }
  }

  /// The characters of a formula stand in its document, in their order.
  private func checkFormulas(_ text: String) {
    do throws(Failure) {
      for formula in try AzureFormula.all(inJSON: text, file: "pool.json") {
        guard let literal = formula.literal else { continue }
        let isInOrder = zip(literal.offsets, literal.offsets.dropFirst()).allSatisfy { $0 < $1 }
        guard isInOrder, literal.offsets.count == formula.text.unicodeScalars.count + 1,
          literal.offsets.last.map({ $0 < literal.bytes.count }) == true
        else { preconditionFailure("the characters do not stand in the document: \(formula.text)") }
      }
    } catch {
      checkPlaces(error, text, file: "pool.json", allPlaced: true)
    }
  }

  /// A scenario in its normal form is the same scenario; whatever is not a scenario has places and codes.
  private func checkScenario(_ text: String) {
    // Reading other files, or standard input, is not what is tested here.
    let own = text.replacing("profile: azure-2020", with: "")
    if ["extends", "empirical", "profile", "formulaFile"].contains(where: own.contains) { return }
    do throws(Failure) {
      let document = try ScenarioDocument.parse(text, file: "scenario.yaml")
      let scenario = try document.scenario()
      let normal = scenario.normalisedYAML()
      do throws(Failure) {
        let again = try ScenarioFile.parse(normal, file: "normal.yaml")
        guard again.identity == scenario.identity, again.normalisedYAML() == normal else {
          preconditionFailure("another scenario in its normal form:\n\(normal)")
        }
      } catch {
        preconditionFailure("no scenario in its normal form: \(error.diagnostics)\n\(normal)")
      }
      for pool in scenario.variants.flatMap(\.facts.pools) {
        guard let formula = pool.formula, let line = formula.place.line, let column = formula.place.column,
          let offsets = ScalarPlaces.offsets(of: formula.text, writtenAt: line, column: column, in: text)
        else { continue }
        guard offsets.count == formula.text.unicodeScalars.count + 1, offsets.allSatisfy({ $0 <= text.utf8.count })
        else {
          preconditionFailure("the characters do not stand in the scenario: \(formula.text)")
        }
      }
      let date = CalendarDate("2020-07-01")
      for finding in Preflight.findings(of: scenario, on: date ?? .today) where "\(finding)".contains("\n") {
        preconditionFailure("a finding of several lines: \(finding)")
      }
      _ = Preflight.standings(of: scenario)
      guard let sweep = try document.sweep() else { return }
      checkPlan(sweep)
    } catch {
      checkPlaces(error, text, file: "scenario.yaml", allPlaced: false)
    }
  }

  private func checkPlan(_ sweep: SweepSpecification) {
    // Only plans that are laid out at once.
    let cells = sweep.axes.reduce(1.0) { $0 * Double(max(1, $1.list.count)) }
    guard cells < 10_000, (sweep.design?.points ?? 0) < 10_000 else { return }
    do throws(Failure) {
      let plan = try SweepPlan(sweep, seed: 1)
      for cell in plan.cells.prefix(3) { _ = plan.overrides(of: cell) }
    } catch {
      if "\(error)".isEmpty { preconditionFailure("an error without words") }
    }
  }

  /// An expression says whether it holds, or what is wrong and where.
  private func checkExpression(_ text: String) {
    let values: [String: SweepExpression.Value] = [
      "nodes": .number(300), "timeout": .number(900), "kind": .text("gallery"), "flag": .truth(true),
    ]
    do throws(SweepExpressionError) {
      let expression = try SweepExpression(text, names: values.keys.sorted())
      for name in expression.usedNames where values[name] == nil {
        preconditionFailure("it uses \(name), which does not exist")
      }
      _ = try expression.holds { values[$0] }
    } catch {
      guard (0...text.utf8.count).contains(error.offset), !error.message.isEmpty else {
        preconditionFailure("the error stands at \(error.offset) of \(text.utf8.count): \(error.message)")
      }
    }
  }

  private func read(_ yaml: String) throws(Failure) -> Scenario {
    do throws(Failure) {
      return try ScenarioFile.parse(yaml, file: "imported.yaml")
    } catch {
      preconditionFailure("what was imported is not a scenario: \(error.diagnostics)\n\(yaml)")
    }
  }

  /// Errors have a code, one line, and the place in the text that is at fault.
  private func checkPlaces(_ error: Failure, _ text: String, file: String, allPlaced: Bool) {
    guard !error.diagnostics.isEmpty else { preconditionFailure("an error that says nothing") }
    let lines = text.unicodeScalars.reduce(1) {
      $0 + (["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($1) ? 1 : 0)
    }
    for diagnostic in error.diagnostics {
      guard DiagnosticCode.named(diagnostic.code.rawValue) != nil, !diagnostic.message.isEmpty else {
        preconditionFailure("no code, or no message: \(diagnostic)")
      }
      guard diagnostic.place.file == file else { preconditionFailure("the fault of another file: \(diagnostic)") }
      guard let line = diagnostic.place.line, let column = diagnostic.place.column else {
        if allPlaced { preconditionFailure("no place: \(diagnostic)") }
        continue
      }
      guard (1...lines + 1).contains(line), column >= 1 else { preconditionFailure("no such place: \(diagnostic)") }
      guard !"\(diagnostic)".contains("\n") else { preconditionFailure("an error of several lines: \(diagnostic)") }
    }
  }
}
