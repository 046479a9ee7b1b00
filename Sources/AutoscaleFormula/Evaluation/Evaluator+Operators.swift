// SPDX-License-Identifier: GPL-3.0-or-later

extension Evaluator {
  mutating func apply(_ sign: UnaryOperator, to value: FormulaValue, at place: FormulaPlace) throws(FormulaError)
    -> FormulaValue
  {
    switch (sign, value) {
    case (.not, _): return .number(try isTrue(value, at: place) ? 0 : 1)
    case (.negate, .number(let number)): return .number(-number)
    case (.negate, .interval(let interval)):
      return .interval(try bounded(FormulaInterval(ticks: 0).subtracting(interval), at: place))
    case (.negate, .vector(let elements)):
      warn(.undocumented, at: place, "the vendor's table has no - before a doubleVec")
      try spend(elements.count, at: place)
      return .vector(elements.map { -$0 })
    case (.negate, _):
      throw FormulaError(.wrongType, at: place, "- cannot stand before a \(value.type.rawValue)")
    }
  }

  mutating func apply(_ sign: BinaryOperator, _ left: FormulaValue, _ right: FormulaValue, at place: FormulaPlace)
    throws(FormulaError) -> FormulaValue
  {
    guard let rule = OperationRule.binary(sign, left.type, right.type) else {
      throw Self.mismatch(sign, left.type, right.type, at: place)
    }
    if sign.isComparison { return .number(try compare(sign, left, right, at: place) ? 1 : 0) }
    if !rule.isDocumented {
      warn(.undocumented, at: place, Self.undocumented(sign, left.type, right.type))
    }
    switch (left, right) {
    case (.number(let a), .number(let b)):
      return .number(arithmetic(sign, a, b, at: place))
    case (.vector(let a), .number(let b)):
      try spend(a.count, at: place)
      return .vector(map(a, by: sign, at: place) { ($0, b) })
    case (.number(let a), .vector(let b)):
      try spend(b.count, at: place)
      return .vector(map(b, by: sign, at: place) { (a, $0) })
    case (.vector(let a), .vector(let b)):
      return .vector(try combine(sign, a, b, at: place))
    default:
      return try temporal(sign, left, right, at: place)
    }
  }

  static func mismatch(_ sign: BinaryOperator, _ left: FormulaType, _ right: FormulaType, at place: FormulaPlace)
    -> FormulaError
  {
    FormulaError(
      .wrongType, at: place, "\(sign.rawValue) does not take a \(left.rawValue) and a \(right.rawValue)")
  }

  static func undocumented(_ sign: BinaryOperator, _ left: FormulaType, _ right: FormulaType) -> String {
    "the vendor's table has no \(sign.rawValue) of a \(left.rawValue) and a \(right.rawValue)"
  }

  // MARK: - Numbers

  /// Choice: division by zero follows IEEE 754, as the service's numbers are printed by a C library; it is a warning.
  private mutating func arithmetic(_ sign: BinaryOperator, _ a: Double, _ b: Double, at place: FormulaPlace)
    -> Double
  {
    if sign == .divide, b == 0 { warn(.outsideDomain, at: place, "division by zero gives \(NumberText.text(a / b))") }
    return Self.value(sign, a, b)
  }

  private static func value(_ sign: BinaryOperator, _ a: Double, _ b: Double) -> Double {
    switch sign {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    default: a / b
    }
  }

  private mutating func map(
    _ elements: [Double], by sign: BinaryOperator, at place: FormulaPlace, operands: (Double) -> (Double, Double)
  ) -> [Double] {
    var dividesByZero = false
    let result = elements.map { element in
      let (a, b) = operands(element)
      if b == 0 { dividesByZero = true }
      return Self.value(sign, a, b)
    }
    if sign == .divide, dividesByZero { warn(.outsideDomain, at: place, "an element is divided by zero") }
    return result
  }

  /// Choice: vectors of unequal length are an error, as components have no partner; the service's answer is not known.
  private mutating func combine(_ sign: BinaryOperator, _ a: [Double], _ b: [Double], at place: FormulaPlace)
    throws(FormulaError) -> [Double]
  {
    guard a.count == b.count else {
      throw FormulaError(
        .unequalLengths, at: place,
        "vectors of \(a.count) and \(b.count) elements cannot be combined; write avg, max or sum around each")
    }
    try spend(a.count, at: place)
    if sign == .divide, b.contains(0) { warn(.outsideDomain, at: place, "an element is divided by zero") }
    return zip(a, b).map { Self.value(sign, $0, $1) }
  }

  // MARK: - Comparisons

  private mutating func compare(
    _ sign: BinaryOperator, _ left: FormulaValue, _ right: FormulaValue, at place: FormulaPlace
  )
    throws(FormulaError) -> Bool
  {
    switch (left, right) {
    case (.instant(let a), .instant(let b)): return Self.holds(sign, a, b)
    case (.interval(let a), .interval(let b)): return Self.holds(sign, a, b)
    case (.text(let a), .text(let b)): return Self.holds(sign, CodePoints(a), CodePoints(b))
    default:
      let a = try number(left, at: place, "an operand of \(sign.rawValue)")
      return Self.holds(sign, a, try number(right, at: place, "an operand of \(sign.rawValue)"))
    }
  }

  private static func holds<Value: Comparable>(_ sign: BinaryOperator, _ a: Value, _ b: Value) -> Bool {
    switch sign {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  // MARK: - Times

  private func temporal(_ sign: BinaryOperator, _ left: FormulaValue, _ right: FormulaValue, at place: FormulaPlace)
    throws(FormulaError) -> FormulaValue
  {
    switch (left, sign, right) {
    case (.number(let a), _, .interval(let b)), (.interval(let b), .multiply, .number(let a)):
      return .interval(try bounded(b.multiplied(by: a), at: place))
    case (.interval(let a), .divide, .number(let b)):
      // Choice: there is no infinite interval, so that this division is an error.
      guard b != 0 else {
        throw FormulaError(.intervalByZero, at: place, "a timeinterval is divided by zero")
      }
      return .interval(try bounded(a.divided(by: b), at: place))
    case (.interval(let a), .add, .interval(let b)): return .interval(try bounded(a.adding(b), at: place))
    case (.interval(let a), _, .interval(let b)): return .interval(try bounded(a.subtracting(b), at: place))
    case (.interval(let a), _, .instant(let b)), (.instant(let b), .add, .interval(let a)):
      return .instant(try bounded(b.adding(a), at: place))
    case (.instant(let a), _, .interval(let b)): return .instant(try bounded(a.subtracting(b), at: place))
    case (.instant(let a), _, .instant(let b)): return .interval(a.since(b))
    default: throw Self.mismatch(sign, left.type, right.type, at: place)
    }
  }

  func bounded<Value>(_ value: Value?, at place: FormulaPlace) throws(FormulaError) -> Value {
    guard let value else {
      throw FormulaError(
        .notANodeCount, at: place,
        "the time is out of range: timestamps have years 1 to 9999, and timeintervals at most 29,000 years")
    }
    return value
  }
}

/// A text that compares by code points.
private struct CodePoints: Comparable {
  private let scalars: String.UnicodeScalarView

  init(_ text: String) {
    scalars = text.unicodeScalars
  }

  static func == (left: CodePoints, right: CodePoints) -> Bool { left.scalars.elementsEqual(right.scalars) }

  static func < (left: CodePoints, right: CodePoints) -> Bool {
    left.scalars.lexicographicallyPrecedes(right.scalars)
  }
}
