// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
public import Diagnostics

extension ScenarioDocument {
  /// Whether the file says anything below `sweep:`.
  public var hasSweep: Bool { root[ScenarioFormat.sweep].map { !$0.isNull } ?? false }

  /// What the file says below `sweep:`; nil when it says nothing.
  ///
  /// - Throws: `Failure` with everything that is wrong with it, an axis over a path that does not exist included.
  public func sweep() throws(Failure) -> SweepSpecification? {
    guard let node = root[ScenarioFormat.sweep], !node.isNull else { return nil }
    var checker = ScenarioChecker()
    let checked = checker.within(ScenarioFormat.sweep) { $0.map(node, SweepKeys.format) }
    try checker.problems.throwIfAny()
    var reader = SweepReader()
    guard let checked, let specification = reader.specification(Section(checked)) else {
      try reader.problems.throwIfAny()
      return nil
    }
    try reader.problems.throwIfAny()
    for axis in specification.axes {
      guard let value = axis.list.first, let place = reader.pathPlaces[axis.name] else { continue }
      do throws(Failure) {
        _ = try scenario(setting: [value.override(at: axis.path)])
      } catch {
        // Only what the path itself is wrong about: values may be wrong alone and right together.
        let unknown = error.diagnostics.first {
          $0.place.file.hasPrefix("--set") && [.unknownKey, .override, .misplacedKey].contains($0.code)
        }
        if let unknown { reader.problems.add(.sweep, at: place, "axis \(axis.name): \(unknown.message)") }
      }
    }
    try reader.problems.throwIfAny()
    return specification
  }
}

/// Makes a sweep of what the table has checked: what single values cannot show is checked here.
struct SweepReader {
  var problems = DiagnosticList()
  /// Where the path of each axis stands.
  private(set) var pathPlaces: [String: SourcePlace] = [:]

  mutating func specification(_ sweep: Section<SweepKeys>) -> SweepSpecification? {
    guard let axes = sweep.axes else {
      fail(sweep.place, "a sweep needs axes: a map from names to { path, values }")
      return nil
    }
    let design = sweep.design
    var specification = SweepSpecification(axes: [], zips: sweep.zip ?? [], place: sweep.place)
    for axis in axes {
      pathPlaces[axis.name] = axis.value.place(of: \.path)
      if let read = self.axis(axis.name, axis.value, isInDesign: design != nil) { specification.axes.append(read) }
    }
    specification.constraint = sweep.constraint.map {
      SweepSpecification.Constraint(expression: $0, place: sweep.place(of: \.constraint))
    }
    specification.design = design.map { SweepSpecification.Design(placement: $0.kind, points: $0.points) }
    return specification
  }

  private mutating func fail(_ place: SourcePlace, _ message: String) {
    problems.add(.sweep, at: place, message)
  }

  private mutating func axis(_ name: String, _ axis: Section<AxisKeys>, isInDesign: Bool) -> SweepAxis? {
    let path = axis.path
    guard !path.isEmpty else {
      fail(axis.place(of: \.path), "the axis \(name) needs a path, such as pool.targetDedicatedNodes")
      return nil
    }
    guard let values = axis.values else {
      return range(name, axis, isInDesign: isInDesign).map {
        SweepAxis(name: name, path: path, values: .range($0), places: [axis.place(of: \.from)])
      }
    }
    for entry in axis.checked.entries where entry.isWritten {
      guard ![AxisKeys.keys.path.name, AxisKeys.keys.values.name].contains(entry.key) else { continue }
      problems.add(
        .exclusive, at: entry.value.place, "\(entry.key) has no meaning beside values: the axis \(name) is a list")
    }
    let read = values.map(SweepValue.init)
    for (index, value) in read.enumerated() where read[..<index].contains(where: { $0.column == value.column }) {
      fail(values[index].place, "the value \(value.column) is there twice")
    }
    return SweepAxis(name: name, path: path, values: .list(read), places: values.map(\.place))
  }

  private mutating func range(_ name: String, _ axis: Section<AxisKeys>, isInDesign: Bool) -> SweepRange? {
    guard let from = axis.from, let to = axis.to else {
      fail(
        axis.place,
        isInDesign
          ? "the axis \(name) needs values, or from and to, which are enough beside a design"
          : "the axis \(name) needs values, or from and to with step or points")
      return nil
    }
    guard from.unit == to.unit else {
      fail(
        axis.place(of: \.to),
        "from and to of an axis have the same unit; from has \(from.unit.isEmpty ? "none" : from.unit)")
      return nil
    }
    let scale = axis.scale
    if scale == .log, from.number <= 0 || to.number <= 0 {
      fail(axis.place(of: \.from), "a logarithmic axis lies above 0")
      return nil
    }
    var range = SweepRange(
      from: from.number, to: to.number, count: from.number == to.number ? 1 : 2, scale: scale, unit: from.unit,
      unitFactor: from.factor,
      isWhole: from.unit.isEmpty && from.number == from.number.rounded() && to.number == to.number.rounded())
    switch (axis.step, axis.points) {
    case (nil, nil) where isInDesign: return range
    case (.some(let step), nil) where scale == .linear:
      guard setStep(step, at: axis.place(of: \.step), of: &range, name) else { return nil }
    case (nil, .some(let points)): range.count = points
    default:
      let hasBoth = axis.step != nil && axis.points != nil
      fail(
        axis.place,
        scale == .log
          ? "the axis \(name) needs points beside from and to, such as points: 5; a logarithmic scale has no step"
          : "the axis \(name) needs either step, such as \(range.exampleStep), or points, such as points: 5, "
            + "beside from and to\(hasBoth ? ", not both" : "")")
      return nil
    }
    // A design has its points between the ends, wherever steps would end.
    if isInDesign { range.to = to.number }
    return range
  }

  /// Lays the values of a range a step apart; false when the step is of no use.
  private mutating func setStep(
    _ step: Measure, at place: SourcePlace, of range: inout SweepRange, _ name: String
  ) -> Bool {
    guard range.to >= range.from else {
      let ends = [range.from, range.to].map { NumberText.written($0) + (range.unit.isEmpty ? "" : " \(range.unit)") }
      fail(place, "'from' (\(ends[0])) is larger than 'to' (\(ends[1])); swap them, as in \(range.exampleStep)")
      return false
    }
    guard step.unit == range.unit, step.number > 0 else {
      let unit = range.unit.isEmpty ? "without a unit, as from and to are" : "in \(range.unit), as from and to are"
      fail(place, "the step of the axis \(name) is a number above 0 \(unit), such as \(range.exampleStep)")
      return false
    }
    let steps = ((range.to - range.from) / step.number + 1e-9).rounded(.down)
    guard steps < Double(AxisKeys.mostValues) else {
      fail(place, "the axis \(name) has more than \(AxisKeys.mostValues) values")
      return false
    }
    range.count = Int(steps) + 1
    range.to = range.from + steps * step.number
    range.isWhole = range.isWhole && step.number == step.number.rounded()
    return true
  }
}

extension SweepValue {
  /// A value as the file has it.
  fileprivate init(_ node: SourceNode) {
    let number = node.text.flatMap(Measure.init).map { $0.number * $0.factor }
    let text = node.flowText
    self.init(text: text, number: number, column: node.text ?? text, node: node)
  }
}
