// SPDX-License-Identifier: GPL-3.0-or-later

/// Sweeps and their campaigns.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0801 to E0810.
  static let sweeps: [DiagnosticCode] = [
    .condition, .noCells, .tooManyCells, .noSweep, .shard, .otherSweep, .incompleteSweep, .cellFails, .noCampaign,
    .store,
  ]

  /// A condition over the axes of a sweep is wrong.
  package static let condition = DiagnosticCode(
    "E0801",
    "a condition over the axes of a sweep is wrong",
    "It is malformed, names an axis that does not exist, or compares values of different kinds.",
    cure: "Mend it at the caret; a number needs a unit where the axis has one.",
    example: "--filter 'nodes > 500 && timeout == 15 min'")

  /// No cell of the sweep is left.
  package static let noCells = DiagnosticCode(
    "E0802",
    "no cell of the sweep is left", "The constraint or the filter matches none of the cells.",
    cure: "Widen it; poolsim sweep plan shows the values of each axis.", example: "--filter 'replicas <= 4'")

  /// The sweep has too many cells.
  package static let tooManyCells = DiagnosticCode(
    "E0803",
    "the sweep has too many cells", "All combinations of the values of its axes are more than 10 million.",
    cure: "Take fewer values, or a design with a fixed number of points.",
    example: "sweep: { axes: { ... }, design: { kind: sobol, points: 512 } }")

  /// The file is not a sweep.
  package static let noSweep = DiagnosticCode(
    "E0804",
    "the file is not a sweep", "It has no section sweep, which names the axes.",
    cure: "Add one, or run the scenario itself with poolsim run.",
    example: "sweep: { axes: { replicas: { path: image.replicas, values: [1, 2, 4] } } }")

  /// A shard is malformed.
  package static let shard = DiagnosticCode(
    "E0805",
    "a shard is malformed", "Shards are numbered from 1/N to N/N, by --shard or by the variables of a scheduler.",
    cure: "Write the number of the shard, a slash, and how many there are.", example: "--shard 3/16")

  /// The campaign belongs to another sweep.
  package static let otherSweep = DiagnosticCode(
    "E0806",
    "the campaign belongs to another sweep",
    "The folder holds shards of another sweep, of another version of this one, or of another division.",
    cure: "Use one folder for each sweep and each division into shards.", example: "--campaign results/other-sweep")

  /// The sweep is not complete.
  package static let incompleteSweep = DiagnosticCode(
    "E0807",
    "the sweep is not complete", "Runs or shards are missing, so that a merged table would have gaps.",
    cure: "Run what is missing, or merge with --partial.", example: "poolsim sweep run sweep.yaml")

  /// A cell of the sweep cannot be run.
  package static let cellFails = DiagnosticCode(
    "E0808",
    "a cell of the sweep cannot be run", "The values of its axes do not make a scenario together.",
    cure: "Exclude such cells with a constraint, or run without --fail-fast.",
    example: "sweep: { constraint: 'replicas < 100', axes: { ... } }")

  /// The campaign does not exist.
  package static let noCampaign = DiagnosticCode(
    "E0809",
    "the campaign does not exist", "There is no folder of that name.",
    cure: "Begin it with poolsim sweep run, or name its folder.", example: "--campaign results/large-pool-sweep")

  /// The store of a campaign cannot be used.
  package static let store = DiagnosticCode(
    "E0810",
    "the store of a campaign cannot be used",
    "It is not a database of a sweep, was written by another version of the tool, or is damaged.",
    cure: "Merge it with the version that wrote it, or begin in another folder.",
    example: "--campaign results/new-sweep")
}
