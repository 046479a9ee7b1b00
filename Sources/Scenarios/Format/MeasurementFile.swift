// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Foundation

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
  /// - Returns: The numbers, in the order of the file.
  /// - Throws: `Fault` when the file cannot be read, lacks the column, or holds what is no number.
  static func column(_ name: String, path: String, besides scenario: String) throws(Fault) -> [Double] {
    let text: String
    do throws(ScenarioError) {
      text = try TextFile.read(TextFile.path(path, besides: scenario))
    } catch {
      throw Fault(reason: error.diagnostics.first.map { "\($0.place): \($0.message)" } ?? "\(path) cannot be read")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard let header = lines.first else { throw Fault(reason: "\(path) is empty") }
    let names = cells(header)
    guard let index = names.firstIndex(of: name) else {
      throw Fault(reason: "\(path) has no column \(name); it has \(names.prefix(20).joined(separator: ", "))")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(lines.count)
    for (line, text) in lines.enumerated().dropFirst() {
      let row = cells(text)
      guard index < row.count else { throw Fault(reason: "\(path), row \(line + 1) has only \(row.count) cells") }
      if row[index].isEmpty { continue }
      guard let number = Double(row[index]), number.isFinite else {
        throw Fault(reason: "\(path), row \(line + 1): \(PrintableText.quoted(row[index])) is no number")
      }
      numbers.append(number)
    }
    guard !numbers.isEmpty else { throw Fault(reason: "the column \(name) of \(path) holds no number") }
    return numbers
  }

  /// The cells of a row, quotes taken off (RFC 4180, without line breaks inside of cells).
  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        cells.append(cell)
        cell = ""
      default: cell.append(character)
      }
    }
    return cells + [cell]
  }
}
