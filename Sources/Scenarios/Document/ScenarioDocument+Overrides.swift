// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// Finds the `--set` that made something wrong: a path that the file has under another name makes what is incomplete.
extension ScenarioDocument {
  /// The problems of a scenario, those that come of a mistaken path replaced by one that says so.
  ///
  /// - Parameters:
  ///   - problems: What is wrong.
  ///   - overrides: What was set.
  ///   - settled: The scenario with that.
  /// - Returns: What to tell.
  func explained(_ problems: DiagnosticList, by overrides: [ScenarioOverride], in settled: SourceNode) -> DiagnosticList
  {
    let codes: Set<DiagnosticCode> = [.missingKey, .exclusive]
    guard problems.diagnostics.contains(where: { codes.contains($0.code) }) else { return problems }
    var told = DiagnosticList()
    for override in overrides {
      if let message = mistake(in: override, settled) { told.add(.override, at: override.value.place, message) }
    }
    guard !told.isEmpty else { return problems }
    for diagnostic in problems.diagnostics where !codes.contains(diagnostic.code) { told.add(diagnostic) }
    return told
  }

  /// What is mistaken about a path; nil when the file has everything on the way.
  private func mistake(in override: ScenarioOverride, _ settled: SourceNode) -> String? {
    guard override.path.count > 1 else { return nil }
    let rest = override.path.dropFirst()
    func names(_ key: String) -> [String] { settled[key]?.entries.map(\.key) ?? [] }
    switch override.path[0] {
    case "pool" where !has("pool") && !names("pools").isEmpty:
      return "pool and pools exclude each other, and this scenario has pools; "
        + Self.instead("pools", rest, among: names("pools"))
    case "image" where !has("image") && settled["image"]?["kind"] == nil && !names("images").isEmpty:
      return "this scenario has images by name, and no image for every pool; "
        + Self.instead("images", rest, among: names("images"))
    case "variants":
      let known = root["variants"]?.entries.map(\.key) ?? []
      guard !known.isEmpty, !known.contains(override.path[1]) else { return nil }
      return "there is no variant \(PrintableText.quoted(override.path[1])), and what is set does not make one; "
        + "expected one of \(Self.listed(known))\(Suggestion.ending(for: override.path[1], among: known))"
    default: return nil
    }
  }

  private func has(_ key: String) -> Bool {
    root[key].map { !$0.isNull } ?? false
  }

  /// The path to take instead of a mistaken one.
  private static func instead(_ key: String, _ rest: ArraySlice<String>, among names: [String]) -> String {
    "set \(key).NAME.\(PrintableText.short(rest.joined(separator: "."))), where NAME is one of \(listed(names))"
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(10).map { PrintableText.short($0) }.joined(separator: ", ")
    return names.count > 10 ? "\(shown), and \(names.count - 10) more" : shown
  }
}
