// SPDX-License-Identifier: GPL-3.0-or-later

public import Testing

/// Expects that two numbers agree within an absolute or a relative tolerance, whichever is wider.
///
/// - Parameters:
///   - actual: The number under test.
///   - expected: The reference.
///   - absolute: The widest absolute difference that passes, in the unit of the numbers.
///   - relative: The widest difference that passes as a share of `expected`.
///   - sourceLocation: Where a failure is reported.
public func expectClose(
  _ actual: Double, _ expected: Double, absolute: Double = 0, relative: Double = 0,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let tolerance = max(absolute, relative * expected.magnitude)
  #expect(
    (actual - expected).magnitude <= tolerance,
    "\(actual) differs from \(expected) by \((actual - expected).magnitude); allowed \(tolerance)",
    sourceLocation: sourceLocation)
}

/// Runs a check for every value of a collection and stops at the first value whose check records a failure by throwing,
/// naming the value, so that the run can be repeated for that value alone.
///
/// - Parameters:
///   - label: What the values are, for the message ("seed", "nodes").
///   - values: The values to go through, in order.
///   - sourceLocation: Where a failure is reported.
///   - body: The check; it throws when the value fails.
public func withEvery<Values: Sequence>(
  _ label: String, in values: Values, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (Values.Element) throws -> Void
) {
  for value in values {
    do {
      try body(value)
    } catch {
      Issue.record("\(label) \(value): \(error)", sourceLocation: sourceLocation)
      return
    }
  }
}

/// Runs a check for every subset of a list, the empty one and the whole included, and stops at the first subset whose
/// check records a failure by throwing, naming its members.
///
/// - Parameters:
///   - label: What the members are, for the message ("actions").
///   - members: The list, of at most 20 members; a subset keeps their order.
///   - sourceLocation: Where a failure is reported.
///   - body: The check; it throws when the subset fails.
/// - Complexity: 2^n checks for n members.
public func withEverySubset<Member>(
  _ label: String, of members: [Member], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: ([Member]) throws -> Void
) {
  precondition(members.count <= 20, "\(members.count) \(label) have too many subsets")
  for bits in 0..<1 << members.count {
    let places = members.indices.filter { bits >> $0 & 1 == 1 }
    do {
      try body(places.map { members[$0] })
    } catch {
      Issue.record("\(label) \(places.map { members[$0] }): \(error)", sourceLocation: sourceLocation)
      return
    }
  }
}

/// A failed check inside a `withEvery` body.
public struct CheckFailure: Error, CustomStringConvertible {
  /// What differed.
  public let description: String

  /// Makes a failure that says what differed.
  public init(_ description: String) {
    self.description = description
  }
}

/// Throws a `CheckFailure` unless the condition holds.
///
/// - Parameters:
///   - condition: What must hold.
///   - message: What to say when it does not; evaluated only then.
/// - Throws: `CheckFailure` when the condition is false.
public func check(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw CheckFailure(message()) }
}

/// A small reproducible generator for test inputs (SplitMix64; Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
///
/// It is for choosing test cases, not for simulation: the product draws through GSL.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in [0, 1) with 53 random bits.
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}
