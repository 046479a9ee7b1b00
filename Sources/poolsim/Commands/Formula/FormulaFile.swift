// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import AzureImport
import Diagnostics
import Files
import Foundation
import Reporting
import Scenarios

/// What the command line names: a formula, a document of Azure with formulas, or a scenario (`FILE#VARIANT`).
struct FormulaFile {
  private let path: String
  private let variant: String?

  init(_ name: String) {
    guard name != "-", access(name, F_OK) != 0, let mark = name.lastIndex(of: "#") else {
      path = name
      variant = nil
      return
    }
    path = String(name[..<mark])
    variant = String(name[name.index(after: mark)...])
  }

  /// The formulas.
  ///
  /// - Parameters:
  ///   - pool: Of several pools the one that is wanted; nil for all.
  ///   - parameters: The file with the values of a template's parameters.
  /// - Returns: At least one.
  /// - Throws: `Failure`, or `ValidationError` for what the file has no use for.
  func sources(pool: String?, parameters: String?) throws -> [FormulaSource] {
    let text = try TextFile.read(path)
    let isYAML = [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
    if isYAML || variant != nil || AzurePoolImporter.isScenario(text) {
      guard parameters == nil else { throw ValidationError("--parameters is for templates, and \(path) is a scenario") }
      return try scenario(text, pool: pool)
    }
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
    if first == "{" || first == "[" { return try document(text, pool: pool, parameters: parameters) }
    guard pool == nil, parameters == nil else {
      throw ValidationError(
        "\(pool == nil ? "--parameters is for templates" : "--pool is for files with pools"), and \(path) is a formula")
    }
    return [FormulaSource(text, path: path)]
  }

  private func document(_ text: String, pool: String?, parameters: String?) throws -> [FormulaSource] {
    let given = try parameters.map { AzureParameterFile(json: try AzurePoolImporter.text(ofFile: $0), file: $0) }
    let formulas = try AzureFormula.all(inJSON: text, file: path, parameters: given, pool: pool)
    return formulas.map { formula in
      let places = formula.literal.map { FormulaSource.Places.characters(offsets: $0.offsets, bytes: $0.bytes) }
      var source = FormulaSource(
        formula.text, path: formula.place.file, pool: formulas.count > 1 ? formula.pool : "",
        places: places ?? .one(formula.place))
      source.slots = formula.taskSlotsPerNode
      source.interval = formula.evaluationInterval.flatMap(FormulaArgument.interval)
      return source
    }
  }

  // MARK: - Scenarios

  private func scenario(_ text: String, pool wanted: String?) throws -> [FormulaSource] {
    let scenario = try ScenarioFile.parse(text, file: path)
    if let variant, !scenario.variants.contains(where: { $0.name == variant }) {
      throw ValidationError(
        "\(path) has no variant \(PrintableText.short(variant))"
          + Suggestion.ending(for: variant, among: scenario.variants.map(\.name)))
    }
    let variants = scenario.variants.filter { variant == nil || $0.name == variant }
    let pools = variants.flatMap { variant in variant.facts.pools.map { (variant: variant.name, pool: $0) } }
    // Variants share most of their text.
    var known: Set<PoolFormula> = []
    let found = pools.compactMap { entry -> (variant: String, pool: String, formula: PoolFormula)? in
      guard let formula = entry.pool.formula, wanted == nil || entry.pool.name == wanted,
        known.insert(formula).inserted
      else { return nil }
      return (entry.variant, entry.pool.name, formula)
    }
    guard !found.isEmpty else {
      let message =
        wanted.map {
          "no pool \(PrintableText.short($0)) with a formula"
            + Suggestion.ending(for: $0, among: pools.map(\.pool.name))
        } ?? "no pool of this scenario has a formula (pool.autoScale.formula)"
      throw Failure(.invalid, .noPool, at: SourcePlace(file: path, line: 1, column: 1), message)
    }
    return found.map { variant, pool, formula in
      let names = [scenario.namesPools ? pool : nil, scenario.variants.count > 1 ? variant : nil].compactMap(\.self)
      let places = formula.written.map { FormulaSource.Places.characters(offsets: $0.offsets, bytes: $0.bytes) }
      var source = FormulaSource(
        formula.text, path: formula.place.file, pool: found.count > 1 ? names.joined(separator: ", ") : "",
        places: places ?? .one(formula.place))
      source.interval = FormulaArgument.interval(seconds: formula.evaluationInterval)
      source.dialect = formula.dialect
      return source
    }
  }
}
