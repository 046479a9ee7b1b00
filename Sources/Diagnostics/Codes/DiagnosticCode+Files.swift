// SPDX-License-Identifier: GPL-3.0-or-later

/// Reading any file.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0001 to E0006.
  static let files: [DiagnosticCode] = [
    .fileMissing, .fileUnreadable, .notText, .tooLarge, .tooMany, .notCSV,
  ]

  /// There is no such file.
  package static let fileMissing = DiagnosticCode(
    "E0001",
    "there is no such file",
    "The scenario, the file that it extends, or a profile or table that it names is missing.",
    cure: "Check the path; paths inside a scenario are relative to its own folder.",
    example: "poolsim run scenarios/large-pool.yaml")

  /// The file cannot be read.
  package static let fileUnreadable = DiagnosticCode(
    "E0002",
    "the file cannot be read", "It is a folder, or permission is missing, or the medium failed.",
    cure: "Name a file that you may read; - is standard input.", example: "poolsim run - < scenario.yaml")

  /// The file is not a text in UTF-8.
  package static let notText = DiagnosticCode(
    "E0003",
    "the file is not a text in UTF-8", "It has bytes that are not text, or is written in another encoding.",
    cure: "Save it as UTF-8; the place is that of the first byte that is not UTF-8.",
    example: "iconv -f latin1 -t utf-8 old.yaml > new.yaml")

  /// The file is too large or too deeply nested.
  package static let tooLarge = DiagnosticCode(
    "E0004",
    "the file is too large or too deeply nested",
    "A scenario has at most 16 MiB, 200 levels and 200,000 values, those that aliases repeat included.",
    cure: "Use count for pools that are alike, and an empirical distribution's file for long lists of numbers.",
    example: "pools: { many: { count: 1000, targetDedicatedNodes: 1000 } }")

  /// There are more problems than are listed.
  package static let tooMany = DiagnosticCode(
    "E0005",
    "there are more problems than are listed", "Only the first hundred are listed.",
    cure: "Correct those and check again.", example: "poolsim validate scenario.yaml")

  /// The text is not comma-separated values.
  package static let notCSV = DiagnosticCode(
    "E0006",
    "the text is not comma-separated values",
    "A quote is in the middle of a cell, or is never closed, or the bytes are not UTF-8.",
    cure: "Put the whole cell in quotes, and write a quote inside it twice (RFC 4180).",
    example: "\"a cell, with a \"\"quote\"\"\",2")
}
