// SPDX-License-Identifier: GPL-3.0-or-later

public import Testing

/// Runs a check for every subset of a collection, the empty one and the whole included, and stops at the first subset
/// whose check records a failure by throwing, naming the subset.
///
/// Exhaustive tests of small cases find what random ones meet by chance only.
///
/// - Parameters:
///   - label: What the elements are, for the message ("cancelled flows").
///   - elements: What the subsets are made of; at most 16 elements.
///   - sourceLocation: Where a failure is reported.
///   - body: The check of a subset, whose elements are in the order of the collection; it throws when the subset fails.
/// - Precondition: There are at most 16 elements.
/// - Complexity: O(2^n) checks for n elements.
public func withEverySubset<Elements: Collection>(
  _ label: String, of elements: Elements, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: ([Elements.Element]) throws -> Void
) {
  let all = Array(elements)
  precondition(all.count <= 16, "\(all.count) elements have too many subsets to go through")
  withEvery("subset of \(label)", in: 0..<(1 << all.count), sourceLocation: sourceLocation) { bits in
    let subset = all.indices.filter { bits & 1 << $0 != 0 }.map { all[$0] }
    do {
      try body(subset)
    } catch {
      throw CheckFailure("\(subset): \(error)")
    }
  }
}

/// Every order of some elements, each once, in lexicographic order of their places.
///
/// - Parameter elements: What is put in order; at most 8 elements.
/// - Returns: The n! orders of n elements; the empty order alone for none.
/// - Precondition: There are at most 8 elements.
/// - Complexity: O(n n!) for n elements.
public func permutations<Element>(of elements: [Element]) -> [[Element]] {
  precondition(elements.count <= 8, "\(elements.count) elements have too many orders to go through")
  guard !elements.isEmpty else { return [[]] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(of: rest).map { [first] + $0 }
  }
}
