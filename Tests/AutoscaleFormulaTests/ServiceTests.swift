// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

/// What recordings of the service show, byte for byte.
@Suite("Texts of the service")
struct ServiceTests {
  @Test("a pool whose window lacks one sample of thirty shows the recorded results")
  func showsResults() throws {
    let text = """
      $samples = $ActiveTasks.GetSamplePercent(15 * TimeInterval_Minute);
      $tasks = $samples >= 70 ? avg($ActiveTasks.GetSample(15 * TimeInterval_Minute)) : 0;
      $targetVMs = $tasks == 0 ? $TargetDedicatedNodes / 2 : $tasks;
      cappedPoolSize = 3;
      $TargetDedicatedNodes = min(cappedPoolSize, max(1, $targetVMs));
      $NodeDeallocationOption = taskcompletion;
      """
    #expect(
      try evaluate(text, .d).results
        == "$TargetDedicatedNodes=1;$TargetLowPriorityNodes=0;$NodeDeallocationOption=taskcompletion;"
        + "$samples=96.6667;$targetVMs=0.5;$tasks=0;cappedPoolSize=3")
  }

  @Test(
    "an undefined symbol ends the evaluation with the recorded texts",
    arguments: [
      "something_useless", "$something_useless",
    ])
  func refusesUndefined(name: String) throws {
    let evaluation = try evaluate(name, .e)
    #expect(evaluation.results == "$TargetDedicatedNodes=2;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue")
    let error = try #require(evaluation.error?.service)
    #expect(error.status == 200)
    #expect(error.code == "AutoScalingFormulaEvaluationError")
    #expect(error.message == "The specified auto-scaling formula has evaluation error")
    #expect(error.values.map(\.value) == ["Line 1, Col 1: Undefined symbol: \(name)"])
  }

  @Test("missing samples end the evaluation with the recorded texts")
  func refusesMissing() throws {
    let short = "$RunningTasks.GetSample(10 * TimeInterval_Second, 0 * TimeInterval_Second, 100);"
    let error = try #require(mistake(in: short)?.service)
    #expect(error.code == "InsufficientSampleData")
    #expect(error.message == "Autoscale evaluation failed due to insufficient sample data")
    #expect(error.values.map(\.name) == ["Message"])
    #expect(
      error.values.map(\.value)
        == ["Line 1, Col 24: Insufficient data from data set: $RunningTasks wanted 100%, received 0%"])
    let long =
      "span = 10 * TimeInterval_Minute;" + String(repeating: "\n", count: 8)
      + "samplevecavg = avg($PendingTasks.GetSample(span));"
    #expect(
      mistake(in: long)?.service.values.map(\.value)
        == ["Line 9, Col 43: Insufficient data from data set: $PendingTasks wanted 70%, received 0%"])
  }

  @Test("variables assigned before an error are shown behind the targets as they were, and the option is requeue")
  func showsVariablesBeforeErrors() throws {
    #expect(
      try evaluate("b = 2; a = 1; $NodeDeallocationOption = terminate; $TargetDedicatedNodes = 9; c = d; e = 3", .c)
        .results
        == "$TargetDedicatedNodes=3;$TargetLowPriorityNodes=2;$NodeDeallocationOption=requeue;a=1;b=2")
  }

  @Test("what is refused at the request has the codes of requests")
  func refusesRequests() throws {
    let syntax = try #require(mistake(in: "x = (")?.service)
    #expect(syntax.status == 400)
    #expect(syntax.code == "AutoScalingFormulaSyntaxError")
    #expect(syntax.message == "The specified auto-scaling formula has a syntax error.")
    let long = try #require(mistake(in: String(repeating: " ", count: 8193))?.service)
    #expect(long.code == "AutoScaleFormulaTooLong")
    #expect(long.message.contains("8192 characters"))
    #expect(mistake(in: "")?.service.code == "AutoScalingFormulaSyntaxError")
  }

  @Test("every code is either refused at the request, or an error of evaluations, or a warning, by its number")
  func ordersCodes() {
    for code in FormulaCode.allCases {
      #expect(code.rawValue.count == 4)
      #expect((code.severity == .error) == code.rawValue.hasPrefix("F0"), "\(code.rawValue)")
      #expect(code.severity == .error || !code.refusesRequest)
    }
  }

  @Test("every code is explained, in whole sentences")
  func explains() {
    for code in FormulaCode.allCases {
      let explanation = code.explanation
      #expect(explanation.title != code.rawValue, "\(code.rawValue)")
      for text in [explanation.meaning, explanation.cure] {
        #expect(text.hasSuffix("."), "\(code.rawValue): \(text)")
      }
      #expect(!explanation.example.isEmpty)
    }
  }

  @Test("a setting of the dialect that is none says what there is")
  func refusesDialects() {
    var dialect = FormulaDialect()
    #expect(dialect.set("defaultSamplePercent", to: "10") == nil)
    #expect(dialect.defaultSamplePercent == 10)
    #expect(dialect.set("defaultSamplePercent", to: "101")?.contains("0 to 100") == true)
    #expect(dialect.set("defaultSamplePercent", to: "nan")?.contains("0 to 100") == true)
    #expect(dialect.set("preemptedNodeCount", to: "none")?.contains("actual or zero") == true)
    #expect(dialect.set("preemptedNodes", to: "zero")?.contains("did you mean preemptedNodeCount?") == true)
  }
}
