// SPDX-License-Identifier: GPL-3.0-or-later

/// Flows in the order in which something happened to them; the owner skips those that have left.
@usableFromInline
struct FlowLine: ~Copyable {
  /// Those of flows that have left included.
  @usableFromInline var entries = FlowRing<FlowHandle>()
  /// Flows that have not left.
  @usableFromInline var count = 0

  @inlinable init() {}

  @inlinable var isEmpty: Bool { count == 0 }

  /// - Complexity: O(1) amortised.
  @inlinable
  @inline(__always)
  mutating func append(_ slot: UInt32, _ sequence: UInt32) {
    entries.append(FlowHandle(slot: slot, sequence: sequence))
    count &+= 1
  }

  /// Takes the oldest entry, whether or not its flow has left.
  ///
  /// - Complexity: O(1).
  @inlinable
  @inline(__always)
  mutating func removeFirst() -> FlowHandle? {
    guard !entries.isEmpty else { return nil }
    let entry = entries[0]
    entries.dropFirst()
    return entry
  }

  /// One of the flows has left.
  @inlinable
  mutating func forgetOne() {
    assert(count > 0, "a flow has left a line in which there was none")
    count -= 1
  }
}
