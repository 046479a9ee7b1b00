// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

@Suite("Traces of evaluations")
struct TraceTests {
  private func trace(_ text: String, _ fixture: Fixture = .a) throws -> [String] {
    try Formula(parsing: text).evaluate(in: fixture.snapshot, tracing: true).trace.map { entry in
      var line = "\(entry.place) \(entry.text)"
      switch entry.event {
      case .value(let value): line += " -> \(value.resultText)"
      case .skipped: line += " not evaluated"
      case .assigned(let value): line += " = \(value.resultText)"
      }
      if let window = entry.window { line += " (\(window.available)/\(window.expected))" }
      return line
    }
  }

  @Test("every expression is told in order of evaluation, and what was left out")
  func tells() throws {
    #expect(
      try trace("x = 2 > 1 ? 3 + 4 : y;\nz = 0 && x") == [
        "1:5 2 > 1 -> 1", "1:13 3 + 4 -> 7", "1:21 y not evaluated", "1:5 2 > 1 ? 3 + 4 : y -> 7", "1:1 x = 7",
        "2:10 x not evaluated", "2:5 0 && x -> 0", "2:1 z = 0",
      ])
  }

  @Test("the first branch of a choice that is left out is told before the other")
  func tellsSkipped() throws {
    #expect(
      try trace("x = 0 ? y : 1 + 1") == [
        "1:9 y not evaluated", "1:13 1 + 1 -> 2", "1:5 0 ? y : 1 + 1 -> 2", "1:1 x = 2",
      ])
  }

  @Test("calls tell their samples, with those that should be there")
  func tellsWindows() throws {
    #expect(
      try trace("x = avg($ActiveTasks.GetSample(3 * TimeInterval_Minute, 50))", .e) == [
        "1:36 TimeInterval_Minute -> 00:01:00", "1:32 3 * TimeInterval_Minute -> 00:03:00",
        "1:9 $ActiveTasks.GetSample(3 * TimeInterval_Minute, 50) -> [7,5,3] (3/6)",
        "1:5 avg($ActiveTasks.GetSample(3 * TimeInterval_Minute, 50)) -> 5", "1:1 x = 5",
      ])
  }

  @Test("a trace ends where the evaluation does, and no evaluation is traced unless it is asked for")
  func ends() throws {
    #expect(try trace("x = 1 + 1; y = x + z; w = 2") == ["1:5 1 + 1 -> 2", "1:1 x = 2", "1:16 x -> 2"])
    #expect(try evaluate("x = 1 + 1").trace.isEmpty)
  }

  @Test("text of several lines is told on one, shortened")
  func shortens() throws {
    #expect(try trace("x = 1 +\r\n\t 2").first == "1:5 1 + 2 -> 3")
    let long = try trace("x = " + String(repeating: "1 + ", count: 60) + "1")
    #expect(long.allSatisfy { $0.count < 90 })
  }
}
