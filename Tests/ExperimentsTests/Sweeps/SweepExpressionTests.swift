// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import Experiments
import TestSupport
import Testing

@Suite("SweepExpression")
struct SweepExpressionTests {
  private static let names = ["nodes", "replicas", "storage", "timeout"]
  private static let cell: [String: SweepExpression.Value] = [
    "nodes": .number(900), "replicas": .number(3), "storage": .text("standard-hdd"), "timeout": .number(900),
  ]

  private static func holds(_ source: String) throws -> Bool {
    try SweepExpression(source, names: names).holds { cell[$0] }
  }

  @Test(
    "comes to what arithmetic and logic say",
    arguments: [
      ("nodes > 500 && replicas < 10", true), ("nodes > 900", false), ("nodes >= 900", true),
      ("replicas == ceil(nodes / 300)", true), ("replicas != ceil(nodes / 299)", true),
      ("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9", true), ("10 - 4 - 3 == 3", true), ("-replicas < 0", true),
      ("!(nodes < 500) || false", true), ("storage == 'standard-hdd'", true), ("storage == \"premium-ssd\"", false),
      ("timeout == 15 min", true), ("timeout < 0.5 h", true), ("max(nodes, 1e3) == 1000", true),
      ("nodes % 400 == 100", true), ("false && true || true", true), ("floor(2.7) + round(2.5) == 5", true),
      ("min(3, 2, replicas) == abs(-2)", true),
    ])
  func evaluates(source: String, expected: Bool) throws {
    #expect(try Self.holds(source) == expected)
  }

  @Test(
    "says what is wrong and where",
    arguments: [
      ("", 1, "ends where a value"), ("nodes >", 8, "ends where a value"), ("nodez > 1", 1, "no axis nodez"),
      ("nodez > 1", 1, "did you mean nodes?"),
      ("nodes > 5 replicas", 11, "'replicas' is not a unit"), ("(nodes > 5", 1, "not closed"),
      ("nodes > 'x", 9, "closing"),
      ("nodes > 15 parsec", 12, "not a unit"), ("sqrt(nodes) > 1", 1, "no function sqrt"), ("nodes = 5", 7, "operator"),
      ("1 < nodes < 5", 11, "chained"), ("ceil(1, 2) > 1", 1, "takes one value"), ("nodes > 1.2.3", 9, "not a number"),
      ("$nodes > 1", 1, "value was expected"),
    ])
  func refuses(source: String, column: Int, words: String) {
    do throws(SweepExpressionError) {
      _ = try SweepExpression(source, names: Self.names)
      Issue.record("accepted: \(source)")
    } catch {
      #expect(error.offset + 1 == column, "\(error)")
      #expect(error.message.contains(words), "\(error)")
    }
  }

  @Test(
    "takes every unit of the scenario format, with or without a space before it",
    arguments: [
      ("rate == 10 /min", true), ("rate == 10/min", true), ("rate > 0.1/s && rate < 700/h", true),
      ("speed == 3 MB/s", true),
      ("speed == 3000 kB/s", true), ("speed > 2 MiB/s && speed < 30 Mbit/s", true), ("size == 2 GB", true),
      ("size < 2 GiB && size > 1 TB / 1000", true), ("share == 5 %", true), ("share == 5% && true", true),
      ("share >= 4 % + 1 %", true), ("timeout == 15 min && timeout == 0.25h", true), ("timeout == 900000 ms", true),
      ("900 % 400 == 100", true), ("900 %400 == 100", true), ("10/min(2, 5) == 5", true), ("10 / 5 == 2", true),
      ("timeout / 3 == 5 min", true), ("(rate) == 600/h", true),
    ])
  func units(source: String, expected: Bool) throws {
    let cell: [String: SweepExpression.Value] = [
      "rate": .number(10 * (1 / 60.0)), "speed": .number(3e6), "size": .number(2e9), "share": .number(0.05),
      "timeout": .number(900),
    ]
    let names = cell.keys.sorted()
    #expect(try SweepExpression(source, names: names).holds { cell[$0] } == expected)
  }

  @Test("a slash before the name of an axis divides by it")
  func divides() throws {
    let expression = try SweepExpression("10/h == 5 && 10 /h == 5", names: ["h"])
    #expect(try expression.holds { _ in .number(2) })
  }

  @Test(
    "refuses to compare what cannot be compared", arguments: ["storage > 5", "nodes + 1", "!nodes", "storage + 1 > 2"])
  func refusesKinds(source: String) throws {
    let expression = try SweepExpression(source, names: Self.names)
    #expect(throws: SweepExpressionError.self) { try expression.holds { Self.cell[$0] } }
  }

  @Test("names the axes it uses, and survives brackets without end")
  func isRobust() throws {
    #expect(try SweepExpression("replicas < nodes && nodes > 1", names: Self.names).usedNames == ["replicas", "nodes"])
    #expect(throws: SweepExpressionError.self) {
      try SweepExpression(String(repeating: "(", count: 100_000), names: Self.names)
    }
    #expect(throws: SweepExpressionError.self) {
      try SweepExpression(String(repeating: "!", count: 100_000), names: Self.names)
    }
  }

  @Test("never traps on random text")
  func survivesNoise() {
    let alphabet = Array("nodes replicas<>=!&|()+-*/%'\"1234567890.eE min,_$")
    withEvery("seed", in: UInt64(0)..<3_000) { seed in
      var generator = SplitMix64(seed: seed)
      let text = String(
        (0..<Int.random(in: 0...24, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        })
      if let expression = try? SweepExpression(text, names: Self.names) { _ = try? expression.holds { Self.cell[$0] } }
    }
  }
}
