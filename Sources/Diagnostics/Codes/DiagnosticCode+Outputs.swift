// SPDX-License-Identifier: GPL-3.0-or-later

/// Files and folders that are written.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0901 to E0903.
  static let outputs: [DiagnosticCode] = [
    .cannotCreateOutput, .cannotWriteOutput, .outputOccupied,
  ]

  /// An output cannot be created.
  package static let cannotCreateOutput = DiagnosticCode(
    "E0901",
    "an output cannot be created", "Its folder does not exist or cannot be written, or it needs a name.",
    cure: "Create the folder first, or name another one.", example: "--output results/large-pool")

  /// An output cannot be written.
  package static let cannotWriteOutput = DiagnosticCode(
    "E0902",
    "an output cannot be written", "The disk is full, or the medium failed. Nothing is left under the final name.",
    cure: "Make room and run the same command again.", example: "df -h .")

  /// The name of an output is taken.
  package static let outputOccupied = DiagnosticCode(
    "E0903",
    "the name of an output is taken",
    "Something else has that name: other files, or a file that you may have edited. It stays as it is.",
    cure: "Name another folder or file, or remove the old one; import takes --replace.",
    example: "poolsim import pool.json --output pool.yaml --replace")
}
