// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Text of formulas")
struct TextTests {
  @Test(
    "what cannot be read is refused at its place",
    arguments: [
      ("", "F001 1:1"), (" \t\r\n;;", "F001 1:1"), ("// nothing", "F001 1:1"), ("\u{FEFF}", "F001 1:1"),
      ("x = \u{0}1", "F004 1:5"), ("x = 'a'", "F004 1:5"), ("x = \u{201C}a\u{201D}", "F004 1:5"),
      ("x\u{A0}= 1", "F004 1:2"), ("x = 2 ^ 3", "F004 1:7"), ("x = [1]", "F004 1:5"), ("x = a & b", "F004 1:7"),
      ("x = a | b", "F004 1:7"), ("x = 1;\\ny = 2", "F004 1:7"), ("x = $", "F004 1:5"), ("é = 1", "F004 1:1"),
      ("x = 1 # note", "F004 1:7"), ("if (x) { y = 1 }", "F004 1:8"), ("x = \"a", "F005 1:5"),
      ("x = \"a\nb\"", "F005 1:5"), ("x = 1.", "F008 1:5"), ("x = 1.5.2", "F008 1:5"), ("x = 12ab", "F008 1:5"),
      ("x = 0x10", "F008 1:5"), ("x = 1e", "F008 1:5"), ("x = 1e+", "F008 1:5"), ("x = 1e5x", "F008 1:5"),
      ("x = ${cap}", "F020 1:5"), ("x = $(cap)", "F020 1:5"), ("x = {{ cap }}", "F020 1:5"), ("x = {cap}", "F020 1:5"),
      ("x = {}", "F020 1:5"), ("x = min(%s, 2)", "F020 1:9"), ("x = %d;", "F020 1:5"), ("x = 7 %s", "F004 1:7"),
      ("x = .GetSample(1)", "F021 1:5"), ("= 1", "F021 1:1"), ("x = 1; = 2", "F021 1:8"),
    ])
  func refuses(text: String, place: String) {
    #expect(mistakePlace(in: text) == place, "\(text)")
  }

  @Test("lines end with a line feed, a carriage return or both, and tabs are one column")
  func countsLines() {
    #expect(mistakePlace(in: "a=1;\nb=1;\n@") == "F004 3:1")
    #expect(mistakePlace(in: "a=1;\rb=1;\r@") == "F004 3:1")
    #expect(mistakePlace(in: "a=1;\r\nb=1;\r\n@") == "F004 3:1")
    #expect(mistakePlace(in: "a=1;\n\rb=1;\n\t\t@") == "F004 4:3")
  }

  @Test("columns count Unicode scalars, also in comments and strings")
  func countsScalars() {
    #expect(mistakePlace(in: "x = \"e\u{301}👩‍🚀\" @") == "F004 1:13")
    #expect(mistakePlace(in: "// é\u{301} \u{202E}\n@") == "F004 2:1")
  }

  @Test("8,192 characters are taken and one more is not, whatever they are")
  func limitsLength() throws {
    let head = "x=1;//"
    #expect(throws: Never.self) { try Formula(parsing: head + String(repeating: "é", count: 8192 - head.count)) }
    #expect(mistakePlace(in: head + String(repeating: "é", count: 8193 - head.count)) == "F002 1:1")
    #expect(mistakePlace(in: String(repeating: "\u{0}", count: 8193)) == "F002 1:1")
  }

  @Test("100 statements are taken, and empty ones do not count")
  func limitsStatements() throws {
    #expect(throws: Never.self) { try Formula(parsing: String(repeating: "x=1;;", count: 100)) }
    #expect(mistakePlace(in: String(repeating: ";x=1;", count: 101)) == "F003 1:502")
  }

  @Test("the first mistake of a text counts, whatever kind it is")
  func ordersMistakes() {
    #expect(mistakePlace(in: "x = ; @") == "F006 1:5")
    #expect(mistakePlace(in: "x = @ ;;; ) ") == "F004 1:5")
  }

  @Test(
    "a message says what to write",
    arguments: [
      ("x = 'a'", "double quotes"), ("x = \\\"a\\\"", "still escaped"), ("x = 7 % 2", "remainder"),
      ("x = \u{201C}a", "word processor"), ("x\u{A0}= 1", "no-break space"), ("x = .GetSample(1)", "single quotes"),
      ("x = ${a}", "Bicep"), ("x = /* a */ 1", "//"), ("x += 1", "x = x + 1"), ("x = abs(1)", "no function abs"),
      ("x = y.hours", "undefined symbol y"), ("x = time().hours", "did you mean hour?"),
      ("x = $PendingTask.Count()", "did you mean $PendingTasks?"), ("x = GetSample(1)", "it is a method"),
      ("$NodeDeallocationOption = retaindata", "did you mean retaineddata?"), ("x = max", "call it, as max(...)"),
      ("x = maxx(1)", "did you mean max?"), ("x = $PendingTasks.GetSampel(1)", "did you mean GetSample?"),
    ])
  func hints(text: String, hint: String) {
    #expect(mistake(in: text)?.message.contains(hint) == true, "\(mistake(in: text)?.message ?? "no mistake")")
  }

  @Test("no message carries control, invisible or direction-changing characters")
  func isVisible() {
    for scalar in ["\u{0}", "\u{1B}", "\u{200B}", "\u{202E}", "\u{E000}", "\u{301}"] {
      for text in ["x = \(scalar)", "x = time(\"\(scalar)\")", "$NodeDeallocationOption = \"\(scalar)\""] {
        let message = mistake(in: text)?.message ?? ""
        #expect(!message.isEmpty)
        #expect(!message.unicodeScalars.contains { "\($0)" == scalar }, "\(text.debugDescription)")
      }
    }
  }
}
