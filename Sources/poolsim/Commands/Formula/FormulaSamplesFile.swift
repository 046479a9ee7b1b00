// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Diagnostics
import Files
import Interchange

/// Samples of metrics in a CSV file: a column a metric, or rows of time, metric and value.
struct FormulaSamplesFile {
  /// The samples of one column.
  struct Series {
    let column: FormulaColumn
    let name: String
    var history = SampleHistory()
  }

  private let path: String
  private let epoch: FormulaInstant?
  private var series: [Series] = []
  private var last: FormulaInstant?

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `Failure` with the line and column of what is wrong.
  static func read(_ path: String, epoch: FormulaInstant?) throws(Failure) -> [Series] {
    var file = FormulaSamplesFile(path: path, epoch: epoch)
    let text = try TextFile.read(path)
    do throws(Diagnostic) {
      try file.read(text)
    } catch {
      throw Failure(kind: .invalid, diagnostics: [error])
    }
    return file.series
  }

  private init(path: String, epoch: FormulaInstant?) {
    self.path = path
    self.epoch = epoch
  }

  private mutating func read(_ text: String) throws(Diagnostic) {
    var reader = CSVReader(Array(text.utf8), path: path)
    guard let header = try reader.next() else {
      throw Diagnostic(
        .measurements, at: SourcePlace(file: path, line: 1, column: 1),
        "the file is empty; expected a header such as time,PendingTasks")
    }
    let names = header.cells.map(Self.trimmed)
    guard names.first?.lowercased() == "time" else {
      throw fault(header, 0, "the first column is '\(PrintableText.short(names.first ?? ""))'; expected time")
    }
    let isLong = names.map { $0.lowercased() } == ["time", "metric", "value"]
    if !isLong { try begin(header, names) }
    while let row = try reader.next() {
      guard row.cells.count == names.count else {
        throw fault(row, 0, "the row has \(row.cells.count) cells under \(names.count) columns")
      }
      let instant = try instant(of: row)
      if isLong { try readLong(row, at: instant) } else { try readWide(row, at: instant) }
      last = instant
    }
  }

  private mutating func begin(_ header: CSVReader.Row, _ names: [String]) throws(Diagnostic) {
    for (index, name) in names.enumerated().dropFirst() {
      guard let column = FormulaColumn(name) else { throw unknown(name, header, index) }
      guard !series.contains(where: { $0.name == name }) else { throw fault(header, index, "\(name) is there twice") }
      series.append(Series(column: column, name: name))
    }
  }

  private mutating func readWide(_ row: CSVReader.Row, at instant: FormulaInstant) throws(Diagnostic) {
    if let last, instant <= last {
      throw fault(row, 0, instant == last ? "the time is there twice" : "the time is before that of the row above")
    }
    for index in series.indices {
      guard let value = try number(row, index + 1) else { continue }
      series[index].history.append(value, at: instant)
    }
  }

  private mutating func readLong(_ row: CSVReader.Row, at instant: FormulaInstant) throws(Diagnostic) {
    if let last, instant < last { throw fault(row, 0, "the time is before that of the row above") }
    let name = Self.trimmed(row.cells[1])
    guard let column = FormulaColumn(name) else { throw unknown(name, row, 1) }
    if !series.contains(where: { $0.name == name }) { series.append(Series(column: column, name: name)) }
    guard let value = try number(row, 2), let index = series.firstIndex(where: { $0.name == name }) else { return }
    guard series[index].history.append(value, at: instant) else {
      throw fault(row, 0, "\(name) is there twice at this time")
    }
  }

  // MARK: - Cells

  private func instant(of row: CSVReader.Row) throws(Diagnostic) -> FormulaInstant {
    let text = Self.trimmed(row.cells[0])
    if let epoch {
      guard let seconds = Double(text), seconds.magnitude < 1e11 else {
        throw fault(row, 0, "'\(PrintableText.short(text))' is not a number of seconds, as --epoch wants")
      }
      let ticks = (seconds * Double(FormulaInterval.ticksPerSecond)).rounded()
      guard let instant = epoch.adding(FormulaInterval(ticks: Int64(ticks))) else {
        throw fault(row, 0, "the time is outside of the years 1 to 9999")
      }
      return instant
    }
    guard !text.isEmpty, let instant = FormulaInstant(text: text) else {
      let hint = Double(text) == nil ? "" : "; for seconds give the instant of 0 with --epoch"
      throw fault(row, 0, "'\(PrintableText.short(text))' is not a time such as 2026-03-02T12:00:00Z\(hint)")
    }
    return instant
  }

  /// The number of a cell; nil for an empty one, which means that the sample is missing.
  private func number(_ row: CSVReader.Row, _ index: Int) throws(Diagnostic) -> Double? {
    let text = Self.trimmed(row.cells[index])
    guard !text.isEmpty else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw fault(row, index, "'\(PrintableText.short(text))' is not a number")
    }
    return value
  }

  private func unknown(_ name: String, _ row: CSVReader.Row, _ index: Int) -> Diagnostic {
    fault(
      row, index,
      "'\(PrintableText.short(name))' is not a metric\(Suggestion.ending(for: name, among: FormulaColumn.names))")
  }

  /// A fault in a cell; its column is that of a row without quotes.
  private func fault(_ row: CSVReader.Row, _ index: Int, _ message: String) -> Diagnostic {
    let column = row.cells.prefix(index).reduce(1) { $0 + $1.unicodeScalars.count + 1 }
    return Diagnostic(.measurements, at: SourcePlace(file: path, line: row.line, column: column), message)
  }

  private static func trimmed(_ cell: String) -> String {
    var text = Substring(cell)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
