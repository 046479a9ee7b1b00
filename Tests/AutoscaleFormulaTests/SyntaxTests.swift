// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Syntax of formulas")
struct SyntaxTests {
  @Test("256 parentheses may stand in each other, and not 257")
  func limitsNesting() throws {
    for (open, close) in [("(", ")"), ("max(", ")"), ("1?", ":0")] {
      let nested = { (count: Int) in
        "x=" + String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
      }
      #expect(try variables(nested(256)) == ["x=1"], "\(open)")
      #expect(mistake(in: nested(257))?.code == .nestedTooDeeply, "\(open)")
    }
    #expect(mistakePlace(in: "x=" + String(repeating: "(", count: 8190)) == "F009 1:259")
  }

  @Test("chains of thousands of operators, signs and choices are evaluated")
  func chains() throws {
    #expect(try variables("x=" + String(repeating: "1+", count: 4090) + "1") == ["x=4091"])
    #expect(try variables("x=" + String(repeating: "0||", count: 2700) + "2") == ["x=1"])
    #expect(try variables("x=" + String(repeating: "1&&", count: 2700) + "0") == ["x=0"])
    #expect(try variables("x=" + String(repeating: "-", count: 8000) + "1") == ["x=1"])
    #expect(try variables("x=" + String(repeating: "!", count: 8001) + "1") == ["x=0"])
    #expect(try variables("x=" + String(repeating: "0?1:", count: 2000) + "7") == ["x=7"])
    #expect(mistakePlace(in: "x=1" + String(repeating: ".hour", count: 1600)) == "F017 1:5")
    #expect(try variables("x=max(" + String(repeating: "1,", count: 4000) + "9)") == ["x=9"])
  }

  @Test(
    "operators bind as in C",
    arguments: [
      ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("10 - 4 - 3", "3"), ("16 / 4 / 2", "2"), ("1 - -1", "2"),
      ("- 2 * 3", "-6"), ("1 < 2 == 2 > 1", "1"), ("1 == 2 < 3", "1"), ("0 == 1 || 1", "1"), ("1 || 1 && 0", "1"),
      ("(1 || 1) && 0", "0"), ("1 + 1 > 1", "1"), ("!1 + 1", "1"), ("!(1 + 1)", "0"), ("1 ? 2 : 3 ? 4 : 5", "2"),
      ("0 ? 2 : 0 ? 4 : 5", "5"), ("1 ? 1 ? 6 : 7 : 8", "6"), ("1 ? 0 ? 6 : 7 : 8", "7"), ("0 || 0 ? 1 : 2", "2"),
      ("1 && 1 ? 1 && 0 : 2", "0"), (".5 + 1.5e1", "15.5"), ("1E2", "100"), ("1e-3", "0.001"), ("- - 1", "1"),
      ("!-0", "1"), ("(0 ? 1 : 2) + 1", "3"), ("(1 && 0) || (1 && 1)", "1"), ("(1 || 0) && (0 || 0)", "0"),
    ])
  func binds(expression: String, value: String) throws {
    #expect(try variables("x = \(expression)") == ["x=\(value)"])
  }

  @Test("a name on a later line without a semicolon before it is told as such, and one on the same line is not")
  func missesSemicolons() {
    #expect(mistakePlace(in: "x = 1\n\ny = 2") == "F007 3:1")
    #expect(mistake(in: "x = 1\n\ny = 2")?.message.contains("after line 1") == true)
    #expect(mistakePlace(in: "x = 1 y = 2") == "F006 1:7")
    #expect(mistakePlace(in: "x = 1\n2") == "F006 2:1")
  }

  @Test(
    "what stands in a wrong place is refused there",
    arguments: [
      ("x = ", "F006 1:5"), ("x = 1 +", "F006 1:8"), ("x = (1", "F006 1:7"), ("x = 1)", "F006 1:6"),
      ("x = max(1,)", "F006 1:11"), ("x = max(,1)", "F006 1:9"), ("x = 1 ? 2", "F006 1:10"), ("x = 1 : 2", "F006 1:7"),
      ("x = y = 1", "F006 1:7"), ("1 = x", "F006 1:3"), ("x.y = 1", "F006 1:5"), ("x = time().", "F006 1:12"),
      ("x = time().2", "F006 1:11"), ("x = time(). 2", "F006 1:13"), ("x = ()", "F006 1:6"), ("x = a b", "F006 1:7"),
      ("x = 1 ? : 2", "F006 1:9"),
      ("x = * 2", "F006 1:5"), ("x == ", "F006 1:6"), ("* x", "F006 1:1"), (")", "F006 1:1"),
    ])
  func misplaced(text: String, place: String) {
    #expect(mistakePlace(in: text) == place, "\(text)")
  }

  @Test("a formula tells which metrics it names, which targets it sets, and whether it asks for the time")
  func describesItself() throws {
    let formula = try Formula(
      parsing: "x = $PendingTasks.GetSample(1); y = $CPUPercent; $TargetLowPriority = time().hour; z = \"$ActiveTasks\""
    )
    #expect(formula.metrics.metrics == [.pendingTasks, .cpuPercent])
    #expect(formula.targets == [.lowPriority])
    #expect(formula.readsTime)
    #expect(try !Formula(parsing: "x = time(\"2026\")").readsTime)
  }
}
