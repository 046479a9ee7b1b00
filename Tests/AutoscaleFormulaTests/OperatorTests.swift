// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Operators of formulas")
struct OperatorTests {
  private static let operands = [
    "double": "2", "doubleVec": "$PendingTasks.GetSample(1)", "timestamp": "time(\"2026-03-02\")",
    "timeinterval": "TimeInterval_Hour", "string": "\"a\"", "option": "requeue",
  ]

  /// The vendor's table, and what is taken besides it (marked F116).
  private static let table: [String: String] = {
    var table: [String: String] = [:]
    for sign in ["+", "-", "*", "/"] {
      table["double \(sign) double"] = ""
      table["doubleVec \(sign) double"] = ""
      table["doubleVec \(sign) doubleVec"] = ""
      table["double \(sign) doubleVec"] = "F116"
    }
    table["double * timeinterval"] = ""
    for pair in ["timeinterval * double", "timeinterval / double", "timeinterval + timeinterval"] { table[pair] = "" }
    for pair in ["timeinterval - timeinterval", "timeinterval + timestamp", "timestamp + timeinterval"] {
      table[pair] = ""
    }
    table["timestamp - timestamp"] = ""
    table["timestamp - timeinterval"] = "F116"
    for sign in ["<", "<=", "==", ">=", ">", "!="] {
      for type in ["double", "string", "timestamp", "timeinterval"] { table["\(type) \(sign) \(type)"] = "" }
    }
    for sign in ["<", "<=", "==", ">=", ">", "!=", "&&", "||"] {
      for pair in [("double", "doubleVec"), ("doubleVec", "double"), ("doubleVec", "doubleVec")] {
        table["\(pair.0) \(sign) \(pair.1)"] = "F116"
      }
      table["double \(sign) double"] = ""
    }
    return table
  }()

  @Test("two operands are taken as the table says, evaluated and checked alike, and refused at the operator otherwise")
  func followsTable() throws {
    let signs = ["+", "-", "*", "/", "<", "<=", "==", ">=", ">", "!=", "&&", "||"]
    var accepted = 0
    for (left, a) in Self.operands {
      for (right, b) in Self.operands {
        for sign in signs {
          let row = "\(left) \(sign) \(right)"
          // A left side that decides would leave the right side unread.
          let a = a == "2" && sign == "||" ? "0" : a
          let text = "x = \(a) \(sign) \(b)"
          let evaluation = try evaluate(text, .c)
          let found = try Formula(parsing: text).check(FormulaCheckOptions(now: Fixture.now)).findings
          if let warning = Self.table[row] {
            accepted += 1
            #expect(evaluation.error == nil, "\(row)")
            let isWarned = evaluation.warnings.contains { $0.code == .undocumented }
            let leavesOut = sign == "||" && left == "doubleVec"
            #expect(isWarned == (warning == "F116") || leavesOut, "\(row)")
            #expect(!found.contains { $0.severity == .error }, "\(row)")
          } else {
            let place = FormulaPlace(line: 1, column: 6 + a.unicodeScalars.count)
            let leavesOut = sign == "||" && left == "doubleVec"
            #expect(evaluation.error?.code == .wrongType || leavesOut, "\(row)")
            #expect(evaluation.error?.place == place || leavesOut, "\(row)")
            #expect(found.contains { $0.code == .wrongType && $0.place == place }, "\(row)")
          }
        }
      }
    }
    #expect(accepted == Self.table.count)
  }

  @Test("signs take numbers, vectors and intervals")
  func signs() throws {
    #expect(
      try variables("v = $PendingTasks.GetSample(2); a = -v; b = -TimeInterval_Hour; c = !val(v, 0)", .c)
        == ["a=[-39,-40]", "b=-01:00:00", "c=0", "v=[39,40]"])
    #expect(try warningCodes("a = -$PendingTasks.GetSample(2)", .c) == ["F116"])
    #expect(try warningCodes("a = !$PendingTasks.GetSample(1)", .c) == ["F116"])
    #expect(mistakePlace(in: "a = !$PendingTasks.GetSample(2)", .c) == "F032 1:5")
    #expect(mistakePlace(in: "a = -\"b\"") == "F013 1:5")
    #expect(mistakePlace(in: "a = !time()") == "F013 1:5")
    #expect(mistakePlace(in: "a = -requeue") == "F013 1:5")
  }

  @Test("conditions take numbers and vectors of one element")
  func conditions() throws {
    #expect(mistakePlace(in: "a = time() ? 1 : 2") == "F013 1:12")
    #expect(mistakePlace(in: "a = $PendingTasks.GetSample(0) ? 1 : 2", .c) == "F032 1:32")
    #expect(try variables("a = $PendingTasks.GetSample(1) ? 1 : 2", .c) == ["a=1"])
  }

  @Test("only the branch taken, and the side needed, is evaluated")
  func isLazy() throws {
    #expect(
      try variables("a = 1 ? 2 : x; b = 0 ? x : 3; c = 1 || x; d = 0 && x; e = 0 ? x : 1 ? 5 : x; f = (0 && x) || 1")
        == ["a=2", "b=3", "c=1", "d=0", "e=5", "f=1"])
    #expect(mistakePlace(in: "a = 0 || x") == "F014 1:10")
    #expect(mistakePlace(in: "a = 1 && 1 && x") == "F014 1:15")
    #expect(try variables("a = 0 && 1 ? x : (1 || x ? 7 : x)") == ["a=7"])
    #expect(
      try variables(
        "p = $ActiveTasks.GetSamplePercent(TimeInterval_Hour); a = p < 70 ? 1 : avg($ActiveTasks.GetSample(TimeInterval_Hour))"
      )
        == ["a=1", "p=0"])
  }

  @Test("strings compare by code point, not by what they look like")
  func comparesText() throws {
    #expect(
      try variables(
        "a = \"e\u{301}\" == \"\u{E9}\"; b = \"Z\" < \"a\"; c = \"\" < \"a\"; d = \"a\" < \"ab\"; e = \"\u{FFFF}\" < \"\u{1F600}\""
      )
        == ["a=0", "b=1", "c=1", "d=1", "e=1"])
  }

  @Test("vectors of unequal lengths cannot be combined, and empty ones can")
  func combinesVectors() throws {
    #expect(try variables("v = $PendingTasks.GetSample(1) + $ActiveTasks.GetSample(1)") == ["v=[]"])
    #expect(mistakePlace(in: "v = $PendingTasks.GetSample(1) + $ActiveTasks.GetSample(1)", .c) == "F031 1:32")
    #expect(try variables("v = $PendingTasks.GetSample(2) * $PendingTasks.GetSample(2) - 1", .c) == ["v=[1520,1599]"])
  }

  @Test("work has a limit, however a formula multiplies its elements")
  func limitsWork() throws {
    let doubling = "v = ceil(1, 2); " + String(repeating: "v = ceil(v, v);", count: 90)
    let evaluation = try evaluate(doubling)
    #expect(evaluation.error?.code == .tooMuchWork)
    #expect(evaluation.targetDedicatedNodes == 0)
  }
}
