// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics
public import BatchPool
internal import Foundation

/// A scenario that has passed every check: systems to compare, a seed, and how often to run each.
public struct Scenario: Sendable {
  /// What the only variant is called when the scenario names none.
  public static let onlyVariantName = "default"

  /// One system of a scenario.
  public struct Variant: Sendable {
    /// The name, unique in its scenario; `default` when the scenario names none.
    public let name: String
    /// The system.
    public let configuration: SystemConfiguration
    /// What the service's own rules ask about, and no simulation.
    package let facts: ScenarioFacts
    /// Where the mechanism's numbers come from.
    let provenance: ModelProvenance
    /// What things cost; nil where the scenario has no prices.
    package let prices: Prices?

    /// Makes a variant about whose account and images nothing is known, and whose numbers are all its own.
    public init(name: String, configuration: SystemConfiguration) {
      self.init(name: name, configuration: configuration, facts: ScenarioFacts(), provenance: ModelProvenance())
    }

    init(
      name: String, configuration: SystemConfiguration, facts: ScenarioFacts, provenance: ModelProvenance,
      prices: Prices? = nil
    ) {
      self.name = name
      self.configuration = configuration
      self.facts = facts
      self.provenance = provenance
      self.prices = prices
    }

    /// The values of the profile that the scenario does not replace, in the profile's order.
    public var profileValues: [Profile.Value] { provenance.profileValues }

    /// The values of the profile, also those that the scenario replaces, in the profile's order.
    package var allProfileValues: [Profile.Value] { provenance.values }
  }

  /// The name in every result.
  public let name: String
  /// The parameter set that values come from unless the scenario gives its own.
  public let profile: String
  /// The seed of the random numbers.
  public let seed: UInt64
  /// Replications of every variant.
  public let replications: Int
  /// The systems, in the order of the file; at least one.
  public let variants: [Variant]
  /// Whether the scenario gives its pools names (`pools:`): results then have a column for them.
  public let namesPools: Bool
  /// Tells systems apart: the same for scenarios whose variants are the same, whatever their names, seeds and numbers of
  /// replications, and however they are written.
  ///
  /// - Complexity: O(n) for n keys of all variants, each time.
  public var identity: String { checked.identity }
  /// What has passed the checks, from which texts are made.
  let checked: CheckedScenario

  /// The scenario with every default filled in, as YAML; it gives the same results as the scenario itself, and the same
  /// findings of the service's rules, which then speak of its defaults as of its own numbers.
  ///
  /// One default is left out: the resizeTimeout of a pool that scales by a formula, which has no use for it.
  public func normalisedYAML() -> String {
    yaml(NormalScenario(name: name, checked)) { _ in nil }
  }

  /// As ``normalisedYAML()``, without the numbers of the profile: `model:` has what the scenario sets itself, so that what is
  /// not known of the others can still be moved and drawn.
  package func ownYAML() -> String {
    yaml(NormalScenario(name: name, checked, sections: \.ownSections)) { _ in nil }
  }

  /// As ``normalisedYAML()``, with a comment that says what the profile rests on, and one behind each of the mechanism's
  /// numbers that says how it is known.
  ///
  /// Comments do not belong to a scenario: what is read back is the same, except that the scenario now sets it.
  public func annotatedYAML() -> String {
    yaml(NormalScenario(name: name, checked)) { path in
      if path == [SystemKeys.keys.profile.name] { return profileComment }
      if path.count == 2, path[0] == "model" { return ModelProvenance.comment(on: path[1], variants) }
      guard path.count == 4, path[0] == "variants", path[2] == "model" else { return nil }
      return ModelProvenance.comment(on: path[3], variants.filter { $0.name == path[1] })
    }
  }

  /// What the profile describes and rests on, a sentence a line; nil where variants have several.
  private var profileComment: String? {
    let summaries = Set(variants.map(\.provenance.summary))
    guard summaries.count == 1, let summary = summaries.first, !summary.isEmpty else { return nil }
    return summary.replacingOccurrences(of: ". ", with: ".\n").replacingOccurrences(of: ": ", with: ":\n  ")
  }

  private func yaml(_ normal: NormalScenario, comment: (_ path: [String]) -> String?) -> String {
    var text = ""
    for entry in normal.head + normal.sections {
      for line in comment([entry.key])?.split(separator: "\n") ?? [] { text += "# \(line)\n" }
      text +=
        "\(entry.key):\(entry.value.block(indentation: "  ", depth: 2, path: [entry.key], comment: comment))"
    }
    if let variantSections = normal.variants {
      let variants = NormalNode.map(variantSections)
      text += "variants:\(variants.block(indentation: "  ", depth: 3, path: ["variants"], comment: comment))"
    }
    return text
  }

  /// The scenario with every default filled in, as JSON.
  public func normalisedJSON() -> String {
    let normal = NormalScenario(name: name, checked)
    let variants = normal.variants.map { [NormalNode.Entry(key: "variants", value: .map($0))] } ?? []
    return NormalNode.map(normal.head + normal.sections + variants).json + "\n"
  }
}

/// Scenario files.
public enum ScenarioFile {
  /// Loads a scenario.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input.
  ///   - overrides: Values to set, `PATH=VALUE` each, as in the file.
  /// - Returns: The scenario.
  /// - Throws: `Failure` with everything that is wrong.
  public static func load(path: String, overrides: [String] = []) throws(Failure) -> Scenario {
    try ScenarioDocument.load(path: path).scenario(overrides: overrides)
  }

  /// Makes a scenario from a text.
  ///
  /// - Parameters:
  ///   - text: The scenario.
  ///   - file: What the file is called in diagnostics; paths in the scenario are relative to its folder.
  ///   - overrides: Values to set, `PATH=VALUE` each, as in the file.
  /// - Returns: The scenario.
  /// - Throws: `Failure` with everything that is wrong.
  public static func parse(
    _ text: String, file: String, overrides: [String] = []
  ) throws(Failure) -> Scenario {
    try ScenarioDocument.parse(text, file: file).scenario(overrides: overrides)
  }
}
