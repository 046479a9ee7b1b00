// SPDX-License-Identifier: GPL-3.0-or-later

extension Distribution {
  /// What a parameter does to a distribution.
  package enum ParameterKind: Hashable, Sendable {
    /// It carries the unit of the quantity and scales with it: a mean, a median, a bound.
    case scale
    /// It is a pure number and stays when the unit changes: a shape, a coefficient of variation.
    case shape
    /// It is a whole number of at least 1: so many stages, say.
    case count
  }

  /// A parameter of a family, as whoever writes a distribution sees it.
  package struct FormParameter: Hashable, Sendable {
    /// The name, as in a scenario file.
    package let name: String
    /// What it does to the distribution.
    package let kind: ParameterKind
    /// What it means, in a short sentence.
    package let meaning: String

    static func scale(_ name: String, _ meaning: String) -> FormParameter {
      FormParameter(name: name, kind: .scale, meaning: meaning)
    }

    static func shape(_ name: String, _ meaning: String) -> FormParameter {
      FormParameter(name: name, kind: .shape, meaning: meaning)
    }
  }

  /// One way to give a member of a family by its parameters.
  package struct Form: Sendable {
    /// The name of the family, as in a scenario file.
    package let family: String
    /// The parameters, in order.
    package let parameters: [FormParameter]
    private let body: @Sendable ([Double]) throws(DistributionError) -> Distribution

    init(
      _ family: String, _ parameters: [FormParameter],
      _ body: @escaping @Sendable ([Double]) throws(DistributionError) -> Distribution
    ) {
      self.family = family
      self.parameters = parameters
      self.body = body
    }

    /// Makes a member of the family.
    ///
    /// - Parameter values: One value for each of ``parameters``, in their order.
    /// - Returns: The distribution.
    /// - Throws: When a value is out of range.
    /// - Precondition: There are as many values as parameters.
    package func make(_ values: [Double]) throws(DistributionError) -> Distribution {
      precondition(
        values.count == parameters.count, "\(family) takes \(parameters.count) parameters, not \(values.count)")
      return try body(values)
    }

    /// Makes a member of the family from named parameters.
    ///
    /// - Parameter values: One value for each of ``parameters``, by name.
    /// - Returns: The distribution.
    /// - Throws: When a value is out of range.
    /// - Precondition: The names are those of the parameters.
    package func make(named values: [String: Double]) throws(DistributionError) -> Distribution {
      precondition(
        values.count == parameters.count, "\(family) takes \(parameters.count) parameters, not \(values.count)")
      return try make(
        parameters.map { parameter in
          guard let value = values[parameter.name] else { preconditionFailure("\(family) lacks \(parameter.name)") }
          return value
        })
    }
  }

  /// A family, as whoever writes a distribution sees it.
  package struct FamilyFormat: Sendable {
    /// The name, as in a scenario file.
    package let name: String
    /// The ways to give a member by parameters, the usual one first; none for a family that is given by a list of
    /// values, ``Distribution/empirical(_:)``.
    package let forms: [Form]
  }

  /// All families, in the order of the reference of the scenario format.
  package static let families: [FamilyFormat] = Family.types.map { FamilyFormat(name: $0.name, forms: $0.forms) }
}
