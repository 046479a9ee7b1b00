// SPDX-License-Identifier: GPL-3.0-or-later

/// One thing that is wrong: where, what, what was expected, and what may have been meant.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// The code that `poolsim explain` knows.
  public let code: DiagnosticCode
  /// Where it stands.
  public let place: SourcePlace
  /// What is wrong and what was expected.
  public let message: String
  /// The text that is wrong, where it is not the line of a file: a condition of an option, say.
  package let excerpt: SourceExcerpt?

  /// Makes a diagnostic; a message is one line, whatever it quotes.
  public init(code: DiagnosticCode, place: SourcePlace, message: String) {
    self.init(code, at: place, message, excerpt: nil)
  }

  /// Makes a diagnostic that shows a text of its own; a message is one line, whatever it quotes.
  package init(_ code: DiagnosticCode, at place: SourcePlace, _ message: String, excerpt: SourceExcerpt?) {
    self.code = code
    self.place = place
    self.excerpt = excerpt
    var line = String.UnicodeScalarView()
    line.append(contentsOf: message.unicodeScalars.map { Self.endsLine($0) ? " " : $0 })
    self.message = PrintableText.escaped(String(line))
  }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 32 || (127...159).contains(scalar.value) || [0x2028, 0x2029].contains(scalar.value)
  }

  /// Makes a diagnostic; a message is one line, whatever it quotes.
  public init(_ code: DiagnosticCode, at place: SourcePlace, _ message: String) {
    self.init(code, at: place, message, excerpt: nil)
  }

  /// `FILE:LINE:COLUMN: error[CODE]: message`.
  public var description: String { "\(place): error[\(code.rawValue)]: \(message)" }
}

/// Collects what is wrong, so that all of it is reported at once.
package struct DiagnosticList {
  /// How many problems of one input are listed.
  ///
  /// A person reads and mends them, and a hundred fill several screens already. One wrong default or generated file can
  /// break thousands of places in the same way: the rest only says so once more, and the last line counts it.
  package static let mostTold = 100

  package private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  /// Makes an empty list.
  package init() {}

  package var isEmpty: Bool { diagnostics.isEmpty }

  package mutating func add(_ code: DiagnosticCode, at place: SourcePlace, _ message: String) {
    add(Diagnostic(code, at: place, message))
  }

  /// Adds a diagnostic unless it is there already: variants share most of their text.
  package mutating func add(_ diagnostic: Diagnostic) {
    if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  package mutating func add(_ other: DiagnosticList) {
    for diagnostic in other.diagnostics { add(diagnostic) }
  }

  /// Throws what is wrong, by file and place, if anything is.
  package func throwIfAny() throws(Failure) {
    guard !isEmpty else { return }
    // A stable sort: the same place keeps the order in which problems were found.
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }.map(\.element)
    var told = Array(sorted.prefix(Self.mostTold))
    if sorted.count > told.count, let last = told.last {
      told.append(
        Diagnostic(
          .tooMany, at: SourcePlace(file: last.place.file), "\(sorted.count - told.count) more problems are not listed")
      )
    }
    throw Failure(kind: .invalid, diagnostics: told)
  }
}
