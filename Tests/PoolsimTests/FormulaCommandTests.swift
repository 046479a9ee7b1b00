// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("Formulas on the command line")
struct FormulaCommandTests {
  private static let careful = """
    w = 10 * TimeInterval_Minute;
    n = $PendingTasks.GetSamplePercent(w) < 70 ? 0 : max($PendingTasks.GetSample(w));
    $TargetDedicatedNodes = min(20, ceil(n / $TaskSlotsPerNode));
    $NodeDeallocationOption = taskcompletion;
    """

  private func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return folder
  }

  // MARK: - check

  @Test("check exits 0 for warnings, 1 for them when it is strict, and 1 for an error")
  func checks() throws {
    let folder = try folder(["good.txt": Self.careful, "bad.txt": "x = y;", "broken.txt": "x = (1"])
    let good = try Poolsim.run(["formula", "check", "good.txt"], folder: folder.path)
    #expect(good.status == 0)
    #expect(good.output == "good.txt: 1 warning\n")
    #expect(good.errors.hasPrefix("good.txt:4:1: warning[F124]: "))
    #expect(good.errors.contains("\n  $NodeDeallocationOption = taskcompletion;\n  ^\n"), "the line, and a caret")
    #expect(try Poolsim.run(["formula", "check", "good.txt", "--strict"], folder: folder.path).status == 1)
    let allowed = try Poolsim.run(["formula", "check", "good.txt", "--strict", "--allow", "F124"], folder: folder.path)
    #expect(allowed.status == 0)
    #expect(allowed.output == "good.txt: nothing to mend\n")
    let bad = try Poolsim.run(["formula", "check", "bad.txt", "good.txt", "broken.txt"], folder: folder.path)
    #expect(bad.status == 1)
    #expect(bad.errors.contains("bad.txt:1:5: error[F014]: undefined symbol y"))
    #expect(bad.errors.contains("broken.txt:1:7: error[F006]: "))
    #expect(bad.output.split(separator: "\n").count == 3)
  }

  @Test("check knows the slots and the interval, and gives JSON")
  func checksSlots() throws {
    let folder = try folder(["f.txt": "$TargetDedicatedNodes = min(9, max(0, $PendingTasks.GetSample(1)));"])
    let one = try Poolsim.run(["formula", "check", "f.txt"], folder: folder.path)
    #expect(!one.errors.contains("F112"))
    let four = try Poolsim.run(
      ["formula", "check", "f.txt", "--slots", "4", "--interval", "4m", "--format", "json"], folder: folder.path)
    #expect(four.status == 0)
    let all = try #require(try JSONSerialization.jsonObject(with: Data(four.output.utf8)) as? [[String: Any]])
    let findings = try #require(all.first?["findings"] as? [[String: Any]])
    let codes = Set(findings.compactMap { $0["code"] as? String })
    #expect(codes.isSuperset(of: ["F112", "F120", "F132"]))
    #expect((all.first?["probes"] as? [[String: Any]])?.count == 9)
  }

  @Test("a formula in a pool body is checked at its place in the JSON")
  func checksBodies() throws {
    let body = #"""
      { "value": [
        { "id": "small", "enableAutoScale": true,
          "autoScaleFormula": "// \"été\" \ud83d\ude00\r\nx = y;" },
        { "name": "large", "properties": { "scaleSettings": {
          "autoScale": { "formula": "$TargetDedicatedNodes = 300;", "evaluationInterval": "PT5M" } } } } ] }
      """#
    let folder = try folder(["pools.json": body])
    let all = try Poolsim.run(["formula", "check", "pools.json"], folder: folder.path)
    #expect(all.status == 1)
    // The text begins in column 26; before y are 27 columns of the first line and its break, and 4 of the next.
    #expect(all.errors.contains("pools.json:3:57: error[F014]"), "\(all.errors)")
    #expect(all.output.contains("pools.json (small): 1 error") && all.output.contains("pools.json (large): "))
    let one = try Poolsim.run(["formula", "check", "pools.json", "--pool", "large"], folder: folder.path)
    #expect(one.status == 0, "\(one.errors)")
    let none = try Poolsim.run(["formula", "check", "pools.json", "--pool", "larg"], folder: folder.path)
    #expect(none.status == 65)
    #expect(none.errors.contains("did you mean large?"))
    let eval = try Poolsim.run(["formula", "eval", "pools.json"], folder: folder.path)
    #expect(eval.status == 64 && eval.errors.contains("--pool"))
  }

  @Test("a formula of a scenario is checked at its place, in a block, in quotes and in a file")
  func checksScenarios() throws {
    let scenario = """
      poolsim: 1
      image: { kind: marketplace }
      variants:
        block:
          pool:
            autoScale:
              formula: |
                a = 1;
                  b = y;
              evaluationInterval: 4 h
        quoted: { pool: { autoScale: { formula: "a = 1;\\nb = \\"\\" + y;" } } }
        file: { pool: { autoScale: { formulaFile: scale.txt } } }

      """
    let folder = try folder(["s.yaml": scenario, "scale.txt": "a = 1;\nbb = y;\n"])
    let all = try Poolsim.run(["formula", "check", "s.yaml"], folder: folder.path)
    #expect(all.status == 1)
    for place in ["s.yaml:9:17", "s.yaml:11:63", "scale.txt:2:6"] {
      #expect(all.errors.contains("\(place): error[F014]: undefined symbol y"), "\(place): \(all.errors)")
    }
    #expect(all.output.contains("s.yaml (block): ") && all.output.contains("scale.txt (file): "), "\(all.output)")
    let one = try Poolsim.run(["formula", "explain", "s.yaml#block"], folder: folder.path)
    #expect(one.output.hasPrefix("s.yaml: a node has 1 slot, an evaluation every 04:00:00\n"), "\(one.output)")
    let piped = try Poolsim.run(["formula", "eval", "-", "--pool", "pol"], input: scenario, folder: folder.path)
    #expect(piped.status == 65 && piped.errors.contains("did you mean pool?"), "\(piped.errors)")
    let wrong = try Poolsim.run(["formula", "check", "s.yaml#blok"], folder: folder.path)
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean block?"))
    try folder.write("poolsim: 1\npool: { targetDedicatedNodes: 1 }\nimage: { kind: marketplace }\n", to: "n.yaml")
    let none = try Poolsim.run(["formula", "check", "n.yaml"], folder: folder.path)
    #expect(none.status == 65 && none.errors.contains("no pool of this scenario has a formula"))
  }

  @Test("a pool whose formula varies needs a set end in every command, and the message names the place and the way on")
  func stopsRuns() throws {
    let pool = "pool: { autoScale: { formula: \"$TargetDedicatedNodes = max($PendingTasks.GetSample(1));\" } }\n"
    let folder = try folder([
      "s.yaml":
        "poolsim: 1\nimage: { kind: marketplace }\n\(pool)sweep: { axes: { n: { path: seed, values: [1, 2] } } }\n"
    ])
    for command in [
      ["run", "s.yaml"], ["compare", "s.yaml", "s.yaml"], ["fingerprint", "s.yaml"], ["sweep", "run", "s.yaml"],
    ] {
      let ending = try Poolsim.run(command, folder: folder.path)
      #expect(ending.status == 65 && ending.output.isEmpty, "\(command): \(ending.errors)")
      #expect(ending.errors.contains("s.yaml:3:31: error[E0125]: "), "\(command): \(ending.errors)")
      #expect(ending.errors.contains("give duration at the top"))
    }
    let validated = try Poolsim.run(["validate", "s.yaml"], folder: folder.path)
    #expect(validated.status == 0 && validated.errors.contains("s.yaml:3:31: note[E0125]: the pool scales"))
    #expect(try Poolsim.run(["validate", "s.yaml", "--simulate"], folder: folder.path).status == 1)
    let fixed = try Poolsim.run(
      [
        "run", "s.yaml", "--set", "pool.autoScale=~", "--set", "pool.targetDedicatedNodes=2", "--replications", "2",
        "--quiet",
      ],
      folder: folder.path)
    #expect(fixed.status == 0 && fixed.output.contains(",default,0,2,2,2,1,1,"), "\(fixed.errors)")
  }

  @Test("a template takes values for its parameters, and the slots and interval of a pool count")
  func checksTemplates() throws {
    let template = """
      { "parameters": { "f": {} }, "resources": [
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "a/p", "properties": { "taskSlotsPerNode": 4,
          "scaleSettings": { "autoScale": { "formula": "[parameters('f')]", "evaluationInterval": "PT1H" } } } } ] }
      """
    let folder = try folder([
      "t.json": template,
      "v.json": "{ \"f\": { \"value\": \"$TargetDedicatedNodes = min(9, max($PendingTasks.GetSample(1)));\" } }",
      "f.txt": "x = 1",
    ])
    let open = try Poolsim.run(["formula", "check", "t.json"], folder: folder.path)
    #expect(open.status == 65 && open.errors.contains("t.json:3:50: error[E0617]: "), "\(open.errors)")
    let given = try Poolsim.run(["formula", "check", "t.json", "--parameters", "v.json"], folder: folder.path)
    #expect(given.status == 0 && given.errors.contains("v.json:1:20: warning[F112]: "), "\(given.errors)")
    let one = try Poolsim.run(
      ["formula", "check", "t.json", "--parameters", "v.json", "--slots", "1"], folder: folder.path)
    #expect(!one.errors.contains("F112"))
    let told = try Poolsim.run(["formula", "explain", "t.json", "--parameters", "v.json"], folder: folder.path)
    #expect(told.output.contains("a node has 4 slots, an evaluation every 01:00:00"), "\(told.output)")
    for arguments in [["--parameters", "v.json"], ["--pool", "p"]] {
      #expect(try Poolsim.run(["formula", "check", "f.txt"] + arguments, folder: folder.path).status == 64)
    }
  }

  @Test("a closed standard error, and a reader that stops reading, end no command badly")
  func survivesClosedStreams() throws {
    let folder = try folder(["f.txt": "x = y;\nx = z;"])
    for line in [
      "poolsim formula check f.txt 2>&-; echo $?",
      "(poolsim formula check f.txt 2>&1 >/dev/null; echo $? >status) | true; cat status",
    ] {
      #expect(try Poolsim.shell(line, folder: folder.path).output.hasSuffix("1\n"), "\(line)")
    }
  }

  // MARK: - eval

  @Test("eval prints the results, one line a variable, and the targets before and after")
  func evaluates() throws {
    let folder = try folder(["f.txt": Self.careful])
    let ending = try Poolsim.run(
      [
        "formula", "eval", "f.txt", "--set", "PendingTasks=10", "--set", "$TaskSlotsPerNode=4", "--set",
        "TargetDedicatedNodes=7",
      ], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(
      ending.output == """
        $TargetDedicatedNodes=3
        $TargetLowPriorityNodes=0
        $NodeDeallocationOption=taskcompletion
        n=10
        w=00:10:00

        dedicated nodes:    7 -> 3
        low-priority nodes: 0 -> 0

        """)
  }

  @Test("eval reads samples, evaluates 15 seconds after the last of them, and traces")
  func evaluatesSamples() throws {
    let folder = try folder([
      "f.txt": Self.careful,
      "s.csv": """
      time,PendingTasks,$TaskSlotsPerNode
      2026-03-02T11:59:00Z,4,2
      2026-03-02T11:59:30Z,,2
      2026-03-02T12:00:00Z,9,2

      """,
    ])
    let early = try Poolsim.run(
      ["formula", "eval", "f.txt", "--samples", "s.csv", "--format", "json"], folder: folder.path)
    #expect(early.output.contains(#""timestamp": "2026-03-02T12:00:15.000Z""#))
    #expect(early.output.contains("n=0;"))
    let short = "x = $PendingTasks.GetSample(2 * TimeInterval_Minute, 50); y = 0 ? z : $TaskSlotsPerNode"
    try folder.write(short, to: "g.txt")
    let traced = try Poolsim.run(["formula", "eval", "g.txt", "--samples", "s.csv", "--trace"], folder: folder.path)
    #expect(traced.status == 0, "\(traced.errors)")
    #expect(traced.output.contains("2/4 samples, 11:58:15..12:00:15"), "\(traced.output)")
    #expect(traced.output.contains("[4,9]            doubleVec"), "\(traced.output)")
    #expect(traced.output.contains("(not evaluated)"))
    #expect(traced.output.contains("y=2"))
  }

  @Test("eval that ends with an error exits 1, leaves the targets, and says what the service says")
  func failsAsService() throws {
    let folder = try folder([
      "f.txt": "a = 1;\n$TargetDedicatedNodes = max($PendingTasks.GetSample(TimeInterval_Hour));"
    ])
    let ending = try Poolsim.run(["formula", "eval", "f.txt", "--set", "TargetDedicatedNodes=2"], folder: folder.path)
    #expect(ending.status == 1)
    #expect(ending.output.hasPrefix("$TargetDedicatedNodes=2\n"))
    #expect(ending.errors.contains("f.txt:2:52: error[F030]"))
    #expect(
      ending.errors.contains("InsufficientSampleData: Autoscale evaluation failed due to insufficient sample data"))
    #expect(
      ending.errors.contains("Line 2, Col 52: Insufficient data from data set: $PendingTasks wanted 70%, received 0%"))
    let json = try Poolsim.run(["formula", "eval", "f.txt", "--format", "json"], folder: folder.path)
    #expect(json.status == 1)
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((answer["error"] as? [String: Any])?["code"] as? String == "InsufficientSampleData")
    let easy = try Poolsim.run(
      ["formula", "eval", "f.txt", "--dialect", "defaultSamplePercent=0"], folder: folder.path)
    #expect(easy.errors.contains("F033"), "with no sample wanted, the maximum of none cannot be a number of nodes")
  }

  @Test("eval of a text that is not a formula exits 65, and of a file that is not there 66")
  func refusesFiles() throws {
    let folder = try folder(["f.txt": "x = 7 % 2"])
    #expect(try Poolsim.run(["formula", "eval", "f.txt"], folder: folder.path).status == 65)
    #expect(try Poolsim.run(["formula", "explain", "f.txt"], folder: folder.path).status == 65)
    #expect(try Poolsim.run(["formula", "eval", "none.txt"], folder: folder.path).status == 66)
    #expect(try Poolsim.run(["formula", "check", "none.txt"], folder: folder.path).status == 66)
    let piped = try Poolsim.run(["formula", "eval", "-"], input: "x = 1", folder: folder.path)
    #expect(piped.output.contains("x=1"))
  }

  @Test(
    "samples that cannot be read are refused with line and column",
    arguments: [
      ("", "1:1"), ("date,PendingTasks\n", "1:1"), ("time,Pending\n", "1:6"),
      ("time,PendingTasks,PendingTasks\n", "1:19"),
      ("time,PendingTasks\n2026-03-02T12:00:00Z\n", "2:1"), ("time,PendingTasks\nnoon,1\n", "2:1"),
      ("time,PendingTasks\n0,1\n", "2:1"), ("time,PendingTasks\n2026-03-02T12:00:00Z,many\n", "2:22"),
      ("time,PendingTasks\n2026-03-02T12:00:00Z,nan\n", "2:22"),
      ("time,PendingTasks\n2026-03-02T12:00:00Z,1\n2026-03-02T12:00:00Z,1\n", "3:1"),
      ("time,PendingTasks\n2026-03-02T12:00:00Z,1\n2026-03-02T11:00:00Z,1\n", "3:1"),
      ("time,metric,value\n2026-03-02T12:00:00Z,Pending,1\n", "2:22"),
      ("time,metric,value\n2026-03-02T12:00:00Z,PendingTasks,1\n2026-03-02T12:00:00Z,PendingTasks,1\n", "3:1"),
    ])
  func refusesSamples(text: String, place: String) throws {
    let folder = try folder(["f.txt": "x = 1", "s.csv": text])
    let ending = try Poolsim.run(["formula", "eval", "f.txt", "--samples", "s.csv"], folder: folder.path)
    #expect(ending.status == 65, "\(text)")
    #expect(ending.errors.hasPrefix("s.csv:\(place): error[E0118]: "), "\(ending.errors)")
  }

  @Test("samples may have seconds, and one row a metric")
  func readsOtherForms() throws {
    let folder = try folder([
      "f.txt": "a = $ActiveTasks.GetSample(9); p = $PendingTasks.GetSample(9); t = time()",
      "long.csv": "time,metric,value\n0,ActiveTasks,1\n0,PendingTasks,2\n30,ActiveTasks,3\n30.5,PendingTasks,\n",
    ])
    let ending = try Poolsim.run(
      ["formula", "eval", "f.txt", "--samples", "long.csv", "--epoch", "2026-03-02T12:00:00Z"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    for line in ["a=[1,3]", "p=[2]", "t=2026-03-02T12:00:45.000Z"] { #expect(ending.output.contains(line + "\n")) }
  }

  @Test("a replay writes a row an evaluation, and each begins with the targets of the one before")
  func replays() throws {
    var samples = "time,PendingTasks\n"
    for index in 0..<40 {
      let second = index * 30
      samples += "2026-03-02T12:\(second / 600)\(second / 60 % 10):\(second % 60 == 0 ? "00" : "30")Z,\(index)\n"
    }
    let folder = try folder([
      "f.txt": "$TargetDedicatedNodes = $TargetDedicatedNodes + max($PendingTasks.GetSample(2 * TimeInterval_Minute));",
      "s.csv": samples,
    ])
    let ending = try Poolsim.run(
      [
        "formula", "eval", "f.txt", "--samples", "s.csv", "--from", "2026-03-02T11:55:00Z", "--to",
        "2026-03-02T12:10:00Z", "--every", "5m", "--output", "out.csv",
      ], folder: folder.path)
    #expect(ending.status == 1, "the first evaluations have no samples")
    let rows = try folder.read("out.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 5)
    #expect(rows.dropFirst().map { String($0[3]) } == ["error", "error", "grow", "grow"])
    #expect(rows.dropFirst().map { "\($0[4]) \($0[6])" } == ["0 0", "0 0", "0 10", "10 30"])
    #expect(rows.dropFirst().map { String($0[1]) } == ["0", "300", "600", "900"])
    #expect(rows[1][9] == "InsufficientSampleData")
  }

  @Test(
    "options that cannot be are refused",
    arguments: [
      ["check", "f.txt", "--slots", "0"], ["check", "f.txt", "--interval", "soon"],
      ["check", "f.txt", "--allow", "F999"],
      ["check", "f.txt", "--dialect", "x=1"], ["check", "f.txt", "--dialect", "defaultSamplePercent"],
      ["eval", "f.txt", "--set", "Nodes=1"], ["eval", "f.txt", "--set", "PendingTasks=-1"],
      ["eval", "f.txt", "--set", "TargetDedicatedNodes=1.5"], ["eval", "f.txt", "--at", "noon"],
      ["eval", "f.txt", "--from", "2026-03-02"], ["eval", "f.txt", "--output", "x.csv"],
      ["eval", "-", "--samples", "-"], ["eval", "f.txt", "--epoch", "0"], ["explain", "f.txt", "--at", "now"],
    ])
  func refusesOptions(arguments: [String]) throws {
    let folder = try folder(["f.txt": "x = 1"])
    let ending = try Poolsim.run(["formula"] + arguments, folder: folder.path)
    #expect(ending.status == 64, "\(arguments): \(ending.errors)")
    #expect(ending.isOrderly)
  }

  // MARK: - explain

  @Test("explain tells what is read, the first evaluation, the nodes for tasks, and how an idle pool shrinks")
  func explains() throws {
    let folder = try folder(["f.txt": Self.careful])
    let ending = try Poolsim.run(["formula", "explain", "f.txt", "--slots", "4"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    for text in [
      "2:5  $PendingTasks.GetSamplePercent(w), a window of 00:10:00 (20 samples)",
      "$TaskSlotsPerNode, its value of the moment",
      "The first evaluation, without any samples, succeeds.", "  100            20  0 -> 20 -> 20",
      "It asks for 0 to 20 nodes.", "  1000 -> 0 -> 0, and stays",
    ] {
      #expect(ending.output.contains(text), "\(text) is missing:\n\(ending.output)")
    }
    try folder.write("x = avg($PendingTasks.GetSample(10 * TimeInterval_Minute));", to: "late.txt")
    let late = try Poolsim.run(["formula", "explain", "late.txt"], folder: folder.path)
    #expect(late.output.contains("fails: too few samples of $PendingTasks"))
    #expect(late.output.contains("One can succeed after 00:07:00"))
    #expect(late.output.contains("with defaultSamplePercent=10 an evaluation can succeed after 00:01:00"))
  }

  @Test("every code of a formula has a page")
  func explainsCodes() throws {
    let ending = try Poolsim.run(["explain", "f113"])
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("F113: a target can be a fraction (warning)\n"))
    #expect(try Poolsim.run(["explain", "F999"]).status == 64)
  }
}
