// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Interchange

/// A CSV file of measurements, for empirical distributions.
enum MeasurementFile {
  struct Fault: Error {
    let reason: String
  }

  /// The most numbers of a column: a distribution of more is not told from one of these, and what `show` prints of a
  /// scenario must be short enough to be read again.
  private static let mostNumbers = 100_000

  /// The numbers of a column.
  ///
  /// - Parameters:
  ///   - name: The name in the header.
  ///   - path: The file; relative to the folder of the scenario.
  ///   - scenario: The file that names it.
  /// - Returns: The numbers, in the order of the file; empty cells are left out.
  /// - Throws: `Fault` when the file cannot be read, lacks the column, or has a cell that is not a number.
  static func column(_ name: String, path: String, besides scenario: String) throws(Fault) -> [Double] {
    let text: String
    do throws(Failure) {
      text = try TextFile.read(TextFile.path(path, besides: scenario))
    } catch {
      throw Fault(reason: error.diagnostics.first.map { "\($0.place): \($0.message)" } ?? "\(path) cannot be read")
    }
    do throws(Diagnostic) {
      return try numbers(of: name, in: text, path)
    } catch {
      throw Fault(reason: "\(error.place): \(error.message)")
    }
  }

  private static func numbers(of name: String, in text: String, _ path: String) throws(Diagnostic) -> [Double] {
    func fault(_ message: String, line: Int? = nil) -> Diagnostic {
      let place = line.map { SourcePlace(file: path, line: $0, column: 1) } ?? SourcePlace(file: path)
      return Diagnostic(.measurements, at: place, message)
    }
    var reader = CSVReader(Array(text.utf8), path: path)
    guard let header = try reader.next() else { throw fault("the file is empty") }
    if let twice = header.cells.first(where: { name in header.cells.count { $0 == name } > 1 }) {
      throw fault("two columns are named \(PrintableText.quoted(twice))", line: header.line)
    }
    guard let index = header.cells.firstIndex(of: name) else {
      let names = header.cells.prefix(20).map { PrintableText.short($0) }.joined(separator: ", ")
      throw fault("there is no column \(PrintableText.quoted(name)); the file has \(names)")
    }
    var numbers: [Double] = []
    while let row = try reader.next() {
      guard row.cells.count == header.cells.count else {
        let count = row.cells.count
        throw fault(
          count < header.cells.count
            ? "the row has only \(count) cell\(count == 1 ? "" : "s") under \(header.cells.count) columns"
            : "the row has \(count) cells under \(header.cells.count) columns; write a point in a number, not a comma",
          line: row.line)
      }
      let cell = row.cells[index]
      if cell.isEmpty { continue }
      // `Double` would read hexadecimal digits too.
      guard cell.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let number = Double(cell), number.isFinite
      else {
        throw fault("\(PrintableText.quoted(cell)) is not a number", line: row.line)
      }
      guard numbers.count < mostNumbers else {
        throw fault("at most \(mostNumbers) numbers of a column are read; take a sample of them", line: row.line)
      }
      numbers.append(number)
    }
    guard !numbers.isEmpty else { throw fault("the column \(PrintableText.quoted(name)) has no numbers") }
    return numbers
  }
}
