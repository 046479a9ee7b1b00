// SPDX-License-Identifier: GPL-3.0-or-later

extension Distribution {
  /// Always 0.
  package static let zero = Distribution(.constant(Constant(value: 0)))

  /// Always the same value.
  ///
  /// - Parameter value: The value; at most ``magnitudeLimit`` in magnitude.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when it is out of range.
  public static func constant(_ value: Double) throws(DistributionError) -> Distribution {
    try ParameterCheck(Constant.name).anywhere("value", value)
    return Distribution(.constant(Constant(value: value)))
  }

  /// A value without any spread.
  struct Constant: DistributionFamily {
    static let name = "constant"
    static let forms = [
      Form(name, [.scale("value", "The value.")]) { values throws(DistributionError) in try .constant(values[0]) }
    ]

    let value: Double

    var givenValues: [Double] { [value] }
    var description: String { "\(Self.name)(\(text(value)))" }

    var mean: Double { value }
    var variance: Double { 0 }
    var support: ClosedRange<Double> { value...value }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { value }
    func cumulativeProbability(_ x: Double) -> Double { 1 }
    func quantile(_ probability: Double) -> Double { value }
  }
}
