// SPDX-License-Identifier: GPL-3.0-or-later

/// Flows in the order in which something happened to them; those that have left are passed over by the owner.
///
/// A ring in one array, the size of which is a power of two.
@usableFromInline
struct FlowLine: Sendable {
  @usableFromInline
  struct Entry: Sendable, BitwiseCopyable {
    @usableFromInline let slot: UInt32
    @usableFromInline let sequence: UInt32
  }

  @usableFromInline var ring: ContiguousArray<Entry> = []
  @usableFromInline var head = 0
  /// Entries in the ring, those of flows that have left included.
  @usableFromInline var storedCount = 0
  /// Flows that have not left.
  @usableFromInline var count = 0

  @usableFromInline init() {}

  @usableFromInline var isEmpty: Bool { count == 0 }

  /// - Complexity: O(1) amortised.
  @usableFromInline
  mutating func append(_ slot: UInt32, _ sequence: UInt32) {
    if storedCount == ring.count { grow() }
    ring[(head &+ storedCount) & (ring.count &- 1)] = Entry(slot: slot, sequence: sequence)
    storedCount &+= 1
    count &+= 1
  }

  /// Takes the oldest entry, whether or not its flow has left.
  ///
  /// - Complexity: O(1).
  @usableFromInline
  mutating func removeFirst() -> Entry? {
    guard storedCount > 0 else { return nil }
    let entry = ring[head]
    head = (head &+ 1) & (ring.count &- 1)
    storedCount &-= 1
    return entry
  }

  /// One of the flows has left.
  @usableFromInline
  mutating func forgetOne() {
    count -= 1
  }

  /// Makes a full ring twice as large, the oldest entry at its beginning.
  @inline(never)
  mutating func grow() {
    let size = max(8, 2 * ring.count)
    var larger: ContiguousArray<Entry> = []
    larger.reserveCapacity(size)
    larger.append(contentsOf: ring[head...])
    larger.append(contentsOf: ring[..<head])
    larger.append(contentsOf: repeatElement(Entry(slot: 0, sequence: 0), count: size - ring.count))
    ring = larger
    head = 0
  }
}
