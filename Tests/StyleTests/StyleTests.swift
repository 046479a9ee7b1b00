// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The rules of CONTRIBUTING.md that a program can check.
@Suite("Style")
struct StyleTests {
  /// Which modules each module may import, besides the standard library: docs/ARCHITECTURE.md draws it.
  static let walls: [String: Set<String>] = {
    let texts: Set<String> = ["Diagnostics", "Quantities", "Files", "Interchange", "Foundation", "Synchronization"]
    let model: Set<String> = ["EventEngine", "Randomness", "Statistics", "BatchPool"]
    let lower = texts.union(model)
    let answers = lower.union(["Scenarios", "ServiceRules", "Experiments", "Sweeps", "Claims", "ResultCheck"])
    return [
      "Randomness": ["CGSL"],
      "Statistics": ["CGSL"],
      "EventEngine": [],
      "AutoscaleFormula": [],
      "Diagnostics": [],
      "Quantities": ["Diagnostics", "Foundation"],
      "Files": ["Diagnostics", "Foundation", "Synchronization", "CZlib"],
      "Interchange": ["Diagnostics", "Quantities", "Files", "EventEngine"],
      "BatchPool": ["EventEngine", "Randomness", "Statistics", "AutoscaleFormula"],
      "Scenarios": lower.union(["AutoscaleFormula", "Yams"]),
      "AzureImport": lower.union(["AutoscaleFormula", "Scenarios"]),
      "ServiceRules": lower.union(["AutoscaleFormula", "Scenarios"]),
      "Experiments": lower.union(["Scenarios"]),
      "Sweeps": lower.union(["Scenarios", "ServiceRules", "Experiments", "GRDB"]),
      "Claims": lower.union(["Scenarios", "Experiments"]),
      "ResultCheck": lower.union(["Scenarios", "Experiments"]),
      "Reporting": answers.union(["AutoscaleFormula"]),
      "poolsim": answers.union(["AutoscaleFormula", "AzureImport", "Reporting", "ArgumentParser", "Dispatch"]),
    ]
  }()

  @Test("nothing imports a module above it, and the engine imports nothing at all")
  func keepsWalls() throws {
    let files = try Tree.swiftFiles().filter { $0.path.hasPrefix("Sources/") }
    #expect(files.count > 100)
    for file in files {
      let module = String(file.path.split(separator: "/")[1])
      let allowed = try #require(Self.walls[module], "\(module) has no entry in the table of walls")
      for name in Tree.imports(of: file) {
        #expect(allowed.contains(name), "\(file) imports \(name)")
      }
    }
  }

  @Test("only the module that draws and the one that estimates see GSL, and neither shows it")
  func hidesGSL() throws {
    for file in try Tree.swiftFiles() where Tree.imports(of: file).contains("CGSL") {
      #expect(!file.text.contains("public import CGSL"), "\(file)")
      #expect(file.path.hasPrefix("Sources/Randomness/") || file.path.hasPrefix("Sources/Statistics/"), "\(file)")
    }
  }

  @Test("every source and script names its licence in the first lines")
  func namesItsLicence() throws {
    let scripts = try Tree.files(below: ["scripts", "Benchmarks", "Fuzzing", "Tests", ".ci"]) {
      $0.hasSuffix(".py") || $0.hasSuffix(".cpp") || $0.hasPrefix("scripts/") || $0.hasPrefix(".ci/")
    }
    for file in try Tree.swiftFiles() + scripts {
      let head = file.lines.prefix(3).joined(separator: "\n")
      #expect(head.contains("SPDX-License-Identifier: GPL-3.0-or-later"), "\(file)")
    }
  }

  /// What must not stand in a source, spelt so that this file does not contain it.
  static let refused = [
    "TO" + "DO", "FIX" + "ME", "unsafe" + "Flags", "@unchecked " + "Sendable", "-O" + "unchecked", "try" + "!",
    "fatal" + "Error(",
  ]

  @Test("nothing is left undone and no check is switched off", arguments: refused)
  func leavesNothingUndone(word: String) throws {
    for file in try Tree.swiftFiles() {
      #expect(!file.text.contains(word), "\(file) contains \(word)")
    }
  }

  @Test("a test shares nothing behind a lock that ThreadSanitizer does not see: it would take it for a race")
  func usesLocksThatTheSanitizerSees() throws {
    // Spelt so that this file does not contain them.
    let locks = ["Mut" + "ex(", "OSAllocated" + "UnfairLock(", "NSRecursive" + "Lock("]
    for file in try Tree.swiftFiles() where file.path.hasPrefix("Tests/") {
      for lock in locks { #expect(!file.text.contains(lock), "\(file) uses \(lock)); use Atomic, or an actor") }
    }
  }

  @Test("a product's file holds one concept: at most 450 lines")
  func keepsFilesShort() throws {
    for file in try Tree.swiftFiles() where file.path.hasPrefix("Sources/") {
      #expect(file.lines.count <= 450, "\(file) has \(file.lines.count) lines")
    }
  }

  @Test("the model draws only from keyed streams and never iterates over an unordered collection")
  func isDeterministic() throws {
    for file in try Tree.swiftFiles() where file.path.hasPrefix("Sources/BatchPool/") {
      for word in [".random(in", "SystemRandomNumberGenerator", ".shuffled(", "Dictionary", "Set<", "Date("] {
        #expect(!file.text.contains(word), "\(file) contains \(word)")
      }
    }
  }

  @Test("every relative link of the documentation leads somewhere")
  func linksLead() throws {
    let pages = try Tree.files(below: ["docs"]) { $0.hasSuffix(".md") }
    let top = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map { name in
      Tree.File(
        path: name,
        text: (try? String(contentsOf: Tree.root.appendingPathComponent(name), encoding: .utf8)) ?? "")
    }
    for page in pages + top {
      #expect(!page.text.isEmpty, "\(page) is empty or missing")
      let folder = Tree.root.appendingPathComponent(page.path).deletingLastPathComponent()
      for match in page.text.matches(of: /\]\(([^)#:\s]+)(?:#[^)]*)?\)/) {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(page) links to \(match.1)")
      }
    }
  }

  @Test("every check that the validation page names exists")
  func validationIsTrue() throws {
    let page = try String(contentsOf: Tree.root.appendingPathComponent("docs/validation.md"), encoding: .utf8)
    let sources = try Tree.swiftFiles().filter { $0.path.hasPrefix("Tests/") }
    var named = 0
    for row in page.split(separator: "\n") where row.hasPrefix("| ") && row.hasSuffix("|") {
      let cells = row.split(separator: "|")
      for match in (cells.last ?? "").matches(of: /`([^`]+)`/) {
        named += 1
        let name = String(match.1)
        let exists =
          name.contains("/")
          ? FileManager.default.fileExists(atPath: Tree.root.appendingPathComponent(name).path)
          : sources.contains { $0.text.contains("struct \(name)") }
        #expect(exists, "docs/validation.md names \(name)")
      }
    }
    #expect(named > 20)
  }

  @Test("a decision has a number of its own, and says what else was tried")
  func decisionsAreWhole() throws {
    let pages = try Tree.files(below: ["docs/decisions"]) { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") }
    #expect(pages.count >= 3)
    let numbers = pages.map { $0.path.split(separator: "/")[2].prefix(4) }
    #expect(Set(numbers).count == numbers.count)
    for page in pages {
      for heading in ["## Decision", "## Alternatives"] {
        #expect(page.text.contains(heading), "\(page) has no \(heading)")
      }
    }
  }
}
