// SPDX-License-Identifier: GPL-3.0-or-later

extension FactTable {
  mutating func call(
    _ callee: FormulaTree.Callee, _ arguments: [NodeFacts], at place: FormulaPlace, _ index: FormulaTree.Index
  ) -> NodeFacts {
    var facts = NodeFacts()
    for argument in arguments { facts.depend(on: argument) }
    switch callee {
    case .function(let function):
      guard function.arity.contains(arguments.count) else { return facts }
      return value(of: function, arguments, facts, at: place)
    case .method(let method, let metric, _):
      guard method.arity.contains(arguments.count) else { return facts }
      return value(of: method, metric, arguments, facts, at: place, index)
    case .unknownFunction, .unknownMethod, .misplacedMethod:
      return facts
    }
  }

  // MARK: - Functions

  private mutating func value(
    of function: FormulaFunction, _ arguments: [NodeFacts], _ given: NodeFacts, at place: FormulaPlace
  ) -> NodeFacts {
    var facts = given
    switch function {
    case .stop: return facts
    case .rand:
      facts.readsRandom = true
      facts.type = .number
      facts.bound(0, 1)
    case .time: lookAtTime(arguments, &facts, at: place)
    case .val, .percentile:
      if let type = arguments[0].type, type != .vector {
        report(
          FormulaError(
            .wrongType, at: place,
            "the first argument of \(function.rawValue) is a doubleVec, not a \(type.rawValue)"))
      }
      facts.type = .number
      facts.add(arguments[0])
      facts.bound(arguments[0].low, arguments[0].high)
      facts.isWhole = arguments[0].isWhole
    default:
      for argument in arguments {
        switch argument.type {
        case nil, .number, .vector: facts.add(argument)
        case .instant, .interval, .text, .option:
          report(
            FormulaError(
              .wrongType, at: place,
              "\(function.rawValue) takes doubles and doubleVecs, not a \(argument.type?.rawValue ?? "")"))
        }
      }
      let isSingle = function.isElementwise && arguments.count == 1
      facts.type = isSingle ? arguments[0].type : function.isElementwise ? .vector : .number
      shape(function, arguments, &facts)
    }
    return facts
  }

  /// The bounds of what a function gives, and whether it is whole.
  private func shape(_ function: FormulaFunction, _ arguments: [NodeFacts], _ facts: inout NodeFacts) {
    let low = arguments.map(\.low).min() ?? -.infinity
    let high = arguments.map(\.high).max() ?? .infinity
    let areWhole = arguments.allSatisfy(\.isWhole)
    switch function {
    case .max:
      facts.bound(arguments.filter { $0.type == .number }.map(\.low).max() ?? low, high)
      facts.isWhole = areWhole
    case .min:
      facts.bound(low, arguments.filter { $0.type == .number }.map(\.high).min() ?? high)
      facts.isWhole = areWhole
    case .avg:
      facts.bound(low, high)
      facts.isPercent = !arguments.isEmpty && arguments.allSatisfy(\.isPercent)
    case .sum:
      facts.isWhole = areWhole
      if arguments.allSatisfy({ $0.type == .number }) {
        facts.bound(arguments.map(\.low).reduce(0, +), arguments.map(\.high).reduce(0, +))
      } else if low >= 0 {
        facts.bound(0, .infinity)
      }
    case .len:
      facts.bound(0, .infinity)
      facts.isWhole = true
      (facts.quantities, facts.summands, facts.subtrahends) = ([], [], [])
    case .ceil, .floor, .round:
      facts.bound(low.rounded(.down), high.rounded(.up))
      facts.isWhole = true
      facts.number = arguments.count == 1 ? arguments[0].number.map { rounded($0, by: function) } : nil
      facts.isPercent = arguments.count == 1 && arguments[0].isPercent
    case .range:
      facts.bound(0, high - low)
      facts.isWhole = areWhole
    case .std, .norm:
      facts.bound(0, .infinity)
    default: break
    }
    let isPassing = function == .min || function == .max
    if isPassing, !arguments.isEmpty { facts.isPercent = arguments.allSatisfy { $0.isPercent || $0.number != nil } }
    if isPassing, arguments.allSatisfy({ $0.number != nil }), !arguments.isEmpty {
      facts.number = function == .max ? high : low
    }
    if facts.isPercent, arguments.allSatisfy({ $0.number != nil }) { facts.isPercent = false }
  }

  private func rounded(_ number: Double, by function: FormulaFunction) -> Double {
    switch function {
    case .ceil: number.rounded(.up)
    case .floor: number.rounded(.down)
    default: number.rounded(.toNearestOrAwayFromZero)
    }
  }

  private mutating func lookAtTime(_ arguments: [NodeFacts], _ facts: inout NodeFacts, at place: FormulaPlace) {
    facts.type = .instant
    facts.text = nil
    guard let argument = arguments.first else {
      facts.age = 0
      facts.readsTime = true
      return
    }
    if let type = argument.type, type != .text {
      report(FormulaError(.wrongType, at: place, "time takes a string, not a \(type.rawValue)"))
    }
    guard let text = argument.text else { return }
    if text.isEmpty {
      facts.age = 0
      facts.readsTime = true
    } else if FormulaInstant(text: text) == nil {
      report(Evaluator<FormulaSnapshot>.unreadableTime(text, at: place))
    }
  }

  // MARK: - Methods

  private mutating func value(
    of method: SampleMethod, _ metric: FormulaMetric, _ arguments: [NodeFacts], _ given: NodeFacts,
    at place: FormulaPlace, _ index: FormulaTree.Index
  ) -> NodeFacts {
    var facts = given
    let set = FormulaMetricSet(metric)
    facts.mentions.formUnion(set)
    switch method {
    case .getSample:
      lookAtWindow(arguments, at: place, mayCount: true)
      let values = Self.values(of: metric, type: .vector)
      // What the arguments are computed from does not flow into the samples.
      (facts.quantities, facts.isDivided) = (values.quantities, false)
      (facts.summands, facts.subtrahends) = (values.summands, [])
      facts.values.formUnion(set)
      (facts.type, facts.low, facts.high, facts.isWhole) = (.vector, values.low, values.high, values.isWhole)
    case .getSamplePercent:
      lookAtWindow(arguments, at: place, mayCount: false)
      (facts.quantities, facts.isDivided) = ([], false)
      facts.type = .number
      facts.isPercent = true
      facts.guards = [index]
      facts.bound(0, 100)
    case .getSamplePeriod:
      (facts.type, facts.interval) = (.interval, .samplePeriod)
    case .count:
      facts.type = .number
      facts.isWhole = true
      facts.bound(0, .infinity)
    case .historyBeginTime:
      facts.type = .instant
      facts.readsTime = true
    }
    return facts
  }

  private mutating func lookAtWindow(_ arguments: [NodeFacts], at place: FormulaPlace, mayCount: Bool) {
    guard let first = arguments.first?.type else { return }
    let isCount = first == .number || first == .vector
    if isCount ? !mayCount || arguments.count > 1 : first == .text || first == .option {
      report(
        FormulaError(
          .wrongType, at: place,
          isCount && mayCount
            ? "GetSample with a count takes no other argument; a window begins with a time"
            : "a window of samples is given by timeintervals or timestamps, not by a \(first.rawValue)"))
    }
  }

  // MARK: - Members

  mutating func member(_ name: String, of receiver: NodeFacts, at place: FormulaPlace, owner: FormulaTree.Index)
    -> NodeFacts
  {
    var facts = NodeFacts(type: .number)
    facts.consult(receiver)
    guard let type = receiver.type else { return facts }
    guard type == .instant else {
      report(
        FormulaError(
          .unknownMember, at: place,
          "a \(type.rawValue) has no member \(FormulaWording.cut(name)); only timestamps have members"))
      return facts
    }
    guard let member = TimestampMember(rawValue: name) else {
      report(Evaluator<FormulaSnapshot>.unknownMember(name, at: place))
      return facts
    }
    facts.bound(member.bounds.lowerBound, member.bounds.upperBound)
    facts.isWhole = true
    facts.subject = .init(member: member, owner: receiver.age.map { "now-\($0)" } ?? tree.text(of: owner))
    return facts
  }
}
