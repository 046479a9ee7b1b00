// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Synchronization
import TestSupport
import Testing

@Suite("OrderedParallelMap")
struct OrderedParallelMapTests {
  /// Work whose length has nothing to do with its number, so that pieces end out of order.
  private static func unevenWork(_ index: Int) -> UInt64 {
    var generator = SplitMix64(seed: UInt64(index))
    var sum: UInt64 = 0
    for _ in 0..<(generator.next() % 20_000) { sum &+= generator.next() }
    return sum
  }

  @Test("delivers every result once and in order, whatever the number of jobs", arguments: [1, 2, 3, 8])
  func deliversInOrder(jobs: Int) async throws {
    var delivered: [Int] = []
    var results: [UInt64] = []
    try await OrderedParallelMap(jobs: jobs).run(200, work: Self.unevenWork) { index, result in
      delivered.append(index)
      results.append(result)
    }
    #expect(delivered == Array(0..<200))
    #expect(results == (0..<200).map(Self.unevenWork))
  }

  @Test("never has more pieces under way or waiting than its window", arguments: [1, 2, 4])
  func staysInsideItsWindow(jobs: Int) async throws {
    let started = Atomic(0)
    let map = OrderedParallelMap(jobs: jobs)
    let window = map.window(ofPieces: 100)
    try await map.run(100) { index -> Int in
      started.add(1, ordering: .relaxed)
      return Int(Self.unevenWork(index) & 1)
    } deliver: { index, _ in
      let ahead = started.load(ordering: .relaxed) - index
      #expect(ahead <= window, "\(ahead) pieces started when number \(index) was delivered")
    }
  }

  @Test("runs no more pieces at once than it has jobs")
  func boundsConcurrency() async throws {
    let running = Atomic(0)
    let most = Atomic(0)
    try await OrderedParallelMap(jobs: 1).run(50) { index -> UInt64 in
      most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
      defer { running.subtract(1, ordering: .relaxed) }
      return Self.unevenWork(index)
    } deliver: { _, _ in
    }
    #expect(most.load(ordering: .relaxed) == 1)
  }

  @Test(
    "takes any number of jobs: no more than there are pieces count", arguments: [1_000_000_000, Int.max / 2 + 1, .max])
  func takesManyJobs(jobs: Int) async throws {
    var delivered: [Int] = []
    try await OrderedParallelMap(jobs: jobs).run(3) {
      $0
    } deliver: { index, _ in
      delivered.append(index)
    }
    #expect(delivered == [0, 1, 2])
    #expect(OrderedParallelMap(jobs: jobs).window(ofPieces: 3) == 3)
    #expect(OrderedParallelMap(jobs: jobs).window(ofPieces: 0) == 1)
  }

  @Test("does nothing when there is nothing to do")
  func doesNothing() async throws {
    try await OrderedParallelMap(jobs: 2).run(0) {
      $0
    } deliver: { _, _ in
      Issue.record("nothing was there")
    }
  }

  @Test("stops at the first error of its receiver")
  func stopsAtAnError() async {
    let done = Atomic(0)
    await #expect(throws: CheckFailure.self) {
      try await OrderedParallelMap(jobs: 2).run(1_000) { index -> Int in
        done.add(1, ordering: .relaxed)
        return index
      } deliver: { index, _ in
        if index == 5 { throw CheckFailure("enough") }
      }
    }
    #expect(done.load(ordering: .relaxed) <= 5 + OrderedParallelMap(jobs: 2).window(ofPieces: 1_000))
  }

  @Test("ends early when its task is cancelled")
  func canBeCancelled() async {
    // Atomic, not behind a lock: ThreadSanitizer does not see the locks of the standard library.
    let done = Atomic(0)
    let task = Task {
      try await OrderedParallelMap(jobs: 2).run(1_000_000) { index -> Int in
        done.add(1, ordering: .relaxed)
        return index
      } deliver: { index, _ in
        if index == 10 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(done.load(ordering: .relaxed) < 1_000)
  }
}
