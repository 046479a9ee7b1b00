// SPDX-License-Identifier: GPL-3.0-or-later

@testable import EventEngine
import TestSupport
import Testing

@Suite("CappedFairShareLink")
struct CappedFairShareLinkTests {
  private static func time(_ seconds: Double) -> SimulationTime { SimulationTime(seconds: seconds) }

  @Test("a slow flow runs at its limit and leaves the rest to the others")
  func fillsTheLink() {
    var link = CappedFairShareLink(bandwidth: 100)
    link.submit(1, bytes: 40, limit: 10, at: .zero)
    link.submit(2, bytes: 90, limit: .infinity, at: .zero)
    link.submit(3, bytes: 180, limit: 60, at: .zero)
    // Level: (100 - 10) / 2 = 45, so flow 3 is not limited. 2 is done at 2 s; 3 has 90 left and gets min(60, 90) = 60:
    // done at 3.5 s. 1 is done at 4 s.
    var seen: [(UInt32, Double)] = []
    while let next = link.nextCompletionTime {
      while let value = link.takeCompletion(at: next) { seen.append((value, next.seconds)) }
    }
    #expect(seen.map(\.0) == [2, 3, 1])
    #expect(seen.map(\.1) == [2, 3.5, 4])
  }

  @Test("a flow that was limited shares again when others arrive, and the level rises when they leave")
  func movesTheLevel() {
    var link = CappedFairShareLink(bandwidth: 60)
    link.submit(1, bytes: 100, limit: 40, at: .zero)
    let second = link.submit(2, bytes: 1_000, limit: .infinity, at: Self.time(1))
    // From 1 s on both get 30. At 2 s flow 2 goes: flow 1 has 100 - 40 - 30 = 30 left, at 40 bytes/s.
    #expect(link.nextCompletionTime == Self.time(3))
    #expect(link.cancel(second, at: Self.time(2)) == true)
    #expect(link.cancel(second, at: Self.time(2)) == false)
    #expect(link.nextCompletionTime == Self.time(2.75))
  }

  @Test("agrees with the naive link in every completion and byte, over thousands of random histories")
  func agreesWithTheOracle() {
    withEvery("seed", in: 0..<4_000) { seed in try Self.compare(seed: UInt64(seed)) }
  }

  private static func compare(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bandwidth = 1 + 1e6 * random.unit()
    var link = CappedFairShareLink(bandwidth: bandwidth)
    var naive = NaiveLink(bandwidth: bandwidth, admissionLimit: .max)
    var handles: [UInt32: FlowHandle] = [:]
    var completions: [UInt32: Double] = [:]
    var now = SimulationTime.zero
    func take(until end: SimulationTime) {
      while let next = link.nextCompletionTime, next <= end {
        while let value = link.takeCompletion(at: next) { completions[value] = next.seconds }
      }
    }
    for value in 0..<40 as Range<UInt32> {
      if random.next() % 4 > 0 { now = now + .seconds(random.unit() * 0.5) }
      take(until: now)
      naive.advance(to: now.seconds)
      if random.next() % 4 == 0, value > 0 {
        let victim = UInt32(random.next() % UInt64(value))
        if let handle = handles[victim] { link.cancel(handle, at: now) }
        naive.cancel(victim, at: now.seconds)
      } else {
        let bytes = random.next() % 9 == 0 ? 0 : bandwidth * random.unit() * 2
        // Limits of all kinds: none, equal ones, and many near the level.
        let limit =
          switch random.next() % 4 {
          case 0: Double.infinity
          case 1: bandwidth / 4
          default: bandwidth * (0.01 + 0.6 * random.unit() * random.unit())
          }
        handles[value] = link.submit(value, bytes: bytes, limit: limit, at: now)
        naive.submit(value, bytes: bytes, limit: limit, at: now.seconds)
      }
      take(until: now)
      naive.advance(to: now.seconds)
      let outstanding = link.outstandingBytes(at: now)
      try check(
        (outstanding - naive.outstanding).magnitude <= 1e-8 * bandwidth,
        "\(outstanding) bytes outstanding at \(now), not \(naive.outstanding)")
      try check(link.flowCount == naive.active.count, "\(link.flowCount) flows at \(now)")
    }
    take(until: time(1e6))
    naive.advance(to: 1e6)
    try check(completions.count == naive.completed.count, "\(completions.count) completions")
    for (value, time) in naive.completed {
      try check(
        ((completions[value] ?? .nan) - time).magnitude <= 2e-9 + 1e-12 * time,
        "flow \(value) at \(completions[value] ?? .nan), not \(time)")
    }
  }

  @Test("misuse is refused")
  func refusesMisuse() async {
    await #expect(processExitsWith: .failure) { _ = CappedFairShareLink(bandwidth: .infinity) }
    await #expect(processExitsWith: .failure) {
      var link = CappedFairShareLink(bandwidth: 1)
      link.submit(1, bytes: 1, limit: 0, at: .zero)
    }
  }
}
