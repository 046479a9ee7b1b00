// SPDX-License-Identifier: GPL-3.0-or-later

/// What the size that a formula asks for depends on.
public enum FormulaSizing: Hashable, Sendable {
  /// On nothing: every evaluation asks for these numbers of nodes [nodes].
  case constant(dedicated: Int, lowPriority: Int)
  /// On these: metrics, targets, `time()` or `rand()`.
  case varies(on: [String])
  /// Every evaluation ends with this error, so that a pool keeps its size.
  case fails(FormulaError)
}

extension Formula {
  /// What the size depends on that it asks for, in a pool without nodes.
  ///
  /// A formula that names a metric anywhere varies: the statement may fail because samples are missing.
  ///
  /// - Complexity: O(n).
  public var sizing: FormulaSizing {
    let facts = FactTable(tree).facts
    var reads = metrics.metrics.map(\.rawValue)
    for kind in FormulaNodeKind.allCases where facts.contains(where: { $0.readsTargets.contains(kind) }) {
      reads.append(FormulaName.target(kind, isAlias: false).serviceText)
    }
    if readsTime || facts.contains(where: \.readsTime) { reads.append("time()") }
    if facts.contains(where: \.readsRandom) { reads.append("rand()") }
    guard reads.isEmpty else { return .varies(on: reads) }
    let evaluation = evaluate(in: FormulaSnapshot(now: .epoch))
    if let error = evaluation.error { return .fails(error) }
    return .constant(dedicated: evaluation.targetDedicatedNodes, lowPriority: evaluation.targetLowPriorityNodes)
  }
}
