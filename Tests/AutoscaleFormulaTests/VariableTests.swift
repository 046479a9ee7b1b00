// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Variables of formulas")
struct VariableTests {
  private func targets(_ text: String, _ fixture: Fixture = .c) throws -> [Int] {
    let evaluation = try evaluate(text, fixture)
    return [evaluation.targetDedicatedNodes, evaluation.targetLowPriorityNodes]
  }

  @Test("a target reads as the pool's until it is assigned, and then as what was assigned, uncut")
  func readsBack() throws {
    #expect(
      try variables(
        "a = $TargetDedicatedNodes; $TargetDedicatedNodes = 7.9; b = $TargetDedicatedNodes; c = $TargetDedicated", .c)
        == ["a=3", "b=7.9", "c=7.9"])
    #expect(
      try targets("$TargetDedicatedNodes = 4; x = 0 ? 1 : $TargetDedicatedNodes; $TargetDedicatedNodes = x") == [4, 2])
  }

  @Test("the full name wins over the alias whatever the order, and each spelling reads its own")
  func prefersFullName() throws {
    #expect(try targets("$TargetDedicatedNodes = 5; $TargetDedicated = 9") == [5, 2])
    #expect(try targets("$TargetDedicated = 9; $TargetDedicatedNodes = 5") == [5, 2])
    #expect(try targets("$TargetLowPriority = 8") == [3, 8])
    #expect(
      try variables(
        "$TargetDedicated = 9; a = $TargetDedicatedNodes; $TargetDedicatedNodes = 5; b = $TargetDedicated; c = $TargetDedicatedNodes"
      )
        == ["a=9", "b=9", "c=5"])
  }

  @Test("targets are cut toward zero, and below zero they are zero with a warning")
  func cuts() throws {
    #expect(try targets("$TargetDedicatedNodes = 0.99; $TargetLowPriorityNodes = -0.99") == [0, 0])
    #expect(try warningCodes("$TargetLowPriorityNodes = -0.99") == [])
    #expect(try targets("$TargetDedicatedNodes = -3") == [0, 2])
    #expect(try warningCodes("$TargetDedicatedNodes = -3") == ["F117"])
    #expect(try targets("$TargetDedicatedNodes = 2147483647.5") == [2_147_483_647, 2])
  }

  @Test(
    "a target that cannot be a number of nodes fails the evaluation, and both targets stay",
    arguments: [
      "0/0", "1/0", "-1/0", "2147483648", "-2147483648", "1e300",
    ])
  func keepsTargets(value: String) throws {
    let evaluation = try evaluate("$TargetLowPriorityNodes = 9; $TargetDedicatedNodes = \(value)", .c)
    #expect(evaluation.error?.code == .notANodeCount)
    #expect(evaluation.error?.place == .endOfEvaluation)
    #expect(evaluation.results == "$TargetDedicatedNodes=3;$TargetLowPriorityNodes=2;$NodeDeallocationOption=requeue")
    #expect(evaluation.error?.service.values.first?.value.hasPrefix("Line") == false)
  }

  @Test("the deallocation option is one of four words, in quotes with a warning")
  func options() throws {
    for word in ["requeue", "terminate", "taskcompletion", "retaineddata"] {
      #expect(try evaluate("$NodeDeallocationOption = \(word)").deallocationOption.rawValue == word)
      #expect(try evaluate("$NodeDeallocationOption = \"\(word)\"").deallocationOption.rawValue == word)
    }
    #expect(try warningCodes("$NodeDeallocationOption = \"requeue\"") == ["F123"])
    #expect(try warningCodes("x = terminate; $NodeDeallocationOption = 1 ? x : requeue") == [])
    #expect(
      try variables("a = $NodeDeallocationOption; $NodeDeallocationOption = terminate; b = $NodeDeallocationOption")
        == ["a=requeue", "b=terminate"])
    #expect(mistakePlace(in: "$NodeDeallocationOption = \"Requeue\"") == "F018 1:27")
    #expect(mistakePlace(in: "$NodeDeallocationOption = 1") == "F018 1:27")
    #expect(mistakePlace(in: "$NodeDeallocationOption = Requeue") == "F014 1:27")
  }

  @Test(
    "names of the language cannot be assigned",
    arguments: [
      "$PendingTasks", "$CurrentDedicated", "max", "time", "TimeInterval_Hour", "requeue", "rand",
    ])
  func isReserved(name: String) {
    #expect(mistakePlace(in: "\(name) = 3") == "F015 1:1")
    #expect(mistakePlace(in: "\(name) = x") == "F014 1:\(name.count + 4)", "the value comes first")
  }

  @Test("names are case-sensitive, a dollar sign makes another, and results are in order of code points")
  func tellsNamesApart() throws {
    #expect(try variables("x = 1; X = 2; $x = 3; _x = 4; x2 = 5") == ["$x=3", "X=2", "_x=4", "x=1", "x2=5"])
    #expect(mistakePlace(in: "x = $pendingTasks.Count()") == "F014 1:5")
    #expect(mistakePlace(in: "x = $y; y = 1") == "F014 1:5")
    #expect(try variables("max2 = 1; Max = 2; timeinterval_hour = 3; Requeue = 4").count == 4)
  }

  @Test("a variable may change its type, and keeps a value, not a metric")
  func keepsValues() throws {
    #expect(
      try variables("x = 1; x = \"a\"; x = time(\"2026\"); y = x") == [
        "x=2026-01-01T00:00:00.000Z", "y=2026-01-01T00:00:00.000Z",
      ])
    #expect(mistakePlace(in: "x = $PendingTasks; y = x.GetSample(1)", .c) == "F016 1:24")
  }

  @Test("values of a wrong type cannot be targets")
  func refusesTypes() {
    #expect(mistakePlace(in: "$TargetDedicatedNodes = time()") == "F013 1:23")
    #expect(mistakePlace(in: "$TargetDedicatedNodes = \"3\"") == "F013 1:23")
    #expect(mistakePlace(in: "$TargetDedicatedNodes = $PendingTasks.GetSample(2)", .c) == "F032 1:23")
    #expect(mistakePlace(in: "$TargetDedicatedNodes = $PendingTasks.GetSample(1)", .a) == "F032 1:23")
  }
}
