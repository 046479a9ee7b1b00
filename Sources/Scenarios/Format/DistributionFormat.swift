// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Randomness

/// How distributions are written: `{ lognormal: { median: 90 s, sigma: 0.3 } }`; a plain quantity is constant.
///
/// The families, their forms and their parameters are those of ``Distribution/families``: a new one needs nothing here.
enum DistributionFormat {
  /// A family as a scenario writes it.
  struct Family: Sendable {
    let name: String
    let body: Body
  }

  /// What stands under the name of a family.
  enum Body: Sendable {
    /// A plain quantity: the family has one parameter, its value.
    case value(ValueKind)
    /// Parameters, in one of several ways.
    case parameters([Form])
    /// Measured values, or the file that has them.
    case measurements([MapFormat])
  }

  /// One way to give a family by its parameters.
  struct Form: Sendable {
    let format: MapFormat
    let form: Distribution.Form
  }

  /// The names of all families, in the order of the reference.
  static let names = Distribution.families.map(\.name)

  /// The families for a quantity of some dimension.
  static func families(_ dimension: Dimension) -> [Family] {
    let quantity = ValueKind.quantity(dimension, 0...dimension.limit)
    return Distribution.families.map { family in
      if family.forms.isEmpty { return Family(name: family.name, body: .measurements(measurements(dimension))) }
      if family.forms.count == 1, family.forms[0].parameters.map(\.name) == ["value"] {
        return Family(name: family.name, body: .value(quantity))
      }
      return Family(name: family.name, body: .parameters(family.forms.map { form($0, quantity) }))
    }
  }

  static func family(_ name: String, _ dimension: Dimension) -> Family? {
    families(dimension).first { $0.name == name }
  }

  private static func form(_ form: Distribution.Form, _ quantity: ValueKind) -> Form {
    let keys = form.parameters.map { parameter in
      let kind: ValueKind =
        switch parameter.kind {
        case .scale: quantity
        case .shape: .number
        case .count: .integer(1...1_000_000)
        }
      return KeyFormat(parameter.name, kind, .required, parameter.meaning)
    }
    return Form(format: MapFormat(keys), form: form)
  }

  private static func measurements(_ dimension: Dimension) -> [MapFormat] {
    let quantity = ValueKind.quantity(dimension, 0...dimension.limit)
    let keys = MeasurementKeys.keys
    let file = [
      KeyFormat(keys.file, .text, .required, "A CSV file with a header; relative to the folder of the scenario."),
      KeyFormat(keys.column, .text, .required, "The column of the values."),
    ]
    let unit = KeyFormat(
      keys.unit, .choice(dimension.units.map(\.name), inAnyCase: false), .required, "The unit of its numbers.")
    return [
      MapFormat([
        KeyFormat(keys.values, .list(quantity, atLeast: 0), .required, "Measured values, each as likely as the others.")
      ]),
      MapFormat(dimension.units.isEmpty ? file : file + [unit]),
    ]
  }
}

/// The names of the keys of measured values.
struct MeasurementKeys: Sendable {
  static let keys = MeasurementKeys()

  let values = "values"
  let file = "file"
  let column = "column"
  let unit = "unit"
}
