// SPDX-License-Identifier: GPL-3.0-or-later

/// Prints measurements as aligned lines, one by one.
struct BenchmarkTable {
  /// The names and widths of the columns before the figures.
  let columns: [(name: String, width: Int)]
  /// What one operation is, of which the figures give the cost.
  var operation = "event"
  /// The names and widths of the columns after the hash.
  var lastColumns: [(name: String, width: Int)] = []

  func printHeader() {
    let names = columns.map { padded($0.name, $0.width) }
    let lastNames = lastColumns.map { padded($0.name, $0.width) }
    print(
      names.joined(), padded("ns/\(operation)", 15), padded("min", 12), padded("max", 12), padded("hash", 18),
      lastNames.joined(), separator: "")
  }

  /// - Parameters:
  ///   - labels: The cells before the figures.
  ///   - measurement: The cost of an operation.
  ///   - hash: Of what was computed.
  ///   - last: The cells after the hash.
  func printRow(_ labels: [String], _ measurement: Measurement, hash: UInt64, last: [String] = []) {
    let cells = zip(columns, labels).map { padded($1, $0.width) }
    let lastCells = zip(lastColumns, last).map { padded($1, $0.width) }
    let hexadecimal = String(hash, radix: 16)
    print(
      cells.joined(), padded(BenchmarkTable.fixed(measurement.median), 15),
      padded(BenchmarkTable.fixed(measurement.minimum), 12), padded(BenchmarkTable.fixed(measurement.maximum), 12),
      padded(String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal, 18), lastCells.joined(),
      separator: "")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// A number with two decimals.
  static func fixed(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100)." + String(repeating: "0", count: 2 - fraction.count) + fraction
  }
}
