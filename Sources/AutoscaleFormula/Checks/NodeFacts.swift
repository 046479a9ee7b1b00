// SPDX-License-Identifier: GPL-3.0-or-later

/// What can be said of an expression without evaluating it.
///
/// A formula runs straight down, so that a variable has one meaning wherever it is read: facts are handed on through
/// variables.
struct NodeFacts {
  /// Its type; nil when a mistake leaves it open.
  var type: FormulaType?
  /// Its value, if it is a constant number.
  var number: Double?
  /// Its length, if it is a constant interval.
  var interval: FormulaInterval?
  /// How long before the evaluation it lies, if it is a time at a constant distance [100 ns].
  var age: Int64?
  /// The text, if it is a constant.
  var text: String?
  /// Metrics whose values it is computed from, or which decide between such values.
  var values: FormulaMetricSet = []
  /// Metrics whose values it is computed from.
  var quantities: FormulaMetricSet = []
  /// Metrics that raise it as they rise.
  var summands: FormulaMetricSet = []
  /// Metrics that are subtracted in it.
  var subtrahends: FormulaMetricSet = []
  /// Metrics that it looks at in any way, also for how many samples there are.
  var mentions: FormulaMetricSet = []
  /// Kinds of nodes whose target it reads before the formula has set it.
  var readsTargets: Set<FormulaNodeKind> = []
  var readsTime = false
  var readsRandom = false
  /// What it cannot fall below or exceed.
  var low = -Double.infinity
  var high = Double.infinity
  /// Whether it is a whole number.
  var isWhole = false
  /// Whether it is divided by the slots of a node, or by a constant.
  var isDivided = false
  /// Whether it is a percentage of samples.
  var isPercent = false
  /// The calls of `GetSamplePercent` that it depends on.
  var guards: [FormulaTree.Index] = []
  /// What a comparison compares, if it is a member of a time.
  var subject: Subject?
  /// The words of deallocation that it may be.
  var words: Set<FormulaDeallocationOption> = []

  struct Subject: Hashable {
    let member: TimestampMember
    /// What the timestamp is, for telling two apart.
    let owner: String
  }

  /// How many guards are kept: more are not looked at by anybody.
  static let mostGuards = 16

  /// Takes over what an operand is computed from.
  mutating func depend(on other: NodeFacts) {
    quantities.formUnion(other.quantities)
    isDivided = isDivided || other.isDivided
    words.formUnion(other.words)
    consult(other)
  }

  /// Takes over what a condition looks at.
  mutating func consult(_ other: NodeFacts) {
    values.formUnion(other.values)
    mentions.formUnion(other.mentions)
    readsTargets.formUnion(other.readsTargets)
    readsTime = readsTime || other.readsTime
    readsRandom = readsRandom || other.readsRandom
    for node in other.guards where guards.count < Self.mostGuards && !guards.contains(node) { guards.append(node) }
  }

  /// Takes over what raises and what lowers it.
  mutating func add(_ other: NodeFacts, isSubtracted: Bool = false) {
    summands.formUnion(isSubtracted ? other.subtrahends : other.summands)
    subtrahends.formUnion(isSubtracted ? other.summands : other.subtrahends)
  }

  /// Sets bounds; what cannot be compared has none.
  mutating func bound(_ low: Double, _ high: Double) {
    self.low = low.isNaN ? -.infinity : low
    self.high = high.isNaN ? .infinity : high
  }
}
