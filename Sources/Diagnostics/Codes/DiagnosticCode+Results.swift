// SPDX-License-Identifier: GPL-3.0-or-later

/// Results, and what compares them.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0701 to E0707.
  static let results: [DiagnosticCode] = [
    .notAResult, .resultRow, .noResult, .notFingerprints, .incomparable, .tolerance, .nothingUncertain,
  ]

  /// The file is not a result.
  package static let notAResult = DiagnosticCode(
    "E0701",
    "the file is not a result",
    "It lacks the columns of a result, has two columns of one name, has no rows, or is not a manifest.",
    cure: "Name a result folder, a file like its replications.csv or summary.csv, or what sweep merge wrote.",
    example: "poolsim check results/main results/branch")

  /// A row of a result cannot be used.
  package static let resultRow = DiagnosticCode(
    "E0702",
    "a row of a result cannot be used",
    "It has too few cells, a cell is not a number, or the row is there twice; the file may have been cut off.",
    cure: "Write the result again with poolsim run --output DIR.",
    example: "tiny,managed,0,4,4,4,true,1,540.2   # cut off: later columns are missing")

  /// The folder has no result.
  package static let noResult = DiagnosticCode(
    "E0703",
    "the folder has no result", "It has no replications.csv.",
    cure: "Name the folder that --output DIR wrote; merge a campaign first, and check the merged file.",
    example: "poolsim sweep merge sweep.yaml --output merged.csv")

  /// The file is not a list of fingerprints.
  package static let notFingerprints = DiagnosticCode(
    "E0704",
    "the file is not a list of fingerprints", "--fingerprint compares two outputs of poolsim fingerprint.",
    cure: "Write both files with poolsim fingerprint.", example: "poolsim fingerprint scenario.yaml > baseline.csv")

  /// Two sides cannot be compared.
  package static let incomparable = DiagnosticCode(
    "E0705",
    "two sides cannot be compared",
    "A difference between them would mix other causes: their seeds, pools or numbers of nodes differ.",
    cure: "Give both the same seed and pools of the same size.",
    example: "poolsim compare a.yaml b.yaml --seed 7 --set pool.targetDedicatedNodes=300")

  /// A tolerance is malformed, or of an unknown metric.
  package static let tolerance = DiagnosticCode(
    "E0706",
    "a tolerance is malformed, or of an unknown metric",
    "It is a percentage, a metric with a percentage, or a metric with a number in its unit.",
    cure: "Use a metric that both results have.", example: "--tolerance 1% --tolerance steady_state_s=30")

  /// Nothing is left to draw for a prediction.
  package static let nothingUncertain = DiagnosticCode(
    "E0707",
    "nothing is left to draw for a prediction",
    "run --predictive draws the values that have a range in the profile and that the scenario does not set.",
    cure: "Take what is not measured out of model:, or use a profile with ranges.",
    example: "poolsim run scenario.yaml --predictive")
}
