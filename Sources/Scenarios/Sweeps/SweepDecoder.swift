// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
public import Diagnostics
internal import Quantities
internal import Foundation

extension ScenarioDocument {
  /// Whether the file says anything below `sweep:`.
  public var hasSweep: Bool { root["sweep"].map { !$0.isNull } ?? false }

  /// What the file says below `sweep:`; nil when it says nothing.
  ///
  /// - Throws: `ScenarioError` with everything that is wrong with it, an axis over a path that does not exist included.
  public func sweep() throws(ScenarioError) -> SweepSpecification? {
    guard let node = root["sweep"], !node.isNull else { return nil }
    var decoder = SweepDecoder()
    let specification = decoder.decode(node)
    for axis in specification.axes where decoder.problems.isEmpty {
      guard let value = axis.list.first, let place = decoder.pathPlaces[axis.name] else { continue }
      do throws(ScenarioError) {
        _ = try scenario(overrides: ["\(axis.path)=\(value.text)"])
      } catch {
        // Only what the path itself is wrong about: values may be wrong alone and right together.
        let unknown = error.diagnostics.first {
          $0.place.file.hasPrefix("--set") && [.unknownKey, .override, .misplacedKey].contains($0.code)
        }
        if let unknown {
          decoder.problems.add(.sweep, at: place, "the axis \(axis.name) leads nowhere: \(unknown.message)")
        }
      }
    }
    try decoder.problems.throwIfAny()
    return specification
  }
}

/// Reads the `sweep:` section.
struct SweepDecoder {
  var problems = DiagnosticList()
  /// Where the path of each axis stands.
  private(set) var pathPlaces: [String: SourcePlace] = [:]

  private static let keys = ["axes", "zip", "constraint", "design"]
  private static let axisKeys = ["path", "values", "from", "to", "step", "points", "scale"]
  /// The most values of one axis.
  private static let mostValues = 1_000_000

  mutating func decode(_ node: SourceNode) -> SweepSpecification {
    var specification = SweepSpecification(axes: [])
    check(node, keys: Self.keys, "sweep")
    guard let axes = node["axes"], case .map(let entries) = axes.content, !entries.isEmpty else {
      fail(node["axes"] ?? node, "a sweep needs axes: a map from names to { path, values }")
      return specification
    }
    let hasDesign = node["design"].map { !$0.isNull } ?? false
    for entry in entries {
      if !entry.key.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) })
        || entry.key.first?.isNumber ?? true
      {
        problems.add(
          .badName, at: entry.keyPlace,
          "\(PrintableText.quoted(entry.key)) cannot name an axis: letters, digits and _ can")
      }
      if let axis = axis(entry, isInDesign: hasDesign) { specification.axes.append(axis) }
    }
    specification.zips = zips(node["zip"])
    if let constraint = node["constraint"] {
      if let text = constraint.text {
        specification.constraint = SweepSpecification.Constraint(
          expression: text, place: constraint.place.description)
      } else {
        fail(constraint, "a constraint is an expression in quotes, such as \"replicas <= ceil(nodes / 100)\"")
      }
    }
    specification.design = node["design"].flatMap { design($0) }
    return specification
  }

  private mutating func fail(_ node: SourceNode, _ message: String) {
    problems.add(.sweep, at: node.place, message)
  }

  private mutating func check(_ node: SourceNode, keys: [String], _ noun: String) {
    guard case .map(let entries) = node.content else {
      fail(node, "\(node.kindName) stands where the map \(noun) was expected")
      return
    }
    for entry in entries where !keys.contains(entry.key) {
      problems.add(
        .unknownKey, at: entry.keyPlace,
        "the key \(PrintableText.quoted(entry.key)) is not known here; expected one of \(keys.joined(separator: ", "))"
          + Suggestion.ending(for: entry.key, among: keys))
    }
  }

  private mutating func axis(_ entry: SourceNode.Entry, isInDesign: Bool) -> SweepAxis? {
    let node = entry.value
    check(node, keys: Self.axisKeys, "axis")
    guard let path = node["path"], let text = path.text, !text.isEmpty else {
      fail(node, "the axis \(entry.key) needs a path, such as pool.targetDedicatedNodes")
      return nil
    }
    pathPlaces[entry.key] = path.place
    if let values = node["values"] {
      guard case .list(let list) = values.content, !list.isEmpty else {
        fail(values, "the values of an axis are a list, such as [1, 2, 4]")
        return nil
      }
      let read = list.map { Self.value($0) }
      for (index, value) in read.enumerated() where read[..<index].contains(where: { $0.column == value.column }) {
        fail(list[index], "the value \(value.column) is there twice")
      }
      return SweepAxis(name: entry.key, path: text, values: .list(read), places: list.map(\.place))
    }
    let place = node["from"]?.place ?? node.place
    return range(node, entry.key, isInDesign: isInDesign).map {
      SweepAxis(name: entry.key, path: text, values: .range($0), places: [place])
    }
  }

  private static func value(_ node: SourceNode) -> SweepValue {
    let text = node.flowText
    var number: Double?
    if let written = node.text, let read = quantity(written) { number = read.number * read.factor }
    return SweepValue(text: text, number: number, column: node.text ?? text)
  }

  /// A number with a unit of any dimension, or without one.
  private static func quantity(_ text: String) -> (number: Double, unit: String, factor: Double)? {
    guard let read = try? WrittenQuantity.number(atStartOf: text) else { return nil }
    let (number, rest) = read
    let unit = String(rest.drop { $0 == " " })
    if unit.isEmpty { return (number, "", 1) }
    for dimension in [Dimension.duration, .data, .bandwidth, .rate, .share] {
      if let match = dimension.units.first(where: { $0.name == unit }) { return (number, unit, match.factor) }
    }
    return nil
  }

  /// A number of a range as it was written.
  private struct Written {
    let node: SourceNode
    let number: Double
    let unit: String
    let factor: Double

    init?(_ node: SourceNode?) {
      guard let node, let text = node.text, let quantity = SweepDecoder.quantity(text) else { return nil }
      (self.node, number, unit, factor) = (node, quantity.number, quantity.unit, quantity.factor)
    }
  }

  private mutating func range(_ node: SourceNode, _ name: String, isInDesign: Bool) -> SweepRange? {
    guard let from = Written(node["from"]), let to = Written(node["to"]) else {
      fail(
        node,
        isInDesign
          ? "the axis \(name) needs values, or from and to, which are enough beside a design"
          : "the axis \(name) needs values, or from and to with step or points")
      return nil
    }
    guard from.unit == to.unit else {
      fail(to.node, "from and to of an axis have the same unit; from has \(from.unit.isEmpty ? "none" : from.unit)")
      return nil
    }
    let scaleNode = node["scale"]
    guard let scale = SweepRange.Scale(rawValue: scaleNode?.text ?? "linear") else {
      fail(scaleNode ?? node, "scale is linear or log, not \(scaleNode?.kindName ?? "")")
      return nil
    }
    if scale == .log, from.number <= 0 || to.number <= 0 {
      fail(from.node, "a logarithmic axis lies above 0")
      return nil
    }
    var range = SweepRange(
      from: from.number, to: to.number, count: from.number == to.number ? 1 : 2, scale: scale, unit: from.unit,
      unitFactor: from.factor,
      isWhole: from.unit.isEmpty && from.number == from.number.rounded() && to.number == to.number.rounded())
    switch (node["step"], node["points"]) {
    case (nil, nil) where isInDesign: return range
    case (.some(let step), nil) where scale == .linear:
      guard setStep(step, of: &range, name) else { return nil }
    case (nil, .some(let points)):
      guard let text = points.text, let number = Int(text), (1...Self.mostValues).contains(number) else {
        fail(points, "points is a whole number from 1 to \(Self.mostValues)")
        return nil
      }
      range.count = number
    default:
      let hasBoth = node["step"] != nil && node["points"] != nil
      fail(
        node,
        scale == .log
          ? "the axis \(name) needs points beside from and to, such as points: 5; a logarithmic scale has no step"
          : "the axis \(name) needs either step, such as \(Self.step(within: range)), or points, such as points: 5, "
            + "beside from and to\(hasBoth ? ", not both" : "")")
      return nil
    }
    // A design has its points between the ends, wherever steps would lead.
    if isInDesign { range.to = to.number }
    return range
  }

  /// Lays the values of a range a step apart; false when the step is of no use.
  private mutating func setStep(_ node: SourceNode, of range: inout SweepRange, _ name: String) -> Bool {
    let example = Self.step(within: range)
    guard range.to >= range.from else {
      let ends = [range.from, range.to].map { NumberText.written($0) + (range.unit.isEmpty ? "" : " \(range.unit)") }
      fail(node, "steps lead upwards, and from (\(ends[0])) is above to (\(ends[1])): swap them, as in \(example)")
      return false
    }
    guard let step = Written(node), step.unit == range.unit, step.number > 0 else {
      let unit = range.unit.isEmpty ? "without a unit, as from and to are" : "in \(range.unit), as from and to are"
      fail(node, "the step of the axis \(name) is a number above 0 \(unit), such as \(example); not \(node.kindName)")
      return false
    }
    let steps = ((range.to - range.from) / step.number + 1e-9).rounded(.down)
    guard steps < Double(Self.mostValues) else {
      fail(node, "the axis \(name) has more than \(Self.mostValues) values")
      return false
    }
    range.count = Int(steps) + 1
    range.to = range.from + steps * step.number
    range.isWhole = range.isWhole && step.number == step.number.rounded()
    return true
  }

  /// A step that can be written for a range: 1, 2 or 5 and zeros, at most half the way; whole where the ends are.
  private static func step(within range: SweepRange) -> String {
    let half = (range.to - range.from).magnitude / 2
    var step = 1.0
    if half > 0, half.isFinite {
      let power = SweepRange.power(10, SweepRange.exponent(half))
      step = SweepRange.shortened(([5.0, 2.0].first { $0 * power <= half } ?? 1) * power)
    }
    if range.isWhole { step = max(1, step) }
    return "step: \(NumberText.written(step))" + (range.unit.isEmpty ? "" : " \(range.unit)")
  }

  private mutating func zips(_ node: SourceNode?) -> [[String]] {
    guard let node else { return [] }
    guard case .list(let groups) = node.content else {
      fail(node, "zip is a list of lists of axes, such as [[nodes, timeout]]")
      return []
    }
    return groups.compactMap { group in
      guard case .list(let names) = group.content, names.count > 1 else {
        fail(group, "what is zipped is a list of two axes or more")
        return nil
      }
      return names.compactMap(\.text)
    }
  }

  private mutating func design(_ node: SourceNode) -> SweepSpecification.Design? {
    check(node, keys: ["kind", "points"], "design")
    let kinds = SweepSpecification.Placement.allCases.map(\.rawValue)
    guard let text = node["kind"]?.text, let placement = SweepSpecification.Placement(rawValue: text) else {
      fail(node["kind"] ?? node, "the kind of a design is one of \(kinds.joined(separator: ", "))")
      return nil
    }
    guard let points = node["points"]?.text.flatMap({ Int($0) }), points >= 1 else {
      fail(node["points"] ?? node, "a design needs points: how many cells it has")
      return nil
    }
    return SweepSpecification.Design(placement: placement, points: points)
  }
}

extension SourceNode {
  /// The node on one line, as YAML.
  var flowText: String {
    switch content {
    case .scalar(let text, let isPlain): isPlain ? text : JSONText.quoted(text)
    case .map(let entries):
      "{ \(entries.map { "\(NormalText.quoted($0.key)): \($0.value.flowText)" }.joined(separator: ", ")) }"
    case .list(let list): "[\(list.map(\.flowText).joined(separator: ", "))]"
    case .null: "null"
    }
  }
}
