// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Scenarios
import TestSupport
import Testing

/// What diagnostics say and where: `LINE:COLUMN CODE`, and a word of the message.
@Suite("Diagnostics")
struct DiagnosticTests {
  static let head = "poolsim: 1\nimage: { kind: gallery, replicas: 2 }\n"
  static let pool = "pool: { targetDedicatedNodes: 300 }\n"

  static func diagnostics(_ text: String, _ overrides: [String] = []) -> [Diagnostic] {
    do throws(Failure) {
      _ = try ScenarioFile.parse(text, file: "a.yaml", overrides: overrides)
      return []
    } catch {
      return error.diagnostics
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let expected: [String]

    init(_ testDescription: String, _ text: String, _ expected: String...) {
      self.testDescription = testDescription
      self.text = text
      self.expected = expected
    }
  }

  static let cases: [Case] = [
    Case("nothing", "", "1:1 E0102 empty"),
    Case("a comment alone", "# nothing\n", "1:1 E0102 empty"),
    Case("an open bracket", "pool: [1, 2\n", "E0101"),
    Case("two documents", "poolsim: 1\n---\npoolsim: 1\n", "2:1 E0101 document"),
    Case("a list", "- poolsim\n", "1:1 E0106 list"),
    Case("another version", "poolsim: 2\nimage: { kind: managed }\n" + pool, "1:10 E0115 version 1"),
    Case("no version", "image: { kind: managed }\n" + pool, "1:1 E0115 missing"),
    Case("an action that does nothing", head + pool + "actions: [{ at: 1 h }]\n", "4:11 E0105 removeNodes"),
    Case(
      "an action that does two things", head + pool + "actions: [{ at: 1 h, resize: true, stopResize: true }]\n",
      "4:11 E0113 resize, stopResize"),
    Case(
      "a resize to no size", head + pool + "actions: [{ at: 1 h, resize: true }]\n", "4:11 E0105 targetDedicatedNodes"),
    Case("a removal of no count", head + pool + "actions: [{ at: 1 h, removeNodes: true }]\n", "4:11 E0105 count"),
    Case(
      "more removed nodes than a request takes",
      head + pool + "actions: [{ at: 1 h, removeNodes: true, count: 101 }]\n",
      "4:48 E0109 from 1 to 100"),
    Case(
      "an option of another action", head + pool + "actions: [{ at: 1 h, stopResize: true, count: 3 }]\n",
      "4:47 E0113 stopResize"),
    Case(
      "replicas of a managed image",
      "poolsim: 1\nimage: { kind: managed }\n" + pool + "actions: [{ at: 1 h, setReplicas: true, replicas: 3 }]\n",
      "4:35 E0109 gallery"),
    Case(
      "an action after the end", head + pool + "duration: 1 h\nactions: [{ at: 2 h, stopResize: true }]\n",
      "5:17 E0109 end of the run"),
    Case("an action on no pool", head + pool + "actions: [{ at: 2 h, stopResize: poll }]\n", "4:34 E0112 poll"),
    Case(
      "an unknown snapshot", head + pool + "faults: [{ at: 2 h, deleteSnapshot: base }]\n", "4:37 E0112 base"),
    Case("a quota without a number", head + pool + "quota: { vmSeriesCores: { DSv3: many } }\n", "4:33 E0111"),
    Case(
      "preemption for ever",
      head + "pool: { targetDedicatedNodes: 3, targetLowPriorityNodes: 3, preemptionRate: 1/h }\n",
      "E0117 duration"),
    Case(
      "one id, two images",
      "poolsim: 1\npools:\n  a: { targetDedicatedNodes: 1, image: { kind: gallery, id: /x, replicas: 2 } }\n"
        + "  b: { targetDedicatedNodes: 1, image: { kind: gallery, id: /X, replicas: 3 } }\n", "4:61 E0113 id"),
    Case(
      "a managed image on its way", "poolsim: 1\nimage: { kind: managed, availableAfter: 1 h }\n" + pool,
      "2:41 E0109 gallery"),
    Case("no pool", head, "1:1 E0105 pool"),
    Case(
      "a pool of no size", head + "pool: {}\n", "3:7 E0105 targetDedicatedNodes is missing; expected a whole number"),
    Case(
      "a pool whose low-priority nodes are taken away", head + "pool: { targetLowPriorityNodes: ~ }\n",
      "3:7 E0105 or the key targetLowPriorityNodes alone"),
    Case(
      "a negative number of low-priority nodes alone", head + "pool: { targetLowPriorityNodes: -1 }\n", "3:33 E0109 0"),
    Case(
      "a pool of no size among others", head + "pools: { a: { targetLowPriorityNodes: 1 }, b: { count: 2 } }\n",
      "3:47 E0105 targetDedicatedNodes"),
    Case("no image", "poolsim: 1\n" + pool, "2:7 E0105 image"),
    Case("pool and pools", head + pool + "pools: { a: { targetDedicatedNodes: 1 } }\n", "3:7 E0113 exclude"),
    Case(
      "an unknown key of a variant", head + pool + "variants:\n  a: {}\n  b: { imaeg: { replicas: 3 } }\n",
      "6:8 E0103 did you mean image?"),
    Case("a number in quotes", head + pool + "replications: \"5\"\n", "4:15 E0106 whole number"),
    Case("a name that is a path", "poolsim: 1\nname: ..\nimage: { kind: marketplace }\n" + pool, "2:7 E0120 .."),
    Case("an unknown key", head + pool + "replicationz: 3\n", "4:1 E0103 did you mean replications?"),
    Case(
      "an unknown key of a pool", head + "pool: { targetDedicatedNode: 3 }\n",
      "3:7 E0105 targetDedicatedNodes", "3:9 E0103 did you mean targetDedicatedNodes?"),
    Case(
      "a key twice, and what else is wrong", head + pool + "seed: 7\nseed: 8\nsede: 9\n",
      "5:1 E0104 seed", "6:1 E0103 did you mean seed?"),
    Case(
      "a key three times",
      head + "pool:\n  targetDedicatedNodes: 1\n  targetDedicatedNodes: 2\n  targetDedicatedNodes: 3\n",
      "5:3 E0104 line 4", "6:3 E0104 line 4"),
    Case("a quoted key twice", head + pool + "\"seed\": 7\nseed: 8\n", "5:1 E0104 seed"),
    Case("a missing unit", head + "pool: { targetDedicatedNodes: 3, resizeTimeout: 15 }\n", "3:49 E0107 15 min"),
    Case("another unit", head + "pool: { targetDedicatedNodes: 3, resizeTimeout: 15 MiB }\n", "3:49 E0108 min"),
    Case(
      "a misspelt unit", head + "pool: { targetDedicatedNodes: 3, resizeTimeout: 15 mins }\n",
      "3:49 E0108 did you mean min?"),
    Case("four minutes", head + "pool: { targetDedicatedNodes: 3, resizeTimeout: 4 min }\n", "3:49 E0109 5 min"),
    Case("not a number", head + "pool: { targetDedicatedNodes: 3, resizeTimeout: .nan s }\n", "3:49 E0111 number"),
    Case("a number with separators", head + "pool: { targetDedicatedNodes: 1_000 }\n", "3:31 E0111 separators"),
    Case("a fraction of a node", head + "pool: { targetDedicatedNodes: 3.5 }\n", "3:31 E0109 whole"),
    Case("a negative seed", head + pool + "seed: -1\n", "4:7 E0109 seed"),
    Case(
      "replicas of a managed image", "poolsim: 1\nimage: { kind: managed, replicas: 2 }\n" + pool, "2:35 E0109 gallery"),
    Case(
      "an image that is not there", "poolsim: 1\nimages: { base: { kind: managed } }\nimage: bse\n" + pool,
      "3:8 E0112 did you mean base?"),
    Case("no variants", head + pool + "variants: {}\n", "4:11 E0106 variants"),
    Case("a seed in a variant", head + pool + "variants: { a: { seed: 3 } }\n", "4:18 E0122 seed"),
    Case("a variant that is a text", head + pool + "variants: { a: fast }\n", "4:16 E0106 variant"),
    Case("a distribution without family", head + pool + "model: { osBoot: {} }\n", "4:18 E0114 lognormal"),
    Case(
      "two families", head + pool + "model: { osBoot: { constant: 3 s, exponential: { mean: 3 s } } }\n",
      "4:35 E0114 one family"),
    Case(
      "a misspelt family", head + pool + "model: { osBoot: { lognorml: { median: 3 s, sigma: 1 } } }\n",
      "4:20 E0114 did you mean lognormal?"),
    Case(
      "a missing parameter", head + pool + "model: { osBoot: { lognormal: { median: 3 s } } }\n", "4:31 E0114 sigma"),
    Case(
      "a parameter out of range", head + pool + "model: { osBoot: { lognormal: { median: 3 s, sigma: -1 } } }\n",
      "4:31 E0109 sigma"),
    Case(
      "an unknown parameter", head + pool + "model: { osBoot: { exponential: { meen: 3 s } } }\n",
      "4:35 E0114 did you mean mean?"),
    Case(
      "a negative time of a distribution", head + pool + "model: { osBoot: { exponential: { mean: -3 s } } }\n",
      "4:41 E0109 out of range"),
    Case(
      "measurements that are not there",
      head + pool + "model: { osBoot: { empirical: { file: no.csv, column: a, unit: s } } }\n", "4:39 E0118 no.csv"),
    Case("an unknown profile", head + pool + "profile: azure-2021\n", "4:10 E0121 did you mean azure-2026?"),
    Case("a fault that does nothing", head + pool + "faults: [ { at: 3 min } ]\n", "4:11 E0105 nothing"),
    Case(
      "a marketplace image that is deleted",
      "poolsim: 1\nimage: { kind: marketplace }\n" + pool + "faults: [ { at: 3 min, deleteImage: true } ]\n",
      "4:37 E0124 no user can delete it"),
    Case(
      "a marketplace image that is deleted by name",
      "poolsim: 1\nimages: { a: { kind: managed }, b: { kind: marketplace } }\nimage: a\n" + pool
        + "faults: [ { at: 3 min, deleteImage: b } ]\n",
      "5:37 E0124 managed or gallery"),
    Case(
      "a snapshot of a marketplace image that is deleted",
      "poolsim: 1\nimage: { kind: marketplace, snapshot: s }\n" + pool
        + "faults: [ { at: 3 min, deleteSnapshot: s } ]\n", "4:40 E0124 marketplace"),
    Case(
      "a fault of an unknown pool", head + pool + "faults: [ { at: 3 min, stopResize: other } ]\n", "4:36 E0112 other"),
    Case(
      "too many nodes together",
      "poolsim: 1\nimage: { kind: managed }\npools: { a: { targetDedicatedNodes: 60000000 }, b: { targetDedicatedNodes: 60000000 } }\n",
      "3:8 E0117 100000000"),
    Case("a name with a line break", head + pool + "name: \"a\\nb\"\n", "4:7 E0120 name"),
    Case(
      "a mistake that every variant replaces",
      "poolsim: 1\nimage: { kind: galery }\n" + pool + "variants: { a: { image: { kind: managed } } }\n",
      "2:16 E0110 kind cannot be 'galery'; did you mean 'gallery'? (managed, gallery or marketplace)"),
    Case("a file that extends nothing", head + pool + "extends: no-such.yaml\n", "4:10 E0001 no-such.yaml"),
  ]

  @Test("have the place and the code of what is wrong", arguments: cases)
  func placeAndCode(_ wrong: Case) {
    let found = Self.diagnostics(wrong.text)
    #expect(found.count == wrong.expected.count, "\(found)")
    for (diagnostic, expected) in zip(found, wrong.expected) {
      let words = expected.split(separator: " ")
      if words[0].first == "E" {
        #expect(diagnostic.code.rawValue == words[0])
      } else {
        #expect("\(diagnostic)".hasPrefix("a.yaml:\(words[0]): error[\(words[1])]: "), "\(diagnostic)")
        #expect(diagnostic.message.contains(words.dropFirst(2).joined(separator: " ")), "\(diagnostic)")
      }
      #expect(DiagnosticCode.named(diagnostic.code.rawValue) != nil)
    }
  }

  @Test("name the option when a value comes from --set")
  func overrides() {
    let text = Self.head + Self.pool
    for (option, expected) in [
      ("pool.resizeTimeout=15", "--set pool.resizeTimeout=15: error[E0107]"), ("pool", "--set pool: error[E0119]"),
      ("pool..x=3", "--set pool..x=3: error[E0119]"),
      ("variants.a.faults[0].at=3 s", "--set variants.a.faults[0].at=3 s: error[E0103]"),
      ("pool.targetNodes=3", "--set pool.targetNodes=3: error[E0103]"),
      ("seed.x=3", "--set seed.x=3: error[E0119]"), ("pool={", "--set pool={: error[E0119]"),
    ] {
      let found = Self.diagnostics(text + "seed: 3\n", [option])
      #expect(found.contains { "\($0)".hasPrefix(expected) }, "\(option): \(found)")
    }
  }

  @Test("a key twice is told with its place whatever ends the lines", arguments: ["\r", "\r\n", "\u{85}", "\u{2028}"])
  func lineBreaks(ending: String) {
    let text = ["poolsim: 1", "# café", "seed: 7", "seed: 8", "image: { kind: managd }"].joined(separator: ending)
    let found = Self.diagnostics(text).map { "\($0.place.line ?? 0):\($0.place.column ?? 0) \($0.code)" }
    #expect(found.contains("4:1 E0104") && found.contains("5:16 E0110"), "\(found)")
  }

  @Test("a byte order mark before a scenario is none of its business")
  func byteOrderMark() {
    #expect(Self.diagnostics("\u{FEFF}" + Self.head + Self.pool).isEmpty)
    let found = Self.diagnostics("\u{FEFF}seeed: 7\nseed: 8\nseed: 9\n" + Self.head + Self.pool)
    #expect(found.map { "\($0.place.line ?? 0):\($0.place.column ?? 0) \($0.code)" } == ["1:1 E0103", "3:1 E0104"])
  }

  @Test("a message is one line, whatever keys it quotes")
  func oneLine() {
    let keys = "\"a\\nb\": 1\n\"a\\nb\": 2\n\"\\u2028\": 3\n"
    for text in [
      keys, Self.head + Self.pool + keys,
      Diagnostic(code: .fileMissing, place: .init(file: "a"), message: "x\ny").message,
    ] {
      let found = Self.diagnostics(text)
      #expect(!found.isEmpty)
      for diagnostic in found {
        #expect(
          !diagnostic.message.unicodeScalars.contains { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) })
      }
    }
    #expect(Diagnostic(code: .fileMissing, place: .init(file: "a"), message: "x\ny").message == "x y")
  }

  @Test("texts that are meant to exhaust the reader are refused")
  func hostileTexts() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(Self.diagnostics("poolsim: 1\npool: \(deep)").first?.code.rawValue == "E0101")
    let levels = String(repeating: "{ a: ", count: 500) + "1" + String(repeating: " }", count: 500)
    #expect(Self.diagnostics("poolsim: 1\npool: \(levels)\n").contains { $0.code.rawValue == "E0004" })
    var bomb = "poolsim: 1\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, earlier) in zip("bcdefgh", "abcdefg") {
      bomb += "\(name): &\(name) [\(Array(repeating: "*\(earlier)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(Self.diagnostics(bomb).contains { $0.code.rawValue == "E0004" })
    let large = Self.diagnostics("poolsim: 1\nname: \(String(repeating: "x", count: 17 << 20))\n")
    #expect(large.map { "\($0.place) \($0.code)" } == ["a.yaml:1:1 E0004"])
    // Each key that is there twice takes the whole text once more: of a large one the first that is found is told.
    let twice = "poolsim: 1\n" + String(repeating: "name: x\n", count: 4)
    #expect(Self.diagnostics(twice).count { $0.code.rawValue == "E0104" } == 3)
    let largeTwice = twice + "#" + String(repeating: " ", count: 600_000) + "\n"
    #expect(Self.diagnostics(largeTwice).map(\.code.rawValue) == ["E0104"])
    let many = "poolsim: 1\n" + (0..<300).map { "unknown\($0): 1\n" }.joined()
    #expect(Self.diagnostics(many).count == 101)
  }
}
