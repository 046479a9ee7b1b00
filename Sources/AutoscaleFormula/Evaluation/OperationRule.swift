// SPDX-License-Identifier: GPL-3.0-or-later

/// What an operation gives, by the types of its operands.
struct OperationRule {
  /// The type of the result.
  let result: FormulaType
  /// Whether the vendor's table of operations has it.
  let isDocumented: Bool

  /// The rule for two operands (same page, "Operations"); nil where the operation is an error.
  ///
  /// Choice: a vector of one element where a number is needed, a number before a vector, and a timestamp less an interval
  /// are taken although no table has them: public formulas that ran use them. They are marked as not documented.
  static func binary(_ sign: BinaryOperator, _ left: FormulaType, _ right: FormulaType) -> OperationRule? {
    if sign.isLogical || sign.isComparison {
      return comparison(sign, left, right)
    }
    let documented = { (type: FormulaType) in OperationRule(result: type, isDocumented: true) }
    switch (left, sign, right) {
    case (.number, _, .number): return documented(.number)
    case (.vector, _, .number), (.vector, _, .vector): return documented(.vector)
    case (.number, _, .vector): return OperationRule(result: .vector, isDocumented: false)
    case (.number, .multiply, .interval): return documented(.interval)
    case (.interval, .multiply, .number), (.interval, .divide, .number): return documented(.interval)
    case (.interval, .add, .interval), (.interval, .subtract, .interval): return documented(.interval)
    case (.interval, .add, .instant), (.instant, .add, .interval): return documented(.instant)
    case (.instant, .subtract, .instant): return documented(.interval)
    case (.instant, .subtract, .interval): return OperationRule(result: .instant, isDocumented: false)
    default: return nil
    }
  }

  private static func comparison(_ sign: BinaryOperator, _ left: FormulaType, _ right: FormulaType) -> OperationRule? {
    let areNumbers = [left, right].allSatisfy { $0 == .number || $0 == .vector }
    if areNumbers { return OperationRule(result: .number, isDocumented: left == .number && right == .number) }
    guard sign.isComparison, left == right, left != .option else { return nil }
    return OperationRule(result: .number, isDocumented: true)
  }
}
