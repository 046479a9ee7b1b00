// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
internal import Foundation

/// A free parameter with the range that is documented for it.
public struct ParameterAxis: Hashable, Sendable {
  /// The number that moves.
  public let quantity: ModelQuantity
  /// Where it may move, in the unit of the mechanism.
  public let range: ClosedRange<Double>

  /// Makes an axis.
  ///
  /// - Precondition: The range has an extent and finite ends.
  public init(_ quantity: ModelQuantity, range: ClosedRange<Double>) {
    precondition(
      range.lowerBound < range.upperBound && range.lowerBound.isFinite && range.upperBound.isFinite,
      "\(quantity.rawValue) has no range")
    self.quantity = quantity
    self.range = range
  }

  /// The number at a position on the axis, from 0 (the lower end of its range) to 1 (the upper end).
  ///
  /// Where the range excludes 0, equal steps are equal factors.
  public func value(at position: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let value = isLogarithmic ? low * pow(high / low, position) : low + (high - low) * position
    return min(max(quantity.isWhole ? value.rounded() : value, low), high)
  }

  /// Two positions around one, between which a derivative is taken; for whole numbers they lie on whole numbers.
  ///
  /// - Parameters:
  ///   - position: From 0 to 1.
  ///   - step: How far to go to either side, as a share of the axis.
  /// - Returns: The positions; they are equal nowhere, since a range has an extent.
  package func neighbours(of position: Double, step: Double) -> (low: Double, high: Double) {
    guard quantity.isWhole else { return (max(0, position - step), min(1, position + step)) }
    let value = value(at: position)
    return (self.position(of: value - 1), self.position(of: value + 1))
  }

  /// The position of a number on the axis; a number outside the range is at its nearer end.
  public func position(of value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let position =
      isLogarithmic ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
    return min(max(position, 0), 1)
  }

  /// Whether parameters can be moved from one end of the axis to the other.
  func moves(_ parameters: ModelParameters) -> Bool {
    [range.lowerBound, range.upperBound].allSatisfy { quantity.setting($0, in: parameters) != nil }
  }

  /// Whether equal steps along the axis are equal factors.
  package var isLogarithmic: Bool { range.lowerBound > 0 }
}

extension ModelParameters {
  /// The parameters with every axis moved to its position.
  ///
  /// - Precondition: There is a position, from 0 to 1, for every axis.
  package func moved(along axes: [ParameterAxis], to positions: [Double]) -> ModelParameters {
    precondition(axes.count == positions.count, "\(positions.count) positions on \(axes.count) axes")
    var parameters = self
    for (axis, position) in zip(axes, positions) { axis.quantity.set(axis.value(at: position), in: &parameters) }
    return parameters
  }
}
