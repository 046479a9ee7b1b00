// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import BatchPool
import Diagnostics
import EventEngine
import Scenarios
import TestSupport
import Testing

/// Pools that scale by a formula: how a scenario writes it, what becomes of it, and what is not simulated.
@Suite("Formulas of scenarios")
struct AutoScaleTests {
  private static let head = "poolsim: 1\nname: s\nimage: { kind: marketplace }\n"

  private static func scenario(_ rest: String, _ overrides: String...) throws -> Scenario {
    try ScenarioFile.parse(head + rest, file: "s.yaml", overrides: overrides)
  }

  /// Why a scenario is not simulated; empty when it is.
  private static func obstacles(_ scenario: Scenario) -> [String] {
    do throws(Failure) {
      try scenario.requireSimulation()
      return []
    } catch {
      return error.diagnostics.map { "\($0.place) \($0.code): \($0.message)" }
    }
  }

  // MARK: - Forms

  @Test("the flat keys of earlier versions are the same scenario as autoScale, and are shown as that")
  func readsFlatKeys() throws {
    let nested = try Self.scenario(
      "pool: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\", evaluationInterval: 5 min } }\n")
    let flat = try Self.scenario(
      "pool: { autoscale: true, autoScaleFormula: \"$TargetDedicatedNodes = 3;\", autoScaleEvaluationInterval: 300 s, targetDedicatedNodes: 9 }\n"
    )
    #expect(flat.identity == nested.identity)
    #expect(flat.normalisedYAML() == nested.normalisedYAML())
    let shown = nested.normalisedYAML()
    #expect(
      shown.contains("  autoScale:\n    formula: \"$TargetDedicatedNodes = 3;\"\n    evaluationInterval: 5 min\n"))
    for key in ["autoscale:", "autoScaleFormula", "targetDedicatedNodes", "resizeTimeout"] {
      #expect(!shown.contains("\(key): "), "\(shown)")
    }
    let usual = try Self.scenario("pool: { autoScaleFormula: \"$TargetDedicatedNodes = 3;\" }\n")
    #expect(usual.normalisedYAML().contains("evaluationInterval: 15 min"), "the service's own interval")
  }

  @Test("a formula that autoscale: false switches off is kept, and does not count")
  func keepsFormulaSwitchedOff() throws {
    let scenario = try Self.scenario(
      "pool: { autoscale: false, autoScaleFormula: \"$TargetDedicatedNodes = 3;\", targetDedicatedNodes: 9 }\n")
    #expect(scenario.variants[0].configuration.pools[0].targetDedicatedNodes == 9)
    #expect(Self.obstacles(scenario).isEmpty)
  }

  @Test(
    "what cannot stand beside a formula is refused with its place",
    arguments: [
      ("pool: { autoScale: { formula: x }, targetDedicatedNodes: 3 }", "4:58 E0113"),
      ("pool: { autoScale: { formula: x }, targetLowPriorityNodes: 3 }", "4:60 E0113"),
      ("pool: { autoScale: { formula: x }, autoscale: true }", "4:47 E0113"),
      ("pool: { autoScale: { formula: x }, autoScaleFormula: y }", "4:54 E0113"),
      ("pool: { autoScale: { formula: x, formulaFile: y } }", "4:47 E0113"),
      ("pool: { autoScale: { evaluationInterval: 5 min } }", "4:20 E0105"),
      ("pool: { autoScale: { formula: x } }\nresize: { policy: once }", "5:9 E0113"),
      ("pool: { autoScale: { formula: x, evaluationInterval: 4 min } }", "4:54 E0109"),
      ("pool: { autoScale: { formula: x, interval: 5 min } }", "4:34 E0103"),
      ("pool: { autoScale: { formula: [1] } }", "4:31 E0106"), ("pool: { autoScale: x }", "4:20 E0106"),
      ("pool: { autoScale: { formulaFile: none.txt } }", "4:35 E0001"),
      ("pool: { autoScale: { formula: x, dialect: { preemptedNodeCount: 3 } } }", "4:65 E0110"),
      ("pool: { autoScale: { formula: x, dialect: { defaultSamplePercent: 101 } } }", "4:67 E0109"),
    ])
  func refuses(text: String, place: String) throws {
    let found = DiagnosticTests.diagnostics(Self.head + text + "\n")
    #expect(found.map { "\($0.place.line ?? 0):\($0.place.column ?? 0) \($0.code)" } == [place], "\(found)")
  }

  @Test("resize may stand beside a pool that scales by a formula when another pool does not")
  func allowsResizeOfOthers() throws {
    let scenario = try Self.scenario(
      "pools: { a: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\" } }, b: { targetDedicatedNodes: 2 } }\nresize: { policy: once }\n"
    )
    #expect(scenario.variants[0].configuration.pools.map(\.targetNodes) == [3, 2])
  }

  @Test("variants may bring the formula of a pool that has none yet, and another interval")
  func completesInVariants() throws {
    let scenario = try Self.scenario(
      """
      pool: { autoScale: { evaluationInterval: 10 min } }
      variants:
        small: { pool: { autoScale: { formula: "$TargetDedicatedNodes = 1;" } } }
        large: { pool: { autoScale: { formula: "$TargetDedicatedNodes = 8;", evaluationInterval: 1 h } } }

      """)
    #expect(scenario.variants.map { $0.configuration.pools[0].targetNodes } == [1, 8])
    #expect(scenario.variants.map { $0.facts.pools[0].formula?.evaluationInterval } == [600, 3_600])
  }

  @Test("a formula of several lines is shown as a block, and comes back the same")
  func showsBlocks() throws {
    let text = "pool:\n  autoScale:\n    formula: |\n      // one\n\n        $TargetDedicatedNodes = 3;\n"
    let shown = try Self.scenario(text).normalisedYAML()
    #expect(shown.contains("    formula: |\n      // one\n\n        $TargetDedicatedNodes = 3;\n    eval"), "\(shown)")
    let again = try ScenarioFile.parse(shown, file: "again.yaml")
    #expect(again.variants[0].facts.pools[0].formula?.text == "// one\n\n  $TargetDedicatedNodes = 3;\n")
    #expect(again.normalisedYAML() == shown)
  }

  @Test("formulaFile is read from the folder of the scenario, and counts as the formula itself")
  func readsFormulaFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("$TargetDedicatedNodes = 4;\n", to: "scale.txt")
    let path = try folder.write(Self.head + "pool: { autoScale: { formulaFile: scale.txt } }\n", to: "s.yaml")
    let scenario = try ScenarioFile.load(path: path)
    let inline = try Self.scenario("pool: { autoScale: { formula: \"$TargetDedicatedNodes = 4;\\n\" } }\n")
    #expect(scenario.identity == inline.identity)
    #expect(scenario.variants[0].configuration.pools[0].targetNodes == 4)
    #expect(scenario.variants[0].facts.pools[0].formula?.place.file.hasSuffix("scale.txt") == true)
  }

  // MARK: - What is simulated

  @Test("a formula that always asks for the same is the request of that size, with the service's own timeout")
  func simulatesConstants() throws {
    let formula = "// all\\n$n = 300; $TargetDedicatedNodes = $n > 5 ? $n : 0; $TargetLowPriorityNodes = 2.9;"
    let scaled = try Self.scenario("pool: { resizeTimeout: 40 min, autoScale: { formula: \"\(formula)\" } }\n")
    let fixed = try Self.scenario("pool: { targetDedicatedNodes: 300, targetLowPriorityNodes: 2 }\n")
    // resizeTimeout is ignored; a resize of the user's would be refused.
    var configuration = scaled.variants[0].configuration
    #expect(configuration.pools[0].scalesByFormula)
    configuration.pools[0].scalesByFormula = false
    #expect(configuration == fixed.variants[0].configuration)
    #expect(Self.obstacles(scaled).isEmpty)
  }

  @Test(
    "no other pool that scales by a formula is simulated without an end",
    arguments: [
      ("autoScale: { formula: \"$TargetDedicatedNodes = max($PendingTasks.GetSample(1));\" }", "reads $PendingTasks:"),
      (
        "autoScale: { formula: \"$TargetDedicatedNodes = time().hour + rand() + $TargetDedicated;\" }",
        "reads $TargetDedicatedNodes, time() and rand():"
      ),
      ("autoScale: { formula: \"n = $CurrentDedicatedNodes; $TargetDedicatedNodes = 3;\" }", "$CurrentDedicatedNodes"),
      ("autoScale: { formula: \"$TargetDedicatedNodes = 0;\" }", "never asks for a node"),
      ("autoScale: { formula: \"x = 1; y = zz;\" }", "F014: undefined symbol zz"),
      ("autoScale: { formula: \"x = 1; y = (1;\" }", "F006"),
      ("autoscale: true, targetDedicatedNodes: 3", "does not have"),
    ])
  func stopsOthers(pool: String, words: String) throws {
    let scenario = try Self.scenario("pool: { \(pool) }\n")
    let found = Self.obstacles(scenario)
    #expect(found.count == 1 && (found.first?.contains(words) ?? false), "\(found)")
    // The file is not there to be read again, so that a place in the formula is where the formula begins.
    #expect(found.first?.hasPrefix("s.yaml:4:") == true && found.first?.contains(" E0125: ") == true, "\(found)")
  }

  @Test("a run with a duration evaluates the formula, from the time of the clock on")
  func evaluates() throws {
    let pool =
      "pool: { autoScale: { formula: \"$TargetDedicatedNodes = time().hour;\", evaluationInterval: 10 min } }\n"
    let scenario = try Self.scenario("clock: 2026-11-30T08:00:00+01:00\nduration: 2 h\n" + pool)
    #expect(Self.obstacles(scenario).isEmpty)
    let autoscale = try #require(scenario.variants[0].configuration.pools[0].autoscale)
    #expect(autoscale.evaluationInterval == .seconds(600))
    #expect(autoscale.clock.resultText == "2026-11-30T07:00:00.000Z")
    let removed = try Self.scenario(
      "duration: 2 h\npool: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\" } }\n"
        + "actions: [{ at: 1 h, removeNodes: { count: 1 } }]\n")
    #expect(Self.obstacles(removed).isEmpty)
  }

  @Test("another size of such a pool is refused in a run too; a removal of nodes keeps it from being simulated")
  func stopsActions() throws {
    let pool = "pool: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\" } }\n"
    let resized = try Self.scenario(pool + "actions: [{ at: 1 h, resize: { targetDedicatedNodes: 4 } }]\n")
    #expect(Self.obstacles(resized).isEmpty)
    let removed = try Self.scenario(pool + "actions: [{ at: 1 h, removeNodes: { count: 1 } }]\n")
    #expect(Self.obstacles(removed).contains { $0.contains("until a set time only") })
    let other = try Self.scenario(
      "pools: { a: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\" } }, b: { targetDedicatedNodes: 2 } }\nactions: [{ at: 1 h, resize: { pool: b, targetDedicatedNodes: 4 } }]\n"
    )
    #expect(Self.obstacles(other).isEmpty)
    let all = try Self.scenario(
      "pools: { a: { autoScale: { formula: \"$TargetDedicatedNodes = 3;\" } }, b: { targetDedicatedNodes: 2 } }\nactions: [{ at: 1 h, resize: { targetDedicatedNodes: 4 } }]\n"
    )
    #expect(Self.obstacles(all).isEmpty)
  }

  // MARK: - Places

  @Test(
    "the characters of a text are found in its file, however it is written",
    arguments: [
      ("k: |\n  a = 1;\n    b\n", "a = 1;\n  b\n", 1, 4), ("k: |-\n\n  a\n  b", "\na\nb", 1, 4),
      ("k: >\n  a =\n  1;\n\n  b\n", "a = 1;\nb\n", 1, 4), ("k: \"a\\n\\\"\\u00e9\\\" \\\n  b\"", "a\n\"é\" b", 1, 4),
      ("k: 'it''s\n  b'", "it's b", 1, 4), ("k: a = b\n  + c # no", "a = b + c", 1, 4),
      ("k: !!str &f |\r\n  a\r\n  b\r\n", "a\nb\n", 1, 4), ("\u{FEFF}k: \"\\x41\\U0001F600b\"", "A\u{1F600}b", 1, 4),
      ("x: 1\nk: é + b", "é + b", 2, 4),
    ])
  func findsCharacters(file: String, text: String, line: Int, column: Int) throws {
    let offsets = try #require(
      ScalarPlaces.offsets(of: text, writtenAt: line, column: column, in: file), "\(text) is not found")
    #expect(offsets.count == text.unicodeScalars.count + 1)
    #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }, "\(offsets)")
    let bytes = Array(file.utf8)
    for (scalar, offset) in zip(text.unicodeScalars, offsets) where scalar.properties.isAlphabetic {
      let escape = bytes[offset] == UInt8(ascii: "\\")
      #expect(escape || bytes[offset...].starts(with: Array(String(scalar).utf8)), "\(scalar) at \(offset)")
    }
  }

  @Test("a text that does not stand at a place is not found there")
  func findsNothingElse() {
    #expect(ScalarPlaces.offsets(of: "a = 2", writtenAt: 1, column: 4, in: "k: a = 1") == nil)
    #expect(ScalarPlaces.offsets(of: "a", writtenAt: 9, column: 4, in: "k: a") == nil)
    #expect(ScalarPlaces.offsets(of: "a", writtenAt: 1, column: 4, in: "k: \"\\q\"") == nil)
    #expect(ScalarPlaces.offsets(of: "it's", writtenAt: 1, column: 4, in: "k: 'it's'") == nil)
  }
}
