// SPDX-License-Identifier: GPL-3.0-or-later

/// An operator with two operands.
enum BinaryOperator: String {
  case or = "||"
  case and = "&&"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  init?(_ symbol: TokenSymbol) {
    self.init(rawValue: symbol.rawValue)
  }

  /// How tightly it binds; all bind to the left.
  ///
  /// Choice: the vendor prints no table. Its examples need comparisons inside of `&&`, arithmetic inside of comparisons
  /// and `?:` around everything; the rest is as in C, whose signs these are.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual: 3
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .add, .subtract: 5
    case .multiply, .divide: 6
    }
  }

  var isComparison: Bool { precedence == 3 || precedence == 4 }
  var isRelation: Bool { precedence == 4 }
  var isLogical: Bool { precedence <= 2 }
}

/// An operator before its operand.
enum UnaryOperator: String {
  case negate = "-"
  case not = "!"
}
