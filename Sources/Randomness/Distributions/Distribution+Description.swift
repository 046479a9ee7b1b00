// SPDX-License-Identifier: GPL-3.0-or-later

extension Distribution {
  /// A parameter under the name that scenario files use.
  public struct Parameter: Hashable, Sendable {
    /// The name, "median" for one.
    public let name: String
    /// The value, as it was given.
    public let value: Double
    /// What it does to the distribution.
    package let kind: ParameterKind
    /// Whether the value carries the unit of the quantity; otherwise it is a pure number.
    public var hasUnit: Bool { kind == .scale }
  }

  /// The name of the family, as in a scenario file.
  public var name: String { type(of: family.member).name }

  /// The parameters as they were given, in the order of the function that makes the distribution; none for an empirical
  /// distribution, which has ``values``.
  public var parameters: [Parameter] {
    let member = family.member
    let forms = type(of: member).forms
    guard !forms.isEmpty else { return [] }
    return zip(forms[member.formIndex].parameters, member.givenValues).map { parameter, value in
      Parameter(name: parameter.name, value: value, kind: parameter.kind)
    }
  }

  /// The values of an empirical distribution in ascending order; nil for any other.
  public var values: [Double]? {
    guard case .empirical(let empirical) = family else { return nil }
    return empirical.sorted
  }

  /// The shortest decimal text that reads back to the same number, without a trailing ".0".
  static func text(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Distribution: CustomStringConvertible {
  /// Name and parameters: `lognormal(median 90, sigma 0.3)`, `constant(5)`, `empirical(12 values)`.
  public var description: String { family.member.description }
}
