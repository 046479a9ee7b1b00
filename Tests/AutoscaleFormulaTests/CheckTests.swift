// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Checks of formulas")
struct CheckTests {
  private func findings(_ text: String, slots: Int = 1, minutes: Int64 = 15, allowed: Set<String> = []) throws
    -> [FormulaFinding]
  {
    var options = FormulaCheckOptions(now: Fixture.now)
    options.slots = slots
    options.evaluationInterval = FormulaInterval(ticks: minutes * 60 * FormulaInterval.ticksPerSecond)
    options.allowed = allowed
    return try Formula(parsing: text).check(options).findings
  }

  private func codes(_ text: String, slots: Int = 1, minutes: Int64 = 15) throws -> Set<String> {
    Set(try findings(text, slots: slots, minutes: minutes).map(\.code.rawValue))
  }

  /// A formula without any doubt, besides that shrinking waits for tasks.
  private static let clean = """
    w = 10 * TimeInterval_Minute;
    n = $PendingTasks.GetSamplePercent(w) < 70 ? 0 : max($PendingTasks.GetSample(w));
    $TargetDedicatedNodes = min(20, ceil(n / $TaskSlotsPerNode));
    $NodeDeallocationOption = taskcompletion;
    """

  @Test("what would be otherwise in another dialect is told, for windows of minutes and of hours")
  func tellsDialects() throws {
    let options = FormulaCheckOptions(now: try #require(FormulaInstant(text: "2026-03-02T12:00:00Z")))
    func differences(_ text: String) throws -> [String] { try Formula(parsing: text).check(options).differences }
    for (minutes, early) in [(10, "00:01:00"), (60, "00:06:00"), (600, "01:00:00")] {
      let text = "$TargetDedicatedNodes = avg($PendingTasks.GetSample(\(minutes) * TimeInterval_Minute));"
      #expect(
        try differences(text) == ["with defaultSamplePercent=10 an evaluation can succeed after \(early)"], "\(minutes)"
      )
    }
    #expect(try differences("$TargetDedicatedNodes = max($PendingTasks.GetSample(1));").isEmpty)
    let preempted = "$TargetDedicatedNodes = $PreemptedNodeCount;"
    #expect(try differences(preempted).first?.hasPrefix("with preemptedNodeCount=zero ") == true)
  }

  @Test("a careful formula has only the doubt that shrinking waits for tasks")
  func leavesCarefulAlone() throws {
    #expect(try codes(Self.clean) == ["F124"])
    #expect(try codes(Self.clean, slots: 4) == ["F124"])
  }

  @Test(
    "mistakes that end evaluations are found without one, at the place that the evaluation names",
    arguments: [
      "x = foo(1)", "x = $PendingTasks.Foo()", "x = max(y)", "x = val(1, 2)", "x = rand(1)", "x = \"a\" + 1",
      "max = 1", "x = 1; y = x.GetSample(1)", "x = time().foo", "x = 1; y = x.hour", "x = time(\"a\")",
      "$NodeDeallocationOption = 1", "$NodeDeallocationOption = \"a\"", "x = stop()", "x = -time()", "x = !\"a\"",
      "x = time() ? 1 : 2", "$TargetDedicatedNodes = time()", "x = avg(time())", "x = $PendingTasks.GetSample(\"a\")",
      "x = $PendingTasks.GetSample(1, 2)", "x = $PendingTasks.GetSamplePercent(1)", "x = time(2)",
    ])
  func findsMistakes(text: String) throws {
    let error = try #require(mistake(in: text, .c))
    #expect(try findings(text).contains { $0.code == error.code && $0.place == error.place }, "\(error)")
  }

  @Test(
    "doubtful formulas have their warning",
    arguments: [
      ("F101", "p = $PendingTasks.GetSamplePercent(TimeInterval_Hour); x = 0.5 > p"),
      ("F102", "x = $PendingTasks.GetSample(time() - TimeInterval_Minute, 0)"),
      ("F103", "x = avg($CPUPercent.GetSample(10 * TimeInterval_Minute))"),
      ("F103", "x = avg($CPUPercent.GetSample(10 * TimeInterval_Minute, 1))"),
      (
        "F104",
        "m = TimeInterval_Minute; x = $PendingTasks.GetSamplePercent(5 * m) < 70 ? 0 : avg($PendingTasks.GetSample(6 * m))"
      ),
      (
        "F104",
        "m = TimeInterval_Minute; x = $PendingTasks.GetSamplePercent(5 * m) + $ActiveTasks.GetSamplePercent(5 * m) < 70"
      ),
      ("F105", "$TargetDedicatedNodes = 4; $TargetDedicatedNodes = $TargetDedicatedNodes > 2 ? 1 : 0"),
      ("F107", "$TargetDedicatedNodes = max(1, min(9, $PendingTasks.GetSample(1)))"),
      ("F108", "$TargetDedicatedNodes = max($TargetDedicatedNodes, min(9, $PendingTasks.GetSample(1)))"),
      ("F109", "$TargetDedicatedNodes = max(0, $PendingTasks.GetSample(1))"),
      ("F109", "n = max(0, $PendingTasks.GetSample(1)); $TargetDedicatedNodes = $CurrentDedicatedNodes >= n ? 0 : n"),
      ("F110", "$TargetDedicatedNodes = max(0, $ActiveTasks.GetSample(1))"),
      ("F111", "$TargetDedicatedNodes = sum($PendingTasks.GetSample(1), $ActiveTasks.GetSample(1))"),
      ("F113", "$TargetDedicatedNodes = avg(0, $PendingTasks.GetSample(9))"),
      ("F114", "x = 1 ? 2 : 3 * 0.5"),
      ("F116", "x = $PendingTasks / 4"), ("F116", "v = $PendingTasks.GetSample(1); x = v > 3"),
      ("F116", "x = time() - TimeInterval_Hour"), ("F116", "$TargetDedicatedNodes = $PendingTasks.GetSample(1)"),
      ("F117", "$TargetDedicatedNodes = max(0, $PendingTasks.GetSample(1)) - 4"),
      ("F117", "$TargetDedicatedNodes = -1"),
      ("F118", "x = 1 || avg($PendingTasks.GetSample(TimeInterval_Hour))"),
      ("F119", "x = max($RunningTasks.GetSample(1))"),
      ("F119", "x = max($RunningTasks.GetSample(TimeInterval_Hour, 0))"),
      ("F122", "pendingtasks = 1; $pendingtasks = 2; $TargetDedicatedNodes = $pendingtasks"),
      ("F122", "AVG = 1; x = AVG"), ("F123", "$NodeDeallocationOption = \"requeue\""),
      (
        "F126",
        "$TargetLowPriorityNodes = max(0, $PendingTasks.GetSample(1)) - $CurrentLowPriorityNodes"
      ),
      ("F126", "$TargetLowPriorityNodes = min(9, $PreemptedNodeCount + max(0, $PendingTasks.GetSample(1)))"),
      ("F128", "$TargetLowPriorityNodes = min(9, max(0, $PendingTasks.GetSample(1)))"),
      ("F129", "x = 1"), ("F129", "1 + 1"), ("F130", "x = 8 <= time().hour"),
      ("F131", "x = time().weekday < 1 && time().weekday > 5"), ("F131", "x = time().hour > 23"),
      ("F131", "x = time().month != 13"), ("F131", "x = 1 < time().hour < 3"), ("F131", "x = time().day >= 1"),
      ("F131", "p = $PendingTasks.GetSamplePercent(TimeInterval_Hour) > 100"),
      ("F132", "x = max($PendingTasks.GetSample(1))"), ("F134", "x = time(\"2030-01-01\")"),
      ("F135", "x = max($CPUPercent.GetSample(5)) > 70"), ("F136", "$TargetDedicatedNodes = rand() > 0.5"),
      ("F137", "x = $CurrentDedicated"), ("F140", "x = avg($PendingTasks.GetSample(2))"), ("F141", "x = 1 / 0"),
    ])
  func warns(code: String, text: String) throws {
    #expect(try codes(text).contains(code), "\(text)")
  }

  @Test(
    "formulas that only look doubtful do not have it",
    arguments: [
      ("F101", "p = $PendingTasks.GetSamplePercent(TimeInterval_Hour); x = p < 70"), ("F101", "p = 2; x = p < 0.5"),
      ("F102", "x = $PendingTasks.GetSamplePercent(61 * TimeInterval_Second)"),
      (
        "F104",
        "m = TimeInterval_Minute; p = $PendingTasks.GetSamplePercent(5 * m) < 70 ? 0 : avg($PendingTasks.GetSample(m * 5))"
      ),
      ("F105", "x = $TargetDedicatedNodes; $TargetDedicatedNodes = x"),
      ("F109", "$TargetDedicatedNodes = min(2000, max(0, $PendingTasks.GetSample(1)))"),
      ("F110", "$TargetDedicatedNodes = max(0, $ActiveTasks.GetSample(1)) + max(0, $RunningTasks.GetSample(3))"),
      ("F111", "x = max($PendingTasks.GetSample(1)) - max($RunningTasks.GetSample(1))"),
      ("F113", "$TargetDedicatedNodes = ceil(avg(0, $PendingTasks.GetSample(9)))"),
      ("F113", "$TargetDedicatedNodes = max(0, $PendingTasks.GetSample(1)) / 2 + 0.5"),
      ("F114", "x = 1 ? 2 : (3 * 0.5)"), ("F114", "x = (1 ? 2 : 3) * 0.5"), ("F114", "x = 1 ? 2 : 3 - 0.5"),
      ("F118", "x = 1 || avg($PendingTasks.GetSample(5))"), ("F119", "x = max($RunningTasks.GetSample(5))"),
      ("F119", "m = TimeInterval_Minute; x = max($RunningTasks.GetSample(m, 6 * m))"),
      ("F122", "pending = 1; x = pending"),
      ("F126", "$TargetLowPriorityNodes = $CurrentLowPriorityNodes - $PreemptedNodeCount"),
      ("F128", "$TargetLowPriorityNodes = 3; $TargetDedicatedNodes = 0"),
      ("F129", "x = 1; $TargetDedicatedNodes = x; stop()"),
      ("F131", "x = time().weekday >= 1 && time().weekday <= 5"), ("F131", "x = time().hour == 23"),
      ("F131", "x = time().hour < 7 || time().hour > 19"), ("F132", "x = max($PendingTasks.GetSample(2))"),
      ("F134", "x = time(\"2026-01-01\")"), ("F136", "$TargetDedicatedNodes = time().hour > 7"),
    ])
  func leavesAlone(code: String, text: String) throws {
    #expect(try !codes(text).contains(code), "\(text)")
  }

  @Test("slots that a formula forgets are found, whether it reads them or a constant stands for them")
  func findsSlots() throws {
    let text = { (divisor: String) in
      "$TargetDedicatedNodes = min(9, ceil(max(0, $PendingTasks.GetSample(1))\(divisor)))"
    }
    #expect(try codes(text(""), slots: 4).contains("F112"))
    #expect(try !codes(text(""), slots: 1).contains("F112"))
    #expect(try !codes(text(" / 4"), slots: 4).contains("F112"))
    #expect(try !codes(text(" * 0.25"), slots: 4).contains("F112"))
    #expect(try !codes(text(" / $TaskSlotsPerNode"), slots: 4).contains("F112"))
    #expect(try codes(text(" / 1 * 2"), slots: 4).contains("F112") == false, "a constant divides, whatever it is")
  }

  @Test("intervals and windows must fit")
  func fitsIntervals() throws {
    #expect(try codes("x = 1", minutes: 4).contains("F120"))
    #expect(try codes("x = 1", minutes: 10_081).contains("F120"))
    #expect(try !codes("x = 1", minutes: 5).contains("F120"))
    let window = { (minutes: Int) in "x = $PendingTasks.GetSamplePercent(\(minutes) * TimeInterval_Minute)" }
    #expect(try codes(window(4), minutes: 15).contains("F121"))
    #expect(try !codes(window(5), minutes: 15).contains("F121"))
    #expect(try codes(window(51), minutes: 5).contains("F121"))
    #expect(try !codes(window(50), minutes: 5).contains("F121"))
  }

  @Test("tasks that no node can run are told, when the workload is known")
  func knowsWorkload() throws {
    var options = FormulaCheckOptions(now: Fixture.now)
    options.slots = 2
    options.largestRequiredSlots = 2
    let formula = try Formula(parsing: "x = 1")
    #expect(!formula.check(options).findings.contains { $0.code == .taskTooLarge })
    options.largestRequiredSlots = 3
    #expect(formula.check(options).findings.contains { $0.code == .taskTooLarge })
  }

  @Test("a rule that rests on probes shows what it saw")
  func showsProbes() throws {
    let text =
      "n = max(0, $PendingTasks.GetSample(1)); $TargetDedicatedNodes = $CurrentDedicatedNodes >= n ? 0 : min(30, n)"
    let cycle = try #require(try findings(text).first { $0.code == .oscillates })
    #expect(cycle.message.contains("0 -> 1 -> 0 (1 pending task, from 0 nodes)"), "\(cycle)")
    let halving = "$TargetDedicatedNodes = max(1, max(0, $PendingTasks.GetSample(1)), $TargetDedicatedNodes / 2)"
    let report = try Formula(parsing: halving).check(FormulaCheckOptions(now: Fixture.now))
    let idle = try #require(report.probes.first { $0.load == .idle(nodes: 10) })
    #expect(idle.sequence == "10 -> 5 -> 2 -> 1 -> 1")
    #expect(report.findings.contains { $0.code == .neverEmpty })
  }

  @Test("a formula that reads what is not simulated is not tried, and the note says so")
  func doesNotTryOthers() throws {
    let report = try Formula(parsing: "$TargetDedicatedNodes = max($MemoryBytes.GetSample(1)) > 9 ? 2 : 1").check(
      FormulaCheckOptions(now: Fixture.now))
    #expect(report.probes.isEmpty)
    #expect(report.findings.contains { $0.code == .retiredName && $0.message.contains("not tried") })
  }

  @Test("findings are silenced by option, and by a comment for its statement only; errors are not")
  func silences() throws {
    let text = "x = max($PendingTasks.GetSample(1)); // poolsim: allow F129, f132\ny = 1;"
    #expect(try findings(text).map(\.code.rawValue).filter { $0 == "F129" || $0 == "F132" } == ["F129"])
    #expect(try findings("// poolsim: allow F129\nx = 1; y = 2").filter { $0.code == .withoutEffect }.count == 1)
    #expect(try findings("x =\n// poolsim: allow F129\n1; y = 2").filter { $0.code == .withoutEffect }.count == 1)
    #expect(try findings("x = 1; y = 2", allowed: ["F129"]).allSatisfy { $0.code != .withoutEffect })
    #expect(try findings("x = y // poolsim: allow F014", allowed: ["F014"]).contains { $0.code == .undefinedSymbol })
  }

  @Test("findings are in the order of the text, each code once a place")
  func sortsFindings() throws {
    let all = try findings(
      "b = 1; a = $PendingTasks / 2 + $PendingTasks.GetSample(2); c = time(\"2014-01-01\").hour == 99")
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.place <= $1.place })
    #expect(Set(all.map { "\($0.code) \($0.place)" }).count == all.count)
  }

  @Test("chains of thousands of operators are checked")
  func checksChains() throws {
    for piece in ["1+", "0?1:", "-", "x&&", "$PendingTasks.Count()+", "$PendingTasks.GetSamplePercent(x)||"] {
      let count = 8000 / piece.count
      #expect(throws: Never.self, "\(piece)") { try findings("y=" + String(repeating: piece, count: count) + "1") }
    }
  }

  @Test("the first evaluation of a pool is told, with its error")
  func tellsFirst() throws {
    let options = FormulaCheckOptions(now: Fixture.now)
    #expect(try Formula(parsing: Self.clean).check(options).first.error == nil)
    let failing = try Formula(parsing: "x = avg($PendingTasks.GetSample(TimeInterval_Hour))").check(options)
    #expect(failing.first.error?.code == .tooFewSamples)
  }
}
