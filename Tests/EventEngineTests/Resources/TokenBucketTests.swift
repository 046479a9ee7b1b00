// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

@Suite("TokenBucket")
struct TokenBucketTests {
  @Test("as fast as it allows, token k leaves at max(0, (k + 1 - burst) / rate)")
  func followsTheClosedForm() {
    var bucket = TokenBucket(rate: 500.0 / 60, burst: 1_500)
    var now = SimulationTime.zero
    for token in 0..<20_000 {
      now = bucket.nextAvailability(at: now)
      #expect(bucket.take(at: now) == true)
      expectClose(now.seconds, max(0, Double(token + 1 - 1_500) / (500.0 / 60)), absolute: 1.01e-9)
    }
  }

  @Test("an idle bucket fills up to its burst and no further")
  func fillsUp() {
    var bucket = TokenBucket(rate: 1, burst: 3)
    for _ in 0..<3 { #expect(bucket.take(at: .zero) == true) }
    #expect(bucket.take(at: .zero) == false)
    #expect(bucket.nextAvailability(at: .zero) == SimulationTime(seconds: 1))
    let later = SimulationTime(seconds: 100)
    for _ in 0..<3 { #expect(bucket.take(at: later) == true) }
    #expect(bucket.take(at: later) == false)
  }

  @Test("a token can be taken when it is said to be there and not before, and a naive count agrees")
  func agreesWithTheOracle() {
    withEvery("seed", in: 0..<3_000) { seed in
      var random = SplitMix64(seed: UInt64(seed))
      let rate = 0.1 + 20 * random.unit()
      let burst = 1 + Int(random.next() % 6)
      var bucket = TokenBucket(rate: rate, burst: burst)
      var tokens = Double(burst)
      var now = SimulationTime.zero
      for _ in 0..<100 {
        let step = random.unit() * 2 / rate
        let next = now + .seconds(step)
        tokens = min(Double(burst), tokens + rate * (next - now).seconds)
        now = next
        // Where the count stands at the edge within rounding, either answer is right.
        let isSure = (tokens - 1).magnitude > 1e-6
        let available = bucket.nextAvailability(at: now)
        if isSure { try check((available == now) == (tokens > 1), "\(tokens) tokens at \(now), next at \(available)") }
        if available > now {
          var early = bucket
          try check(!early.take(at: SimulationTime(nanoseconds: available.nanoseconds - 1)), "a token too early")
          var punctual = bucket
          try check(punctual.take(at: available), "no token at \(available)")
        } else {
          try check(bucket.take(at: now), "no token at \(now)")
          tokens -= 1
        }
      }
    }
  }

  @Test("a rate of nothing and an empty bucket are refused")
  func refusesMisuse() async {
    await #expect(processExitsWith: .failure) { _ = TokenBucket(rate: 0, burst: 1) }
    await #expect(processExitsWith: .failure) { _ = TokenBucket(rate: .infinity, burst: 1) }
    await #expect(processExitsWith: .failure) { _ = TokenBucket(rate: 1, burst: 0) }
  }
}
