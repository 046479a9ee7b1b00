// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// One operation of an expression, and where it stands.
struct SweepExpressionNode: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case constant(SweepExpression.Value)
    /// A number that was written with a unit, in base units.
    case quantity(Double)
    case name(String)
    case not(SweepExpressionNode)
    case negative(SweepExpressionNode)
    case binary(BinaryOperator, SweepExpressionNode, SweepExpressionNode)
    case call(Function, [SweepExpressionNode])
  }

  enum BinaryOperator: String, CaseIterable, Sendable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"

    /// How tightly it binds.
    var strength: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater: 3
      case .plus, .minus: 4
      case .times, .divided, .remainder: 5
      }
    }
  }

  enum Function: String, CaseIterable, Sendable {
    case ceil, floor, round, abs, min, max

    var takesSeveral: Bool { self == .min || self == .max }

    func apply(_ numbers: [Double]) -> Double {
      let first = numbers.first ?? .nan
      return switch self {
      case .ceil: first.rounded(.up)
      case .floor: first.rounded(.down)
      case .round: first.rounded(.toNearestOrAwayFromZero)
      case .abs: first.magnitude
      case .min: numbers.min() ?? .nan
      case .max: numbers.max() ?? .nan
      }
    }
  }

  let kind: Kind
  /// Where it stands in the text, in characters from 0.
  let offset: Int

  func visitNames(_ visit: (String) -> Void) {
    switch kind {
    case .constant, .quantity: break
    case .name(let name): visit(name)
    case .not(let operand), .negative(let operand): operand.visitNames(visit)
    case .binary(_, let left, let right):
      left.visitNames(visit)
      right.visitNames(visit)
    case .call(_, let arguments): for argument in arguments { argument.visitNames(visit) }
    }
  }

  /// The first place where an axis with a unit is compared with a number without one: the number, and the axis.
  func comparisonWithoutUnit(of names: Set<String>) -> (offset: Int, name: String, number: Double)? {
    switch kind {
    case .constant, .quantity, .name: return nil
    case .not(let operand), .negative(let operand): return operand.comparisonWithoutUnit(of: names)
    case .call(_, let arguments): return arguments.lazy.compactMap { $0.comparisonWithoutUnit(of: names) }.first
    case .binary(let operation, let left, let right):
      if operation.strength == 3 {
        for (axis, number) in [(left, right), (right, left)] {
          // 0 is the same in every unit.
          guard case .name(let name) = axis.kind, names.contains(name),
            case .constant(.number(let value)) = number.kind,
            value != 0
          else { continue }
          return (number.offset, name, value)
        }
      }
      return left.comparisonWithoutUnit(of: names) ?? right.comparisonWithoutUnit(of: names)
    }
  }

  func evaluate(
    _ source: String, _ value: (String) -> SweepExpression.Value?
  ) throws(SweepExpressionError) -> SweepExpression.Value {
    switch kind {
    case .constant(let constant):
      return constant
    case .quantity(let number):
      return .number(number)
    case .name(let name):
      guard let found = value(name) else {
        throw SweepExpressionError(source, offset: offset, "\(name) has no value here")
      }
      return found
    case .not(let operand):
      return .truth(!(try operand.truth(source, value)))
    case .negative(let operand):
      return .number(-(try operand.number(source, value)))
    case .call(let function, let arguments):
      var numbers: [Double] = []
      for argument in arguments { numbers.append(try argument.number(source, value)) }
      return .number(function.apply(numbers))
    case .binary(.and, let left, let right):
      guard try left.truth(source, value) else { return .truth(false) }
      return .truth(try right.truth(source, value))
    case .binary(.or, let left, let right):
      if try left.truth(source, value) { return .truth(true) }
      return .truth(try right.truth(source, value))
    case .binary(let operation, let left, let right) where operation.strength == 3:
      return .truth(try compare(operation, left, right, source, value))
    case .binary(let operation, let left, let right):
      let (a, b) = (try left.number(source, value), try right.number(source, value))
      return .number(Self.calculate(operation, a, b))
    }
  }

  private static func calculate(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    default: left.truncatingRemainder(dividingBy: right)
    }
  }

  private func compare(
    _ operation: BinaryOperator, _ left: SweepExpressionNode, _ right: SweepExpressionNode, _ source: String,
    _ value: (String) -> SweepExpression.Value?
  ) throws(SweepExpressionError) -> Bool {
    let (a, b) = (try left.evaluate(source, value), try right.evaluate(source, value))
    switch (a, b) {
    case (.number(let a), .number(let b)):
      return Self.orders(operation, a, b)
    case (.text(let a), .text(let b)):
      return Self.orders(operation, a, b)
    case (.truth(let a), .truth(let b)) where operation == .equal || operation == .notEqual:
      return (a == b) == (operation == .equal)
    default:
      throw SweepExpressionError(source, offset: offset, "\(a) and \(b) cannot be compared with \(operation.rawValue)")
    }
  }

  private static func orders<Operand: Comparable>(_ operation: BinaryOperator, _ a: Operand, _ b: Operand) -> Bool {
    switch operation {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  private func truth(
    _ source: String, _ value: (String) -> SweepExpression.Value?
  ) throws(SweepExpressionError) -> Bool {
    let result = try evaluate(source, value)
    guard case .truth(let truth) = result else {
      throw SweepExpressionError(source, offset: offset, "\(result) stands where a condition is needed")
    }
    return truth
  }

  private func number(
    _ source: String, _ value: (String) -> SweepExpression.Value?
  ) throws(SweepExpressionError) -> Double {
    let result = try evaluate(source, value)
    guard case .number(let number) = result else {
      throw SweepExpressionError(source, offset: offset, "\(result) stands where a number is needed")
    }
    return number
  }
}
