// SPDX-License-Identifier: GPL-3.0-or-later

/// Comma-separated values of which no cell is quoted, as tests write and read them.
public enum UnquotedCSV {
  /// The cells of every line, its header first.
  ///
  /// - Complexity: O(length).
  public static func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The rows below the header, each by the names of the header.
  ///
  /// - Precondition: Every row has a cell for every name.
  /// - Complexity: O(length).
  public static func rows(_ text: String) -> [[String: String]] {
    let lines = cells(text)
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { row in
      precondition(row.count == header.count, "\(row.count) cells under \(header.count) names: \(row)")
      return Dictionary(uniqueKeysWithValues: zip(header, row))
    }
  }
}
