// SPDX-License-Identifier: GPL-3.0-or-later

/// Count, mean, variance and extremes of numbers that come one by one.
///
/// Welford's update (1962, doi:10.1080/00401706.1962.10490022): no cancellation however large the mean.
public struct Tally: Hashable, Sendable {
  /// How many numbers there were.
  public private(set) var count = 0
  /// Their mean, in their unit; 0 without numbers.
  public private(set) var mean = 0.0
  /// The smallest, in their unit; infinity without numbers.
  public private(set) var minimum = Double.infinity
  /// The largest, in their unit; minus infinity without numbers.
  public private(set) var maximum = -Double.infinity
  private var squares = 0.0

  /// Makes an empty tally.
  public init() {}

  /// Makes the tally of some numbers, in order.
  ///
  /// - Parameter numbers: The numbers, all in one unit.
  /// - Complexity: O(n).
  public init(_ numbers: some Sequence<Double>) {
    for number in numbers { add(number) }
  }

  /// Makes the tally of numbers of which only these figures are known.
  ///
  /// The extremes are not: ``minimum`` and ``maximum`` are both the mean.
  ///
  /// - Precondition: `count` is above 0 unless the mean is 0, and `standardDeviation`, the unbiased one, is not negative.
  public init(count: Int, mean: Double, standardDeviation: Double) {
    precondition(count > 0 || mean == 0, "a mean of no numbers")
    precondition(count >= 0 && standardDeviation >= 0, "\(count) numbers that deviate by \(standardDeviation)")
    self.count = count
    self.mean = mean
    squares = standardDeviation * standardDeviation * Double(max(0, count - 1))
    guard count > 0 else { return }
    minimum = mean
    maximum = mean
  }

  /// Counts a number in.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ number: Double) {
    count += 1
    let deviation = number - mean
    mean += deviation / Double(count)
    squares += deviation * (number - mean)
    minimum = min(minimum, number)
    maximum = max(maximum, number)
  }

  /// Counts in the numbers of another tally (Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm for
  /// computing sample variances", Stanford report STAN-CS-79-773).
  ///
  /// - Complexity: O(1).
  mutating func merge(_ other: Tally) {
    guard other.count > 0 else { return }
    let both = Double(count + other.count)
    let deviation = other.mean - mean
    squares += other.squares + deviation * deviation * Double(count) * Double(other.count) / both
    mean += deviation * Double(other.count) / both
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The sum of the squared deviations from the mean, in their unit squared.
  var sumOfSquares: Double { squares }

  /// The unbiased variance, in their unit squared; nil for fewer than two numbers.
  public var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

  /// The square root of the unbiased variance, in their unit; nil for fewer than two numbers.
  public var standardDeviation: Double? { variance?.squareRoot() }

  /// The standard error of the mean, in their unit; nil for fewer than two numbers.
  public var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }
}
