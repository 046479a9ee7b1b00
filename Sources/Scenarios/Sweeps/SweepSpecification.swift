// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics
internal import Quantities

/// What a sweep file says below `sweep:`: which values of the scenario are varied, and in which combinations.
public struct SweepSpecification: Hashable, Sendable {
  /// How the points of a design are placed.
  public enum Placement: String, CaseIterable, Hashable, Sendable {
    /// The sequence of Sobol.
    case sobol
    /// A Latin hypercube drawn from the scenario's seed.
    case latinHypercube = "latin-hypercube"
  }

  /// A design: so many points spread over the ranges of the axes, instead of every combination.
  public struct Design: Hashable, Sendable {
    /// How the points are placed.
    public var placement: Placement
    /// How many points there are.
    public var points: Int

    /// Makes a design.
    public init(placement: Placement, points: Int) {
      self.placement = placement
      self.points = points
    }
  }

  /// A condition that cells must satisfy, and where it stands.
  public struct Constraint: Hashable, Sendable {
    /// The expression as it was written.
    public var expression: String
    /// The place of its first character.
    public var place: SourcePlace

    /// Makes a constraint.
    public init(expression: String, place: SourcePlace) {
      self.expression = expression
      self.place = place
    }
  }

  /// The most cells that a sweep may have before its constraint: 10 million.
  package static let mostCells = 10_000_000

  /// The axes, in the order of the file: the last varies fastest.
  public var axes: [SweepAxis]
  /// Groups of axes that are walked together, by name.
  public var zips: [[String]]
  /// Which cells are left out.
  public var constraint: Constraint?
  /// Points instead of every combination.
  public var design: Design?
  /// Where the section stands; nil when it was not read from a file.
  public var place: SourcePlace?

  /// Makes a specification.
  public init(
    axes: [SweepAxis], zips: [[String]] = [], constraint: Constraint? = nil, design: Design? = nil,
    place: SourcePlace? = nil
  ) {
    self.axes = axes
    self.zips = zips
    self.constraint = constraint
    self.design = design
    self.place = place
  }
}

/// One thing that a sweep varies.
public struct SweepAxis: Hashable, Sendable {
  /// The values that an axis goes through.
  public enum Values: Hashable, Sendable {
    /// Just these.
    case list([SweepValue])
    /// From one bound to the other, both included.
    case range(SweepRange)
  }

  /// The name: a column of the merged results.
  public var name: String
  /// The place in the scenario, as `--set` takes it.
  public var path: String
  /// The values.
  public var values: Values
  /// Where the values stand in the file: one place a value of a list, one for a whole range.
  private let places: [SourcePlace]

  /// Makes an axis.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - path: The place in the scenario.
  ///   - values: The values.
  ///   - places: Where they stand in the file: one place a value of a list, one for a whole range; none if they do not.
  public init(name: String, path: String, values: Values, places: [SourcePlace] = []) {
    self.name = name
    self.path = path
    self.values = values
    self.places = places
  }

  /// Where the file gives a value of the axis; nil when it was not read from one.
  ///
  /// - Complexity: O(n) for n values of a list.
  public func place(of value: SweepValue) -> SourcePlace? {
    guard case .list(let list) = values, places.count == list.count else { return places.first }
    return list.firstIndex(of: value).map { places[$0] }
  }

  /// The values of the axis, one after the other.
  ///
  /// - Complexity: O(n) for n values.
  public var list: [SweepValue] {
    switch values {
    case .list(let list): list
    case .range(let range): range.list
    }
  }

  /// How many values there are.
  public var count: Int {
    switch values {
    case .list(let list): list.count
    case .range(let range): range.count
    }
  }
}

/// A range of numbers with a unit.
public struct SweepRange: Hashable, Sendable {
  /// How the numbers follow each other.
  public enum Scale: String, CaseIterable, Hashable, Sendable {
    /// With equal differences.
    case linear
    /// With equal ratios.
    case log
  }

  /// The first number, in ``unit``.
  public var from: Double
  /// The last number, in ``unit``.
  public var to: Double
  /// How many numbers there are.
  public var count: Int
  /// How they follow each other.
  public var scale: Scale
  /// The unit behind every number; empty for plain numbers.
  public var unit: String
  /// What one unit is in base units (seconds, bytes); 1 for plain numbers.
  package var unitFactor: Double
  /// Whether only whole numbers make sense: both bounds and the step are whole and have no unit.
  public var isWhole: Bool

  /// Makes a range.
  public init(
    from: Double, to: Double, count: Int, scale: Scale, unit: String, unitFactor: Double, isWhole: Bool
  ) {
    self.from = from
    self.to = to
    self.count = count
    self.scale = scale
    self.unit = unit
    self.unitFactor = unitFactor
    self.isWhole = isWhole
  }

  /// The value at a share of the way from the first to the last number.
  ///
  /// - Parameter share: From 0 to 1.
  /// - Returns: The value.
  public func value(at share: Double) -> SweepValue {
    let number =
      switch scale {
      case .linear: from + (to - from) * share
      case .log: from * SweepRange.power(to / from, share)
      }
    return value(number)
  }

  /// The values of the range; whole numbers that coincide after rounding are there once.
  ///
  /// - Complexity: O(n) for n values.
  public var list: [SweepValue] {
    guard count > 1 else { return [value(from)] }
    var values: [SweepValue] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      // The ends are exact whatever the arithmetic between them does.
      let next = index == count - 1 ? value(to) : value(at: Double(index) / Double(count - 1))
      if values.last != next { values.append(next) }
    }
    return values
  }

  private func value(_ number: Double) -> SweepValue {
    // Twelve digits: 0.1 steps read as 0.3, not as 0.30000000000000004.
    let rounded = isWhole ? number.rounded() : SweepRange.shortened(number)
    let column = NumberText.written(rounded)
    let text = unit.isEmpty ? column : "\(column) \(unit)"
    return SweepValue(
      text: text, number: rounded * unitFactor, column: column,
      node: SourceNode(.scalar(text, isPlain: true), at: SourcePlace(file: "sweep")))
  }
}

/// One value of an axis.
public struct SweepValue: Hashable, Sendable {
  /// What is set, as `--set` takes it.
  public var text: String
  /// The number in base units, where the value is one.
  public var number: Double?
  /// What stands in the column of the axis.
  public var column: String
  /// The value as the reader of scenarios has it; nil when only its text is known.
  private let node: SourceNode?

  /// Whether it is a number with a unit that it cannot do without: per cent it can.
  public var hasUnit: Bool { number != nil && Double(text) == nil && !text.hasSuffix("%") }

  /// The unit that it is written in; nil for anything but a number with a unit.
  package var unit: String? {
    guard number != nil, let written = try? WrittenQuantity.number(atStartOf: text) else { return nil }
    let unit = written.1.drop { $0 == " " }
    return unit.isEmpty ? nil : String(unit)
  }

  /// Makes a value.
  public init(text: String, number: Double?, column: String) {
    self.init(text: text, number: number, column: column, node: nil)
  }

  init(text: String, number: Double?, column: String, node: SourceNode?) {
    self.text = text
    self.number = number
    self.column = column
    self.node = node
  }

  /// The value at a place of the scenario, as `--set PATH=VALUE` would set it.
  ///
  /// - Throws: `Failure` when the value was made of a text that is not YAML.
  package func override(at path: String) throws(Failure) -> ScenarioOverride {
    if let node { return ScenarioOverride(path: path, value: node, text: text) }
    return try ScenarioOverride("\(path)=\(text)")
  }

  /// Whether two values set the same, wherever they stand.
  public static func == (left: SweepValue, right: SweepValue) -> Bool {
    (left.text, left.number, left.column) == (right.text, right.number, right.column)
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(number)
    hasher.combine(column)
  }
}
