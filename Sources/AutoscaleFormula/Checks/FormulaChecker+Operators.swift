// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  mutating func checkOperators() {
    for (index, node) in tree.nodes.enumerated() {
      switch node.kind {
      case .binary(.add, let left, let right): checkSum([left, right], at: node.place)
      case .call(.function(.sum), let arguments): checkSum(Array(tree.arguments[arguments]), at: node.place)
      case .binary(let sign, _, let right) where sign.isLogical: checkRight(of: sign, right, at: node.place)
      case .conditional(_, _, let otherwise): checkLast(of: index, otherwise)
      default: break
      }
    }
  }

  /// Sums that count tasks twice, and sums of percentages.
  private mutating func checkSum(_ operands: [FormulaTree.Index], at place: FormulaPlace) {
    let facts = operands.map { table.facts[$0] }
    if facts.count == 2, facts.allSatisfy(\.isPercent) {
      find(
        .guardOfOther, at: place, "two percentages are added: a sum of 100 can mean that one metric has no samples")
    }
    let parts: FormulaMetricSet = [FormulaMetricSet(.activeTasks), FormulaMetricSet(.runningTasks)]
    var hasPending = false
    var hasPart = false
    for fact in facts {
      let addsPending = fact.summands.has(.pendingTasks)
      let addsPart = !fact.summands.isDisjoint(with: parts)
      if (addsPending && hasPart) || (addsPart && hasPending) {
        find(
          .countedTwice, at: place,
          "$PendingTasks is the sum of $ActiveTasks and $RunningTasks: what is added here is counted twice")
        return
      }
      hasPending = hasPending || addsPending
      hasPart = hasPart || addsPart
    }
  }

  /// A right side that fails because samples are missing.
  private mutating func checkRight(of sign: BinaryOperator, _ right: FormulaTree.Index, at place: FormulaPlace) {
    let nodes = tree.nodes[right].first...right
    guard calls.contains(where: { $0.canFail && nodes.contains($0.index) }) else { return }
    find(
      .eagerOperand, at: place,
      "the right side of \(sign.rawValue) fails without samples, and nothing says that the service leaves it out; "
        + "use ?:, which is known to")
  }

  /// A last branch that takes an operation in which both branches were to have a part.
  private mutating func checkLast(of choice: FormulaTree.Index, _ otherwise: FormulaTree.Index) {
    let node = tree.nodes[otherwise]
    guard case .binary(let sign, _, let right) = node.kind, sign == .add || sign == .multiply,
      !node.isParenthesised, let constant = table.facts[right].number
    else { return }
    find(
      .looseChoice, at: node.place,
      "'\(sign.rawValue) \(NumberText.text(constant))' belongs to the last branch of ?: alone; write parentheses around "
        + "the branch, or around the whole ?:")
  }
}
