// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import TestSupport
import Testing

@Suite("Samples of formulas")
struct SampleTests {
  @Test("a count is cut, takes what is there, and never fails")
  func counts() throws {
    #expect(
      try variables(
        """
        a = len($PendingTasks.GetSample(0)); b = len($PendingTasks.GetSample(-5)); c = len($PendingTasks.GetSample(0/0));
        d = len($PendingTasks.GetSample(1/0)); e = len($PendingTasks.GetSample(1e300)); f = len($ActiveTasks.GetSample(3));
        g = len($PendingTasks.GetSample(3.999))
        """, .c) == ["a=0", "b=0", "c=0", "d=40", "e=40", "f=0", "g=3"])
  }

  @Test("a window is open at its older end and closed at the newer")
  func isHalfOpen() throws {
    // Samples at 15, 45, 75 ... seconds before noon.
    #expect(
      try variables(
        """
        s = TimeInterval_Second;
        a = $PendingTasks.GetSample(45 * s, 15 * s, 0); b = $PendingTasks.GetSample(46 * s, 15 * s, 0);
        c = $PendingTasks.GetSample(45 * s, 16 * s, 0); d = $PendingTasks.GetSample(15 * s, 46 * s, 0)
        """, .c
      ).dropLast() == ["a=[40]", "b=[39,40]", "c=[]", "d=[39,40]"])
  }

  @Test("the percentage is that of one sample each 30 seconds begun, and at most 100")
  func percents() throws {
    #expect(
      try variables(
        """
        s = TimeInterval_Second; m = TimeInterval_Minute;
        a = $PendingTasks.GetSamplePercent(15 * m); b = $PendingTasks.GetSamplePercent(31 * s);
        c = $PendingTasks.GetSamplePercent(30 * s); d = $PendingTasks.GetSamplePercent(0 * s);
        e = $PendingTasks.GetSamplePercent(40 * m); f = $PendingTasks.GetSamplePercent(time(), time());
        g = $PendingTasks.GetSamplePercent(10 * s); h = $ActiveTasks.GetSamplePercent(m);
        i = $PendingTasks.GetSamplePercent(-5 * m)
        """, .c
      ).filter { !$0.hasPrefix("s") && !$0.hasPrefix("m") } == [
        "a=100", "b=50", "c=100", "d=0", "e=50", "f=0", "g=0", "h=0", "i=0",
      ])
  }

  @Test("as many samples as wanted are enough, and one per cent less is not")
  func wants() throws {
    let call = { (percent: String) in "x = len($ActiveTasks.GetSample(TimeInterval_Minute * 3\(percent)))" }
    #expect(try variables(call(", 50"), .e) == ["x=3"])
    #expect(try variables(call(", 0"), .a) == ["x=0"])
    #expect(try variables(call(", -5"), .a) == ["x=0"])
    #expect(
      mistake(in: call(", 50.5"), .e)?.service.values.first?.value.hasSuffix("wanted 50.5%, received 50%") == true)
    #expect(mistake(in: call(", 100.01"), .c)?.code == .tooFewSamples)
    #expect(mistake(in: call(""), .e)?.code == .tooFewSamples)
  }

  @Test("the ends of a window may be times, intervals, or one of each")
  func mixesEnds() throws {
    #expect(
      try variables(
        """
        m = TimeInterval_Minute;
        a = $PendingTasks.GetSample(time() - m); b = $PendingTasks.GetSample(m);
        c = $PendingTasks.GetSample(time() - 2 * m, m); d = $PendingTasks.GetSample(2 * m, time() - m, 10);
        e = len($PendingTasks.GetSample(time("2026-03-02T11:50:00Z"), time("2026-03-02T11:55:00Z"), 100))
        """, .c
      ).dropLast() == ["a=[39,40]", "b=[39,40]", "c=[37,38]", "d=[37,38]", "e=10"])
  }

  @Test("methods tell the period, the count and the beginning of the history")
  func tellsHistory() throws {
    #expect(
      try variables(
        "a = $PendingTasks.GetSamplePeriod(); b = $PendingTasks.Count(); c = $PendingTasks.HistoryBeginTime(); d = $ActiveTasks.Count()",
        .c) == ["a=00:00:30", "b=40", "c=2026-03-02T11:40:15.000Z", "d=0"])
    #expect(mistakePlace(in: "x = $ActiveTasks.HistoryBeginTime()") == "F030 1:34")
  }

  @Test(
    "wrong arguments are refused at the opening parenthesis",
    arguments: [
      ("x = $PendingTasks.GetSample()", "F012 1:28"), ("x = $PendingTasks.GetSample(1, 2, 3, 4)", "F012 1:28"),
      ("x = $PendingTasks.GetSample(1, 70)", "F013 1:28"), ("x = $PendingTasks.GetSample(\"1\")", "F013 1:28"),
      ("x = $PendingTasks.GetSample(TimeInterval_Hour, 1, 2)", "F013 1:28"),
      ("x = $PendingTasks.GetSample(TimeInterval_Hour, TimeInterval_Hour, TimeInterval_Hour)", "F013 1:28"),
      ("x = $PendingTasks.GetSamplePercent(5)", "F013 1:35"),
      ("x = $PendingTasks.GetSamplePercent(TimeInterval_Hour, 5)", "F013 1:35"),
      ("x = $PendingTasks.GetSamplePercent()", "F012 1:35"), ("x = $PendingTasks.Count(1)", "F012 1:24"),
      ("x = $PendingTasks.GetSample($PendingTasks.GetSample(2))", "F032 1:28"),
      ("x = $TargetDedicatedNodes.GetSample(1)", "F016 1:5"), ("x = time().GetSample(1)", "F016 1:5"),
      ("x = (1 + 2).GetSample(1)", "F016 1:5"), ("x = $PendingTasks.hour", "F017 1:19"),
    ])
  func refuses(text: String, place: String) {
    #expect(mistakePlace(in: text, .c) == place, "\(text)")
  }

  @Test("a metric alone gives its value of this moment, or its newest sample with a warning")
  func readsBareMetrics() throws {
    #expect(
      try variables(
        "a = $CurrentDedicatedNodes; b = $TaskSlotsPerNode; c = $UsableNodeCount; d = $CurrentDedicated", .c)
        == ["a=3", "b=4", "c=4", "d=3"])
    #expect(try warningCodes("a = $CurrentDedicatedNodes", .c) == [])
    #expect(
      try variables("a = $PendingTasks; b = $ActiveTasks; c = ($PendingTasks).GetSample(1)", .c)
        == ["a=40", "b=nan", "c=[40]"])
    #expect(try warningCodes("a = $PendingTasks", .c) == ["F116"])
  }

  @Test("a metric that is not simulated needs samples")
  func wantsSamplesOfOthers() throws {
    #expect(mistakePlace(in: "x = $MemoryBytes.GetSample(1)") == "F036 1:5")
    #expect(mistakePlace(in: "x = $MemoryBytes + 1") == "F036 1:5")
    var pool = Fixture.a.snapshot
    pool.histories[.memoryBytes] = SampleHistory()
    #expect(try Formula(parsing: "x = $MemoryBytes.GetSample(1)").evaluate(in: pool).error == nil)
  }

  @Test("samples after the evaluation cannot be read")
  func hidesFuture() throws {
    var pool = Fixture.c.snapshot
    pool.now = Fixture.instant("2026-03-02T11:41:00Z")
    let text =
      "a = $PendingTasks.GetSample(9); b = $PendingTasks.Count(); c = $PendingTasks.GetSample(-TimeInterval_Hour, 0)"
    #expect(
      try Formula(parsing: text).evaluate(in: pool).variables.map(\.value.resultText) == ["[1,2]", "2", "[]"])
  }

  @Test("a history agrees with a plain list, whatever is asked")
  func agreesWithList() {
    var random = SplitMix64(seed: 30)
    withEvery("seed", in: 0..<200) { _ in
      var history = SampleHistory()
      var list: [(Int64, Double)] = []
      var tick: Int64 = 0
      for _ in 0..<Int(random.unit() * 20) {
        tick += Int64(random.unit() * 5)
        let value = random.unit()
        guard let instant = FormulaInstant(ticks: tick) else { continue }
        if history.append(value, at: instant) { list.append((tick, value)) }
      }
      try check(zip(list, list.dropFirst()).allSatisfy { $0.0 < $1.0 }, "times do not rise")
      for _ in 0..<20 {
        let low = Int64(random.unit() * 60) - 5
        let high = Int64(random.unit() * 60) - 5
        guard let older = FormulaInstant(ticks: low), let newer = FormulaInstant(ticks: high) else { continue }
        let expected = list.filter { $0.0 > low && $0.0 <= high }.map(\.1)
        try check(history.values(after: older, through: newer) == expected, "window \(low)..\(high)")
        try check(history.count(through: newer) == list.count { $0.0 <= high }, "count \(high)")
        let newest = Array(list.filter { $0.0 <= high }.map(\.1).suffix(3))
        try check(history.newest(3, through: newer) == newest, "newest \(high)")
        try check(history.oldest(through: newer)?.ticks == list.first { $0.0 <= high }?.0, "oldest \(high)")
      }
    }
  }

  @Test("an evaluation reads a window of 200,000 samples, and little more of a formula that only counts them")
  func isLinear() throws {
    var pool = Fixture.a.snapshot
    var history = SampleHistory()
    for index in 0..<200_000 {
      let back = FormulaInterval(ticks: Int64(200_000 - index) * 30 * FormulaInterval.ticksPerSecond)
      if let instant = pool.now.subtracting(back) { history.append(1, at: instant) }
    }
    pool.histories[.pendingTasks] = history
    let sum = try Formula(
      parsing: "x = sum($PendingTasks.GetSample(TimeInterval_Year, 0)) == 2e5; y = $PendingTasks.Count()")
    #expect(sum.evaluate(in: pool).variables.map(\.value.resultText) == ["1", "200000"])
    // Reading all of them again and again ends with an error rather than an hour later.
    let greedy = "x = " + String(repeating: "len($PendingTasks.GetSample(1e9))+", count: 200) + "1"
    #expect(try Formula(parsing: greedy).evaluate(in: pool).error?.code == .tooMuchWork)
  }
}
