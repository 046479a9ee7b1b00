// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Interchange

/// An autoscale formula of a document, with what the document says of its pool.
package struct AzureFormula: Sendable {
  /// The text in quotes that the formula is written as.
  package struct Literal: Sendable {
    /// The file that it is in.
    package let file: String
    /// The text of that file in UTF-8.
    package let bytes: [UInt8]
    /// The byte at which each character of the formula stands, and that of the closing quote.
    package let offsets: [Int]
  }

  /// The id or name of the pool; empty when the document does not say.
  package let pool: String
  /// The formula.
  package let text: String
  /// Where the formula begins, or the expression that makes it.
  package let place: SourcePlace
  /// The formula as it is written; nil when an expression puts it together.
  package let literal: Literal?
  /// The time between evaluations [s]; nil when the document leaves it to the service.
  package let evaluationInterval: Double?
  /// Task slots of a node [slots]; nil when the document leaves them to the service.
  package let taskSlotsPerNode: Int?

  /// The formulas of a pool body, a list of pools, a template or an example of the REST specifications.
  ///
  /// Less has to be right than for an import: only what leads to the formulas is read.
  ///
  /// - Parameters:
  ///   - json: The document.
  ///   - file: What it is called in messages.
  ///   - parameters: What the parameters of a template are given instead of their defaults.
  ///   - pool: The pool that is wanted; nil for all.
  /// - Returns: The formulas in the order of the document, each once; at least one.
  /// - Throws: `Failure` for a document that cannot be read, that has no such formula, or whose formula only a deployment
  ///   knows.
  /// - Complexity: O(n) in the length of the document, and what its expressions may do together.
  package static func all(
    inJSON json: String, file: String, parameters: AzureParameterFile? = nil, pool: String? = nil
  ) throws(Failure) -> [AzureFormula] {
    let texts = AzureTexts([AzureDocument(json: json, file: file)], parameters: parameters)
    func failure(_ problems: [TextProblem]) -> Failure {
      Failure(kind: .invalid, diagnostics: problems.prefix(DiagnosticList.mostTold).map { texts.diagnostic($0) })
    }
    var finder = AzureFormulaFinder()
    do throws(TextProblem) {
      let (document, _) = try PositionedJSONReader.read(texts.documents[0].bytes)
      let given = try texts.readParameters(&finder.problems)
      if finder.problems.isEmpty { finder.read(document, given) }
    } catch {
      throw failure([error])
    }
    guard finder.problems.isEmpty else { throw failure(finder.problems) }
    let wanted = finder.found.filter { pool == nil || $0.pool == pool }
    guard !wanted.isEmpty else {
      let message =
        pool.map {
          "no pool \(PrintableText.short($0)) with a formula"
            + Suggestion.ending(for: $0, among: finder.found.map(\.pool))
        } ?? "no pool of this document has a formula (autoScale.formula or autoScaleFormula)"
      throw failure([TextProblem(.autoscaledBody, at: 0, message)])
    }
    let problems = wanted.compactMap(\.problem)
    guard problems.isEmpty else { throw failure(problems) }
    return wanted.map { AzureFormula($0, texts) }
  }

  private init(_ found: AzureFormulaFinder.Found, _ texts: AzureTexts) {
    pool = found.pool
    text = found.text
    evaluationInterval = found.evaluationInterval
    taskSlotsPerNode = found.taskSlotsPerNode
    let (bytes, file, offset) = texts.source(of: found.offset)
    let start = TextPlace(of: offset, in: bytes)
    place = SourcePlace(file: file, line: start.line, column: start.column)
    literal = Self.offsets(of: text, writtenAt: offset, in: bytes).map {
      Literal(file: file, bytes: bytes, offsets: $0)
    }
  }

  /// The byte at which each character of a text stands, and that of its closing quote; nil when there stands anything
  /// else than the text itself.
  private static func offsets(of text: String, writtenAt start: Int, in bytes: [UInt8]) -> [Int]? {
    guard bytes.indices.contains(start), bytes[start] == UInt8(ascii: "\"") else { return nil }
    let end = offsets(ofStringAt: start, in: bytes)
    guard let close = end.last, close < bytes.count,
      let (value, _) = try? PositionedJSONReader.read(Array(bytes[start...close])),
      case .text(let written) = value.kind
    else { return nil }
    if written == text { return end }
    // A template doubles the bracket that begins a text which is not an expression.
    return written == "[" + text ? Array(end.dropFirst()) : nil
  }

  private static func offsets(ofStringAt start: Int, in bytes: [UInt8]) -> [Int] {
    var offsets: [Int] = []
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      offsets.append(index)
      if bytes[index] == UInt8(ascii: "\\") {
        let isUnicode = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u")
        // Two escapes of a surrogate pair are one character.
        let isPair = isUnicode && isHighSurrogate(bytes[min(index + 2, bytes.count)...].prefix(4))
        index += isPair ? 12 : isUnicode ? 6 : 2
      } else {
        index += 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      }
    }
    return offsets + [min(index, bytes.count)]
  }

  private static func isHighSurrogate(_ digits: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: digits, as: UTF8.self).lowercased()
    return ["d8", "d9", "da", "db"].contains(String(text.prefix(2)))
  }
}
