// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics
internal import Files

/// A scenario file as it was written, with what it extends laid under it: read once, made into scenarios often.
public struct ScenarioDocument: Sendable {
  /// The file as it was named; `-` for standard input.
  public let file: String
  let root: SourceNode
  let problems: DiagnosticList

  /// Reads a file, and the files that it extends.
  ///
  /// - Throws: `Failure` when a file cannot be read, or has no structure.
  public static func load(path: String) throws(Failure) -> ScenarioDocument {
    try parse(TextFile.read(path), file: path)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The scenario.
  ///   - file: What the file is called in diagnostics; paths in the scenario are relative to its folder.
  /// - Returns: The document.
  /// - Throws: `Failure` when the text has no structure, or what it extends cannot be read.
  public static func parse(_ text: String, file: String) throws(Failure) -> ScenarioDocument {
    var problems = DiagnosticList()
    let root = try read(text, file: file, chain: [file], problems: &problems)
    return ScenarioDocument(file: file, root: root, problems: problems)
  }

  /// A whole number at the top of the file, such as the seed, with overrides applied; nil when it is not there.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - overrides: Values to set, `PATH=VALUE` each.
  /// - Returns: The number.
  public func headValue(_ key: String, overrides: [String]) -> UInt64? {
    guard let overrides = try? ScenarioOverride.all(overrides) else { return nil }
    return (try? settled(by: overrides))?[key]?.text.flatMap { UInt64($0) }
  }

  private static let longestChain = 16

  private static func read(
    _ text: String, file: String, chain: [String], problems: inout DiagnosticList
  ) throws(Failure) -> SourceNode {
    var reader = YAMLReader(file: file)
    let written = reader.read(text)
    problems.add(reader.problems)
    guard let node = written.map({ WorkForms.settled(SpotNames.settled($0, &problems), &problems) }) else {
      try problems.throwIfAny()
      throw Failure(
        kind: .invalid, diagnostics: [Diagnostic(.empty, at: SourcePlace(file: file), "the file is empty")])
    }
    guard case .map = node.content else {
      problems.add(
        node.isNull ? .empty : .wrongKind, at: node.place,
        node.isNull
          ? "the file is empty; a scenario begins with poolsim: 1"
          : "a scenario cannot be \(node.kindName); expected a map that begins with poolsim: 1")
      try problems.throwIfAny()
      return node
    }
    guard let base = node["extends"], let name = base.text else { return node }
    let path = TextFile.path(name, besides: file)
    guard !chain.contains(path), chain.count < longestChain else {
      problems.add(
        .extends, at: base.place,
        chain.contains(path)
          ? "\(PrintableText.quoted(name)) extends this file in turn: \((chain + [path]).joined(separator: ", "))"
          : "more than \(longestChain) files extend each other")
      try problems.throwIfAny()
      return node
    }
    let below = try read(
      TextFile.read(path, at: base.place), file: path, chain: chain + [path], problems: &problems)
    var merged = below.overlaid(by: node)
    // What is missing is missing from the file that was named.
    merged.place = node.place
    // The name is the file's own unless it is given here: two results must not share it by accident.
    if node["name"] == nil { merged = merged.without(["name"]) }
    return merged
  }
}
