// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import Scenarios
import Testing

/// Actions and faults: one of several verbs, each with keys of its own.
@Suite("Event forms")
struct EventFormTests {
  private static let base = """
    poolsim: 1
    images: { base: { kind: gallery, replicas: 2, snapshot: disk }, other: { kind: managed } }
    pools:
      front: { targetDedicatedNodes: 10, image: base }
      back: { targetDedicatedNodes: 10, image: other, count: 2 }

    """

  private static func parse(_ events: String) throws -> Scenario {
    try ScenarioFile.parse(base + events, file: "a.yaml")
  }

  private static func diagnostics(_ events: String) -> [String] {
    do throws(Failure) {
      _ = try ScenarioFile.parse(base + events, file: "a.yaml")
      return []
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  /// The spelling of today, that of version 1, and what the normalised text has.
  static let spellings: [(today: String, before: String, shown: String)] = [
    (
      "actions: [{ at: 1 h, resize: { targetDedicatedNodes: 5 } }]",
      "actions: [{ at: 1 h, resize: true, targetDedicatedNodes: 5 }]",
      "actions: [{ at: \"60 min\", resize: { targetDedicatedNodes: 5, nodeDeallocationOption: requeue } }]"
    ),
    (
      "actions: [{ at: 1 h, resize: { pool: back, targetLowPriorityNodes: 5, resizeTimeout: 20 min } }]",
      "actions: [{ at: 1 h, resize: back, targetLowPriorityNodes: 5, resizeTimeout: 20 min }]",
      "resize: { pool: back, targetSpotNodes: 5, nodeDeallocationOption: requeue, resizeTimeout: 20 min }"
    ),
    (
      "actions: [{ at: 1 h, removeNodes: { pool: front, count: 3, nodeDeallocationOption: TaskCompletion } }]",
      "actions: [{ at: 1 h, removeNodes: front, count: 3, nodeDeallocationOption: taskcompletion }]",
      "removeNodes: { pool: front, count: 3, nodeDeallocationOption: taskcompletion }"
    ),
    (
      "actions: [{ at: 1 h, reboot: { pool: back, count: 3 } }]",
      "actions: [{ at: 1 h, reboot: { count: 3, pool: back } }]",
      "reboot: { pool: back, count: 3 }"
    ),
    (
      "actions: [{ at: 1 h, reimage: { pool: front } }]", "actions: [{ reimage: { pool: front }, at: 60 min }]",
      "reimage: { pool: front }"
    ),
    (
      "actions: [{ at: 1 h, setReplicas: { image: base, replicas: 5, after: 5 min } }]",
      "actions: [{ at: 1 h, setReplicas: base, replicas: 5, after: 5 min }]",
      "setReplicas: { image: base, replicas: 5, after: 5 min }"
    ),
    (
      "actions: [{ at: 1 h, setReplicas: { replicas: 5 } }]", "actions: [{ at: 1 h, setReplicas: true, replicas: 5 }]",
      "setReplicas: { replicas: 5 }"
    ),
    (
      "faults: [{ at: 1 h, deleteImage: base }, { at: 1 h, deleteSnapshot: disk }, { at: 1 h, stopResize: true }]",
      "faults: [{ at: 1 h, stopResize: true, deleteSnapshot: disk, deleteImage: base }]",
      "{ at: \"60 min\", deleteSnapshot: disk }, { at: \"60 min\", stopResize: true }]"
    ),
  ]

  @Test("the flat spelling of version 1 is the same scenario, and the normalised text has the new one")
  func readsBoth() throws {
    for (today, before, shown) in Self.spellings {
      let scenario = try Self.parse(today)
      let flat = try Self.parse(before)
      #expect(!scenario.variants[0].configuration.interventions.isEmpty, "\(today)")
      #expect(flat.variants.map(\.configuration) == scenario.variants.map(\.configuration), "\(before)")
      #expect(flat.identity == scenario.identity && flat.normalisedYAML() == scenario.normalisedYAML(), "\(before)")
      let normal = scenario.normalisedYAML().replacing("60 min", with: "\"60 min\"").replacing("\"\"", with: "\"")
      #expect(normal.contains(shown), "\(shown)\n\(normal)")
      let again = try ScenarioFile.parse(scenario.normalisedYAML(), file: "b.yaml")
      #expect(again.identity == scenario.identity, "\(today)")
    }
  }

  @Test("an event that is for nothing does nothing, in either spelling")
  func switchesOff() throws {
    for text in [
      "actions: [{ at: 1 h, resize: false, targetDedicatedNodes: 5 }]",
      "actions: [{ at: 1 h, resize: { pool: false, targetDedicatedNodes: 5 } }]",
      "actions: [{ at: 1 h, stopResize: false }]", "faults: [{ at: 1 h, deleteImage: false }]",
    ] {
      #expect(try Self.parse(text).variants[0].configuration.interventions.isEmpty, "\(text)")
    }
  }

  @Test(
    "a key of another verb, one in the wrong place and a missing one are refused with their place",
    arguments: [
      (
        "actions: [{ at: 1 h, resize: { targetDedicatedNodes: 1, count: 3 } }]",
        "a.yaml:6:57: error[E0103]: actions.0.resize has no key 'count'"
      ),
      ("actions: [{ at: 1 h, resize: { } }]", "a.yaml:6:30: error[E0105]: the key targetDedicatedNodes is missing"),
      (
        "actions: [{ at: 1 h, resize: true, targetDedicatedNodes: 1, count: 3 }]",
        "a.yaml:6:68: error[E0113]: count has no meaning beside resize; it belongs to removeNodes"
      ),
      (
        "actions: [{ at: 1 h, removeNodes: { count: 3 }, nodeDeallocationOption: requeue }]",
        "a.yaml:6:73: error[E0113]: nodeDeallocationOption stands beside removeNodes; write it inside"
      ),
      (
        "actions: [{ at: 1 h, removeNodes: { pool: frnt, count: 3 } }]",
        "a.yaml:6:43: error[E0112]: there is no pool 'frnt'"
      ),
      (
        "actions: [{ at: 1 h, rezise: true }]",
        "a.yaml:6:22: error[E0103]: actions.0 has no key 'rezise'; expected resize, "
      ),
      ("actions: [{ resize: { targetDedicatedNodes: 3 } }]", "a.yaml:6:11: error[E0105]: the key at is missing"),
      ("actions: [{ at: 1 h, resize: [] }]", "a.yaml:6:30: error[E0106]: actions.0.resize cannot be a list"),
      (
        "faults: [{ at: 1 h, stopResize: { pool: front } }]",
        "a.yaml:6:33: error[E0106]: faults.0.stopResize cannot be a map"
      ),
      (
        "faults: [{ at: 1 h, stopResize: true, deleteImage: base, x: 1 }]",
        "a.yaml:6:58: error[E0103]: faults.0 has no key 'x'"
      ),
    ])
  func refuses(text: String, expected: String) {
    let found = Self.diagnostics(text)
    #expect(found.count == 1 && found.first?.hasPrefix(expected) == true, "\(found)")
  }
}
