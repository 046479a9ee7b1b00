// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities
internal import Randomness

/// Distributions: a plain quantity, or one family with its parameters.
extension ScenarioChecker {
  /// Checks a distribution of a quantity.
  mutating func distribution(_ node: SourceNode, _ dimension: Dimension) -> Distribution? {
    switch node.content {
    case .scalar:
      guard let value = quantity(node, dimension, 0...dimension.limit) else { return nil }
      return make(at: node.place) { () throws(DistributionError) in try .constant(value) }
    case .map(let entries):
      guard let entry = entries.first else {
        problems.add(.distribution, at: node.place, "an empty map is not a distribution; \(Self.familyHint)")
        return nil
      }
      for other in entries.dropFirst() {
        problems.add(
          .distribution, at: other.keyPlace, "a distribution has one family; \(entry.key) is there already")
      }
      guard let family = DistributionFormat.family(entry.key, dimension) else {
        let near = Suggestion.ending(for: entry.key, among: DistributionFormat.names)
        problems.add(
          .distribution, at: entry.keyPlace,
          "\(PrintableText.quoted(entry.key)) is not a distribution\(near.isEmpty ? "; " + Self.familyHint : near)")
        return nil
      }
      guard entries.count == 1 else { return nil }
      switch family.body {
      case .value: return distribution(constant: entry.value, dimension)
      case .parameters(let forms): return distribution(family.name, forms, entry.value)
      case .measurements: return measurements(family.name, entry.value, dimension)
      }
    case .list, .null:
      _ = refuse(node, .distribution(dimension))
      return nil
    }
  }

  static var familyHint: String { "expected one of \(DistributionFormat.names.joined(separator: ", "))" }

  private mutating func distribution(constant node: SourceNode, _ dimension: Dimension) -> Distribution? {
    guard node.text != nil else {
      problems.add(.distribution, at: node.place, "constant takes \(dimension.noun) such as \(dimension.example)")
      return nil
    }
    return distribution(node, dimension)
  }

  private mutating func distribution(
    _ family: String, _ forms: [DistributionFormat.Form], _ node: SourceNode
  ) -> Distribution? {
    let parameterNames = forms.map { $0.format.keys.map(\.name) }
    let names = parameterNames.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
    guard case .map(let entries) = node.content else {
      problems.add(.distribution, at: node.place, "\(family) takes a map with \(names), not \(node.kindName)")
      return nil
    }
    guard expectParameters(of: family, Array(Set(parameterNames.joined())).sorted(), entries, names) else { return nil }
    let given = Set(entries.map(\.key))
    // The form that most of what is there belongs to, the first one when in doubt.
    guard let form = forms.first(where: { Set($0.format.keys.map(\.name)).isSuperset(of: given) }) else {
      problems.add(.distribution, at: node.place, "\(family) takes \(names), not a mixture")
      return nil
    }
    var values: [Double] = []
    for key in form.format.keys {
      guard let value = node[key.name] else {
        problems.add(.distribution, at: node.place, "\(family) lacks \(key.name); it takes \(names)")
        return nil
      }
      switch within(key.name, { $0.check(value, key.kind) })?.content {
      case .quantity(let number): values.append(number)
      case .integer(let number): values.append(Double(number))
      default: break
      }
    }
    guard values.count == form.format.keys.count else { return nil }
    return make(at: node.place) { () throws(DistributionError) in try form.form.make(values) }
  }

  /// Whether a family has all the parameters that are given.
  private mutating func expectParameters(
    of family: String, _ known: [String], _ entries: [SourceNode.Entry], _ names: String
  ) -> Bool {
    var areKnown = true
    for entry in entries where !known.contains(entry.key) {
      areKnown = false
      problems.add(
        .distribution, at: entry.keyPlace,
        "\(family) has no parameter \(PrintableText.quoted(entry.key)); it takes \(names)"
          + Suggestion.ending(for: entry.key, among: known))
    }
    return areKnown
  }

  private mutating func make(
    at place: SourcePlace, _ body: () throws(DistributionError) -> Distribution
  ) -> Distribution? {
    do throws(DistributionError) {
      return try body()
    } catch {
      problems.add(.outOfRange, at: place, "\(error)")
      return nil
    }
  }

  /// `{ values: [60 s, 70 s] }`, or `{ file: boots.csv, column: boot_s, unit: s }`.
  private mutating func measurements(_ family: String, _ node: SourceNode, _ dimension: Dimension) -> Distribution? {
    let keys = MeasurementKeys.keys
    guard case .map(let entries) = node.content else {
      problems.add(
        .distribution, at: node.place, "\(family) takes values, or file, column and unit, not \(node.kindName)")
      return nil
    }
    let hasUnit = !dimension.units.isEmpty
    let known = [keys.values, keys.file, keys.column] + (hasUnit ? [keys.unit] : [])
    _ = expectParameters(of: family, known, entries, known.joined(separator: ", "))
    if let list = node[keys.values] {
      for entry in entries where entry.key != keys.values && known.contains(entry.key) {
        problems.add(
          .distribution, at: entry.keyPlace, "\(family) takes values, or file, column and unit, not a mixture")
      }
      return values(list, dimension)
    }
    let unitNode = node[keys.unit]
    guard let file = node[keys.file], let path = file.text, let column = node[keys.column]?.text,
      !hasUnit || unitNode?.text != nil
    else {
      problems.add(
        .distribution, at: node.place,
        "\(family) takes values, or all of \(hasUnit ? "file, column and unit" : "file and column")")
      return nil
    }
    var factor = 1.0
    let unitName = hasUnit ? unitNode?.text ?? "" : ""
    if hasUnit {
      guard let unit = dimension.units.first(where: { $0.name == unitName }) else {
        addUnknownUnit(unitName, of: unitName, at: unitNode?.place ?? node.place, dimension)
        return nil
      }
      factor = unit.factor
    }
    do throws(MeasurementFile.Fault) {
      let numbers = try MeasurementFile.column(column, path: path, besides: file.place.file)
      for number in numbers where !(0...dimension.limit).contains(number * factor) {
        let shown = hasUnit ? "\(number) \(unitName)" : "\(number)"
        problems.add(.measurements, at: file.place, "\(path) holds \(shown), which cannot be \(dimension.noun)")
        return nil
      }
      return make(at: file.place) { () throws(DistributionError) in
        try .empirical(numbers.map { $0 * factor })
      }
    } catch {
      problems.add(.measurements, at: file.place, error.reason)
      return nil
    }
  }

  private mutating func values(_ list: SourceNode, _ dimension: Dimension) -> Distribution? {
    guard case .list(let elements) = list.content else {
      problems.add(.wrongKind, at: list.place, "values takes a list, not \(list.kindName)")
      return nil
    }
    let values = elements.compactMap { quantity($0, dimension, 0...dimension.limit) }
    guard values.count == elements.count else { return nil }
    return make(at: list.place) { () throws(DistributionError) in try .empirical(values) }
  }
}
