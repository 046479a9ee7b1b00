// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
internal import Interchange

/// An evaluation for people.
package enum EvaluationText {
  /// The results, one line a variable, and the targets before and after.
  package static func text(of evaluation: Evaluation, before: (dedicated: Int, lowPriority: Int)) -> String {
    var lines = [
      "$TargetDedicatedNodes=\(evaluation.targetDedicatedNodes)",
      "$TargetLowPriorityNodes=\(evaluation.targetLowPriorityNodes)",
      "$NodeDeallocationOption=\(evaluation.deallocationOption.rawValue)",
    ]
    lines += evaluation.variables.map { "\($0.name)=\($0.value.resultText)" }
    lines.append("")
    lines.append("dedicated nodes:    \(before.dedicated) -> \(evaluation.targetDedicatedNodes)")
    lines.append("low-priority nodes: \(before.lowPriority) -> \(evaluation.targetLowPriorityNodes)")
    if evaluation.ending == .stopped { lines.append("stop() ended the evaluation") }
    if evaluation.error != nil { lines.append("the evaluation failed, and the targets stay") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let traceColumns: [Column<FormulaTraceEntry>] = [
    Column(figures: "place") { "\($0.place.line):\($0.place.column)" },
    Column(texts: "expression") { entry in
      if case .assigned = entry.event { "\(entry.text) =" } else { entry.text }
    },
    Column(texts: "value") { entry in
      switch entry.event {
      case .value(let value), .assigned(let value): short(value)
      case .skipped: "(not evaluated)"
      }
    },
    Column(texts: "type") { entry in
      switch entry.event {
      case .value(let value), .assigned(let value): FormulaTraceEntry.typeName(of: value)
      case .skipped: ""
      }
    },
    Column(texts: "samples") { samples($0.window) },
  ]

  /// Every expression in order of evaluation, with its place, value, type and samples.
  package static func trace(of evaluation: Evaluation) -> String {
    Table(evaluation.trace, traceColumns).text()
  }

  /// A value of which a long vector shows its ends.
  private static func short(_ value: FormulaValue) -> String {
    guard case .vector(let elements) = value, elements.count > 8 else { return value.resultText }
    let first = FormulaValue.vector(Array(elements.prefix(3))).resultText.dropLast()
    let last = FormulaValue.vector(Array(elements.suffix(3))).resultText.dropFirst()
    return "\(first),...,\(last) (\(elements.count))"
  }

  /// `29/30 samples, 11:45:00..12:00:00`, with the day where the two differ.
  private static func samples(_ window: FormulaSampleWindow?) -> String {
    guard let window else { return "" }
    let older = window.older.resultText.dropLast(5)
    let newer = window.newer.resultText.dropLast(5)
    let isOneDay = older.prefix(10) == newer.prefix(10)
    let span = isOneDay ? "\(older.dropFirst(11))..\(newer.dropFirst(11))" : "\(older)..\(newer)"
    return "\(window.available)/\(window.expected) samples, \(span)"
  }
}
