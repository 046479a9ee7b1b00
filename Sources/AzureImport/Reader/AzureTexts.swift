// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The texts that an import reads, one behind the other: documents, and the parameters that templates are given.
///
/// A place is one number for all of them, so that a value keeps its own place wherever it comes to stand.
struct AzureTexts {
  /// A text and where it begins; one past the end of a text belongs to it.
  struct Piece {
    /// In UTF-8.
    let bytes: [UInt8]
    let file: String
    let start: Int
  }

  /// The documents in the order that they are given, one at least.
  private(set) var documents: [Piece] = []
  private let parameters: Piece?

  /// - Precondition: There is a document.
  init(_ documents: [AzureDocument], parameters: AzureParameterFile?) {
    precondition(!documents.isEmpty, "there is nothing to import")
    var start = 0
    for document in documents {
      let bytes = Array(document.json.utf8)
      self.documents.append(Piece(bytes: bytes, file: document.file, start: start))
      start += bytes.count + 1
    }
    self.parameters = parameters.map { Piece(bytes: Array($0.json.utf8), file: $0.file, start: start) }
  }

  /// Reads the parameters; nil when there are none.
  ///
  /// - Parameter problems: Takes what is wrong with single ones.
  /// - Returns: The parameters.
  /// - Throws: What keeps the text from being JSON.
  func readParameters(_ problems: inout [TextProblem]) throws(TextProblem) -> AzureParameters? {
    guard let parameters else { return nil }
    do throws(TextProblem) {
      let (value, duplicates) = try PositionedJSONReader.read(parameters.bytes)
      problems += duplicates.map { Self.moved($0, to: parameters) }
      return AzureParameters(value.moved(by: parameters.start), problems: &problems)
    } catch {
      throw Self.moved(error, to: parameters)
    }
  }

  /// A problem of a text with its place among all.
  static func moved(_ problem: TextProblem, to piece: Piece) -> TextProblem {
    TextProblem(problem.code, at: problem.offset + piece.start, problem.message)
  }

  /// The text that a place is in, with its file and the offset in it.
  func source(of offset: Int) -> (bytes: [UInt8], file: String, offset: Int) {
    let all = documents + (parameters.map { [$0] } ?? [])
    let piece = all.last { $0.start <= offset } ?? all[0]
    return (piece.bytes, piece.file, offset - piece.start)
  }

  /// A problem with its place; neither its message nor its line shows a secret.
  func diagnostic(_ problem: TextProblem) -> Diagnostic {
    let (bytes, name, offset) = source(of: problem.offset)
    let place = TextPlace(of: offset, in: bytes)
    let source = SourcePlace(file: name, line: place.line, column: place.column)
    let message = AzureSecrets.masked(problem.message)
    if let line = TextPlace.line(place.line, of: bytes) {
      let masked = AzureSecrets.masked(line)
      if masked != line {
        return Diagnostic(
          problem.code, at: source, message, excerpt: SourceExcerpt(line: masked, column: place.column))
      }
    }
    return Diagnostic(code: problem.code, place: source, message: message)
  }
}
