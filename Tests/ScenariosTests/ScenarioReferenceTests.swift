// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Randomness
import Scenarios
import TestSupport
import Testing

/// What is made from the table of keys: the page of the reference, and the schema.
@Suite("Scenario reference")
struct ScenarioReferenceTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("docs/reference/scenario.md is what the table of keys says")
  func page() throws {
    let page = ScenarioReference.markdown()
    let file = Self.root.appendingPathComponent("docs/reference/scenario.md")
    if ProcessInfo.processInfo.environment["POOLSIM_REGENERATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(page.utf8).write(to: file)
      Issue.record("docs/reference/scenario.md was written again; look at the difference and run the test again")
      return
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(kept == page, "docs/reference/scenario.md differs; POOLSIM_REGENERATE_GOLDEN=1 writes it")
  }

  @Test("the page has a row for every key of every section, with unit, range and default")
  func rows() {
    let page = ScenarioReference.markdown()
    for row in [
      "| `pool.resizeTimeout` | quantity | ms, s, min, h, d | 5 min or more | `15 min` |",
      "| `account` | map |", "The keys of [the whole file](#the-whole-file), except `poolsim`, ",
      "| `resize.maxResizes` | whole number |  | 1 to 100000 | `20` |",
      "| `sweep.axes.NAME.points` | whole number |  | 1 to 1000000 |  |",
      "| `actions.0.removeNodes.count` | whole number |  | 1 to 100 | required |",
      "| `actions.0.reboot.count` | whole number |", "| `actions.0.reimage.pool` | `true`, or name |",
      "| `image.kind` | `managed`, `gallery` or `marketplace` |  |  | required |",
      "| `pools.NAME.count` | whole number |", "| `lognormal`, or | `mean` | a quantity |",
    ] {
      #expect(page.contains(row), "\(row)")
    }
    for line in page.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.hasSuffix("|"), "\(line)")
    }
  }

  /// The alternatives of a place of the schema, by the key or word that tells them apart.
  private static func alternatives(_ path: [String]) throws -> [[String: Any]] {
    let schema = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.json().utf8)) as? [String: Any]
    var value = try #require(schema)
    for key in path {
      if let properties = value["properties"] as? [String: Any], let next = properties[key] as? [String: Any] {
        value = next
      } else {
        value = try #require(value[key] as? [String: Any], "\(key) of \(path)")
      }
    }
    return try #require(value["oneOf"] as? [[String: Any]], "\(path)")
  }

  @Test("every definition that the schema refers to is there, and each is used")
  func definitions() throws {
    let text = ScenarioSchema.json()
    let schema = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let definitions = try #require(schema?["$defs"] as? [String: Any])
    let used = Set(text.matches(of: /#\/\$defs\/([^"]+)"/).map { String($0.1) })
    #expect(used == Set(definitions.keys))
  }

  @Test("the schema has one alternative for each verb, kind, family and shape, and each has its own keys alone")
  func alternatives() throws {
    let actions = try Self.alternatives(["$defs", "action"])
    #expect(
      actions.compactMap { $0["title"] as? String } == [
        "resize", "removeNodes", "stopResize", "reboot", "reimage", "setReplicas", "resize, flat", "removeNodes, flat",
        "setReplicas, flat",
      ])
    let resize = try #require((actions[0]["properties"] as? [String: Any])?["resize"] as? [String: Any])
    let keys = try #require(resize["properties"] as? [String: Any])
    #expect(
      keys.keys.sorted() == [
        "nodeDeallocationOption", "pool", "resizeTimeout", "targetDedicatedNodes", "targetLowPriorityNodes",
        "targetSpotNodes",
      ])
    #expect(resize["additionalProperties"] as? Bool == false && resize["anyOf"] != nil)
    #expect(actions.filter { $0["deprecated"] as? Bool == true }.count == 3)
    for alternative in actions { #expect(alternative["additionalProperties"] as? Bool == false) }
    #expect(try Self.alternatives(["$defs", "fault"]).count == 4)
    #expect(try Self.alternatives(["$defs", "image-part"]).count == 4)
    let axes = try Self.alternatives(["sweep", "axes", "additionalProperties"])
    #expect(axes.compactMap { $0["title"] as? String } == ["values", "from, to, step", "from, to, points", "from, to"])
    let designs = try Self.alternatives(["sweep", "design"])
    #expect(designs.compactMap { $0["title"] as? String } == ["sobol", "latin-hypercube"])
    let boots = try Self.alternatives(["$defs", "distribution-of-a-duration"])
    let families = boots.compactMap { ($0["properties"] as? [String: Any])?.keys.first }
    #expect(families.count { $0 == "lognormal" } == 2 && families.count { $0 == "empirical" } == 2)
    #expect(Set(families) == Set(Distribution.families.map(\.name)))
    // A plain quantity, the forms of each family, and the two ways to give measured values.
    #expect(boots.count == 1 + Distribution.families.reduce(0) { $0 + ($1.forms.isEmpty ? 2 : $1.forms.count) })
  }
}
