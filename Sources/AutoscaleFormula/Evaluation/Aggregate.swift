// SPDX-License-Identifier: GPL-3.0-or-later

/// Figures of a vector; nil where there is none.
///
/// - Complexity: O(n) each.
enum Aggregate {
  /// The sum, with the rounding errors added at the end (Neumaier 1974, doi:10.1002/zamm.19740540106).
  static func sum(_ elements: [Double]) -> Double {
    var sum = 0.0
    var error = 0.0
    for element in elements {
      let total = sum + element
      error += sum.magnitude >= element.magnitude ? (sum - total) + element : (element - total) + sum
      sum = total
    }
    return sum.isFinite ? sum + error : sum
  }

  static func mean(_ elements: [Double]) -> Double? {
    elements.isEmpty ? nil : sum(elements) / Double(elements.count)
  }

  /// The least element; NaN is skipped.
  static func least(_ elements: [Double]) -> Double? {
    elements.reduce(nil) { least, element in element.isNaN ? least : Swift.min(least ?? element, element) }
  }

  /// The greatest element; NaN is skipped.
  static func greatest(_ elements: [Double]) -> Double? {
    elements.reduce(nil) { greatest, element in element.isNaN ? greatest : Swift.max(greatest ?? element, element) }
  }

  static func range(_ elements: [Double]) -> Double? {
    guard let least = least(elements), let greatest = greatest(elements) else { return nil }
    return greatest - least
  }

  /// The standard deviation of a sample, with n - 1; nil for fewer than two elements.
  static func standardDeviation(_ elements: [Double]) -> Double? {
    guard elements.count > 1, let mean = mean(elements) else { return nil }
    let deviations = elements.map { $0 - mean }
    return norm(deviations) / Double(elements.count - 1).squareRoot()
  }

  /// The root of the sum of squares, scaled so that no square overflows.
  static func norm(_ elements: [Double]) -> Double {
    if elements.contains(where: \.isNaN) { return .nan }
    let scale = elements.reduce(0) { Swift.max($0, $1.magnitude) }
    guard scale > 0, scale.isFinite else { return scale }
    return scale * sum(elements.map { ($0 / scale) * ($0 / scale) }).squareRoot()
  }
}
