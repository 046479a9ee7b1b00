// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Interchange
internal import Statistics

extension ResultTable {
  private static let keyColumns = ["scenario", "variant", "pool", "replication"]

  /// Reads `replications.csv`, `summary.csv`, or the merged results of a sweep.
  ///
  /// Instead of a scenario, a sweep has the columns of its axes before the variant: the values of a cell name it. The
  /// columns scenario, variant, replication and, where there is one, pool say what a row is about; every other
  /// column is a metric. `true` and `false` count as 1 and 0; an empty cell does not apply.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - path: The file's name, for messages.
  ///   - seeds: The seeds of the scenarios that are known.
  ///   - version: The version of the tool that made it, where that is known.
  /// - Throws: `Failure` with the line at which it is not such a file.
  /// - Complexity: O(bytes).
  package init(
    csv bytes: [UInt8], path: String, seeds: [String: UInt64] = [:], version: String? = nil
  ) throws(Failure) {
    self.init(path: path)
    self.seeds = seeds
    self.version = version
    var reader = CSVReader(bytes, path: path)
    guard let header = try Self.nextRow(&reader) else {
      throw Failure(
        .invalid, .notAResult, at: SourcePlace(file: path), "the file is empty; expected the header of a result")
    }
    if let twice = header.cells.first(where: { name in header.cells.count { $0 == name } > 1 }) {
      throw Failure(
        .invalid, .notAResult, at: SourcePlace(file: path, line: header.line),
        "two columns are named \(PrintableText.quoted(twice))")
    }
    let columns = Columns(header, path: path)
    let isSummary = ["metric", "n", "mean", "stddev"].allSatisfy(header.cells.contains)
    let isSweep = !isSummary && !columns.axes.isEmpty && !columns.has("scenario")
    guard isSweep || columns.has("scenario"), columns.has("variant"), isSummary || columns.has("replication") else {
      throw Failure(
        .invalid, .notAResult, at: SourcePlace(file: path, line: header.line),
        "this is not a result of poolsim; expected the columns scenario, variant and replication, as replications.csv has them, or those of a merged sweep"
      )
    }
    if isSummary {
      while let row = try Self.nextRow(&reader) { try addSummary(row, columns) }
    } else {
      try addReplications(&reader, columns)
    }
    guard !groups.isEmpty else {
      throw Failure(
        .invalid, .notAResult, at: SourcePlace(file: path, line: header.line), "there is no row below the header")
    }
  }

  static func nextRow(_ reader: inout CSVReader) throws(Failure) -> CSVReader.Row? {
    do throws(Diagnostic) {
      return try reader.next()
    } catch {
      throw Failure(kind: .invalid, diagnostics: [error])
    }
  }

  /// Where each column of a file stands.
  private struct Columns {
    /// The largest number of a replication, or of replications.
    private static let largestCount = 1_000_000_000_000

    let names: [String]
    let path: String
    /// The columns before the variant, where a replication stands behind it: those of a sweep's axes, or the scenario.
    let axes: [String]
    private let positions: [String: Int]

    init(_ header: CSVReader.Row, path: String) {
      names = header.cells
      self.path = path
      let variant = header.cells.firstIndex(of: "variant") ?? 0
      let isFollowed = header.cells.dropFirst(variant + 1).first == "replication"
      axes = isFollowed ? Array(header.cells[..<variant]) : []
      positions = Dictionary(header.cells.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    func has(_ name: String) -> Bool { positions[name] != nil }

    func cell(_ name: String, _ row: CSVReader.Row) -> String {
      positions[name].map { row.cells[$0] } ?? ""
    }

    func key(_ row: CSVReader.Row) throws(Failure) -> ResultKey {
      guard row.cells.count == names.count else {
        throw Failure(
          .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
          "\(row.cells.count) cells under \(names.count) columns; the file may have been cut off")
      }
      let scenario =
        has("scenario")
        ? cell("scenario", row) : zip(axes, row.cells).map { "\($0)=\($1)" }.joined(separator: " ")
      return ResultKey(scenario: scenario, variant: cell("variant", row), pool: cell("pool", row))
    }

    func number(_ text: String, _ name: String, _ row: CSVReader.Row) throws(Failure) -> Double? {
      switch text {
      case "": return nil
      case "true": return 1
      case "false": return 0
      default:
        // `Double` would read "nan", "inf" and hexadecimal digits too.
        guard text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let value = Double(text), value.isFinite
        else {
          throw Failure(
            .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
            "\(PrintableText.quoted(text)) in column \(name) is not a number")
        }
        return value
      }
    }

    func count(_ name: String, _ row: CSVReader.Row) throws(Failure) -> Int {
      let text = cell(name, row)
      guard let value = Int(text), (0...Self.largestCount).contains(value) else {
        throw Failure(
          .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
          "\(PrintableText.quoted(text)) in column \(name) is not a whole number from 0 to \(Self.largestCount)")
      }
      return value
    }
  }

  private mutating func addReplications(_ reader: inout CSVReader, _ columns: Columns) throws(Failure) {
    let keys = Set(Self.keyColumns + columns.axes)
    let metrics = columns.names.indices.filter { !keys.contains(columns.names[$0]) }
    let names = metrics.map { columns.names[$0] }
    var seen: [ResultKey: Set<Int>] = [:]
    while let row = try Self.nextRow(&reader) {
      let key = try columns.key(row)
      let replication = try columns.count("replication", row)
      guard seen[key, default: []].insert(replication).inserted else {
        throw Failure(
          .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
          "replication \(replication) of \(key) is there a second time")
      }
      try update(key, metrics: names) { group throws(Failure) in
        group.replications.append(replication)
        for (index, column) in metrics.enumerated() {
          let text = row.cells[column]
          group.series[index].texts.append(text)
          group.series[index].values.append(try columns.number(text, names[index], row))
        }
      }
    }
  }

  private mutating func addSummary(_ row: CSVReader.Row, _ columns: Columns) throws(Failure) {
    let key = try columns.key(row)
    let metric = columns.cell("metric", row)
    let count = try columns.count("n", row)
    let mean = try columns.number(columns.cell("mean", row), "mean", row)
    let deviation = try columns.number(columns.cell("stddev", row), "stddev", row)
    guard !metric.isEmpty, (mean == nil) == (count == 0), (deviation ?? 0) >= 0, count < 2 || deviation != nil else {
      throw Failure(
        .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
        "metric, n, mean and stddev of the row contradict each other")
    }
    let path = path
    try update(key, metrics: []) { group throws(Failure) in
      guard !group.metrics.contains(metric) else {
        throw Failure(
          .invalid, .resultRow, at: SourcePlace(file: path, line: row.line),
          "\(metric) of \(key) is there a second time")
      }
      group.metrics.append(metric)
      group.series.append(
        Series(
          texts: [row.cells.joined(separator: ",")],
          summary: Tally(count: count, mean: mean ?? 0, standardDeviation: deviation ?? 0)))
    }
  }
}
