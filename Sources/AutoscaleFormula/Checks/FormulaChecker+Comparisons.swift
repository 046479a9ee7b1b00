// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  mutating func checkComparisons() {
    checkRanges()
    for node in tree.nodes {
      guard case .binary(let sign, let left, let right) = node.kind else { continue }
      guard sign.isComparison else { continue }
      if sign.isRelation, case .binary(let inner, _, _) = tree.nodes[left].kind, inner.isRelation,
        !tree.nodes[left].isParenthesised
      {
        find(
          .decidedComparison, at: node.place,
          "'a \(inner.rawValue) b \(sign.rawValue) c' compares 0 or 1 with c; write a \(inner.rawValue) b && b "
            + "\(sign.rawValue) c")
      }
      if let number = table.facts[right].number {
        check(table.facts[left], sign, number, at: node.place)
      } else if let number = table.facts[left].number {
        check(table.facts[right], sign.mirrored, number, at: node.place)
      }
    }
  }

  private mutating func check(_ facts: NodeFacts, _ sign: BinaryOperator, _ number: Double, at place: FormulaPlace) {
    guard facts.number == nil else { return }
    if facts.isPercent {
      if number > 0, number <= 1 {
        find(
          .percentAsFraction, at: place,
          "GetSamplePercent is a number from 0 to 100, compared here with \(NumberText.text(number)); write "
            + "\(NumberText.text(number * 100))")
      } else {
        checkDecided(0...100, sign, number, at: place)
      }
    }
    if facts.quantities == FormulaMetricSet(.cpuPercent), number > 1 {
      find(
        .processorShare, at: place,
        "$CPUPercent is a fraction from 0 to 1, compared here with \(NumberText.text(number))")
    }
    guard let subject = facts.subject else { return }
    if subject.member == .hour || subject.member == .weekday {
      find(
        .hoursInUTC, at: place, "\(subject.member.rawValue) is in UTC; the formula does not follow summer time")
    }
    checkDecided(subject.member.bounds, sign, number, at: place)
  }

  /// A comparison that every, or no, possible value meets.
  private mutating func checkDecided(
    _ bounds: ClosedRange<Double>, _ sign: BinaryOperator, _ number: Double, at place: FormulaPlace
  ) {
    let range = sign.range(of: number)
    let isNever = range.lowerBound > bounds.upperBound || range.upperBound < bounds.lowerBound
    let isOutside = !bounds.contains(number)
    let isAlways =
      sign == .notEqual ? isOutside : range.lowerBound <= bounds.lowerBound && range.upperBound >= bounds.upperBound
    guard sign == .notEqual ? isAlways : isNever || isAlways else { return }
    let known = "\(NumberText.text(bounds.lowerBound)) to \(NumberText.text(bounds.upperBound))"
    find(
      .decidedComparison, at: place,
      "the comparison with \(NumberText.text(number)) \(isAlways ? "always" : "never") holds: the value is \(known)"
        + (bounds == 0...6 ? ", and Sunday is 0" : ""))
  }

  /// Looks at every chain of `&&` once, from its last operator.
  private mutating func checkRanges() {
    var inner: Set<FormulaTree.Index> = []
    for (index, node) in tree.nodes.enumerated().reversed() {
      guard case .binary(.and, let left, let right) = node.kind else { continue }
      if !inner.contains(index) { checkRange(index) }
      inner.formUnion([left, right])
    }
  }

  /// Comparisons of one value, joined by `&&`, that cannot hold together.
  private mutating func checkRange(_ index: FormulaTree.Index) {
    var ranges: [NodeFacts.Subject: ClosedRange<Double>] = [:]
    var waiting = [index]
    var isEmpty = false
    while let next = waiting.popLast(), !isEmpty {
      guard case .binary(let sign, let left, let right) = tree.nodes[next].kind else { continue }
      if sign == .and {
        waiting += [right, left]
        continue
      }
      guard sign.isComparison, sign != .notEqual, let subject = table.facts[left].subject,
        let number = table.facts[right].number
      else { continue }
      let range = sign.range(of: number)
      let known = ranges[subject] ?? subject.member.bounds
      let low = max(known.lowerBound, range.lowerBound)
      let high = min(known.upperBound, range.upperBound)
      isEmpty = low > high && ranges[subject] != nil
      ranges[subject] = low <= high ? low...high : known
    }
    if isEmpty {
      find(.decidedComparison, at: tree.nodes[index].place, "these comparisons never hold together; did you mean ||?")
    }
  }
}

extension BinaryOperator {
  /// The comparison with its sides exchanged.
  fileprivate var mirrored: BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }

  /// The whole numbers that a comparison with a number lets through, by their bounds.
  fileprivate func range(of number: Double) -> ClosedRange<Double> {
    guard !number.isNaN else { return -Double.infinity...Double.infinity }
    return switch self {
    case .less: -Double.infinity...(number.rounded(.up) - 1)
    case .lessOrEqual: -Double.infinity...number.rounded(.down)
    case .greater: (number.rounded(.down) + 1)...Double.infinity
    case .greaterOrEqual: number.rounded(.up)...Double.infinity
    case .equal: number...number
    default: -Double.infinity...Double.infinity
    }
  }
}
