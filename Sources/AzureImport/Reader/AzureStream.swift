// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Reads documents so that of a list one element is held at a time.
///
/// A class, because what reads the JSON hands elements on to it while it goes on.
final class AzureStream {
  private(set) var reader = AzurePoolReader(problems: [])
  private var elements = 0

  init() {}

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - piece: The document.
  ///   - parameters: What the parameters of a template are given.
  /// - Complexity: O(length).
  func read(_ piece: AzureTexts.Piece, _ parameters: AzureParameters?) {
    let before = reader
    elements = 0
    do throws(TextProblem) {
      let (document, duplicates) = try PositionedJSONReader.read(piece.bytes) { [self] element, path in
        elements += 1
        reader.readElement(AzureBody(piece.start == 0 ? element : element.moved(by: piece.start), path: path))
      }
      reader.problems += duplicates.map { AzureTexts.moved($0, to: piece) }
      reader.readDocument(
        piece.start == 0 ? document : document.moved(by: piece.start), parameters: parameters, streamed: elements)
    } catch {
      // Behind a place that is not JSON everything can mean anything, and so can what stands before it.
      reader = before
      reader.problems.append(AzureTexts.moved(error, to: piece))
    }
  }

  /// Refuses pools of another account than the one whose file is given.
  func compareAccounts() { reader.compareAccounts() }
}
