// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange
internal import BatchPool

/// What an answer says of how the pool was: evidence to compare the model with.
extension AzurePoolReader {
  /// The most errors of a resize that a note names.
  private static let mostErrors = 5

  /// What the pool had of what it was to have, and how its last resize ended.
  ///
  /// - Parameters:
  ///   - pool: The pool with its targets.
  ///   - properties: The body of the data plane, or the properties of the management plane.
  /// - Returns: The words for a note, behind the pool's name; nil when the answer has no error and no missing node.
  func shortfall(of pool: AzurePool, _ properties: AzureBody) -> String? {
    let operation = properties.given("resizeOperationStatus")
    let kinds = [
      ("dedicated", "currentDedicatedNodes", pool.targetDedicatedNodes),
      ("low-priority", "currentLowPriorityNodes", pool.targetLowPriorityNodes),
    ]
    let counts = kinds.compactMap { kind, member, target in
      Self.count(self.member(member, of: properties)).map { (kind: kind, current: $0, target: target) }
    }
    let isShort = pool.target != .missing && counts.contains { $0.current < $0.target }
    let errors = Self.errors(properties.given("resizeErrors")) + Self.errors(operation?.given("errors"))
    guard isShort || !errors.isEmpty else { return nil }
    var parts: [String] = []
    let told = counts.filter { $0.current > 0 || $0.target > 0 }
    if pool.target != .missing, !told.isEmpty {
      let nodes = told.map { "\($0.current) of \($0.target) \($0.kind) nodes" }.joined(separator: " and ")
      let isResizing = errors.isEmpty && properties["allocationState"]?.text?.lowercased() == "resizing"
      parts.append("had \(nodes)\(isResizing ? " while it was resized" : "")")
    }
    if !errors.isEmpty {
      let unlisted = errors.count > Self.mostErrors ? " and \(errors.count - Self.mostErrors) more" : ""
      let listed = errors.prefix(Self.mostErrors).joined(separator: ", ")
      parts.append("\(parts.isEmpty ? "is one whose" : "its") last resize ended with \(listed)\(unlisted)")
    }
    return parts.joined(separator: ", ") + ": compare with what poolsim run gives"
  }

  /// The codes of a resize's errors, each once, as results of the model write them.
  private static func errors(_ body: AzureBody?) -> [String] {
    var codes: [String] = []
    for error in body?.elements ?? [] {
      guard let text = error["code"]?.knownText, !text.isEmpty else { continue }
      let known = ResizeError.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
      let code = known?.rawValue ?? PrintableText.short(text)
      if !codes.contains(code) { codes.append(code) }
    }
    return codes
  }

  /// A number of nodes that an answer tells.
  ///
  /// - Parameter value: The member.
  /// - Returns: The number; nil when it is none, or no number of nodes.
  static func count(_ value: AzureBody?) -> Int? {
    guard let value, value.unknown == nil else { return nil }
    let digits: String
    switch value.value.kind {
    case .number(let number): digits = number
    case .text(let text): digits = text
    default: return nil
    }
    guard let count = Int(digits), (0...SystemConfiguration.mostNodes).contains(count) else { return nil }
    return count
  }
}
