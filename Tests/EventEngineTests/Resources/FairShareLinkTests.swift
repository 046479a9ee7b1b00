// SPDX-License-Identifier: GPL-3.0-or-later

@testable import EventEngine
import TestSupport
import Testing

@Suite("FairShareLink")
struct FairShareLinkTests {
  private static func time(_ seconds: Double) -> SimulationTime { SimulationTime(seconds: seconds) }

  /// Takes every completion until the link is idle: values and times [s].
  private static func drain(_ link: inout FairShareLink) -> [(value: UInt32, time: Double)] {
    var completions: [(UInt32, Double)] = []
    while let next = link.nextCompletionTime {
      while let value = link.takeCompletion(at: next) { completions.append((value, next.seconds)) }
    }
    return completions
  }

  @Test("two flows share equally, and the longer one speeds up when the shorter is done")
  func sharesEqually() {
    var link = FairShareLink(bandwidth: 100)
    link.submit(1, bytes: 300, at: .zero)
    link.submit(2, bytes: 100, at: .zero)
    // Until 2 s both get 50 bytes/s; flow 2 is done, flow 1 has 200 left and gets 100 bytes/s: done at 4 s.
    let completions = Self.drain(&link)
    #expect(completions.map(\.value) == [2, 1])
    #expect(completions.map(\.time) == [2, 4])
  }

  @Test("a flow alone gets no more than its limit, and a late one joins at what is left")
  func respectsTheLimit() {
    var link = FairShareLink(bandwidth: 60, flowLimit: 30)
    link.submit(1, bytes: 90, at: .zero)
    // 30 bytes/s each although there is room: 1 is done at 3 s. From 1 s on three share 60: 20 each.
    #expect(link.nextCompletionTime == Self.time(3))
    link.submit(2, bytes: 90, at: Self.time(1))
    #expect(link.nextCompletionTime == Self.time(3))
    link.submit(3, bytes: 40, at: Self.time(1))
    // Flow 3 has its 40 bytes after 2 s, at 3 s; flow 1 has 90 - 30 - 40 = 20 left, at 30 bytes/s: 3.666... s.
    #expect(link.takeCompletion(at: Self.time(3)) == 3)
    #expect(link.takeCompletion(at: Self.time(3)) == nil)
    #expect(link.nextCompletionTime == SimulationTime(nanoseconds: 3_666_666_667))
  }

  @Test("beyond the admission limit flows wait first come, first served")
  func admitsInOrder() {
    var link = FairShareLink(bandwidth: 10, admissionLimit: 2)
    for value in 0..<5 as Range<UInt32> { link.submit(value, bytes: 10, at: .zero) }
    #expect(link.activeFlowCount == 2)
    #expect(link.waitingFlowCount == 3)
    #expect((0..<3).map { _ in link.takeAdmission(at: .zero) } == [0, 1, nil])
    #expect(link.outstandingBytes(at: Self.time(1)) == 40)
    let completions = Self.drain(&link)
    #expect(completions.map(\.value) == [0, 1, 2, 3, 4])
    #expect(completions.map(\.time) == [2, 2, 4, 4, 5])
  }

  @Test("a cancelled flow frees its bandwidth and its place; cancelling twice does nothing")
  func cancels() {
    var link = FairShareLink(bandwidth: 10, admissionLimit: 2)
    let first = link.submit(1, bytes: 100, at: .zero)
    link.submit(2, bytes: 100, at: .zero)
    link.submit(3, bytes: 5, at: .zero)
    let waiting = link.submit(4, bytes: 7, at: .zero)
    #expect(link.cancel(waiting, at: Self.time(2)) == true)
    #expect(link.cancel(first, at: Self.time(2)) == true)
    #expect(link.cancel(first, at: Self.time(2)) == false)
    // 1 had 10 of its 100 bytes, 4 nothing of its 7. 3 shares with 2 from 2 s on and is done at 3 s.
    #expect(link.cancelledBytes == 97)
    #expect(link.nextCompletionTime == Self.time(3))
    #expect(link.takeCompletion(at: Self.time(3)) == 3)
    #expect(link.nextCompletionTime == Self.time(3 + 8.5))
    #expect(link.takeCompletion(at: Self.time(11.5)) == 2)
    #expect(link.nextCompletionTime == nil)
    #expect(link.submittedBytes == link.servedBytes(at: Self.time(20)) + link.cancelledBytes)
    #expect(link.outstandingBytes(at: Self.time(20)) == 0)
  }

  @Test("a flow that has completed but was not taken can still be cancelled, and an empty flow completes at once")
  func cancelsWhatIsComplete() {
    var link = FairShareLink(bandwidth: 10)
    let flow = link.submit(1, bytes: 10, at: .zero)
    #expect(link.outstandingBytes(at: Self.time(1)) == 0)
    #expect(link.cancel(flow, at: Self.time(1)) == true)
    #expect(link.takeCompletion(at: Self.time(1)) == nil)
    link.submit(2, bytes: 0, at: Self.time(5))
    #expect(link.nextCompletionTime == Self.time(5))
    #expect(link.takeCompletion(at: Self.time(5)) == 2)
  }

  @Test("an admission is reported once, also when the flow has left again and another has taken its place")
  func tellsEveryAdmission() {
    var link = FairShareLink(bandwidth: 10)
    let flow = link.submit(1, bytes: 10, at: .zero)
    link.cancel(flow, at: .zero)
    link.submit(2, bytes: 10, at: .zero)
    #expect(
      [link.takeAdmission(at: .zero), link.takeAdmission(at: .zero), link.takeAdmission(at: .zero)] == [1, 2, nil])
  }

  @Test("agrees with the naive link in every completion, admission and byte, over thousands of random histories")
  func agreesWithTheOracle() {
    withEvery("seed", in: 0..<4_000) { seed in try Self.compare(seed: UInt64(seed)) }
  }

  private static func compare(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bandwidth = 1 + 1e6 * random.unit()
    let limit = random.next() % 3 == 0 ? Double.infinity : bandwidth * (0.05 + random.unit())
    let admissionLimit = random.next() % 3 == 0 ? Int.max : 1 + Int(random.next() % 8)
    // Flows of one size: those that begin together end together.
    let commonSize = random.next() % 3 == 0 ? bandwidth * random.unit() : nil
    var link = FairShareLink(bandwidth: bandwidth, flowLimit: limit, admissionLimit: admissionLimit)
    var naive = NaiveLink(bandwidth: bandwidth, admissionLimit: admissionLimit)
    var handles: [UInt32: FlowHandle] = [:]
    var completions: [(value: UInt32, time: Double)] = []
    var admissions: [UInt32] = []
    var now = SimulationTime.zero
    func take(until end: SimulationTime) {
      while let next = link.nextCompletionTime, next <= end {
        while let value = link.takeCompletion(at: next) { completions.append((value, next.seconds)) }
      }
      while let value = link.takeAdmission(at: end) { admissions.append(value) }
    }
    for value in 0..<40 as Range<UInt32> {
      // Some things happen at one time, most do not.
      if random.next() % 4 > 0 { now = now + .seconds(random.unit() * 4 * 10 / 40) }
      take(until: now)
      naive.advance(to: now.seconds)
      if random.next() % 4 == 0, value > 0 {
        let victim = UInt32(random.next() % UInt64(value))
        if let handle = handles[victim] { link.cancel(handle, at: now) }
        naive.cancel(victim, at: now.seconds)
      } else {
        let bytes = random.next() % 9 == 0 ? 0 : commonSize ?? bandwidth * random.unit() * 2
        handles[value] = link.submit(value, bytes: bytes, at: now)
        naive.submit(value, bytes: bytes, limit: limit, at: now.seconds)
      }
      take(until: now)
      naive.advance(to: now.seconds)
      let outstanding = link.outstandingBytes(at: now)
      try check(
        (outstanding - naive.outstanding).magnitude <= 1e-8 * bandwidth,
        "\(outstanding) bytes outstanding at \(now), not \(naive.outstanding)")
      try check(link.activeFlowCount == naive.active.count, "\(link.activeFlowCount) active at \(now)")
    }
    take(until: SimulationTime(seconds: 1e6))
    naive.advance(to: 1e6)
    let end = SimulationTime(seconds: 1e6)
    try check(admissions == naive.admitted, "admitted \(admissions), not \(naive.admitted)")
    try check(completions.count == naive.completed.count, "\(completions.count) completions")
    for (ours, theirs) in zip(
      completions.sorted { $0.value < $1.value }, naive.completed.sorted { $0.value < $1.value })
    {
      try check(
        ours.value == theirs.value && (ours.time - theirs.time).magnitude <= 2e-9,
        "flow \(ours.value) at \(ours.time), flow \(theirs.value) at \(theirs.time)")
    }
    let served = link.servedBytes(at: end)
    try check((served - naive.served).magnitude <= 1e-9 * link.submittedBytes, "served \(served), not \(naive.served)")
    try check(
      (served + link.cancelledBytes - link.submittedBytes).magnitude <= 1e-9 * link.submittedBytes, "bytes are lost")
  }

  @Test("rounding does not accumulate: ten thousand flows one after the other end when their bytes are through")
  func doesNotDrift() {
    var link = FairShareLink(bandwidth: 3, admissionLimit: 1)
    for value in 0..<10_000 as Range<UInt32> { link.submit(value, bytes: 1, at: .zero) }
    let completions = Self.drain(&link)
    for (index, completion) in completions.enumerated() {
      expectClose(completion.time, Double(index + 1) / 3, absolute: 1.01e-9)
    }
  }

  @Test("what takes longer than a time can say counts as very far away, and does not trap")
  func survivesHugeFlows() {
    var link = FairShareLink(bandwidth: 1)
    link.submit(1, bytes: 1e300, at: .zero)
    #expect((link.nextCompletionTime ?? .zero) > Self.time(1e9))
  }

  @Test("a link without bandwidth, a negative flow and a time that runs backwards are refused")
  func refusesMisuse() async {
    await #expect(processExitsWith: .failure) { _ = FairShareLink(bandwidth: 0) }
    await #expect(processExitsWith: .failure) { _ = FairShareLink(bandwidth: 1, admissionLimit: 0) }
    await #expect(processExitsWith: .failure) {
      var link = FairShareLink(bandwidth: 1)
      link.submit(1, bytes: -1, at: .zero)
    }
    await #expect(processExitsWith: .failure) {
      var link = FairShareLink(bandwidth: 1)
      link.submit(1, bytes: 1, at: SimulationTime(seconds: 2))
      _ = link.servedBytes(at: SimulationTime(seconds: 1))
    }
  }
}
