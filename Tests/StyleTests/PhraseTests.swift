// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Plain English: the phrases to avoid stand nowhere in what people read.
@Suite("Phrases")
struct PhraseTests {
  /// A text that people read, and where it begins.
  struct Passage: Sendable {
    let place: String
    let text: String
  }

  /// Comments and literals of the products, the examples, the benchmarks and the fuzzer, and the pages of documentation.
  private static let passages: [Passage] = {
    let folders = ["Sources", "Examples", "Benchmarks", "Fuzzing"]
    let sources = (try? Tree.files(below: folders) { $0.hasSuffix(".swift") }) ?? []
    let pages = (try? Tree.files(below: ["docs", "Examples", "Sources"]) { $0.hasSuffix(".md") }) ?? []
    let top = ["README.md", "CONTRIBUTING.md"].compactMap { name in
      (try? String(contentsOf: Tree.root.appendingPathComponent(name), encoding: .utf8)).map {
        Tree.File(path: name, text: $0)
      }
    }
    return sources.flatMap { file in
      Prose(file.text).texts.map { Passage(place: "\(file.path):\($0.line)", text: $0.text) }
    }
      + (pages + top).flatMap { file in
        file.text.components(separatedBy: "\n\n").map { Passage(place: file.path, text: Prose.joined($0)) }
      }
  }()

  @Test("none stands in a message, a help text, a comment or a page", arguments: PhraseToAvoid.all)
  func isAvoided(_ phrase: PhraseToAvoid) throws {
    #expect(Self.passages.count > 5_000)
    let pattern = try NSRegularExpression(pattern: phrase.pattern, options: [.caseInsensitive])
    for passage in Self.passages {
      let range = NSRange(passage.text.startIndex..., in: passage.text)
      guard let match = pattern.firstMatch(in: passage.text, range: range),
        let found = Range(match.range, in: passage.text)
      else { continue }
      let context = passage.text[found.lowerBound...].prefix(60)
      Issue.record("\(passage.place): '\(passage.text[found])' in \"\(context)\"; write \(phrase.instead)")
    }
  }

  @Test("what is read of a source are its comments and literals, and what is interpolated is a closing bracket")
  func readsProse() {
    let source = """
      /// One comment
      /// over two lines.
      let a = "text \\(b ? "inner" : "other") is no number" // behind
      let c = \"\"\"
        several \\
        lines
        \"\"\"
      let d = #"raw \\ text"#
      """
    let texts = Prose(source).texts
    #expect(
      texts.map(\.text).sorted()
        == [
          "One comment over two lines.", "behind", "inner", "other", "raw \\ text", "several lines",
          "text ) is no number",
        ])
    #expect(texts.first?.line == 1)
  }
}
