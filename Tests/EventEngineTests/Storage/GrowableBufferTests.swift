// SPDX-License-Identifier: GPL-3.0-or-later

@testable import EventEngine
import TestSupport
import Testing

@Suite struct GrowableBufferTests {
  @Test func `growing moves what is kept to the start, whatever range that is`() {
    for lower in 0...6 {
      for upper in lower...6 {
        var buffer = GrowableBuffer<Int>(capacity: 6)
        for place in 0..<6 { buffer[place] = 10 * place }
        buffer.grow(to: 9, keeping: lower..<upper)
        let capacity = buffer.capacity
        let kept = (0..<(upper - lower)).map { buffer[$0] }
        #expect(capacity == 9)
        #expect(kept == (lower..<upper).map { 10 * $0 })
      }
    }
  }

  @Test func `places hold elements that cannot be copied, which their owner ends`() {
    struct Unique: ~Copyable {
      let number: Int
    }
    var buffer = GrowableBuffer<Unique>(capacity: 1)
    buffer.base.initialize(to: Unique(number: 7))
    buffer.grow(to: 2, keeping: 0..<1)
    let number = buffer.base.pointee.number
    buffer.base.deinitialize(count: 1)
    #expect(number == 7)
  }

  @Test func `a buffer of fewer than no elements is refused`() async {
    await #expect(processExitsWith: .failure) { _ = GrowableBuffer<Int>(capacity: -1) }
  }

  @Test func `a ring that grows keeps its order wherever it begins`() {
    // 0 to 20 elements taken off at the beginning before the ring of 8 must grow: every place of the head.
    withEvery("elements taken before", in: 0...20) { taken in
      var ring = FlowRing<Int>()
      for number in 0..<taken {
        ring.append(number)
        ring.dropFirst()
      }
      for number in 0..<40 {
        ring.append(number)
        let elements = (0..<ring.count).map { ring[$0] }
        try check(elements == Array(0...number), "\(elements) after \(number)")
      }
      for number in 0..<40 {
        try check(ring[0] == number, "\(ring[0]) comes first, not \(number)")
        ring.dropFirst()
      }
      try check(ring.isEmpty, "\(ring.count) elements remain")
    }
  }
}
