// SPDX-License-Identifier: GPL-3.0-or-later

extension Evaluator {
  /// Looks at what is called before its arguments are evaluated.
  func check(_ callee: FormulaTree.Callee, count: Int, at place: FormulaPlace) throws(FormulaError) {
    if let error = Self.mistake(in: callee, count: count, at: place, tree) { throw error }
  }

  /// What is wrong with a call whatever its arguments are; nil when nothing is.
  static func mistake(in callee: FormulaTree.Callee, count: Int, at place: FormulaPlace, _ tree: FormulaTree)
    -> FormulaError?
  {
    switch callee {
    case .function(let function):
      guard !function.arity.contains(count) else { return nil }
      return FormulaError(
        .argumentCount, at: place,
        "\(function.rawValue) takes \(function.arityWording), not \(FormulaWording.count(count, "argument"))")
    case .method(let method, _, _):
      guard !method.arity.contains(count) else { return nil }
      return FormulaError(
        .argumentCount, at: place,
        "\(method.rawValue) takes \(method.arityWording), not \(FormulaWording.count(count, "argument"))")
    case .unknownFunction(let name):
      let isMethod = SampleMethod(rawValue: name) != nil
      let hint =
        isMethod
        ? "; it is a method: write a metric and a point before it"
        : FormulaWording.suggestion(for: name, among: FormulaFunction.allCases.map(\.rawValue))
      return FormulaError(
        .unknownFunction, at: place, "there is no function \(FormulaWording.cut(name))\(hint)")
    case .unknownMethod(let name, let metric):
      return FormulaError(
        .unknownMethod, at: place,
        "\(metric.rawValue) has no method \(FormulaWording.cut(name))"
          + FormulaWording.suggestion(for: name, among: SampleMethod.allCases.map(\.rawValue)))
    case .misplacedMethod(let name, let receiver):
      return FormulaError(
        .noMethods, at: tree.nodes[receiver].start,
        "\(tree.text(of: receiver)) is not a metric and has no method \(FormulaWording.cut(name)); "
          + "methods belong to metrics such as $PendingTasks")
    }
  }

  mutating func call(_ callee: FormulaTree.Callee, count: Int, at place: FormulaPlace) throws(FormulaError) {
    let arguments = Array(stack.suffix(count))
    stack.removeLast(min(count, stack.count))
    switch callee {
    case .function(let function):
      stack.append(try value(of: function, arguments, at: place))
    case .method(let method, let metric, let spelling):
      stack.append(try value(of: method, MetricUse(metric: metric, spelling: spelling, place: place), arguments))
    case .unknownFunction, .unknownMethod, .misplacedMethod:
      try check(callee, count: count, at: place)
    }
  }

  // MARK: - Members

  mutating func member(_ name: String, of receiver: Int, at place: FormulaPlace) throws(FormulaError) -> FormulaValue {
    let value = try pop()
    guard case .instant(let instant) = value else {
      throw FormulaError(
        .unknownMember, at: place,
        "a \(value.type.rawValue) has no member \(FormulaWording.cut(name)); only timestamps have members")
    }
    guard let member = TimestampMember(rawValue: name) else { throw Self.unknownMember(name, at: place) }
    return .number(instant.member(member))
  }

  static func unknownMember(_ name: String, at place: FormulaPlace) -> FormulaError {
    FormulaError(
      .unknownMember, at: place,
      "a timestamp has no member \(FormulaWording.cut(name))"
        + FormulaWording.suggestion(for: name, among: TimestampMember.allCases.map(\.rawValue)))
  }

  // MARK: - Trace

  mutating func record(_ index: Int, depthBefore: Int) {
    let node = tree.nodes[index]
    switch node.kind {
    // What is written as a value shows its value.
    case .receiver, .callee, .number, .text: return
    default: break
    }
    guard let value = stack.last else { return }
    trace.append(
      FormulaTraceEntry(place: node.start, text: tree.text(of: index), event: .value(value), window: window))
  }

  /// Records the whole expressions that a range of nodes is made of.
  mutating func recordSkipped(from first: Int, to end: Int) {
    guard first < end else { return }
    // The nodes from `first` to `end` are one expression: its last node stands for it.
    let root = end - 1
    trace.append(
      FormulaTraceEntry(place: tree.nodes[root].start, text: tree.text(of: root), event: .skipped, window: nil))
  }
}
