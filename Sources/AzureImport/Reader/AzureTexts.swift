// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The texts that an import reads, one behind the other: a document, and the parameters that its template is given.
///
/// A place is one number for both, so that a value keeps its own place wherever it comes to stand.
struct AzureTexts {
  /// The document in UTF-8.
  let document: [UInt8]
  private let file: String
  private let parameters: (bytes: [UInt8], file: String)?

  init(json: String, file: String, parameters: AzureParameterFile?) {
    document = Array(json.utf8)
    self.file = file
    self.parameters = parameters.map { (Array($0.json.utf8), $0.file) }
  }

  /// Where the parameters begin; one past the end of the document belongs to it.
  private var parametersStart: Int { document.count + 1 }

  /// Reads the parameters; nil when there are none.
  ///
  /// - Parameter problems: Takes what is wrong with single ones.
  /// - Returns: The parameters.
  /// - Throws: What keeps the text from being JSON.
  func readParameters(_ problems: inout [TextProblem]) throws(TextProblem) -> AzureParameters? {
    guard let parameters else { return nil }
    let start = parametersStart
    func moved(_ problem: TextProblem) -> TextProblem {
      TextProblem(problem.code, at: problem.offset + start, problem.message)
    }
    do throws(TextProblem) {
      let (value, duplicates) = try PositionedJSONReader.read(parameters.bytes)
      problems += duplicates.map(moved)
      return AzureParameters(value.moved(by: start), problems: &problems)
    } catch {
      throw moved(error)
    }
  }

  /// The text that a place is in, with its file and the offset in it.
  func source(of offset: Int) -> (bytes: [UInt8], file: String, offset: Int) {
    guard let parameters, offset >= parametersStart else { return (document, file, offset) }
    return (parameters.bytes, parameters.file, offset - parametersStart)
  }

  /// A problem with its place.
  func diagnostic(_ problem: TextProblem) -> Diagnostic {
    let (bytes, name, offset) = source(of: problem.offset)
    let place = TextPlace(of: offset, in: bytes)
    return Diagnostic(
      code: problem.code, place: SourcePlace(file: name, line: place.line, column: place.column),
      message: problem.message)
  }
}
