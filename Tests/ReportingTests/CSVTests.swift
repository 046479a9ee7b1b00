// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import Interchange
import Quantities
import EventEngine
import Experiments
import Reporting
import TestSupport
import Testing

/// What `body` writes.
func written(_ body: (ByteWriter) throws -> Void) throws -> String {
  let folder = try TemporaryFolder()
  let file = try OutputFile(path: folder.path("file"))
  let writer = file.writer()
  try body(writer)
  try writer.close()
  try file.publish()
  return try folder.read("file")
}

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "are plain decimals where people expect them",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (300.0, "300"), (-7.0, "-7"), (0.1, "0.1"), (-2.5, "-2.5"), (1e15, "1000000000000000"),
      (1e16, "10000000000000000"), (1.5e17, "150000000000000000"), (-1e20, "-100000000000000000000"), (1e21, "1e+21"),
      (0.00012, "0.00012"), (1e-4, "0.0001"), (1.5e-5, "0.000015"), (-1e-5, "-0.00001"), (2e-6, "0.000002"),
      (1e-7, "1e-7"), (-1.25e-300, "-1.25e-300"), (1.7976931348623157e308, "1.7976931348623157e+308"),
      (.leastNonzeroMagnitude, "5e-324"), (9_007_199_254_740_993.0, "9007199254740992"),
      (123_456_789.125, "123456789.125"),
    ])
  func arePlain(value: Double, text: String) {
    #expect(NumberText.text(value) == text)
  }

  @Test("read back to the same binary value, with as few digits as Swift's own text")
  func readBack() {
    var generator = SplitMix64(seed: 1)
    func digits(_ text: String) -> String {
      var digits = text.prefix { $0 != "e" }.filter(\.isNumber)[...]
      digits = digits.drop { $0 == "0" }
      while digits.last == "0" { digits = digits.dropLast() }
      return String(digits)
    }
    withEvery("trial", in: 0..<20_000) { trial in
      // Any bit pattern, and magnitudes that results have.
      let value =
        trial % 2 == 0
        ? Double(bitPattern: generator.next()) : (generator.unit() - 0.5) * [1e-6, 1, 1e3, 1e9, 1e18][trial / 2 % 5]
      guard value.isFinite else { return }
      let text = NumberText.text(value)
      try check(Double(text) == value, "\(value) became \(text)")
      try check(digits(text) == digits(value.description), "\(value) became \(text)")
    }
  }
}

@Suite("CSV")
struct CSVTests {
  @Test("quotes only cells that need it, as RFC 4180 says")
  func quotes() throws {
    let text = try written { writer in
      var csv = try CSVWriter(to: writer, header: ["a", "b,c"])
      try csv.cell("plain text")
      try csv.cell("say \"hi\"")
      try csv.endRow()
      try csv.cell("two\nlines")
      try csv.cell(" edge")
      try csv.endRow()
      try csv.cell("")
      try csv.cell("größe µ")
      try csv.endRow()
    }
    #expect(text == "a,\"b,c\"\nplain text,\"say \"\"hi\"\"\"\n\"two\nlines\",\" edge\"\n,größe µ\n")
  }

  @Test("leaves a cell without a value empty")
  func leavesEmpty() throws {
    let text = try written { writer in
      var csv = try CSVWriter(to: writer, header: ["a", "b", "c", "d"])
      try csv.cell(nil as Int?)
      try csv.cell(nil as Double?)
      try csv.cell(nil as SimulationTime?)
      try csv.cell(0)
      try csv.endRow()
    }
    #expect(text == "a,b,c,d\n,,,0\n")
  }

  @Test("writes times exactly as the text of their seconds, and whole numbers of any size")
  func writesTimes() throws {
    var generator = SplitMix64(seed: 2)
    var times: [Int64] = [
      0, 1, -1, 999_999_999, 1_000_000_000, -1_500_000_000, 999_999_999_999_999, 1_000_000_000_000_001,
    ]
    for shift in 0..<62 { times.append(Int64(generator.next() >> UInt64(shift + 1))) }
    let text = try written { writer in
      var csv = try CSVWriter(to: writer, header: ["time"])
      for time in times {
        try csv.cell(SimulationTime(nanoseconds: time))
        try csv.endRow()
      }
    }
    let expected = times.map { NumberText.text(SimulationTime(nanoseconds: $0).seconds) }
    #expect(text.split(separator: "\n").dropFirst().map(String.init) == expected)

    let numbers = [0, 7, -7, 1_000, .max, .min]
    let wholeNumbers = try written { writer in
      var csv = try CSVWriter(to: writer, header: ["number"])
      for number in numbers {
        try csv.cell(number)
        try csv.endRow()
      }
    }
    #expect(wholeNumbers.split(separator: "\n").dropFirst().map(String.init) == numbers.map(String.init))
  }

  @Test("refuses a row that does not fit its header")
  func refusesMisfits() async {
    await #expect(processExitsWith: .failure) {
      let writer = ByteWriter.standardOutput()
      var csv = try CSVWriter(to: writer, header: ["a", "b"])
      try csv.cell("only one")
      try csv.endRow()
    }
  }
}

@Suite("JSON")
struct JSONTests {
  @Test("is laid out with keys in the order given, and escapes what RFC 8259 forbids")
  func isLaidOut() throws {
    let text = try written { writer in
      var json = JSONWriter(to: writer)
      try json.object { json throws(OutputError) in
        try json.key("z")
        try json.value("a \"b\"\n\u{1}\\")
        try json.key("list")
        try json.array { json throws(OutputError) in
          try json.value(1)
          try json.value(nil as Double?)
          try json.value(true)
        }
        try json.key("empty")
        try json.object { _ in }
      }
      try json.finish()
    }
    #expect(
      text == """
        {
          "z": "a \\"b\\"\\n\\u0001\\\\",
          "list": [
            1,
            null,
            true
          ],
          "empty": {}
        }

        """)
  }
}

@Suite("Tables")
struct TextTableTests {
  private static let table: TextTable = {
    var table = TextTable(columns: [TextTable.Column("variant", isNumeric: false), TextTable.Column("steady [s]")])
    table.append(["managed", "812.3 ± 4.1"])
    table.append(["g|1", "7"])
    return table
  }()

  @Test("line up numbers at the right and texts at the left, without trailing spaces")
  func lineUp() {
    #expect(
      Self.table.text() == """
        variant   steady [s]
        managed  812.3 ± 4.1
        g|1                7

        """)
  }

  @Test("are Markdown where asked for")
  func areMarkdown() {
    #expect(
      Self.table.markdown() == """
        | variant | steady [s] |
        |---|---:|
        | managed | 812.3 ± 4.1 |
        | g\\|1 | 7 |

        """)
  }
}
