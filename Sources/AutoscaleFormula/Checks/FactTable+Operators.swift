// SPDX-License-Identifier: GPL-3.0-or-later

extension FactTable {
  mutating func unary(_ sign: UnaryOperator, _ operand: NodeFacts, at place: FormulaPlace) -> NodeFacts {
    var facts = NodeFacts()
    facts.depend(on: operand)
    switch (sign, operand.type) {
    case (_, nil):
      break
    case (.not, .number), (.not, .vector):
      lookAtCondition(operand, at: place)
      facts.type = .number
      facts.bound(0, 1)
      facts.isWhole = true
      facts.number = operand.number.map { $0 != 0 ? 0 : 1 }
    case (.negate, .number), (.negate, .vector):
      if operand.type == .vector { note(.undocumented, at: place, "the vendor's table has no - before a doubleVec") }
      facts.type = operand.type
      facts.number = operand.number.map { -$0 }
      facts.bound(-operand.high, -operand.low)
      facts.isWhole = operand.isWhole
      facts.add(operand, isSubtracted: true)
    case (.negate, .interval):
      facts.type = .interval
      facts.interval = operand.interval.flatMap { FormulaInterval(ticks: 0).subtracting($0) }
    case (.not, _):
      report(FormulaError(.wrongType, at: place, "a condition needs a double, not a \(operand.type?.rawValue ?? "")"))
    case (.negate, _):
      report(FormulaError(.wrongType, at: place, "- cannot stand before a \(operand.type?.rawValue ?? "")"))
    }
    return facts
  }

  mutating func binary(_ sign: BinaryOperator, _ left: NodeFacts, _ right: NodeFacts, at place: FormulaPlace)
    -> NodeFacts
  {
    var facts = NodeFacts()
    if sign.isComparison || sign.isLogical {
      facts.consult(left)
      facts.consult(right)
      facts.bound(0, 1)
      facts.isWhole = true
      facts.type = .number
    } else {
      facts.depend(on: left)
      facts.depend(on: right)
    }
    guard let leftType = left.type, let rightType = right.type else { return facts }
    guard let rule = OperationRule.binary(sign, leftType, rightType) else {
      report(Evaluator<FormulaSnapshot>.mismatch(sign, leftType, rightType, at: place))
      return facts
    }
    facts.type = rule.result
    if !rule.isDocumented {
      note(.undocumented, at: place, Evaluator<FormulaSnapshot>.undocumented(sign, leftType, rightType))
    }
    if !sign.isComparison, !sign.isLogical { combine(sign, left, right, into: &facts) }
    return facts
  }

  mutating func choice(_ condition: NodeFacts, _ then: NodeFacts, _ otherwise: NodeFacts, at place: FormulaPlace)
    -> NodeFacts
  {
    lookAtCondition(condition, at: place)
    var facts = NodeFacts()
    facts.consult(condition)
    facts.depend(on: then)
    facts.depend(on: otherwise)
    facts.add(then)
    facts.add(otherwise)
    facts.bound(min(then.low, otherwise.low), max(then.high, otherwise.high))
    facts.isWhole = then.isWhole && otherwise.isWhole
    facts.isPercent = then.isPercent && otherwise.isPercent
    if then.type == otherwise.type { facts.type = then.type }
    if let number = then.number, number == otherwise.number { facts.number = number }
    if let interval = then.interval, interval == otherwise.interval { facts.interval = interval }
    return facts
  }

  private mutating func lookAtCondition(_ condition: NodeFacts, at place: FormulaPlace) {
    switch condition.type {
    case nil, .number: break
    case .vector: note(.undocumented, at: place, "a vector is a condition; it must have one element")
    case .instant, .interval, .text, .option:
      report(
        FormulaError(.wrongType, at: place, "a condition needs a double, not a \(condition.type?.rawValue ?? "")"))
    }
  }

  // MARK: - Arithmetic

  private func combine(_ sign: BinaryOperator, _ left: NodeFacts, _ right: NodeFacts, into facts: inout NodeFacts) {
    switch facts.type {
    case .interval, .instant: times(sign, left, right, into: &facts)
    default: numbers(sign, left, right, into: &facts)
    }
  }

  private func numbers(_ sign: BinaryOperator, _ left: NodeFacts, _ right: NodeFacts, into facts: inout NodeFacts) {
    let operation: (Double, Double) -> Double =
      switch sign {
      case .add: { $0 + $1 }
      case .subtract: { $0 - $1 }
      case .multiply: { $0 * $1 }
      default: { $0 / $1 }
      }
    if let a = left.number, let b = right.number {
      let value = operation(a, b)
      facts.number = value
      facts.bound(value, value)
      facts.isWhole = value == value.rounded()
      return
    }
    facts.add(left)
    facts.add(right, isSubtracted: sign == .subtract)
    facts.isWhole = left.isWhole && right.isWhole && sign != .divide
    if sign == .divide {
      facts.isDivided = facts.isDivided || right.number != nil || right.quantities.has(.taskSlotsPerNode)
      guard right.low > 0 || right.high < 0 else { return }
    }
    if sign == .multiply {
      let factor = left.number ?? right.number
      facts.isDivided = facts.isDivided || factor.map { $0.magnitude < 1 } ?? false
    }
    // Choice of a user, not of this tool: what is cut later is rounded by adding a half or more.
    if sign == .add, let part = left.number ?? right.number, (0.5..<1).contains(part) { facts.isWhole = true }
    let corners = [left.low, left.high].flatMap { a in [right.low, right.high].map { operation(a, $0) } }
    guard !corners.contains(where: \.isNaN) else { return }
    facts.bound(corners.min() ?? -.infinity, corners.max() ?? .infinity)
  }

  private func times(_ sign: BinaryOperator, _ left: NodeFacts, _ right: NodeFacts, into facts: inout NodeFacts) {
    switch (left.type, right.type) {
    case (.interval, .interval):
      guard let a = left.interval, let b = right.interval else { return }
      facts.interval = sign == .add ? a.adding(b) : a.subtracting(b)
    case (.interval, .number):
      guard let a = left.interval, let b = right.number else { return }
      facts.interval = sign == .divide ? a.divided(by: b) : a.multiplied(by: b)
    case (.number, .interval):
      guard let a = left.number, let b = right.interval else { return }
      facts.interval = b.multiplied(by: a)
    case (.instant, .interval):
      facts.age = shifted(left.age, by: right.interval, earlier: sign == .subtract)
    case (.interval, .instant):
      facts.age = shifted(right.age, by: left.interval, earlier: false)
    default:
      break
    }
  }

  private func shifted(_ age: Int64?, by interval: FormulaInterval?, earlier: Bool) -> Int64? {
    guard let age, let interval else { return nil }
    let (sum, isBeyond) =
      earlier ? age.addingReportingOverflow(interval.ticks) : age.subtractingReportingOverflow(interval.ticks)
    return isBeyond ? nil : sum
  }
}
