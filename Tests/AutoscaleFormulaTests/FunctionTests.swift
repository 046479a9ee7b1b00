// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Functions of formulas")
struct FunctionTests {
  @Test("doubles and vectors are flattened in their order")
  func flattens() throws {
    #expect(
      try variables(
        "v = $PendingTasks.GetSample(2); a = ceil(1.5, v, 0.5); b = sum(v, v, 1); c = len(); d = ceil()", .c)
        == ["a=[2,39,40,1]", "b=159", "c=0", "d=[]", "v=[39,40]"])
  }

  @Test("aggregates of nothing are NaN with a warning, but the sum, the length and the norm are 0")
  func aggregatesNothing() throws {
    for function in ["avg", "min", "max", "range", "std"] {
      #expect(try variables("x = \(function)()") == ["x=nan"], "\(function)")
      #expect(try warningCodes("x = \(function)($PendingTasks.GetSample(3))") == ["F140"], "\(function)")
    }
    #expect(try variables("a = sum(); b = len(); c = norm()") == ["a=0", "b=0", "c=0"])
    #expect(try warningCodes("a = sum(); b = len(); c = norm()") == [])
  }

  @Test("min, max, range and percentile pass over NaN, and only NaN gives NaN")
  func passesOverNaN() throws {
    #expect(
      try variables("n = 0/0; a = min(n, 2, 1); b = max(1, n, 2); c = range(1, n, 5); d = max(n, n); e = avg(1, n)")
        == ["a=1", "b=2", "c=4", "d=nan", "e=nan", "n=nan"])
    #expect(try variables("v = ceil(0/0, 3, 1); a = percentile(v, 50)").first == "a=1")
  }

  @Test("halves round away from zero")
  func rounds() throws {
    #expect(
      try variables("a = round(2.5, -2.5, 0.49999999999999994); b = floor(-0.5); c = ceil(-0.5); d = round(0/0)")
        == ["a=[3,-3,0]", "b=-1", "c=0", "d=nan"])
  }

  @Test("the norm of huge elements does not overflow, nor does the deviation, and sums are compensated")
  func isStable() throws {
    #expect(
      try variables(
        """
        a = norm(3e300, 4e300); b = std(1e300, 1e300, 1e300); c = sum(1e16, 1, -1e16); d = avg(1e16, 1, 1, -1e16);
        e = sum(1/0, 1); f = sum(1/0, -1/0); g = norm(1/0, 2); h = norm(0/0, 2); i = norm(3e-300, 4e-300)
        """)
        == ["a=5e+300", "b=0", "c=1", "d=0.5", "e=inf", "f=nan", "g=inf", "h=nan", "i=5e-300"])
  }

  @Test("percentile takes the nearest rank, and a percentage from 0 to 100")
  func percentiles() throws {
    let v = "$PendingTasks.GetSample(40)"
    #expect(
      try variables(
        "a = percentile(\(v), 0); b = percentile(\(v), 2.5); c = percentile(\(v), 2.6); d = percentile(\(v), 55)", .c)
        == ["a=1", "b=1", "c=2", "d=22"])
    #expect(try variables("a = percentile(\(v), 100)", .c) == ["a=40"])
    #expect(mistakePlace(in: "a = percentile(\(v), -1)", .c) == "F013 1:5")
    #expect(mistakePlace(in: "a = percentile(\(v), 0/0)", .c) == "F013 1:5")
    #expect(mistakePlace(in: "a = percentile(5, 50)", .c) == "F013 1:5")
    #expect(try warningCodes("a = percentile(\(v), 50)") == ["F140"])
  }

  @Test("val cuts its index, and outside of the vector is NaN with a warning")
  func elements() throws {
    let v = "$PendingTasks.GetSample(3)"
    #expect(
      try variables(
        "a = val(\(v), 2.9); b = val(\(v), -0.9); c = val(\(v), 3); d = val(\(v), -1); e = val(\(v), 0/0); f = val(\(v), 1e300)",
        .c)
        == ["a=40", "b=38", "c=nan", "d=nan", "e=nan", "f=nan"])
    #expect(try warningCodes("c = val(\(v), 3)", .c) == ["F140"])
    #expect(mistakePlace(in: "x = val(5, 0)", .c) == "F013 1:5")
  }

  @Test(
    "wrong arguments are refused at the name",
    arguments: [
      ("x = rand(1)", "F012 1:5"), ("x = time(\"2026\", 1)", "F012 1:5"), ("x = val(1)", "F012 1:5"),
      ("x = percentile()", "F012 1:5"), ("x = 1 + stop(1)", "F012 1:9"), ("stop(1)", "F012 1:1"),
      ("x = time(1)", "F013 1:5"), ("x = avg(time())", "F013 1:5"), ("x = sum(TimeInterval_Hour)", "F013 1:5"),
      ("x = len(requeue)", "F013 1:5"), ("x = foo()", "F010 1:5"), ("x = Max(1)", "F010 1:5"),
      ("x = foo(bar)", "F010 1:5"), ("x = max(bar)", "F014 1:9"), ("x = $PendingTasks(1)", "F010 1:5"),
    ])
  func refuses(text: String, place: String) {
    #expect(mistakePlace(in: text) == place, "\(text)")
  }

  @Test("random numbers follow from the seed and the call, and lie in 0 to 1")
  func randomNumbers() throws {
    let formula = try Formula(parsing: "a = rand(); b = rand(); c = 1 ? 0 : rand(); d = rand()")
    var pool = Fixture.a.snapshot
    pool.seed = 7
    let first = formula.evaluate(in: pool).variables.map(\.value)
    #expect(formula.evaluate(in: pool).variables.map(\.value) == first)
    #expect(Set(first).count == 4)
    pool.seed = 8
    #expect(formula.evaluate(in: pool).variables.map(\.value) != first)
    var sum = 0.0
    for call in 0..<10_000 {
      let number = pool.random(call: call)
      #expect((0..<1).contains(number))
      sum += number
    }
    // The standard error of the mean is 0.0029; five of them are left one time in 1.7 million.
    #expect((sum / 10_000 - 0.5).magnitude < 0.0145)
  }

  @Test("stop ends the evaluation with what was assigned, and cannot be an operand")
  func stops() throws {
    let evaluation = try evaluate("$TargetDedicatedNodes = 4; stop(); $TargetDedicatedNodes = 9; x = y")
    #expect(evaluation.ending == .stopped)
    #expect(evaluation.targetDedicatedNodes == 4)
    #expect(try evaluate("(stop()); x = y").ending == .stopped)
    #expect(mistakePlace(in: "x = stop()") == "F013 1:5")
    #expect(mistakePlace(in: "1 ? stop() : 0") == "F013 1:5")
    #expect(try evaluate("0 ? stop() : 0; x = 1").ending == .completed)
    #expect(try evaluate("$TargetDedicatedNodes = 1/0; stop()").error?.code == .notANodeCount)
  }
}
