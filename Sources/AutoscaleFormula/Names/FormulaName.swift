// SPDX-License-Identifier: GPL-3.0-or-later

/// What a name stands for.
///
/// Choice: names are case-sensitive, as documentation and recordings never differ in case. `x` and `$x` are two
/// variables, because results print each as it was written.
enum FormulaName: Hashable {
  /// The wanted size of one kind of nodes, by its full name or its alias.
  case target(FormulaNodeKind, isAlias: Bool)
  /// `$NodeDeallocationOption`.
  case option
  case metric(FormulaMetric, isAlias: Bool)
  case interval(IntervalConstant)
  case word(FormulaDeallocationOption)
  case function(FormulaFunction)
  /// A variable of the user's own, by number.
  case user(Int)

  /// Every name that the language gives a meaning.
  static let service: [String: FormulaName] = {
    var names: [String: FormulaName] = [:]
    for name in all { names[name.serviceText] = name }
    return names
  }()

  /// Every name that the language gives a meaning, in a fixed order.
  static let all: [FormulaName] = {
    var names: [FormulaName] = []
    for kind in FormulaNodeKind.allCases { names += [.target(kind, isAlias: false), .target(kind, isAlias: true)] }
    names.append(.option)
    names += FormulaMetric.allCases.map { .metric($0, isAlias: false) }
    names.append(.metric(.currentDedicatedNodes, isAlias: true))
    names += IntervalConstant.allCases.map { .interval($0) }
    names += FormulaDeallocationOption.allCases.map { .word($0) }
    names += FormulaFunction.allCases.map { .function($0) }
    return names
  }()

  /// Its spelling; empty for a variable of the user's own.
  var serviceText: String {
    switch self {
    case .target(.dedicated, let isAlias): isAlias ? "$TargetDedicated" : "$TargetDedicatedNodes"
    case .target(.lowPriority, let isAlias): isAlias ? "$TargetLowPriority" : "$TargetLowPriorityNodes"
    case .option: "$NodeDeallocationOption"
    case .metric(let metric, let isAlias): isAlias ? "$CurrentDedicated" : metric.rawValue
    case .interval(let constant): constant.rawValue
    case .word(let option): option.rawValue
    case .function(let function): function.rawValue
    case .user: ""
    }
  }

  /// Whether a formula may give it a value.
  var isAssignable: Bool {
    switch self {
    case .target, .option, .user: true
    case .metric, .interval, .word, .function: false
    }
  }

  /// What a message calls a name that cannot be assigned.
  var reservedWording: String {
    switch self {
    case .metric: "a variable that the service provides"
    case .interval: "a constant"
    case .word: "a deallocation option"
    case .function: "a function"
    case .target, .option, .user: "a variable"
    }
  }
}

/// The kinds of nodes whose number a formula sets.
public enum FormulaNodeKind: CaseIterable, Hashable, Sendable {
  /// Nodes that stay.
  case dedicated
  /// Nodes that the service may take back.
  case lowPriority
}
