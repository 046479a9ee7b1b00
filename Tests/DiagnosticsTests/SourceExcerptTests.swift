// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Testing

@Suite("Source lines below diagnostics")
struct SourceExcerptTests {
  @Test(
    "the caret stands below the column",
    arguments: [
      ("replicas: 0", 11, "  replicas: 0\n            ^"), ("x", 1, "  x\n  ^"), ("x", 2, "  x\n   ^"),
      // A tabulator takes one column, as it does in a place.
      ("\ta: 1", 2, "   a: 1\n   ^"),
      // Wide characters take two columns, marks on a letter none.
      ("\u{65E5}\u{672C}: 1", 3, "  \u{65E5}\u{672C}: 1\n      ^"), ("e\u{301}: 1", 3, "  e\u{301}: 1\n   ^"),
    ])
  func pointsAt(line: String, column: Int, text: String) {
    #expect(SourceExcerpt(line: line, column: column).text == text)
  }

  @Test("no control character and none that turns the direction of writing is shown raw")
  func hidesControls() throws {
    let line = "a\u{1B}[31m\u{202E}b\u{200B}c\u{0}\u{2028}d"
    let text = try #require(SourceExcerpt(line: line, column: 7).text)
    #expect(text.split(separator: "\n")[0] == "  a\u{FFFD}[31m\u{FFFD}b\u{FFFD}c\u{FFFD}\u{FFFD}d")
    #expect(text.hasSuffix("\n        ^"))
  }

  @Test("a long line is cut around the column, and the caret is still below it")
  func cuts() throws {
    let line = (0..<2_000).map { String($0 % 10) }.joined()
    for column in [1, 2, 60, 61, 64, 96, 97, 1_000, 1_990, 2_000, 2_001] {
      let lines = try #require(SourceExcerpt(line: line, column: column).text).split(separator: "\n").map(Array.init)
      #expect(lines[0].count <= SourceExcerpt.widest + 2, "\(column)")
      let caret = try #require(lines[1].firstIndex(of: "^"))
      if column <= line.count { #expect(lines[0][caret] == Array(line)[column - 1], "\(column)") }
    }
    #expect(SourceExcerpt(line: String(repeating: "x", count: 96), column: 96).text?.contains("...") == false)
  }

  @Test("what is not there is not shown: a column behind the end, an empty line")
  func showsNothing() {
    #expect(SourceExcerpt(line: "abc", column: 5).text == nil)
    #expect(SourceExcerpt(line: "abc", column: 0).text == nil)
    #expect(SourceExcerpt(line: "   ", column: 1).text == nil)
  }

  @Test("a list of diagnostics shows the lines of the first twenty")
  func lists() {
    let diagnostics = (1...30).map { Diagnostic(.unknownKey, at: SourcePlace(file: "f", line: $0, column: 1), "no") }
    let text = DiagnosticText.text(of: diagnostics) { _ in SourceExcerpt(line: "key", column: 1) }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 20 * 3 + 10)
    #expect(lines[0] == "f:1:1: error[E0103]: no" && lines[1] == "  key" && lines[2] == "  ^")
    #expect(DiagnosticText.text(of: diagnostics) { _ in nil }.split(separator: "\n").count == 30)
  }

  @Test("lines are counted as places count them: by line feeds, carriage returns, and both together")
  func findsLines() {
    let text = Array("\u{FEFF}one\r\ntwo\rthree\n\nfive".utf8)
    #expect((0...6).map { TextPlace.line($0, of: text) } == [nil, "one", "two", "three", "", "five", nil])
    for offset in text.indices {
      let place = TextPlace(of: offset, in: text)
      let line = TextPlace.line(place.line, of: text) ?? ""
      #expect(place.column <= line.unicodeScalars.count + 2, "\(offset)")
    }
    #expect(TextPlace.line(1, of: []) == "")
  }
}
