// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import Quantities
internal import Randomness

/// A profile file.
struct ProfileKeys: KeySet {
  static let keys = ProfileKeys()
  static let format = MapFormat(keys)

  let profile = Key<Int>("profile", .integer(1...1), "The format version of profiles: 1.")
  let name = Key<String>("name", .name, "The name of the parameter set.")
  let description = Key<String?>("description", optional: .text, "What it describes.")
  let managedImages = Key<Bool>(
    "managedImages", .boolean, default: "true",
    "Whether pools can be made of managed images; otherwise the claims about them, C1 to C4, do not apply.")
  let values = Key<[ProfileEntry]>("values", .profileEntries, "One entry for each of the model's numbers.")

  var rows: [KeyFormat] {
    [profile.format, name.format, description.format, managedImages.format, values.format]
  }
}

extension ProfileKeys {
  /// Ranges without an extent: nothing could move in them.
  static func emptyRanges(_ profile: CheckedValue) -> DiagnosticList {
    var problems = DiagnosticList()
    for value in profile.entry(keys.values.name)?.value.entries ?? [] {
      for name in ["range", "spread"] {
        guard let range = value.value.entry(name)?.value, let from = range.entry("from")?.value,
          let to = range.entry("to")?.value, let low = from.asBound, let high = to.asBound, low >= high
        else { continue }
        let kind = ModelKeys.format.key(value.key)?.kind
        func text(_ bound: Double) -> String {
          name == "range" ? kind.map { NormalText.bound(bound, $0) } ?? "" : NumberText.written(bound)
        }
        let cure = low > high ? "swap them" : "leave \(name) out where nothing else is possible"
        problems.add(
          .outOfRange, at: range.place,
          "the \(name) of \(value.key) is empty: 'from' (\(text(low))) is \(low > high ? "larger than" : "equal to") 'to' "
            + "(\(text(high))); \(cure)")
      }
    }
    return problems
  }

  /// The least weight of a belief, in hundredths, where the model takes the value.
  private static let leastPossible = 10

  /// Beliefs of which next to nothing can be: a replication could draw no value from them.
  static func impossibleBeliefs(_ profile: CheckedValue) -> DiagnosticList {
    var problems = DiagnosticList()
    for value in profile.entry(keys.values.name)?.value.entries ?? [] {
      guard let belief = value.value.entry("belief")?.value, let distribution = belief.asDistribution,
        let parameter = ModelParameter.named(value.key), let kind = ModelKeys.format.key(value.key)?.kind
      else { continue }
      let possible = (0..<100).count { parameter.takes(distribution.quantile((Double($0) + 0.5) / 100)) }
      guard possible < leastPossible else { continue }
      var allowed = "above 0"
      if case .number = parameter.field, parameter.limits.lowerBound == 0 {
        allowed = "from 0 to \(NormalText.bound(parameter.limits.upperBound, kind))"
      }
      problems.add(
        .outOfRange, at: belief.place,
        "the belief of \(value.key) has \(possible) % of its weight where the model takes the value, \(allowed); expected at least "
          + "\(leastPossible) %: shift or narrow the distribution")
    }
    return problems
  }
}

extension CheckedValue {
  /// The number of one end of a range.
  fileprivate var asBound: Double? { asQuantity ?? asInteger.map(Double.init) }
}

/// A number of the model with what a profile says about it.
struct ProfileEntry: Sendable {
  let key: KeyFormat
  let value: CheckedValue
  let status: Profile.Status
  let range: ClosedRange<Double>?
  let spread: ClosedRange<Double>?
  let belief: CheckedValue?
  let source: String
}

extension ValueType where Value == [ProfileEntry] {
  /// The numbers of the model, each of the kind that it has there; every one must be there.
  fileprivate static var profileEntries: Self {
    let rows = ModelKeys.format.keys.map(ProfileEntryKeys.init)
    let format = MapFormat(
      rows.map { row in
        KeyFormat(row.key.name, .map(MapFormat(row.rows)), .required, row.key.meaning)
      })
    return Self(kind: .map(format)) { checked in
      rows.compactMap { row in
        checked.entry(row.key.name).map { row.entry(in: $0.value) }
      }
    }
  }
}

/// What a profile says about one number of the model.
private struct ProfileEntryKeys: Sendable {
  /// The number as a scenario gives it.
  let key: KeyFormat
  private let value: Key<CheckedValue>
  private let status = Key<Profile.Status>("status", .choice, "How the value is known.")
  private let range: Key<ClosedRange<Double>?>
  private let spread = Key<ClosedRange<Double>?>(
    "spread", optional: .range(.quantity(.share, 0...10)),
    "Where the sigma of a lognormal distribution may lie.")
  /// Nil for whole numbers, of which no distribution is written.
  private let belief: Key<CheckedValue?>?
  private let source = Key<String>("source", .text, "Where the value comes from.")

  init(_ key: KeyFormat) {
    self.key = key
    value = Key("value", ValueType(kind: key.kind) { $0 }, key.meaning)
    let bound: ValueKind =
      if case .distribution(let dimension) = key.kind { .quantity(dimension, 0...dimension.limit) } else { key.kind }
    belief = key.beliefDimension.map { dimension in
      Key(
        "belief", optional: ValueType(kind: .distribution(dimension)) { $0 },
        "How likely it is where the value, or the median of a distribution, lies: what run --predictive draws it from.")
    }
    range = Key(
      "range", optional: .range(bound), "Where the value, or the median of a distribution, may lie.")
  }

  var rows: [KeyFormat] {
    [value.format, status.format, range.format, spread.format] + [belief?.format].compactMap { $0 } + [source.format]
  }

  func entry(in map: CheckedValue) -> ProfileEntry {
    ProfileEntry(
      key: key, value: value.value(in: map), status: status.value(in: map), range: range.value(in: map),
      spread: spread.value(in: map), belief: belief.flatMap { $0.value(in: map) },
      source: source.value(in: map))
  }
}

extension ValueType where Value == ClosedRange<Double> {
  /// Two ends, in base units.
  fileprivate static func range(_ bound: ValueKind) -> Self {
    let end = ValueType<Double>(kind: bound, read: \.asBound)
    let (from, to) = (Key("from", end, "The lower end."), Key("to", end, "The upper end."))
    return Self(kind: .map(MapFormat([from.format, to.format]))) { map in
      let (low, high) = (from.value(in: map), to.value(in: map))
      return low <= high ? low...high : nil
    }
  }
}

extension KeyFormat {
  /// What a distribution of a value of the model measures; nil for whole numbers, which have none.
  var beliefDimension: Dimension? {
    switch kind {
    case .distribution(let dimension), .quantity(let dimension, _): dimension
    default: nil
    }
  }
}
