// SPDX-License-Identifier: GPL-3.0-or-later

/// What tells one family of distributions from the others, all of it in one place.
///
/// A member has checked parameters: the function of ``Distribution`` that makes one stands in the file of its family.
protocol DistributionFamily: Hashable, Sendable {
  /// The name of the family, as in a scenario file.
  static var name: String { get }
  /// The ways to give a member by its parameters, the usual one first; none for a family that is given by values.
  static var forms: [Distribution.Form] { get }

  /// Which of ``forms`` the member was given by.
  var formIndex: Int { get }
  /// The parameters as they were given, in the order of that form.
  var givenValues: [Double] { get }
  /// Name and parameters, for messages.
  var description: String { get }

  /// The expected value, in the unit of the quantity.
  var mean: Double { get }
  /// The expected squared distance from the mean.
  var variance: Double { get }
  /// The smallest and the largest value.
  var support: ClosedRange<Double> { get }

  /// Draws a value, in the unit of the quantity.
  func draw(from generator: borrowing PhiloxGenerator) -> Double
  /// The probability of a value of at most `x`, which lies within the support and below its upper bound.
  func cumulativeProbability(_ x: Double) -> Double
  /// The value that is not exceeded with a probability between 0 and 1; the support is more than one value.
  func quantile(_ probability: Double) -> Double
  /// The distribution of the quantity times a factor, which is above 0 and finite.
  func scaled(by factor: Double) throws(DistributionError) -> Distribution
}

extension DistributionFamily {
  var formIndex: Int { 0 }

  var description: String {
    let parameters = zip(Self.forms[formIndex].parameters, givenValues).map { parameter, value in
      "\(parameter.name) \(Distribution.text(value))"
    }
    return "\(Self.name)(\(parameters.joined(separator: ", ")))"
  }

  func scaled(by factor: Double) throws(DistributionError) -> Distribution {
    let form = Self.forms[formIndex]
    var values = givenValues
    for (index, parameter) in form.parameters.enumerated() where parameter.kind == .scale { values[index] *= factor }
    return try form.make(values)
  }
}

/// The checks of one distribution's parameters.
struct ParameterCheck {
  private let distribution: String

  /// Checks for a family of this name.
  init(_ distribution: String) {
    self.distribution = distribution
  }

  func demand(
    _ parameter: String, _ given: Double, _ holds: Bool, _ expected: @autoclosure () -> String
  ) throws(DistributionError) {
    guard holds else {
      throw DistributionError(
        distribution: distribution, parameter: parameter, given: given, expected: expected())
    }
  }

  func within(_ parameter: String, _ given: Double, _ range: ClosedRange<Double>) throws(DistributionError) {
    try demand(
      parameter, given, range.contains(given),
      "a number from \(Distribution.text(range.lowerBound)) to \(Distribution.text(range.upperBound))")
  }

  func anywhere(_ parameter: String, _ given: Double) throws(DistributionError) {
    try within(parameter, given, -Distribution.magnitudeLimit...Distribution.magnitudeLimit)
  }

  func positive(_ parameter: String, _ given: Double) throws(DistributionError) {
    try demand(
      parameter, given, given > 0 && given <= Distribution.magnitudeLimit,
      "a number above 0 and at most \(Distribution.text(Distribution.magnitudeLimit))")
  }
}
