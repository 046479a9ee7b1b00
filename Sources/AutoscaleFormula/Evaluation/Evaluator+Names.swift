// SPDX-License-Identifier: GPL-3.0-or-later

extension Evaluator {
  // MARK: - Reading

  mutating func read(_ name: FormulaName, at place: FormulaPlace) throws(FormulaError) -> FormulaValue {
    switch name {
    case .target(let kind, let isAlias): return .number(targets.read(kind, isAlias: isAlias))
    case .option: return .option(option ?? .requeue)
    case .interval(let constant): return .interval(constant.interval)
    case .word(let option): return .option(option)
    case .metric(let metric, _): return .number(try value(of: metric, at: place))
    case .function: throw undefined(name, at: place)
    case .user(let number):
      guard let value = variables[number] else { throw undefined(name, at: place) }
      return value
    }
  }

  /// The value of a metric without a method.
  ///
  /// Choice: a task or resource metric gives its newest sample, and NaN without one (Azure/Batch#151 writes it so and
  /// reports a result).
  private mutating func value(of metric: FormulaMetric, at place: FormulaPlace) throws(FormulaError) -> Double {
    try require(metric, at: place)
    if metric.isGauge { return seen(context.gauge(metric), of: metric) }
    warn(
      .undocumented, at: place, "\(metric.rawValue) without a method gives its newest sample; write .GetSample(1)")
    return context.newestSamples(1, of: metric).last.map { seen($0, of: metric) } ?? .nan
  }

  /// What a formula sees of a value, in this dialect.
  func seen(_ value: Double, of metric: FormulaMetric) -> Double {
    metric == .preemptedNodeCount && dialect.preemptedNodeCount == .zero ? 0 : value
  }

  func require(_ metric: FormulaMetric, at place: FormulaPlace) throws(FormulaError) {
    guard context.provides(metric) else {
      throw FormulaError(
        .metricNotProvided, at: place, "\(metric.rawValue) is not simulated; give its samples in a file")
    }
  }

  private func undefined(_ name: FormulaName, at place: FormulaPlace) -> FormulaError {
    Self.undefined(name, in: tree, at: place)
  }

  /// The message of a name without a value, whose detail is recorded from the service.
  static func undefined(_ name: FormulaName, in tree: FormulaTree, at place: FormulaPlace) -> FormulaError {
    let text = tree.text(of: name)
    let known = FormulaName.all.filter { if case .function = $0 { false } else { true } }.map(\.serviceText)
    var hint = FormulaWording.suggestion(for: text, among: tree.userNames.filter { $0 != text } + known)
    if case .function(let function) = name { hint = "; call it, as \(function.rawValue)(...)" }
    return FormulaError(
      .undefinedSymbol, at: place, "undefined symbol \(FormulaWording.cut(text))\(hint)",
      recordedDetail: "Undefined symbol: \(text)")
  }

  // MARK: - Assigning

  mutating func assign(
    _ value: FormulaValue, to assignment: FormulaTree.Assignment, from statement: FormulaTree.Statement
  ) throws(FormulaError) {
    let name = assignment.name
    guard name.isAssignable else {
      throw FormulaError(
        .reservedName, at: assignment.place,
        "\(name.serviceText) is \(name.reservedWording) and cannot be assigned; choose another name")
    }
    switch name {
    case .target(let kind, let isAlias):
      let number = try number(value, at: assignment.operatorPlace, "a target")
      targets.write(number, to: kind, isAlias: isAlias, at: assignment.place)
    case .option:
      option = try deallocationOption(value, at: tree.nodes[statement.root].start)
    case .user(let number):
      variables[number] = value
    case .metric, .interval, .word, .function:
      break
    }
    if isTracing {
      trace.append(
        FormulaTraceEntry(place: assignment.place, text: tree.text(of: name), event: .assigned(value), window: nil))
    }
  }

  /// An option by its word.
  ///
  /// Choice: a word in quotes is taken, with a warning, as it can mean nothing else.
  private mutating func deallocationOption(_ value: FormulaValue, at place: FormulaPlace) throws(FormulaError)
    -> FormulaDeallocationOption
  {
    if case .option(let option) = value { return option }
    let words = FormulaDeallocationOption.allCases.map(\.rawValue)
    guard case .text(let text) = value else {
      throw FormulaError(
        .unknownOption, at: place,
        "a \(value.type.rawValue) is not a deallocation option; expected " + words.joined(separator: ", "))
    }
    guard let option = FormulaDeallocationOption(rawValue: text) else {
      throw FormulaError(
        .unknownOption, at: place,
        "'\(FormulaWording.visible(text))' is not a deallocation option; expected " + words.joined(separator: ", ")
          + FormulaWording.suggestion(for: text, among: words))
    }
    warn(.stopsRunningTasks, at: place, "the deallocation option stands in quotes; write \(text) without them")
    return option
  }
}
