// SPDX-License-Identifier: GPL-3.0-or-later

/// Whoever waits, first come first served.
struct WaitingLine<Element> {
  private var elements: [Element] = []
  /// How many of ``elements``, from the first, have been served.
  private var head = 0

  var isEmpty: Bool { head == elements.count }

  /// Whose turn it is; nil when nobody waits.
  var first: Element? { isEmpty ? nil : elements[head] }

  /// - Complexity: O(1) amortised.
  mutating func append(_ element: Element) { elements.append(element) }

  /// - Complexity: O(1) amortised.
  mutating func removeFirst() {
    precondition(!isEmpty, "nobody waits")
    head += 1
    if head == elements.count || head > 1_024 && head > elements.count / 2 {
      elements.removeFirst(head)
      head = 0
    }
  }

  /// Changes who is first.
  ///
  /// - Precondition: The line is not empty.
  mutating func changeFirst(_ change: (inout Element) -> Void) {
    precondition(!isEmpty, "nobody waits")
    change(&elements[head])
  }

  /// Calls a function with everybody who waits, in order.
  func forEach(_ body: (Element) -> Void) { elements[head...].forEach(body) }

  /// Takes everybody who waits, in order.
  ///
  /// - Complexity: O(n) for n that wait.
  mutating func removeAll() -> ArraySlice<Element> {
    defer { self = WaitingLine() }
    return elements[head...]
  }
}
