// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// Why an expression of a template has no value that is known before its deployment.
struct AzureUnknown: Error, Hashable, Sendable {
  /// What kind of reason it is.
  enum Reason: Hashable, Sendable {
    /// Only the deployment knows it, such as `resourceGroup().location`.
    case deployment(String)
    /// A parameter has neither a value nor a default.
    case parameter(String)
    /// Something that is not evaluated here, such as a function.
    case notEvaluated(String)
    /// The expression is wrong: the deployment would refuse it too.
    case malformed(String)
    /// The expression goes beyond a limit.
    case tooMuch(String)
    /// The expression is outside of any template that could say what it is.
    case noTemplate
  }

  let reason: Reason
  /// The text of the template that it stems from.
  let expression: String

  init(_ reason: Reason, in expression: String) {
    self.reason = reason
    self.expression = expression
  }

  /// Whether the expression is at fault, so that no text can be built around it.
  var isMistake: Bool {
    switch reason {
    case .malformed, .tooMuch: true
    case .deployment, .parameter, .notEvaluated, .noTemplate: false
    }
  }

  /// What replaces an unknown part of a text.
  var shown: String {
    switch reason {
    case .deployment(let what), .notEvaluated(let what): what
    case .parameter(let name): "parameters('\(name)')"
    case .malformed, .tooMuch, .noTemplate: expression
    }
  }

  var code: DiagnosticCode {
    switch reason {
    case .malformed: .malformedExpression
    case .tooMuch: .bodyTooLarge
    case .deployment, .parameter, .notEvaluated, .noTemplate: .templateExpression
    }
  }

  /// The rest of a message that begins with the name of a member and its expression.
  ///
  /// - Parameter expected: What the member needs.
  /// - Returns: The reason, and the cure where the text of the reason is none itself.
  func explanation(expected: String) -> String {
    switch reason {
    case .deployment(let what):
      "only the deployment knows \(PrintableText.short(what)); write \(expected) in its place"
    case .parameter(let name):
      "the parameter '\(PrintableText.short(name))' has neither a value nor a default; give it \(expected) with --parameters FILE, or a defaultValue"
    case .notEvaluated(let what):
      "\(PrintableText.short(what)) is not evaluated here; write \(expected) in its place"
    case .malformed(let fault): fault
    case .tooMuch(let fault): fault
    case .noTemplate: "no template says what it is; write \(expected) in its place"
    }
  }
}

/// A text of a template, of which parts may be unknown until the deployment.
struct AzureText: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case known(String)
    case unknown(AzureUnknown)
  }

  private(set) var parts: [Part] = []

  init(_ text: String) {
    parts = text.isEmpty ? [] : [.known(text)]
  }

  init(_ unknown: AzureUnknown) {
    parts = [.unknown(unknown)]
  }

  /// The first part that is unknown.
  var unknown: AzureUnknown? {
    for case .unknown(let unknown) in parts { return unknown }
    return nil
  }

  /// The text with every unknown part replaced.
  func filled(_ placeholder: (AzureUnknown) -> String) -> String {
    parts.map { part in
      switch part {
      case .known(let text): text
      case .unknown(let unknown): placeholder(unknown)
      }
    }.joined()
  }

  /// The text with its unknown parts in braces, as a comment shows it.
  var shown: String { filled { "{\($0.shown)}" } }

  /// The same with every known part changed.
  func map(_ change: (String) -> String) -> AzureText {
    var result = AzureText("")
    result.parts = parts.map { part in
      if case .known(let text) = part { .known(change(text)) } else { part }
    }
    return result
  }

  mutating func append(_ other: AzureText) {
    for part in other.parts {
      if case .known(let text) = part, case .known(let end) = parts.last {
        parts[parts.count - 1] = .known(end + text)
      } else {
        parts.append(part)
      }
    }
  }
}
