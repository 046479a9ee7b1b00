// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Interchange

/// Reads recorded tasks from CSV, a row a task: `submit_s`, `duration_s`, and where the file has them `slots`, `nodes` and
/// `job`. Other columns are left alone.
///
/// The text is taken apart at line breaks outside of quotes, so that only a part of the file is in memory at a time.
struct TaskTable {
  /// The columns.
  private struct TaskColumns {
    let count: Int
    let submitted: Int
    let duration: Int
    let slots: Int?
    let nodes: Int?
    let job: Int?
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  /// The most bytes of one row.
  private static let longestRow = 1 << 20

  private let file: TraceFile
  private var columns: TaskColumns?
  /// What is not read yet: the beginning of a row.
  private var rest: [UInt8] = []
  private var isInQuotes = false
  private var line = 1
  private var jobs: [String: UInt32] = [:]
  private var row = 0

  init(_ file: TraceFile) {
    self.file = file
  }

  mutating func add(
    _ piece: UnsafeBufferPointer<UInt8>, to collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) {
    // The last line break outside of quotes ends what can be read.
    var end: Int?
    for index in piece.indices {
      if piece[index] == Self.quote {
        isInQuotes.toggle()
      } else if piece[index] == Self.lineFeed, !isInQuotes {
        end = index + 1
      }
    }
    guard let end else {
      rest += piece
      guard rest.count <= Self.longestRow else {
        throw .line(line, "the row is longer than 1 MiB: is a quote missing")
      }
      return
    }
    rest += piece[..<end]
    try addRest(to: &collector)
    rest = Array(piece[end...])
  }

  /// Reads the last row, which may have no line break.
  mutating func finish(_ collector: inout TraceCollector) throws(TraceCollector.LineFault) {
    try addRest(to: &collector)
    guard columns != nil else { throw .line(nil, "the file is empty") }
  }

  private mutating func addRest(to collector: inout TraceCollector) throws(TraceCollector.LineFault) {
    if let fault = EncodingFault.find(in: rest) { throw .line(nil, fault.message) }
    var reader = CSVReader(rest, path: file.path, firstLine: line)
    line += rest.count { $0 == Self.lineFeed }
    rest = []
    while let row = try next(&reader) {
      guard let columns else {
        columns = try columns(of: row)
        continue
      }
      try add(row, columns, to: &collector)
    }
  }

  private func next(_ reader: inout CSVReader) throws(TraceCollector.LineFault) -> CSVReader.Row? {
    do throws(Diagnostic) {
      return try reader.next()
    } catch {
      throw .line(error.place.line, error.message)
    }
  }

  private func columns(of row: CSVReader.Row) throws(TraceCollector.LineFault) -> TaskColumns {
    func place(_ name: String) throws(TraceCollector.LineFault) -> Int? {
      guard row.cells.count(where: { $0 == name }) < 2 else {
        throw .line(row.line, "two columns are named \(PrintableText.quoted(name))")
      }
      return row.cells.firstIndex(of: name)
    }
    func needed(_ name: String) throws(TraceCollector.LineFault) -> Int {
      if let place = try place(name) { return place }
      let names = row.cells.prefix(20).map { PrintableText.short($0) }.joined(separator: ", ")
      throw .line(
        row.line, "there is no column \(name); the file has \(names)" + Suggestion.ending(for: name, among: row.cells))
    }
    return TaskColumns(
      count: row.cells.count, submitted: try needed("submit_s"), duration: try needed("duration_s"),
      slots: try place("slots"), nodes: try place("nodes"), job: try place("job"))
  }

  private mutating func add(
    _ row: CSVReader.Row, _ columns: TaskColumns, to collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) {
    let count = row.cells.count
    guard count == columns.count else {
      throw .line(row.line, "the row has \(count) cell\(count == 1 ? "" : "s") under \(columns.count) columns")
    }
    self.row += 1
    func number(_ column: Int) throws(TraceCollector.LineFault) -> Double {
      var cell = row.cells[column]
      guard let number = cell.withUTF8({ DecimalBytes.number($0) }) else {
        throw .line(row.line, "\(PrintableText.quoted(row.cells[column])) is not a number")
      }
      return number
    }
    func whole(_ column: Int?, otherwise standard: Int, _ range: ClosedRange<Int>) throws(TraceCollector.LineFault)
      -> Int
    {
      guard let column else { return standard }
      let value = try number(column)
      guard value == value.rounded(), value >= Double(range.lowerBound), value <= Double(range.upperBound) else {
        let shown = PrintableText.quoted(row.cells[column])
        throw .line(
          row.line, "\(shown) is out of range; expected a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return Int(value)
    }
    let submitted = try number(columns.submitted)
    let duration = try number(columns.duration)
    let slots = try whole(columns.slots, otherwise: file.requiredSlots, 1...256)
    let nodes = try whole(columns.nodes, otherwise: file.nodes, 1...65_535)
    guard let time = try collector.time(submitted, line: row.line) else { return }
    let job = try self.job(row, columns, &collector)
    try collector.add(at: time, duration: duration, job: job, slots: slots, nodes: nodes, line: row.line)
  }

  /// The job of a row: the one that it names or, without a column for it, one of its own.
  private mutating func job(
    _ row: CSVReader.Row, _ columns: TaskColumns, _ collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) -> UInt32 {
    guard let column = columns.job else { return collector.job("\(self.row)") }
    let name = row.cells[column]
    guard !name.isEmpty else { throw .line(row.line, "the task has no job; the column job is empty") }
    if let known = jobs[name] { return known }
    let number = collector.job(name)
    jobs[name] = number
    return number
  }
}
