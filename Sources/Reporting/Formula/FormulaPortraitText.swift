// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
internal import Diagnostics
internal import Interchange

/// What a formula does, in words.
package enum FormulaPortraitText {
  /// The whole text.
  ///
  /// - Parameters:
  ///   - portrait: What was found.
  ///   - source: The formula.
  ///   - slots: Task slots of a node [slots].
  ///   - interval: The time between evaluations.
  /// - Returns: Lines, with a break at the end.
  package static func text(
    of portrait: FormulaPortrait, source: FormulaSource, slots: Int, interval: FormulaInterval
  ) -> String {
    [
      "\(source.name): a node has \(slots == 1 ? "1 slot" : "\(slots) slots"), an evaluation every \(interval.resultText)\n",
      reads(portrait, source), first(portrait), answers(portrait), idle(portrait, interval), differences(portrait),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func reads(_ portrait: FormulaPortrait, _ source: FormulaSource) -> String {
    guard !portrait.reads.isEmpty || !portrait.gauges.isEmpty else { return "It reads no metric.\n" }
    var lines = ["It reads"]
    for read in portrait.reads {
      let window = read.length.map { ", a window of \($0.resultText)" } ?? ""
      let expected = read.expected.map { " (\($0 == 1 ? "1 sample" : "\($0) samples"))" } ?? ""
      let place = source.place(read.place)
      lines.append("  \(place.line ?? 0):\(place.column ?? 0)  \(read.text)\(window)\(expected)")
    }
    lines += portrait.gauges.map {
      "  \($0.rawValue), " + ($0.isGauge ? "its value of the moment" : "its newest sample")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func first(_ portrait: FormulaPortrait) -> String {
    guard let error = portrait.firstError else { return "The first evaluation, without any samples, succeeds.\n" }
    let later =
      portrait.firstSuccess.map { "One can succeed after \($0.resultText), when there are samples enough." }
      ?? "None succeeds within a day."
    let stop = error.message.hasSuffix("?") ? "" : "."
    return "The first evaluation, without any samples, fails: \(error.message)\(stop) \(later)\n"
  }

  private static func answers(_ portrait: FormulaPortrait) -> String {
    guard !portrait.answers.isEmpty else { return "It reads what is not simulated: how it behaves was not tried.\n" }
    let columns: [Column<FormulaPortrait.Answer>] = [
      Column(figures: "tasks") { "\($0.tasks)" }, Column(figures: "nodes wanted") { wanted($0.probe) },
      Column(texts: "steps from 0 nodes") { $0.probe.sequence },
    ]
    let sizes = portrait.answers.flatMap { $0.probe.steps.dropFirst() }
    let extremes = "It asks for \(sizes.min() ?? 0) to \(sizes.max() ?? 0) nodes.\n"
    return "While so many tasks wait or run\n" + Table(portrait.answers, columns).text() + extremes
  }

  private static func wanted(_ probe: FormulaProbe) -> String {
    switch probe.ending {
    case .settles: "\(probe.last)"
    case .cycles: "up and down"
    case .goesOn: "\(probe.last), going on"
    case .fails(let error): "error \(error.code.rawValue)"
    }
  }

  private static func idle(_ portrait: FormulaPortrait, _ interval: FormulaInterval) -> String {
    guard !portrait.idle.isEmpty else { return "" }
    var lines = ["Without tasks"]
    for probe in portrait.idle {
      let last = probe.last
      let steps = max(0, probe.steps.count - 2)
      let time = FormulaInterval(ticks: interval.ticks * Int64(steps))
      let end =
        switch probe.ending {
        case .settles: steps == 0 ? "and stays" : "and stays from \(time.resultText) on"
        case .cycles: "and so on"
        case .goesOn: "and on"
        case .fails(let error): "and fails (\(error.code.rawValue))"
        }
      let isKept = if case .fails = probe.ending { false } else { last > 0 }
      lines.append("  \(probe.sequence), \(end)" + (isKept ? "; it is never empty" : ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func differences(_ portrait: FormulaPortrait) -> String {
    portrait.differences.isEmpty
      ? "" : "If the service is otherwise than assumed\n" + portrait.differences.map { "  \($0)\n" }.joined()
  }
}
