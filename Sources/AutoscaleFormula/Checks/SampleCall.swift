// SPDX-License-Identifier: GPL-3.0-or-later

/// A call of `GetSample` or `GetSamplePercent`, as far as its arguments are constant.
struct SampleCall {
  let index: FormulaTree.Index
  let method: SampleMethod
  let metric: FormulaMetric
  let place: FormulaPlace
  /// The count of newest samples; nil for a window, and for a count that is not a constant.
  let count: Double?
  let isWindow: Bool
  /// How old the older and the newer end are [100 ns]; nil when they are not constants.
  let ages: ClosedRange<Int64>?
  /// The percentage wanted; nil when none is named or it is not a constant.
  let percent: Double?

  /// All such calls of a formula, in order.
  static func all(in table: FactTable) -> [SampleCall] {
    table.tree.nodes.indices.compactMap { SampleCall(table, $0) }
  }

  private init?(_ table: FactTable, _ index: FormulaTree.Index) {
    guard case .call(.method(let method, let metric, _), let range) = table.tree.nodes[index].kind,
      method == .getSample || method == .getSamplePercent
    else { return nil }
    let arguments = table.tree.arguments[range].map { table.facts[$0] }
    guard let first = arguments.first, method.arity.contains(arguments.count) else { return nil }
    self.index = index
    self.method = method
    self.metric = metric
    place = table.tree.nodes[index].place
    isWindow = first.type == .interval || first.type == .instant
    count = isWindow ? nil : first.number
    let second = arguments.count > 1 ? arguments[1] : nil
    let hasEnd = second.map { $0.type == .interval || $0.type == .instant } ?? false
    percent = (hasEnd ? arguments.count > 2 ? arguments[2] : nil : second)?.number
    let ends = [Self.age(of: first), hasEnd ? second.flatMap(Self.age) : 0]
    if isWindow, let a = ends[0], let b = ends[1] {
      ages = min(a, b)...max(a, b)
    } else {
      ages = nil
    }
  }

  private static func age(of facts: NodeFacts) -> Int64? { facts.interval?.ticks ?? facts.age }

  /// Its length [100 ns]; nil when it is not known.
  var length: FormulaInterval? {
    guard let ages else { return nil }
    let (ticks, isBeyond) = ages.upperBound.subtractingReportingOverflow(ages.lowerBound)
    return isBeyond ? nil : FormulaInterval(ticks: ticks)
  }

  /// Whether it fails when samples are missing.
  var canFail: Bool { isWindow && method == .getSample && percent.map { $0 > 0 } ?? true }

  /// Whether it looks at the same samples as another; windows that are not known may be the same.
  func looksAtSame(as other: SampleCall) -> Bool {
    guard metric == other.metric else { return false }
    guard let ages, let others = other.ages else { return true }
    return ages == others
  }
}
