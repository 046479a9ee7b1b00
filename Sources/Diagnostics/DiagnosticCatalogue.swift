// SPDX-License-Identifier: GPL-3.0-or-later

/// What every diagnostic means, how to cure it, and an example.
package enum DiagnosticCatalogue {
  /// What is known about one code.
  package struct Entry: Hashable, Sendable {
    /// What is wrong, in a few words.
    package let title: String
    /// What it means.
    package let meaning: String
    /// What to do about it.
    package let cure: String
    /// A line that causes it and what to write in its place.
    package let example: String

    package init(_ title: String, _ meaning: String, cure: String, example: String) {
      self.title = title
      self.meaning = meaning
      self.cure = cure
      self.example = example
    }
  }

  /// Every code, ascending.
  package static var codes: [String] {
    DiagnosticCode.allCases.map(\.rawValue)
  }

  /// What is known about a code; nil when there is no such code.
  package static func explain(_ code: String) -> Entry? {
    DiagnosticCode(rawValue: code).map(entry)
  }

  private static func entry(_ code: DiagnosticCode) -> Entry {
    switch code {
    case .fileMissing:
      Entry(
        "there is no such file",
        "The scenario, the file that it extends, or a profile or table that it names is missing.",
        cure: "Check the path; paths inside a scenario are relative to its own folder.",
        example: "poolsim run scenarios/large-pool.yaml")
    case .fileUnreadable:
      Entry(
        "the file cannot be read", "It is a folder, or permission is missing, or the medium failed.",
        cure: "Name a file that you may read; - is standard input.", example: "poolsim run - < scenario.yaml")
    case .notText:
      Entry(
        "the file is not a text in UTF-8", "It has bytes that are not text, or is written in another encoding.",
        cure: "Save it as UTF-8; the place is that of the first byte that is not UTF-8.",
        example: "iconv -f latin1 -t utf-8 old.yaml > new.yaml")
    case .tooLarge:
      Entry(
        "the file is too large or too deeply nested",
        "A scenario has at most 16 MiB, 200 levels and 200,000 values, those that aliases repeat included.",
        cure: "Use count for pools that are alike, and an empirical distribution's file for long lists of numbers.",
        example: "pools: { many: { count: 1000, targetDedicatedNodes: 1000 } }")
    case .tooMany:
      Entry(
        "there are more problems than are listed", "Only the first hundred are listed.",
        cure: "Correct those and check again.", example: "poolsim validate scenario.yaml")
    case .notCSV:
      Entry(
        "the text is not comma-separated values",
        "A quote is in the middle of a cell, or is never closed, or the bytes are not UTF-8.",
        cure: "Put the whole cell in quotes, and write a quote inside it twice (RFC 4180).",
        example: "\"a cell, with a \"\"quote\"\"\",2")
    case .notYAML:
      Entry(
        "the text is not YAML",
        "Its structure is unclear: a bracket or quote is open, or the indentation is uneven.",
        cure: "Look at the place named and at the line before it; indent with spaces.",
        example: "pool: { vmSize: Standard_D2s_v3, targetDedicatedNodes: 300 }")
    case .empty:
      Entry(
        "the file is empty", "It has only blanks and comments.",
        cure: "Begin with the format version and a pool.", example: "poolsim: 1")
    case .unknownKey:
      Entry(
        "an unknown key", "It is misspelt, or belongs in another place.",
        cure: "poolsim schema lists every key; the message names the nearest one.",
        example: "replicationz: 3   # replications: 3")
    case .duplicateKey:
      Entry(
        "a key appears twice", "YAML does not define which of the values counts, so one would be lost silently.",
        cure: "Remove one of them.", example: "seed: 7\nseed: 8   # remove one")
    case .missingKey:
      Entry(
        "a required key is missing", "There is no sensible default for it.",
        cure: "Add it.", example: "pool: { targetDedicatedNodes: 300 }")
    case .wrongKind:
      Entry(
        "a value is of another kind than expected", "A list was found where a map was expected, for example.",
        cure: "Write what the message expects.", example: "pool: large   # pool: { targetDedicatedNodes: 300 }")
    case .missingUnit:
      Entry(
        "a value has no unit", "Times, sizes and rates are written with their unit, so that no one has to guess.",
        cure: "Add it: s, min, h; MiB, GiB; MiB/s; /min.", example: "resizeTimeout: 15   # resizeTimeout: 15 min")
    case .wrongUnit:
      Entry(
        "a unit does not fit the quantity", "It is misspelt, or measures something else.",
        cure: "Use one of the units that the message lists.", example: "resizeTimeout: 15 MiB   # resizeTimeout: 15 min"
      )
    case .outOfRange:
      Entry(
        "a number is out of range", "The service would refuse it, or it has no meaning in the model.",
        cure: "Stay within the range that the message names.", example: "resizeTimeout: 4 min   # at least 5 min")
    case .unknownValue:
      Entry(
        "a value is not one of those possible", "It is misspelt, or not supported.",
        cure: "Use one of the values that the message lists.", example: "kind: manged   # kind: managed")
    case .notANumber:
      Entry(
        "a number was expected", "The text is not a finite number in decimal notation.",
        cure: "Write digits, a point, and an exponent if needed; no separators between thousands.",
        example: "targetDedicatedNodes: 1,000   # 1000")
    case .unknownName:
      Entry(
        "a name refers to nothing", "An image, pool or variant of that name is not in the scenario.",
        cure: "Define it, or correct the name.", example: "image: base   # needs images: { base: { kind: managed } }")
    case .exclusive:
      Entry(
        "two keys exclude each other",
        "A scenario has one pool, or several named ones, not both; an action has one verb, with the keys of that verb.",
        cure: "Keep one of them.", example: "pools: { front: { targetDedicatedNodes: 3 } }   # and no pool:")
    case .distribution:
      Entry(
        "a distribution is malformed", "It has no family, more than one, or parameters that it does not have.",
        cure: "Name one family with its parameters; a plain quantity is constant.",
        example: "osBoot: { lognormal: { median: 90 s, sigma: 0.3 } }")
    case .formatVersion:
      Entry(
        "the format version is missing or unknown", "The first key says in which format the file is written.",
        cure: "Write poolsim: 1.", example: "poolsim: 1")
    case .extends:
      Entry(
        "a file cannot be extended", "It extends itself, directly or through others, or the chain is longer than 16.",
        cure: "Let one file be the base of the others.", example: "extends: base.yaml")
    case .impossible:
      Entry(
        "the system cannot be simulated", "Values that are fine on their own exceed a limit together.",
        cure: "Reduce what the message names.",
        example: "pools: { many: { count: 1000000, targetDedicatedNodes: 1000 } }")
    case .measurements:
      Entry(
        "measurements cannot be read", "The file of an empirical distribution lacks the column, or has no numbers.",
        cure: "Give a CSV file with a header, the name of a column, and the unit of its numbers.",
        example: "osBoot: { empirical: { file: boots.csv, column: boot_s, unit: s } }")
    case .override:
      Entry(
        "--set is malformed", "It takes a path, an equals sign and a value.",
        cure: "Separate keys by points.", example: "--set pool.targetDedicatedNodes=500")
    case .badName:
      Entry(
        "a name cannot be used", "Names become cells and file names: they need a character and no line break.",
        cure: "Use letters, digits, hyphens, underscores and points.", example: "name: large-pool")
    case .profile:
      Entry(
        "a profile is unknown or incomplete", "The name is not built in, or a file's profile lacks a value.",
        cure: "Use azure-2020, or the path of a profile file, which begins with ./ or ends in .yaml.",
        example: "profile: azure-2020")
    case .misplacedKey:
      Entry(
        "a key cannot differ between variants", "It belongs to the scenario as a whole.",
        cure: "Move it to the top of the file, or write two scenarios.",
        example: "variants: { other: { seed: 8 } }   # seed: 8 at the top")
    case .sweep:
      Entry(
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
    case .undeletable:
      Entry(
        "an image cannot be deleted",
        "A marketplace image is the platform's: no user can delete it, or a snapshot of it.",
        cure: "Delete an image of your own, managed or in a gallery, or leave the fault to the variants that have one.",
        example: "image: { kind: marketplace }   # and no faults: [{ at: 10 min, deleteImage: true }]")
    case .formulaNotSimulated:
      Entry(
        "a pool that scales by a formula cannot be simulated",
        "The size of the pool depends on tasks, nodes or the time, and a run does not evaluate formulas yet; one of a fixed size would answer another question.",
        cure:
          "See what the formula asks for (poolsim formula explain), and simulate one of the sizes: set targetDedicatedNodes and take autoScale away. A formula that always asks for the same is simulated.",
        example: "pool: { autoScale: { formula: \"$TargetDedicatedNodes = $PendingTasks.GetSample(1);\" } }")
    case .notJSON:
      Entry(
        "the text is not JSON", "A pool body is a JSON document.",
        cure: "Look at the place named: a comma, quote or bracket is missing or superfluous.",
        example: "{ \"id\": \"pool\" }")
    case .endsEarly:
      Entry(
        "the text ends early", "A bracket or quote is still open.", cure: "Check that it was copied whole.",
        example: "{ \"id\": \"pool\" }")
    case .bodyEncoding:
      Entry(
        "the file is not a text in UTF-8", "It is in another encoding, such as UTF-16 or Latin-1, or damaged.",
        cure: "Save it as UTF-8; the place is that of the first byte that is not UTF-8.",
        example: "iconv -f utf-16 -t utf-8 old.json > pool.json")
    case .bodyTooLarge:
      Entry(
        "the body is too large or too deeply nested", "A pool body has some kilobytes.",
        cure: "Give one pool, or a list of pools.", example: "az batch pool show --pool-id P > pool.json")
    case .duplicateMember:
      Entry(
        "a member appears twice", "One of the values would be lost silently.", cure: "Remove one.",
        example: "{ \"id\": 1, \"id\": 2 }")
    case .wrongMemberType:
      Entry(
        "a member is of another type than the service's", "A text was found where a number was expected, for example.",
        cure: "Write what the message expects.", example: "\"targetDedicatedNodes\": 300")
    case .bodyOutOfRange:
      Entry(
        "a number is out of range", "The service would refuse it.", cure: "Stay within the range named.",
        example: "\"targetDedicatedNodes\": 300")
    case .missingMember:
      Entry(
        "something that the model needs is missing", "The body does not say it, and there is no sensible default.",
        cure: "Add it to the body.", example: "\"vmSize\": \"STANDARD_D2S_V3\"")
    case .noPool:
      Entry(
        "there is no pool in the document", "It is neither a body of the management plane nor one of the data plane.",
        cure: "Export the pool again.", example: "az batch pool show --pool-id P > pool.json")
    case .autoscaledBody:
      Entry(
        "the automatic scaling of a pool is malformed",
        "There is no formula, or it is evaluated more often than every 5 minutes or less often than every 168 hours.",
        cure: "Give the formula and the interval that the pool has; the formula is kept, and the target simulated.",
        example:
          "\"autoScale\": { \"formula\": \"$TargetDedicatedNodes = 300;\", \"evaluationInterval\": \"PT15M\" }")
    case .imageIdentifier:
      Entry(
        "the id of an image is malformed", "The service would refuse it.",
        cure: "Copy the resource id from the portal.",
        example: "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/images/I")
    case .imageChoice:
      Entry(
        "the image reference names no image, or two", "It needs an id, or publisher, offer and sku.",
        cure: "Keep one of them.", example: "\"imageReference\": { \"id\": \"/subscriptions/...\" }")
    case .bodyDuration:
      Entry(
        "a duration is malformed", "Times are written by ISO 8601.", cure: "Write hours, minutes and seconds.",
        example: "\"resizeTimeout\": \"PT15M\"")
    case .bodyResizeTimeout:
      Entry(
        "the resizeTimeout is out of range", "The service takes 5 minutes and more.", cure: "Write PT5M or more.",
        example: "\"resizeTimeout\": \"PT15M\"")
    case .bodyVMSize:
      Entry(
        "the vmSize is not the name of a VM size", "It is empty or holds spaces.", cure: "Write a size.",
        example: "\"vmSize\": \"STANDARD_D2S_V3\"")
    case .templateExpression:
      Entry(
        "a value is an expression of a template",
        "The model needs it, and it depends on a parameter without a value, or on what only the deployment knows.",
        cure: "Give the parameter a value (--parameters FILE) or a defaultValue, or put the value in its place.",
        example: "poolsim import template.json --parameters parameters.json")
    case .contradiction:
      Entry(
        "two members contradict each other", "The service would refuse the body.",
        cure: "Keep one of them.", example: "fixedScale and autoScale exclude each other")
    case .malformedExpression:
      Entry(
        "an expression of a template is malformed",
        "A bracket or quote is missing, an argument is of another kind, or a name is not declared or refers to itself.",
        cure: "Mend the expression; a deployment would refuse it too.",
        example: "\"[concat('pool', '1')]\"   # not [concat('pool', '1']")
    case .templateParameters:
      Entry(
        "the values of a template's parameters do not fit it",
        "The file is not an object of parameters, one has no value, or the template declares none of that name.",
        cure: "Write each as { \"value\": ... } under the name that the template declares.",
        example: "{ \"parameters\": { \"nodes\": { \"value\": 300 } } }")
    case .parameterLimit:
      Entry(
        "the value of a template's parameter is not among those that it takes",
        "The declaration limits it by minValue, maxValue, minLength, maxLength or allowedValues; a deployment is refused.",
        cure: "Give the parameter another value, or widen its declaration.",
        example: "{ \"type\": \"int\", \"minValue\": 1, \"maxValue\": 500, \"defaultValue\": 300 }")
    case .poolIdentifier:
      Entry(
        "the id of a pool is malformed",
        "The service takes 1 to 64 letters, digits, hyphens and underscores; a path is not an id.",
        cure: "Write the id as the service has it.", example: "\"id\": \"render-1\"   # not \"../render\"")
    case .notAResult:
      Entry(
        "the file is not a result",
        "It lacks the columns of a result, has two columns of one name, has no rows, or is not a manifest.",
        cure: "Name a result folder, a file like its replications.csv or summary.csv, or what sweep merge wrote.",
        example: "poolsim check results/main results/branch")
    case .resultRow:
      Entry(
        "a row of a result cannot be used",
        "It has too few cells, a cell is not a number, or the row is there twice; the file may have been cut off.",
        cure: "Write the result again with poolsim run --output DIR.",
        example: "tiny,managed,0,4,4,4,true,1,540.2   # cut off: later columns are missing")
    case .noResult:
      Entry(
        "the folder has no result", "It has no replications.csv.",
        cure: "Name the folder that --output DIR wrote; merge a campaign first, and check the merged file.",
        example: "poolsim sweep merge sweep.yaml --output merged.csv")
    case .notFingerprints:
      Entry(
        "the file is not a list of fingerprints", "--fingerprint compares two outputs of poolsim fingerprint.",
        cure: "Write both files with poolsim fingerprint.", example: "poolsim fingerprint scenario.yaml > baseline.csv")
    case .incomparable:
      Entry(
        "two sides cannot be compared",
        "A difference between them would mix other causes: their seeds, pools or numbers of nodes differ.",
        cure: "Give both the same seed and pools of the same size.",
        example: "poolsim compare a.yaml b.yaml --seed 7 --set pool.targetDedicatedNodes=300")
    case .tolerance:
      Entry(
        "a tolerance is malformed, or of an unknown metric",
        "It is a percentage, a metric with a percentage, or a metric with a number in its unit.",
        cure: "Use a metric that both results have.", example: "--tolerance 1% --tolerance steady_state_s=30")
    case .condition:
      Entry(
        "a condition over the axes of a sweep is wrong",
        "It is malformed, names an axis that does not exist, or compares values of different kinds.",
        cure: "Mend it at the caret; a number needs a unit where the axis has one.",
        example: "--filter 'nodes > 500 && timeout == 15 min'")
    case .noCells:
      Entry(
        "no cell of the sweep is left", "The constraint or the filter matches none of the cells.",
        cure: "Widen it; poolsim sweep plan shows the values of each axis.", example: "--filter 'replicas <= 4'")
    case .tooManyCells:
      Entry(
        "the sweep has too many cells", "All combinations of the values of its axes are more than 10 million.",
        cure: "Take fewer values, or a design with a fixed number of points.",
        example: "sweep: { axes: { ... }, design: { kind: sobol, points: 512 } }")
    case .noSweep:
      Entry(
        "the file is not a sweep", "It has no section sweep, which names the axes.",
        cure: "Add one, or run the scenario itself with poolsim run.",
        example: "sweep: { axes: { replicas: { path: image.replicas, values: [1, 2, 4] } } }")
    case .shard:
      Entry(
        "a shard is malformed", "Shards are numbered from 1/N to N/N, by --shard or by the variables of a scheduler.",
        cure: "Write the number of the shard, a slash, and how many there are.", example: "--shard 3/16")
    case .otherSweep:
      Entry(
        "the campaign belongs to another sweep",
        "The folder holds shards of another sweep, of another version of this one, or of another division.",
        cure: "Use one folder for each sweep and each division into shards.", example: "--campaign results/other-sweep")
    case .incompleteSweep:
      Entry(
        "the sweep is not complete", "Runs or shards are missing, so that a merged table would have gaps.",
        cure: "Run what is missing, or merge with --partial.", example: "poolsim sweep run sweep.yaml")
    case .cellFails:
      Entry(
        "a cell of the sweep cannot be run", "The values of its axes do not make a scenario together.",
        cure: "Exclude such cells with a constraint, or run without --fail-fast.",
        example: "sweep: { constraint: 'replicas < 100', axes: { ... } }")
    case .noCampaign:
      Entry(
        "the campaign does not exist", "There is no folder of that name.",
        cure: "Begin it with poolsim sweep run, or name its folder.", example: "--campaign results/large-pool-sweep")
    case .store:
      Entry(
        "the store of a campaign cannot be used",
        "It is not a database of a sweep, was written by another version of the tool, or is damaged.",
        cure: "Merge it with the version that wrote it, or begin in another folder.",
        example: "--campaign results/new-sweep")
    case .cannotCreateOutput:
      Entry(
        "an output cannot be created", "Its folder does not exist or cannot be written, or it needs a name.",
        cure: "Create the folder first, or name another one.", example: "--output results/large-pool")
    case .cannotWriteOutput:
      Entry(
        "an output cannot be written", "The disk is full, or the medium failed. Nothing is left under the final name.",
        cure: "Make room and run the same command again.", example: "df -h .")
    case .outputOccupied:
      Entry(
        "the name of an output is taken",
        "Something else has that name: other files, or a file that you may have edited. It stays as it is.",
        cure: "Name another folder or file, or remove the old one; import takes --replace.",
        example: "poolsim import pool.json --output pool.yaml --replace")
    }
  }
}
