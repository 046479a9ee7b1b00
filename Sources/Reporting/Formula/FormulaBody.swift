// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Finds the formulas in pool bodies, lists of pools and templates.
enum FormulaBody {
  private struct Found {
    let pool: String
    let value: PositionedJSON
  }

  static func sources(in file: String, path: String, pool: String?) throws(Failure) -> [FormulaSource] {
    let value: PositionedJSON
    do throws(TextProblem) {
      value = try PositionedJSONReader.read(Array(file.utf8)).value
    } catch {
      throw problem(error.code, at: error.offset, error.message, in: file, path)
    }
    var found: [Found] = []
    collect(value, called: "", into: &found)
    let wanted = found.filter { pool == nil || $0.pool == pool }
    guard !wanted.isEmpty else {
      let names = found.map(\.pool)
      throw problem(
        .autoscaledBody, at: 0,
        pool.map { "no pool \($0) with a formula\(Suggestion.ending(for: $0, among: names))" }
          ?? "no pool of this document has a formula (autoScale.formula or autoScaleFormula)", in: file, path)
    }
    var sources: [FormulaSource] = []
    for one in wanted { sources.append(try source(one, isOnly: wanted.count == 1, in: file, path)) }
    return sources
  }

  private static func source(_ found: Found, isOnly: Bool, in file: String, _ path: String) throws(Failure)
    -> FormulaSource
  {
    guard case .text(let text) = found.value.kind else {
      throw problem(
        .wrongMemberType, at: found.value.offset, "the formula is \(found.value.description); expected a text",
        in: file,
        path)
    }
    guard !text.hasPrefix("[") || text.hasPrefix("[[") else {
      throw problem(
        .templateExpression, at: found.value.offset,
        "the formula is an expression of a template; write its value in its place", in: file, path)
    }
    let name = isOnly || found.pool.isEmpty ? path : "\(path) (\(PrintableText.short(found.pool)))"
    return FormulaSource(
      name: name, text: text, file: file, path: path, offsets: offsets(of: found.value.offset, in: Array(file.utf8)))
  }

  private static func problem(
    _ code: DiagnosticCode, at offset: Int, _ message: String, in file: String, _ path: String
  ) -> Failure {
    let stand = TextPlace(of: offset, in: Array(file.utf8))
    return Failure(
      kind: .invalid,
      diagnostics: [Diagnostic(code, at: SourcePlace(file: path, line: stand.line, column: stand.column), message)])
  }

  // MARK: - Finding

  /// Walks through the document; whatever has a formula is a pool, named by the id or name around it.
  private static func collect(_ value: PositionedJSON, called pool: String, into found: inout [Found]) {
    switch value.kind {
    case .array(let elements):
      for element in elements { collect(element, called: pool, into: &found) }
    case .object(let members):
      var pool = pool
      for member in members {
        if case .text(let text) = member.value.kind, ["id", "name"].contains(member.name.lowercased()) {
          pool = text.split(separator: "/").last.map(String.init) ?? text
          break
        }
      }
      for member in members {
        switch member.name.lowercased() {
        case "autoscaleformula": if !member.value.isNull { found.append(Found(pool: pool, value: member.value)) }
        case "autoscale":
          guard case .object(let settings) = member.value.kind else { continue }
          for setting in settings where setting.name.lowercased() == "formula" && !setting.value.isNull {
            found.append(Found(pool: pool, value: setting.value))
          }
        default: collect(member.value, called: pool, into: &found)
        }
      }
    case .null, .truth, .number, .text: break
    }
  }

  // MARK: - Places

  /// The byte at which each character of a JSON string stands, and that of its closing quote.
  private static func offsets(of start: Int, in bytes: [UInt8]) -> [Int] {
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
