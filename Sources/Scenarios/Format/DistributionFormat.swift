// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities
internal import Randomness

/// How distributions are written: `{ lognormal: { median: 90 s, sigma: 0.3 } }`; a plain quantity is constant.
enum DistributionFormat {
  /// A parameter: with the unit of the quantity, or a pure number.
  struct Parameter: Sendable {
    let name: String
    let hasUnit: Bool
    let meaning: String
  }

  /// One way to give a family.
  struct Form: Sendable {
    let family: String
    let parameters: [Parameter]
    let make: @Sendable ([Double]) throws(DistributionError) -> Distribution
  }

  /// The families with parameters; lognormal can be given in two ways.
  static let forms: [Form] = [
    Form(
      family: "lognormal",
      parameters: [quantity("median", "The median."), number("sigma", "Standard deviation of the logarithm.")]
    ) { values throws(DistributionError) in try .lognormal(median: values[0], sigma: values[1]) },
    Form(
      family: "lognormal",
      parameters: [quantity("mean", "The mean."), number("coefficientOfVariation", "Standard deviation over mean.")]
    ) { values throws(DistributionError) in try .lognormal(mean: values[0], coefficientOfVariation: values[1]) },
    Form(family: "exponential", parameters: [quantity("mean", "The mean.")]) { values throws(DistributionError) in
      try .exponential(mean: values[0])
    },
    Form(family: "weibull", parameters: [number("shape", "The shape."), quantity("scale", "The scale.")]) {
      values throws(DistributionError) in try .weibull(shape: values[0], scale: values[1])
    },
    Form(
      family: "gamma", parameters: [number("shape", "The shape."), quantity("scale", "The scale: mean over shape.")]
    ) { values throws(DistributionError) in try .gamma(shape: values[0], scale: values[1]) },
    Form(
      family: "uniform", parameters: [quantity("low", "The lower bound."), quantity("high", "The upper bound.")]
    ) { values throws(DistributionError) in try .uniform(low: values[0], high: values[1]) },
    Form(
      family: "triangular",
      parameters: [
        quantity("low", "The lower bound."), quantity("mode", "The most likely value."),
        quantity("high", "The upper bound."),
      ]
    ) { values throws(DistributionError) in try .triangular(low: values[0], mode: values[1], high: values[2]) },
    Form(
      family: "normal",
      parameters: [quantity("mean", "The mean."), quantity("standardDeviation", "The standard deviation.")]
    ) { values throws(DistributionError) in try .normal(mean: values[0], standardDeviation: values[1]) },
  ]

  /// The names of all families, in the order of the reference.
  static let families = [
    "constant", "lognormal", "exponential", "weibull", "gamma", "uniform", "triangular", "normal", "empirical",
  ]

  private static func quantity(_ name: String, _ meaning: String) -> Parameter {
    Parameter(name: name, hasUnit: true, meaning: meaning)
  }

  private static func number(_ name: String, _ meaning: String) -> Parameter {
    Parameter(name: name, hasUnit: false, meaning: meaning)
  }
}

extension ScenarioChecker {
  /// Checks a distribution of a quantity.
  mutating func distribution(_ node: SourceNode, _ dimension: Dimension) -> Distribution? {
    switch node.content {
    case .scalar:
      guard let value = quantity(node, dimension, 0...dimension.limit) else { return nil }
      return make(at: node.place) { () throws(DistributionError) in try .constant(value) }
    case .map(let entries):
      guard let entry = entries.first else {
        problems.add(.distribution, at: node.place, "an empty map is no distribution; \(Self.familyHint)")
        return nil
      }
      for other in entries.dropFirst() {
        problems.add(
          .distribution, at: other.keyPlace, "a distribution has one family; \(entry.key) is there already")
      }
      guard DistributionFormat.families.contains(entry.key) else {
        problems.add(
          .distribution, at: entry.keyPlace,
          "\(PrintableText.quoted(entry.key)) is no distribution; \(Self.familyHint)"
            + Suggestion.ending(for: entry.key, among: DistributionFormat.families))
        return nil
      }
      guard entries.count == 1 else { return nil }
      switch entry.key {
      case "constant": return distribution(constant: entry.value, dimension)
      case "empirical": return empirical(entry.value, dimension)
      default: return distribution(entry.key, entry.value, dimension)
      }
    case .list, .null:
      problems.add(
        .wrongKind, at: node.place, "\(node.kindName) is no \(ValueKind.distribution(dimension).noun)")
      return nil
    }
  }

  static var familyHint: String { "expected one of \(DistributionFormat.families.joined(separator: ", "))" }

  private mutating func distribution(constant node: SourceNode, _ dimension: Dimension) -> Distribution? {
    guard node.text != nil else {
      problems.add(.distribution, at: node.place, "constant takes \(dimension.noun) such as \(dimension.example)")
      return nil
    }
    return distribution(node, dimension)
  }

  private mutating func distribution(
    _ family: String, _ node: SourceNode, _ dimension: Dimension
  ) -> Distribution? {
    let forms = DistributionFormat.forms.filter { $0.family == family }
    let names = forms.map { $0.parameters.map(\.name).joined(separator: " and ") }.joined(separator: ", or ")
    guard case .map(let entries) = node.content else {
      problems.add(.distribution, at: node.place, "\(family) takes a map with \(names), not \(node.kindName)")
      return nil
    }
    let known = Set(forms.flatMap(\.parameters).map(\.name))
    var isKnown = true
    for entry in entries where !known.contains(entry.key) {
      isKnown = false
      problems.add(
        .distribution, at: entry.keyPlace,
        "\(family) has no parameter \(PrintableText.quoted(entry.key)); it takes \(names)"
          + Suggestion.ending(for: entry.key, among: known.sorted()))
    }
    let given = Set(entries.map(\.key))
    // The form that most of what is there belongs to, the first one when in doubt.
    let form = forms.first { Set($0.parameters.map(\.name)).isSuperset(of: given) } ?? forms.first
    guard let form, isKnown else { return nil }
    if !Set(form.parameters.map(\.name)).isSuperset(of: given) {
      problems.add(.distribution, at: node.place, "\(family) takes \(names), not a mixture")
      return nil
    }
    var values: [Double] = []
    for parameter in form.parameters {
      guard let value = node[parameter.name] else {
        problems.add(.distribution, at: node.place, "\(family) lacks \(parameter.name); it takes \(names)")
        return nil
      }
      let number =
        parameter.hasUnit ? quantity(value, dimension, 0...dimension.limit) : self.number(value)
      if let number { values.append(number) }
    }
    guard values.count == form.parameters.count else { return nil }
    return make(at: node.place) { () throws(DistributionError) in try form.make(values) }
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
  private mutating func empirical(_ node: SourceNode, _ dimension: Dimension) -> Distribution? {
    guard case .map(let entries) = node.content else {
      problems.add(
        .distribution, at: node.place, "empirical takes values, or file, column and unit, not \(node.kindName)")
      return nil
    }
    let known = ["values", "file", "column", "unit"]
    for entry in entries where !known.contains(entry.key) {
      problems.add(
        .distribution, at: entry.keyPlace,
        "empirical has no parameter \(PrintableText.quoted(entry.key)); it takes \(known.joined(separator: ", "))"
          + Suggestion.ending(for: entry.key, among: known))
    }
    if let list = node["values"] {
      guard case .list(let elements) = list.content else {
        problems.add(.wrongKind, at: list.place, "values takes a list, not \(list.kindName)")
        return nil
      }
      let values = elements.compactMap { quantity($0, dimension, 0...dimension.limit) }
      guard values.count == elements.count else { return nil }
      return make(at: list.place) { () throws(DistributionError) in try .empirical(values) }
    }
    guard let file = node["file"], let path = file.text, let column = node["column"]?.text,
      let unitNode = node["unit"], let unitName = unitNode.text
    else {
      problems.add(
        .distribution, at: node.place, "empirical takes values, or all of file, column and unit")
      return nil
    }
    guard let unit = dimension.units.first(where: { $0.name == unitName }) else {
      problems.add(
        .wrongUnit, at: unitNode.place,
        "\(PrintableText.quoted(unitName)) is no unit of \(dimension.noun); expected one of \(Self.names(dimension.units))"
      )
      return nil
    }
    do throws(MeasurementFile.Fault) {
      let numbers = try MeasurementFile.column(column, path: path, besides: file.place.file)
      for number in numbers where !(0...dimension.limit).contains(number * unit.factor) {
        problems.add(
          .measurements, at: file.place, "\(path) holds \(number) \(unitName), which is no \(dimension.noun)")
        return nil
      }
      return make(at: file.place) { () throws(DistributionError) in
        try .empirical(numbers.map { $0 * unit.factor })
      }
    } catch {
      problems.add(.measurements, at: file.place, error.reason)
      return nil
    }
  }

  static func names(_ units: [Dimension.Unit]) -> String {
    units.map(\.name).joined(separator: ", ")
  }
}
