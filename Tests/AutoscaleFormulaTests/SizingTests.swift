// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("What the size depends on")
struct SizingTests {
  @Test(
    "a formula without metrics, time, chance and targets always asks for the same",
    arguments: [
      ("$TargetDedicatedNodes = 300;", 300, 0), ("n = 2; $TargetDedicated = n * 2.9; $TargetLowPriority = -1", 5, 0),
      ("$TargetDedicatedNodes = 3; $TargetDedicatedNodes = $TargetDedicatedNodes + 1", 4, 0),
      ("$TargetLowPriorityNodes = 7; stop(); $TargetLowPriorityNodes = 9", 0, 7), ("x = 1", 0, 0),
      ("$TargetDedicatedNodes = time(\"2026-03-02\").day", 2, 0), ("$NodeDeallocationOption = requeue", 0, 0),
    ])
  func constant(text: String, dedicated: Int, lowPriority: Int) throws {
    #expect(try Formula(parsing: text).sizing == .constant(dedicated: dedicated, lowPriority: lowPriority))
  }

  @Test(
    "everything else that it reads is named, also where the target does not need it",
    arguments: [
      ("$TargetDedicatedNodes = max($PendingTasks.GetSample(1))", ["$PendingTasks"]),
      ("x = $ActiveTasks.Count(); $TargetDedicatedNodes = 3", ["$ActiveTasks"]),
      ("$TargetDedicatedNodes = $TargetLowPriorityNodes", ["$TargetLowPriorityNodes"]),
      ("$TargetDedicatedNodes = time().hour + rand()", ["time()", "rand()"]),
      ("$TargetDedicatedNodes = time(\"\").hour", ["time()"]),
      (
        "x = $TaskSlotsPerNode; $TargetDedicatedNodes = 1 ? 2 : $TargetDedicatedNodes",
        ["$TaskSlotsPerNode", "$TargetDedicatedNodes"]
      ),
    ])
  func varies(text: String, reads: [String]) throws {
    #expect(try Formula(parsing: text).sizing == .varies(on: reads))
  }

  @Test("a formula whose evaluations all fail says so")
  func fails() throws {
    for (text, code) in [
      ("$TargetDedicatedNodes = n", FormulaCode.undefinedSymbol), ("x = 1; y = \"a\" + 1", .wrongType),
    ] {
      guard case .fails(let error) = try Formula(parsing: text).sizing else {
        Issue.record("\(text) does not fail")
        continue
      }
      #expect(error.code == code)
    }
  }

  @Test("a place is so many characters into the text, whatever ends its lines")
  func countsCharacters() {
    let text = "a\r\nbé\rc\n\nd"
    let places = [(1, 1, 0), (2, 1, 3), (2, 2, 4), (3, 1, 6), (4, 1, 8), (5, 1, 9), (5, 2, 10), (9, 9, 10), (1, 9, 10)]
    for (line, column, index) in places {
      #expect(FormulaPlace(line: line, column: column).index(in: text) == index, "\(line):\(column)")
    }
  }
}
