// SPDX-License-Identifier: GPL-3.0-or-later

extension Evaluator {
  mutating func value(of function: FormulaFunction, _ arguments: [FormulaValue], at place: FormulaPlace)
    throws(FormulaError) -> FormulaValue
  {
    switch function {
    case .time: return .instant(try time(arguments.first, at: place))
    case .rand: return .number(random())
    case .stop:
      throw FormulaError(
        .wrongType, at: place, "stop() gives no value; it is a statement of its own")
    case .val, .percentile:
      guard arguments.count == 2, case .vector(let elements) = arguments[0] else {
        let given = arguments.first?.type.rawValue ?? "nothing"
        throw FormulaError(
          .wrongType, at: place, "the first argument of \(function.rawValue) is a doubleVec, not a \(given)")
      }
      let position = try number(arguments[1], at: place, "the second argument of \(function.rawValue)")
      try spend(elements.count, at: place)
      return .number(
        try function == .val
          ? element(position, of: elements, at: place) : percentile(position, of: elements, at: place))
    default:
      if function.isElementwise, arguments.count == 1, case .number(let number) = arguments[0] {
        return .number(mapped([number], by: function, at: place)[0])
      }
      let elements = try flattened(arguments, of: function, at: place)
      if function.isElementwise { return .vector(mapped(elements, by: function, at: place)) }
      return .number(aggregate(function, elements, at: place))
    }
  }

  /// Numbers and vectors as one vector, in order.
  private mutating func flattened(
    _ arguments: [FormulaValue], of function: FormulaFunction, at place: FormulaPlace
  ) throws(FormulaError) -> [Double] {
    if arguments.count == 1, case .vector(let elements) = arguments[0] {
      try spend(elements.count, at: place)
      return elements
    }
    var elements: [Double] = []
    for argument in arguments {
      switch argument {
      case .number(let number):
        try spend(1, at: place)
        elements.append(number)
      case .vector(let more):
        try spend(more.count, at: place)
        elements += more
      case .instant, .interval, .text, .option:
        throw FormulaError(
          .wrongType, at: place, "\(function.rawValue) takes doubles and doubleVecs, not a \(argument.type.rawValue)")
      }
    }
    return elements
  }

  // MARK: - Each element

  private mutating func mapped(_ elements: [Double], by function: FormulaFunction, at place: FormulaPlace) -> [Double] {
    if [.lg, .ln, .log].contains(function), let outside = elements.first(where: { $0 <= 0 }) {
      warn(.outsideDomain, at: place, "\(function.rawValue) of \(NumberText.text(outside)) is not a finite number")
    }
    return switch function {
    case .lg: elements.map(Logarithm.binary)
    case .ln: elements.map(Logarithm.natural)
    case .log: elements.map(Logarithm.decimal)
    case .ceil: elements.map { $0.rounded(.up) }
    case .floor: elements.map { $0.rounded(.down) }
    default: elements.map { $0.rounded(.toNearestOrAwayFromZero) }
    }
  }

  // MARK: - All elements

  private mutating func aggregate(_ function: FormulaFunction, _ elements: [Double], at place: FormulaPlace) -> Double {
    switch function {
    case .len: return Double(elements.count)
    case .sum: return Aggregate.sum(elements)
    case .norm: return Aggregate.norm(elements)
    default: break
    }
    let value: Double? =
      switch function {
      case .avg: Aggregate.mean(elements)
      case .std: Aggregate.standardDeviation(elements)
      case .min: Aggregate.least(elements)
      case .max: Aggregate.greatest(elements)
      default: Aggregate.range(elements)
      }
    return value ?? missing(function, elements, at: place)
  }

  /// Choice: an aggregate of nothing is NaN, which `min` and `max` skip: a new pool whose formula was
  /// `min(..., max($PendingTasks.GetSample(1)))` started nodes (Azure/batch-shipyard#208), which neither zero nor an error
  /// explains.
  private mutating func missing(_ function: FormulaFunction, _ elements: [Double], at place: FormulaPlace) -> Double {
    let reason = elements.isEmpty ? "no elements" : function == .std ? "one element" : "no element that is a number"
    warn(.nothingToAggregate, at: place, "\(function.rawValue) of \(reason) is nan")
    return .nan
  }

  // MARK: - One element

  /// Element number `index` from zero, cut to a whole number.
  ///
  /// Choice: outside of the vector it is NaN, with a warning: a recorded formula went past such a line
  /// (Azure/batch-shipyard#138), and `max(0, ...)` around it gave 0.
  private mutating func element(_ index: Double, of elements: [Double], at place: FormulaPlace) -> Double {
    let whole = index.rounded(.towardZero)
    guard let position = Int(exactly: whole), elements.indices.contains(position) else {
      warn(
        .nothingToAggregate, at: place,
        "val: element \(NumberText.text(whole)) of a vector of \(elements.count) elements is nan")
      return .nan
    }
    return elements[position]
  }

  /// The element below which a share of the elements lies.
  ///
  /// Choice: the nearest rank, `max(1, ceil(p/100 * n))`, since the vendor speaks of "the percentile element"; NaN is
  /// skipped as by `min` and `max`.
  private mutating func percentile(_ percent: Double, of elements: [Double], at place: FormulaPlace)
    throws(FormulaError) -> Double
  {
    guard (0...100).contains(percent) else {
      throw FormulaError(
        .wrongType, at: place, "the second argument of percentile is \(NumberText.text(percent)); expected 0 to 100")
    }
    let sorted = elements.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return missing(.percentile, elements, at: place) }
    let rank = (percent * Double(sorted.count) / 100).rounded(.up)
    return sorted[min(sorted.count, max(1, Int(rank))) - 1]
  }

  // MARK: - Time

  /// The instant of the evaluation, or the one that a text names.
  ///
  /// Choice: all calls of one evaluation give the same instant; `""` is the present, as the vendor's signature says.
  private func time(_ argument: FormulaValue?, at place: FormulaPlace) throws(FormulaError) -> FormulaInstant {
    guard let argument else { return context.now }
    guard case .text(let text) = argument else {
      throw FormulaError(.wrongType, at: place, "time takes a string, not a \(argument.type.rawValue)")
    }
    if text.isEmpty { return context.now }
    guard let instant = FormulaInstant(text: text) else { throw Self.unreadableTime(text, at: place) }
    return instant
  }

  static func unreadableTime(_ text: String, at place: FormulaPlace) -> FormulaError {
    FormulaError(
      .unreadableTime, at: place,
      "'\(FormulaWording.visible(text))' is not a time; expected 2026-03-02T12:00:00Z with at most 7 decimals, "
        + "or Mon, 02 Mar 2026 12:00:00 GMT")
  }
}
