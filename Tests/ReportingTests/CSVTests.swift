// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
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
  /// A table with a single column.
  private static func column<Value: CellConvertible>(_ values: [Value]) throws -> [String] {
    let text = try written { writer in
      try CSVTable.write(values, [Column<Value>("value", "The value.") { $0 }], to: writer)
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map(String.init)
  }

  @Test("quotes only cells that need it, as RFC 4180 says")
  func quotes() throws {
    let text = try written { writer in
      try CSVTable.write(
        [("plain text", "say \"hi\""), ("two\nlines", " edge"), ("", "größe µ")],
        [Column<(String, String)>("a", "The first.") { $0.0 }, Column("b,c", "The second.") { $0.1 }], to: writer)
    }
    #expect(text == "a,\"b,c\"\nplain text,\"say \"\"hi\"\"\"\n\"two\nlines\",\" edge\"\n,größe µ\n")
  }

  @Test("leaves a cell without a value empty")
  func leavesEmpty() throws {
    let text = try written { writer in
      try CSVTable.write(
        [0],
        [
          Column<Int>("a", "Nothing.") { _ in nil as Int? }, Column("b", "Nothing.") { _ in nil as Double? },
          Column("c", "Nothing.") { _ in nil as SimulationTime? }, Column("d", "Zero.") { $0 },
        ], to: writer)
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
    let written = try Self.column(times.map { SimulationTime(nanoseconds: $0) })
    #expect(written == times.map { NumberText.text(SimulationTime(nanoseconds: $0).seconds) })
    let numbers = [0, 7, -7, 1_000, .max, .min]
    #expect(try Self.column(numbers) == numbers.map(String.init))
  }
}

@Suite("JSON")
struct JSONTests {
  @Test("is laid out with keys in the order given, and escapes what RFC 8259 forbids")
  func isLaidOut() throws {
    let text = try written { writer in
      var json = JSONWriter(to: writer)
      try json.object { json throws(Failure) in
        try json.key("z")
        try json.value("a \"b\"\n\u{1}\\")
        try json.key("list")
        try json.array { json throws(Failure) in
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
struct TableTests {
  private typealias Row = (name: String, nodes: Int?, steady: Double)

  private static let columns: [Column<Row>] = [
    Column("variant", heading: "variant", "The variant.") { $0.name },
    Column("nodes", "Nodes, for files alone.") { $0.nodes },
    Column(figures: "steady", unit: "s") { $0.nodes == nil ? "-" : "\($0.steady) ± 4.1" },
  ]
  private static let rows: [Row] = [("managed", 300, 812.3), ("g|1", nil, 7)]

  @Test("line up numbers at the right and texts at the left, without trailing spaces")
  func lineUp() {
    #expect(
      Table(Self.rows, Self.columns).text() == """
        variant   steady [s]
        managed  812.3 ± 4.1
        g|1                -

        """)
  }

  @Test("are Markdown where asked for")
  func areMarkdown() {
    #expect(
      Table(Self.rows, Self.columns).markdown() == """
        | variant | steady [s] |
        |---|---:|
        | managed | 812.3 ± 4.1 |
        | g\\|1 | - |

        """)
  }

  @Test("are members of a JSON object too: null where CSV is empty")
  func areJSON() throws {
    let text = try written { writer in
      var json = JSONWriter(to: writer)
      try json.array { json throws(Failure) in
        for row in Self.rows {
          try json.object { json throws(Failure) in try json.members(of: row, Array(Self.columns.prefix(2))) }
        }
      }
      try json.finish()
    }
    #expect(
      text.split(whereSeparator: \.isWhitespace).joined()
        == "[{\"variant\":\"managed\",\"nodes\":300},{\"variant\":\"g|1\",\"nodes\":null}]")
  }

  @Test("a column of a part is the same column of the whole")
  func liftsColumns() {
    let lifted = Self.columns.map { $0.of { (whole: (number: Int, row: Row)) in whole.row } }
    #expect(lifted.map(\.entry) == Self.columns.map(\.entry))
    #expect(Table([(0, Self.rows[0]), (1, Self.rows[1])], lifted).text() == Table(Self.rows, Self.columns).text())
  }
}

@Suite("Numbers for people")
struct RoundedNumberTests {
  @Test(
    "three significant digits never need an exponent",
    arguments: [
      (0.0, "0"), (0.5, "0.5"), (0.01234, "0.0123"), (1.0, "1"), (12.34, "12.3"), (99.96, "100"), (123.4, "123"),
      (12_345.6, "12346"), (-0.25, "-0.25"),
    ])
  func brief(value: Double, text: String) {
    #expect(NumberText.brief(value) == text)
  }

  @Test(
    "a share claims all or nothing only where that is so",
    arguments: [(0.0, "0 %"), (0.001, "0.1 %"), (0.5, "50 %"), (0.996, "99.6 %"), (0.9999, "100.0 %"), (1.0, "100 %")])
  func percent(share: Double, text: String) {
    #expect(NumberText.percent(share) == text)
  }

  @Test("zero has a sign only where it is wanted, and one thing is not a plural")
  func signsAndPlurals() {
    #expect(NumberText.fixed(-0.04, 1) == "-0.0" && NumberText.fixed(-0.04, 1, signsZero: false) == "0.0")
    #expect(NumberText.fixed(-0.06, 1, signsZero: false) == "-0.1")
    #expect(NumberText.significant(-1e-9 * 0, 5) == "0" && NumberText.significant(123_456.7, 5) == "1.2346e+05")
    #expect([0, 1, 2].map { NumberText.count($0, "cell") } == ["0 cells", "1 cell", "2 cells"])
  }
}
