// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Interchange

/// A CSV file of measurements, for empirical distributions.
enum MeasurementFile {
  struct Fault: Error {
    let reason: String
  }

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
    guard let index = header.cells.firstIndex(of: name) else {
      let names = header.cells.prefix(20).map { PrintableText.short($0) }.joined(separator: ", ")
      throw fault("there is no column \(PrintableText.quoted(name)); the file has \(names)")
    }
    var numbers: [Double] = []
    while let row = try reader.next() {
      guard index < row.cells.count else { throw fault("the row has only \(row.cells.count) cells", line: row.line) }
      let cell = row.cells[index]
      if cell.isEmpty { continue }
      guard let number = Double(cell), number.isFinite else {
        throw fault("\(PrintableText.quoted(cell)) is not a number", line: row.line)
      }
      numbers.append(number)
    }
    guard !numbers.isEmpty else { throw fault("the column \(PrintableText.quoted(name)) has no numbers") }
    return numbers
  }
}
