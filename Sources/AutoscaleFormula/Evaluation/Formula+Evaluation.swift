// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// Evaluates it.
  ///
  /// - Parameters:
  ///   - context: What it sees of its pool.
  ///   - dialect: How the service behaves where that is uncertain.
  ///   - tracing: Whether to keep what each expression gave.
  /// - Returns: The targets, the variables and what ended it.
  /// - Complexity: O(n + samples read + elements computed); it ends with an error beyond ``FormulaLimits/elements``.
  public func evaluate(
    in context: some FormulaContext, dialect: FormulaDialect = FormulaDialect(), tracing: Bool = false
  ) -> Evaluation {
    var evaluator = Evaluator(tree, in: context, dialect: dialect, tracing: tracing)
    return evaluator.run()
  }
}
