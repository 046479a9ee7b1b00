// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics

/// A value that is set in a scenario: one `--set PATH=VALUE`, or what a cell of a sweep sets.
package struct ScenarioOverride: Hashable, Sendable {
  /// The keys that lead to the value.
  let path: [String]
  let value: SourceNode

  /// Reads an override.
  ///
  /// - Parameter text: `PATH=VALUE`; the value is YAML.
  /// - Throws: `Failure` when it is malformed.
  package init(_ text: String) throws(Failure) {
    let place = SourcePlace(file: "--set \(text)")
    func fail(_ message: String) -> Failure {
      Failure(kind: .invalid, diagnostics: [Diagnostic(.override, at: place, message)])
    }
    guard let equals = text.firstIndex(of: "=") else {
      throw fail("there is no equals sign; expected PATH=VALUE, such as pool.targetDedicatedNodes=500")
    }
    let path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty }) else {
      throw fail("the path has an empty part; expected keys separated by points")
    }
    var reader = YAMLReader(file: place.file)
    let valueText = String(text[text.index(after: equals)...])
    let node = valueText.isEmpty ? SourceNode(.null, at: place) : reader.read(valueText)
    guard reader.problems.isEmpty, let node else {
      throw fail("the value is malformed: \(reader.problems.diagnostics.first?.message ?? "it is empty")")
    }
    self.path = SpotNames.settled(path)
    var problems = DiagnosticList()
    value = SpotNames.settled(node.placed(at: place), &problems)
    try problems.throwIfAny()
  }

  /// Makes an override of a value that is there already, as ``init(_:)`` would of its text.
  ///
  /// - Parameters:
  ///   - path: The keys, separated by points.
  ///   - value: The value.
  ///   - text: The value as it is written.
  init(path: String, value: SourceNode, text: String) {
    self.path = SpotNames.settled(path.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    self.value = value.placed(at: SourcePlace(file: "--set \(path)=\(text)"))
  }

  /// Reads overrides.
  ///
  /// - Throws: `Failure` for the first that is malformed.
  package static func all(_ texts: [String]) throws(Failure) -> [ScenarioOverride] {
    var overrides: [ScenarioOverride] = []
    for text in texts { overrides.append(try ScenarioOverride(text)) }
    return overrides
  }
}
