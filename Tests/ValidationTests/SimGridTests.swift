// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import Foundation
import TestSupport
import Testing

/// Shared links against SimGrid 3.32, whose solver knows nothing of virtual time: finish times of staggered flows of
/// lognormal size, made by scripts/references/simgrid_link.cpp.
@Suite("SimGrid")
struct SimGridTests {
  static let bandwidth = 60.0 * 1_048_576

  struct Flow {
    let arrival: SimulationTime
    let bytes: Double
    let cap: Double
    let link: Int
  }

  /// The same flows as in simgrid_link.cpp.
  static func flows(_ count: Int, links: Int) -> [Flow] {
    var random = SplitMix64(seed: UInt64(count))
    var now = 0.0
    return (0..<count).map { index in
      let gap = -log(1 - random.unit()) * 1.5 / Double(links)
      now += (gap * 1_000).rounded() / 1_000
      let radius = (-2 * log(1 - random.unit())).squareRoot()
      let bytes = 90 * 1_048_576.0 * exp(0.5 * radius * cos(2 * Double.pi * random.unit()))
      let cap = bandwidth * (0.02 + 0.3 * random.unit())
      let milliseconds = Int64((now * 1_000).rounded())
      return Flow(
        arrival: SimulationTime(nanoseconds: 1_000_000 * milliseconds), bytes: bytes.rounded(), cap: cap,
        link: index % links)
    }
  }

  static let references: [String: [(flow: Int, finish: Double)]] = {
    var references: [String: [(Int, Double)]] = [:]
    for row in Reference.rows("simgrid-links.csv") {
      guard row.count == 4, let flow = Int(row[2]), let finish = Double(row[3]) else { continue }
      references["\(row[0]) \(row[1])", default: []].append((flow, finish))
    }
    return references
  }()

  private static func expectFinishes(_ finishes: [Double], _ kind: String, _ count: Int) throws {
    let reference = try #require(references["\(kind) \(count)"])
    #expect(reference.count == min(count, 1_000))
    var worst = 0.0
    // Ours are rounded up to a nanosecond; the relative tolerance is 1e-9.
    for (flow, finish) in reference {
      worst = max(worst, ((finishes[flow] - finish).magnitude - 1.01e-9) / finish)
    }
    #expect(worst <= 1e-9, "\(kind), \(count) flows: off by \(worst)")
  }

  @Test(
    "equal caps, or none, on one link or two: the same finish times within 1e-9",
    arguments: ["no-cap", "common-cap", "two-links"], [100, 1_000, 10_000])
  func equalCaps(kind: String, count: Int) throws {
    let links = kind == "two-links" ? 2 : 1
    let flows = Self.flows(count, links: links)
    var finishes = [Double](repeating: .nan, count: count)
    for number in 0..<links {
      var link = FairShareLink(
        bandwidth: Self.bandwidth, flowLimit: kind == "common-cap" ? Self.bandwidth / 8 : .infinity)
      func take(until end: SimulationTime) {
        while let next = link.nextCompletionTime, next <= end {
          while let flow = link.takeCompletion(at: next) { finishes[Int(flow)] = next.seconds }
        }
      }
      for (index, flow) in flows.enumerated() where flow.link == number {
        take(until: flow.arrival)
        link.submit(UInt32(index), bytes: flow.bytes, at: flow.arrival)
      }
      take(until: SimulationTime(seconds: 1e8))
    }
    try Self.expectFinishes(finishes, kind, count)
  }

  @Test("a cap of its own for every flow: the same finish times within 1e-9", arguments: [100, 1_000, 10_000])
  func ownCaps(count: Int) throws {
    var finishes = [Double](repeating: .nan, count: count)
    var link = CappedFairShareLink(bandwidth: Self.bandwidth)
    func take(until end: SimulationTime) {
      while let next = link.nextCompletionTime, next <= end {
        while let flow = link.takeCompletion(at: next) { finishes[Int(flow)] = next.seconds }
      }
    }
    for (index, flow) in Self.flows(count, links: 1).enumerated() {
      take(until: flow.arrival)
      link.submit(UInt32(index), bytes: flow.bytes, limit: flow.cap, at: flow.arrival)
    }
    take(until: SimulationTime(seconds: 1e8))
    try Self.expectFinishes(finishes, "own-caps", count)
  }
}

/// Committed figures of other programs.
enum Reference {
  /// The rows of a CSV file beside the tests, without its header.
  static func rows(_ name: String) -> [[String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("References/\(name)")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return Array(UnquotedCSV.cells(text).dropFirst())
  }
}
