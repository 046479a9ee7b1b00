// SPDX-License-Identifier: GPL-3.0-or-later

/// Scenario files, and what is set on the command line.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0101 to E0126.
  static let scenarios: [DiagnosticCode] = [
    .notYAML, .empty, .unknownKey, .duplicateKey, .missingKey, .wrongKind, .missingUnit, .wrongUnit, .outOfRange,
    .unknownValue, .notANumber, .unknownName, .exclusive, .distribution, .formatVersion, .extends, .impossible,
    .measurements, .override, .badName, .profile, .misplacedKey, .sweep, .undeletable, .formulaNotSimulated,
    .trace,
  ]

  /// The text is not YAML.
  package static let notYAML = DiagnosticCode(
    "E0101",
    "the text is not YAML",
    "Its structure is unclear: a bracket or quote is open, or the indentation is uneven.",
    cure: "Look at the place named and at the line before it; indent with spaces.",
    example: "pool: { vmSize: Standard_D2s_v3, targetDedicatedNodes: 300 }")

  /// The file is empty.
  package static let empty = DiagnosticCode(
    "E0102",
    "the file is empty", "It has only blanks and comments.",
    cure: "Begin with the format version and a pool.", example: "poolsim: 1")

  /// An unknown key.
  package static let unknownKey = DiagnosticCode(
    "E0103",
    "an unknown key", "It is misspelt, or belongs in another place.",
    cure: "poolsim schema lists every key; the message names the nearest one.",
    example: "replicationz: 3   # replications: 3")

  /// A key appears twice.
  package static let duplicateKey = DiagnosticCode(
    "E0104",
    "a key appears twice", "YAML does not define which of the values counts, so one would be lost silently.",
    cure: "Remove one of them.", example: "seed: 7\nseed: 8   # remove one")

  /// A required key is missing.
  package static let missingKey = DiagnosticCode(
    "E0105",
    "a required key is missing", "There is no sensible default for it.",
    cure: "Add it.", example: "pool: { targetDedicatedNodes: 300 }")

  /// A value is of another kind than expected.
  package static let wrongKind = DiagnosticCode(
    "E0106",
    "a value is of another kind than expected", "A list was found where a map was expected, for example.",
    cure: "Write what the message expects.", example: "pool: large   # pool: { targetDedicatedNodes: 300 }")

  /// A value has no unit.
  package static let missingUnit = DiagnosticCode(
    "E0107",
    "a value has no unit", "Times, sizes and rates are written with their unit, so that no one has to guess.",
    cure: "Add it: s, min, h; MiB, GiB; MiB/s; /min.", example: "resizeTimeout: 15   # resizeTimeout: 15 min")

  /// A unit does not fit the quantity.
  package static let wrongUnit = DiagnosticCode(
    "E0108",
    "a unit does not fit the quantity", "It is misspelt, or measures something else.",
    cure: "Use one of the units that the message lists.", example: "resizeTimeout: 15 MiB   # resizeTimeout: 15 min")

  /// A number is out of range.
  package static let outOfRange = DiagnosticCode(
    "E0109",
    "a number is out of range", "The service would refuse it, or it has no meaning in the model.",
    cure: "Stay within the range that the message names.", example: "resizeTimeout: 4 min   # at least 5 min")

  /// A value is not one of those possible.
  package static let unknownValue = DiagnosticCode(
    "E0110",
    "a value is not one of those possible", "It is misspelt, or not supported.",
    cure: "Use one of the values that the message lists.", example: "kind: manged   # kind: managed")

  /// A number was expected.
  package static let notANumber = DiagnosticCode(
    "E0111",
    "a number was expected", "The text is not a finite number in decimal notation.",
    cure: "Write digits, a point, and an exponent if needed; no separators between thousands.",
    example: "targetDedicatedNodes: 1,000   # 1000")

  /// A name refers to nothing.
  package static let unknownName = DiagnosticCode(
    "E0112",
    "a name refers to nothing", "An image, pool or variant of that name is not in the scenario.",
    cure: "Define it, or correct the name.", example: "image: base   # needs images: { base: { kind: managed } }")

  /// Two keys exclude each other.
  package static let exclusive = DiagnosticCode(
    "E0113",
    "two keys exclude each other",
    "A scenario has one pool, or several named ones, not both; an action has one verb, with the keys of that verb.",
    cure: "Keep one of them.", example: "pools: { front: { targetDedicatedNodes: 3 } }   # and no pool:")

  /// A distribution is malformed.
  package static let distribution = DiagnosticCode(
    "E0114",
    "a distribution is malformed", "It has no family, more than one, or parameters that it does not have.",
    cure: "Name one family with its parameters; a plain quantity is constant.",
    example: "osBoot: { lognormal: { median: 90 s, sigma: 0.3 } }")

  /// The format version is missing or unknown.
  package static let formatVersion = DiagnosticCode(
    "E0115",
    "the format version is missing or unknown", "The first key says in which format the file is written.",
    cure: "Write poolsim: 1.", example: "poolsim: 1")

  /// A file cannot be extended.
  package static let extends = DiagnosticCode(
    "E0116",
    "a file cannot be extended", "It extends itself, directly or through others, or the chain is longer than 16.",
    cure: "Let one file be the base of the others.", example: "extends: base.yaml")

  /// The system cannot be simulated.
  package static let impossible = DiagnosticCode(
    "E0117",
    "the system cannot be simulated", "Values that are fine on their own exceed a limit together.",
    cure: "Reduce what the message names.",
    example: "pools: { many: { count: 1000000, targetDedicatedNodes: 1000 } }")

  /// Measurements cannot be read.
  package static let measurements = DiagnosticCode(
    "E0118",
    "measurements cannot be read", "The file of an empirical distribution lacks the column, or has no numbers.",
    cure: "Give a CSV file with a header, the name of a column, and the unit of its numbers.",
    example: "osBoot: { empirical: { file: boots.csv, column: boot_s, unit: s } }")

  /// The option --set is malformed.
  package static let override = DiagnosticCode(
    "E0119",
    "--set is malformed", "It takes a path, an equals sign and a value.",
    cure: "Separate keys by points.", example: "--set pool.targetDedicatedNodes=500")

  /// A name cannot be used.
  package static let badName = DiagnosticCode(
    "E0120",
    "a name cannot be used", "Names become cells and file names: they need a character and no line break.",
    cure: "Use letters, digits, hyphens, underscores and points.", example: "name: large-pool")

  /// A profile is unknown or incomplete.
  package static let profile = DiagnosticCode(
    "E0121",
    "a profile is unknown or incomplete", "The name is not built in, or a file's profile lacks a value.",
    cure: "Use azure-2026 or azure-2020, or the path of a profile file, which begins with ./ or ends in .yaml.",
    example: "profile: azure-2026")

  /// A key cannot differ between variants.
  package static let misplacedKey = DiagnosticCode(
    "E0122",
    "a key cannot differ between variants", "It belongs to the scenario as a whole.",
    cure: "Move it to the top of the file, or write two scenarios.",
    example: "variants: { other: { seed: 8 } }   # seed: 8 at the top")

  /// A sweep is malformed.
  package static let sweep = DiagnosticCode(
    "E0123",
    "a sweep is malformed", "An axis, design or constraint cannot be used.",
    cure: "Give every axis a path and either values, a list, or from and to in one unit with step or, also for "
      + "scale: log, with points. Beside a design, which has points of its own, from and to are enough.",
    example: """
      sweep: { axes: { replicas: { path: image.replicas, values: [1, 2, 4] } } }
        timeout: { path: pool.resizeTimeout, from: 15 min, to: 30 min, step: 5 min }
        boot: { path: model.bootWorkingSet, from: 25 MiB, to: 250 MiB, points: 4, scale: log }
        sweep: { axes: { boot: { path: model.bootWorkingSet, from: 25 MiB, to: 250 MiB } }, \
      design: { kind: sobol, points: 64 } }
      """)

  /// An image cannot be deleted.
  package static let undeletable = DiagnosticCode(
    "E0124",
    "an image cannot be deleted",
    "A marketplace image is the platform's: no user can delete it, or a snapshot of it.",
    cure: "Delete an image of your own, managed or in a gallery, or leave the fault to the variants that have one.",
    example: "image: { kind: marketplace }   # and no faults: [{ at: 10 min, deleteImage: true }]")

  /// A pool that scales by a formula cannot be simulated.
  package static let formulaNotSimulated = DiagnosticCode(
    "E0125",
    "a pool that scales by a formula cannot be simulated",
    "A run evaluates the formula until a set time, and the scenario has none: it would never end. A formula that cannot be "
      + "read, or never asks for a node, leaves nothing to simulate.",
    cure: "Give duration at the top, such as duration: 24 h. A formula that always asks for the same is simulated "
      + "without it, as a pool of that size.",
    example: "pool: { autoScale: { formula: \"$TargetDedicatedNodes = $PendingTasks.GetSample(1);\" } }")

  /// A file of recorded tasks cannot be read.
  package static let trace = DiagnosticCode(
    "E0126",
    "a file of recorded tasks cannot be read",
    "A column is missing, a line has another number of columns than 18 or something that is not a number, tasks are not in "
      + "order of submission, one needs more nodes than there can be, or a compressed file is cut off.",
    cure: "Mend the line that the message names; sort the file by the time of submission.",
    example: "work: { trace: { swf: cluster.swf } }   # or tasks: tasks.csv, with submit_s and duration_s")
}
