// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaCode {
  /// Doubts that the text of a formula shows.
  static let warnings: [FormulaCode: FormulaExplanation] = [
    .percentAsFraction: .init(
      "a percentage is compared with a fraction",
      "GetSamplePercent is 0 to 100: '< 0.7' holds only without any sample. An example of the vendor does it.",
      cure: "Write 70.", example: "GetSamplePercent(w) < 0.7   // < 70"),
    .shortWindow: .init(
      "a window is too short", "It expects fewer than three samples, of which the newest is often late.",
      cure: "Take 3 minutes or more.", example: "GetSample(15 * TimeInterval_Second)   // 3 * TimeInterval_Minute"),
    .unguardedSamples: .init(
      "the first evaluation fails", "A window is read that has no samples yet: the pool keeps its size until it fills.",
      cure: "Test GetSamplePercent with ? : and give a value for the beginning.",
      example: "GetSamplePercent(w) < 70 ? 1 : avg($PendingTasks.GetSample(w))"),
    .guardOfOther: .init(
      "a guard looks at other samples", "It tests another metric or window than the read that it protects.",
      cure: "Test the same.",
      example: "$PendingTasks.GetSamplePercent(w) < 70 ? 0 : avg($ActiveTasks.GetSample(w))"),
    .targetReadAfterWrite: .init(
      "a target is read after it was assigned", "It gives the new value, not the size of the pool.",
      cure: "Read it before the assignment, or read $CurrentDedicatedNodes.",
      example: "$TargetDedicatedNodes = 4; n = $TargetDedicatedNodes;   // n is 4"),
    .noTarget: .init(
      "no target is assigned",
      "The evaluation succeeds and changes nothing; often a name differs by a letter or by case.",
      cure: "Assign $TargetDedicatedNodes or $TargetLowPriorityNodes.",
      example: "$targetDedicatedNodes = 3;   // $TargetDedicatedNodes"),
    .waitingOnly: .init(
      "running tasks are forgotten",
      "$ActiveTasks are those that wait: with all running, the target is 0 and they are stopped.",
      cure: "Use $PendingTasks, which counts both.", example: "max($ActiveTasks.GetSample(w))   // $PendingTasks"),
    .countedTwice: .init(
      "tasks are counted twice", "$PendingTasks is the sum of $ActiveTasks and $RunningTasks.",
      cure: "Use it alone.", example: "pending + running   // pending"),
    .ignoresSlots: .init(
      "the slots of a node are ignored", "A node runs several tasks, and the formula asks for a node for each.",
      cure: "Divide by $TaskSlotsPerNode.", example: "ceil(pending / $TaskSlotsPerNode)"),
    .fractionalTarget: .init(
      "a target can be a fraction",
      "The service cuts it: 0.5 becomes 0 nodes, and a pool with one task may never start.",
      cure: "Write ceil around it.", example: "$TargetDedicatedNodes = ceil(p / 2);"),
    .looseChoice: .init(
      "an operation belongs to the last branch alone",
      "?: binds most loosely of all: 'c ? a : b + 0.5' adds to b only.",
      cure: "Write parentheses where you mean them.", example: "(c ? a : b) + 0.5"),
    .undocumented: .init(
      "an operation is not documented",
      "The vendor's table does not have it. Public formulas use it, and it is taken here.",
      cure: "Write avg, max, val or GetSample(1).",
      example: "$PendingTasks / 4   // max($PendingTasks.GetSample(1)) / 4"),
    .eagerOperand: .init(
      "a right side may be evaluated", "Nothing says that the service leaves out the right side of && and ||.",
      cure: "Use ?:, which is known to.", example: "p >= 70 && avg(...) > 0   // p >= 70 ? avg(...) > 0 : 0"),
    .freshRunningTasks: .init(
      "the newest samples of $RunningTasks are read", "One or two of them are nearly always 0.",
      cure: "Take the maximum of some minutes, or let the window end a minute ago.",
      example: "max($RunningTasks.GetSample(TimeInterval_Minute, 6 * TimeInterval_Minute))"),
    .interval: .init(
      "the evaluation interval is out of range", "The service takes 5 minutes to 168 hours.",
      cure: "Choose one in between.", example: "evaluationInterval: 5 min"),
    .windowAgainstInterval: .init(
      "windows do not fit the evaluation interval",
      "Short windows never see work that comes and goes between two evaluations; long ones follow later than the interval "
        + "suggests.", cure: "Let the shortest window be a third of the interval to ten intervals.",
      example: "GetSample(5 * TimeInterval_Minute) at an interval of 15 min"),
    .nameByCase: .init(
      "a name differs by case from one of the language", "It is a variable of your own, and the service ignores it.",
      cure: "Write it as the message says.", example: "$targetDedicatedNodes   // $TargetDedicatedNodes"),
    .withoutEffect: .init(
      "something has no effect",
      "A variable is never read, or the value of a statement is not kept. Results show variables.",
      cure: "Remove it, unless you want to see it in the results.", example: "share = p / 100;"),
    .hoursInUTC: .init(
      "hours and weekdays are in UTC", "The formula does not follow summer time, and its day begins at midnight UTC.",
      cure: "Choose hours that fit both halves of the year.", example: "time().hour >= 7"),
    .decidedComparison: .init(
      "a comparison is decided beforehand", "The value cannot, or must, be so. Sunday is 0, not 7.",
      cure: "Compare with a possible value; join comparisons by && and ||.",
      example: "weekday == 7   // weekday == 0"),
    .singleSample: .init(
      "only the newest sample is read", "It may be old or an outlier; the vendor advises against it.",
      cure: "Read a window, with a guard.", example: "$PendingTasks.GetSample(5 * TimeInterval_Minute)"),
    .oldTime: .init(
      "a time lies far back or ahead", "Start times in copied formulas are years old, so that 'young' pools never are.",
      cure: "Write your own.", example: "time(\"2014-10-06T00:00:00Z\")"),
    .processorShare: .init(
      "$CPUPercent is compared with a percentage", "It is a fraction from 0 to 1.", cure: "Write 0.7.",
      example: "avg($CPUPercent.GetSample(w)) > 70   // > 0.7"),
    .retiredName: .init(
      "a name is old", "The newest lists of the vendor do not have it.", cure: "Use another metric.",
      example: "$CurrentDedicated   // $CurrentDedicatedNodes"),
    .nothingToAggregate: .init(
      "there is nothing to aggregate",
      "Without elements avg, max, min, range, std and val give nan, which min and max skip.",
      cure: "Test Count() or GetSamplePercent first, or write max(0, ...).",
      example: "max(0, $PendingTasks.GetSample(1))"),
    .outsideDomain: .init(
      "a value is outside of a function's domain", "Division by zero and logarithms of zero or less give inf or nan.",
      cure: "Test the value with ? :.", example: "n > 0 ? ln(n) : 0"),
  ]
}
