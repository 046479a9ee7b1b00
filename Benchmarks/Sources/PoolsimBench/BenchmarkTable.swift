// SPDX-License-Identifier: GPL-3.0-or-later

/// Prints measurements as aligned lines, one by one.
struct BenchmarkTable {
  /// The names and widths of the columns before the figures.
  let columns: [(name: String, width: Int)]

  func printHeader() {
    let names = columns.map { padded($0.name, $0.width) }
    print(names.joined(), padded("median ns", 12), padded("min", 9), padded("max", 9), "hash", separator: "")
  }

  func printRow(_ labels: [String], _ measurement: Measurement, hash: UInt64) {
    let cells = zip(columns, labels).map { padded($1, $0.width) }
    let hexadecimal = String(hash, radix: 16)
    print(
      cells.joined(), padded(fixed(measurement.median), 12), padded(fixed(measurement.minimum), 9),
      padded(fixed(measurement.maximum), 9), String(repeating: "0", count: 16 - hexadecimal.count), hexadecimal,
      separator: "")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// A number with two decimals.
  private func fixed(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100)." + String(repeating: "0", count: 2 - fraction.count) + fraction
  }
}
