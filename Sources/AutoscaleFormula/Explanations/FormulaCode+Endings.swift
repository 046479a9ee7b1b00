// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaCode {
  /// Mistakes that end an evaluation: the pool keeps its targets.
  static let endings: [FormulaCode: FormulaExplanation] = [
    .unknownFunction: .init(
      "there is no such function", "Names of functions are case-sensitive, and a formula cannot define its own.",
      cure:
        "Use avg, ceil, floor, len, lg, ln, log, max, min, norm, percentile, rand, range, round, std, stop, sum, time "
        + "or val.", example: "x = abs(y);   // max(y, -y)"),
    .unknownMethod: .init(
      "there is no such method",
      "Metrics have GetSample, GetSamplePercent, GetSamplePeriod, Count and HistoryBeginTime.",
      cure: "Write one of them.", example: "$PendingTasks.GetSamples(1)   // GetSample"),
    .argumentCount: .init(
      "a call has too many or too few arguments", "The message says how many it takes.",
      cure: "Add or remove some.", example: "val(v)   // val(v, 0)"),
    .wrongType: .init(
      "an operation does not take these types",
      "Numbers, vectors, times, intervals and strings have operations of their own; the vendor's page has a table.",
      cure: "Convert or compare with a value of the same type.",
      example: "TimeInterval_Hour / TimeInterval_Minute   // 60"),
    .undefinedSymbol: .init(
      "a name has no value", "It is misspelt, or assigned further down. The service says so at the evaluation only.",
      cure: "Assign it first; names are case-sensitive.", example: "x = y + 1;   // y = 1; x = y + 1;"),
    .reservedName: .init(
      "a name cannot be assigned", "Metrics, functions, TimeInterval constants and deallocation options are taken.",
      cure: "Choose another name.", example: "$PendingTasks = 3;   // pending = 3;"),
    .noMethods: .init(
      "something has no methods", "Only metrics have; a variable holds a value, not a metric.",
      cure: "Call the method on the metric.",
      example: "n = $PendingTasks; n.GetSample(1)   // $PendingTasks.GetSample(1)"),
    .unknownMember: .init(
      "there is no such member",
      "Timestamps have year, month, day, weekday, hour, minute and second; nothing else has any.",
      cure: "Write one of them.", example: "time().weekDay   // time().weekday"),
    .unknownOption: .init(
      "there is no such deallocation option", "There are requeue, terminate, taskcompletion and retaineddata.",
      cure: "Write one of them, without quotes.",
      example: "$NodeDeallocationOption = retaindata;   // retaineddata"),
    .tooFewSamples: .init(
      "there are too few samples",
      "GetSample of a window wants 70 % of the samples, or the percentage given, of one each 30 s. A new pool has none, so "
        + "that the evaluation ends and the targets stay.",
      cure: "Test GetSamplePercent first.",
      example: "n = $PendingTasks.GetSamplePercent(w) < 70 ? 1 : avg($PendingTasks.GetSample(w));"),
    .unequalLengths: .init(
      "vectors have unequal lengths", "They are combined element by element.",
      cure: "Read the same window, or take avg, max or sum of each.",
      example: "$ActiveTasks.GetSample(2) + $RunningTasks.GetSample(3)"),
    .vectorAsNumber: .init(
      "a vector stands where a number is needed", "Only a vector of one element is a number.",
      cure: "Write avg, max or val around it.", example: "$ActiveTasks.GetSample(2) > 3   // max(...) > 3"),
    .notANodeCount: .init(
      "a value is out of range",
      "A target is nan, infinite or beyond 2^31, or a time is outside of the years 1 to 9999.",
      cure: "Guard divisions and bound the target.", example: "$TargetDedicatedNodes = 1 / 0;"),
    .unreadableTime: .init(
      "a time cannot be read",
      "time takes 2026-03-02T12:00:00Z, with at most 7 decimals, or Mon, 02 Mar 2026 12:00:00 GMT.",
      cure: "Write it so.", example: "time(\"02/03/2026\")   // time(\"2026-03-02\")"),
    .intervalByZero: .init(
      "an interval is divided by zero", "There is no infinite interval.", cure: "Test the divisor with ? :.",
      example: "TimeInterval_Hour / n   // n > 0 ? TimeInterval_Hour / n : TimeInterval_Hour"),
    .metricNotProvided: .init(
      "a metric is not simulated", "The simulation has tasks, nodes and busy shares, not memory, disks or networks.",
      cure: "Give its samples in a file, or use another metric.",
      example: "poolsim formula eval scale.txt --samples samples.csv"),
    .tooMuchWork: .init(
      "the evaluation is too much work", "It handles more than 20 million elements; the service stops after 30 s.",
      cure: "Read shorter windows, and keep what is read in variables.", example: "v = $PendingTasks.GetSample(w);"),
  ]
}
