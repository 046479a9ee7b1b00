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
  /// - Throws: `ScenarioError` when a file cannot be read, or has no structure.
  public static func load(path: String) throws(ScenarioError) -> ScenarioDocument {
    try parse(TextFile.read(path), file: path)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The scenario.
  ///   - file: What the file is called in diagnostics; paths in the scenario are relative to its folder.
  /// - Returns: The document.
  /// - Throws: `ScenarioError` when the text has no structure, or what it extends cannot be read.
  public static func parse(_ text: String, file: String) throws(ScenarioError) -> ScenarioDocument {
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
    let settled = try? ScenarioOverride.apply(overrides, to: root)
    return settled?[key]?.text.flatMap { UInt64($0) }
  }

  private static let longestChain = 16

  private static func read(
    _ text: String, file: String, chain: [String], problems: inout DiagnosticList
  ) throws(ScenarioError) -> SourceNode {
    var reader = YAMLReader(file: file)
    let node = reader.read(text)
    problems.add(reader.problems)
    guard let node else {
      try problems.throwIfAny()
      throw ScenarioError(
        kind: .invalid, diagnostics: [Diagnostic(.empty, at: SourcePlace(file: file), "the file is empty")])
    }
    guard case .map = node.content else {
      problems.add(
        node.isNull ? .empty : .wrongKind, at: node.place,
        node.isNull
          ? "the file is empty; a scenario begins with poolsim: 1"
          : "\(node.kindName) stands where a scenario was expected, which is a map and begins with poolsim: 1")
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

/// One `--set PATH=VALUE`.
struct ScenarioOverride {
  let path: [String]
  let value: SourceNode

  /// Reads an override.
  ///
  /// - Throws: `ScenarioError` when it is malformed.
  init(_ text: String) throws(ScenarioError) {
    let place = SourcePlace(file: "--set \(text)")
    func fail(_ message: String) -> ScenarioError {
      ScenarioError(kind: .invalid, diagnostics: [Diagnostic(.override, at: place, message)])
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
    self.path = path
    value = node.placed(at: place)
  }

  /// Applies overrides to a scenario.
  static func apply(_ texts: [String], to root: SourceNode) throws(ScenarioError) -> SourceNode {
    var result = root
    for text in texts {
      let override = try ScenarioOverride(text)
      guard let next = result.setting(override.path[...], to: override.value) else {
        throw ScenarioError(
          kind: .invalid,
          diagnostics: [
            Diagnostic(
              .override, at: override.value.place,
              "the path leads through a value that has no keys, or to a place that a list does not have")
          ])
      }
      result = next
    }
    return result
  }
}

extension SourceNode {
  /// The node with one place for everything: what an option gave has no lines.
  func placed(at place: SourcePlace) -> SourceNode {
    switch content {
    case .map(let entries):
      SourceNode(
        .map(entries.map { Entry(key: $0.key, keyPlace: place, value: $0.value.placed(at: place)) }), at: place)
    case .list(let list): SourceNode(.list(list.map { $0.placed(at: place) }), at: place)
    case .scalar, .null: SourceNode(content, at: place)
    }
  }
}
