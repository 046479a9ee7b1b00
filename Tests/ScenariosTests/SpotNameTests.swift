// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import Scenarios
import Testing

/// The two names of the target of spot nodes, and the other facts of 2026 that a scenario has.
@Suite("Spot names")
struct SpotNameTests {
  private static func scenario(_ pool: String, _ rest: String = "", _ overrides: String...) throws -> Scenario {
    try ScenarioFile.parse(
      "poolsim: 1\nimage: { kind: gallery, replicas: 2 }\npool: { \(pool) }\n\(rest)", file: "s.yaml",
      overrides: overrides)
  }

  private static func spotNodes(_ scenario: Scenario) -> [Int] {
    scenario.variants.map { $0.configuration.pools[0].targetLowPriorityNodes }
  }

  @Test("a scenario with either name is the same")
  func areOne() throws {
    let old = try Self.scenario("targetLowPriorityNodes: 7")
    let new = try Self.scenario("targetSpotNodes: 7")
    #expect(Self.spotNodes(new) == [7] && new.identity == old.identity)
    #expect(new.variants[0].configuration == old.variants[0].configuration)
    let actions = [
      "resize: { targetSpotNodes: 3 }", "resize: true, targetSpotNodes: 3", "resize: { targetLowPriorityNodes: 3 }",
    ]
    let identities = try actions.map {
      try Self.scenario("targetSpotNodes: 7", "actions: [{ at: 1 h, \($0) }]\n").identity
    }
    #expect(Set(identities).count == 1)
  }

  @Test("targets are shown under the name of today, from azure-2026 on, and read back to the same")
  func isShown() throws {
    let text =
      "actions: [{ at: 1 h, resize: { targetLowPriorityNodes: 3 } }]\nvariants: { a: {}, b: { pool: { targetSpotNodes: 4 } } }\n"
    let scenario = try Self.scenario("targetLowPriorityNodes: 7", text)
    for shown in [scenario.normalisedYAML(), scenario.normalisedJSON(), scenario.annotatedYAML(), scenario.ownYAML()] {
      #expect(shown.contains("targetSpotNodes") && !shown.contains("targetLowPriorityNodes"), "\(shown)")
      let again = try ScenarioFile.parse(shown, file: "s.yaml")
      #expect(again.identity == scenario.identity && Self.spotNodes(again) == [7, 4])
    }
    let old = try Self.scenario("targetSpotNodes: 7", "profile: azure-2020\n")
    #expect(old.normalisedYAML().contains("targetLowPriorityNodes: 7"))
    #expect(!old.normalisedYAML().contains("targetSpotNodes"))
  }

  @Test("both names in one map are an error at its place, and in two layers the later counts")
  func bothNames() throws {
    let found = DiagnosticTests.diagnostics(
      "poolsim: 1\nimage: { kind: marketplace }\npool:\n  targetLowPriorityNodes: 1\n  targetSpotNodes: 2\n", [])
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.place.line == 5 && found.first?.message.contains("two names of one target") == true)
    let variants = "variants: { a: { pool: { targetSpotNodes: 4 } }, b: {} }\n"
    #expect(Self.spotNodes(try Self.scenario("targetLowPriorityNodes: 7", variants)) == [4, 7])
    #expect(Self.spotNodes(try Self.scenario("targetSpotNodes: 7", "", "pool.targetLowPriorityNodes=9")) == [9])
    #expect(Self.spotNodes(try Self.scenario("targetLowPriorityNodes: 7", "", "pool.targetSpotNodes=9")) == [9])
    #expect(Self.spotNodes(try Self.scenario("targetSpotNodes: 7", "", "pool={ targetSpotNodes: 2 }")) == [2])
    let absent = try Self.scenario("targetLowPriorityNodes: ~, targetSpotNodes: 7")
    #expect(Self.spotNodes(absent) == [7])
    #expect(throws: (any Error).self) {
      try Self.scenario("targetSpotNodes: 7", "", "pool={ targetSpotNodes: 2, targetLowPriorityNodes: 3 }")
    }
  }

  @Test("a pool or variant of that name is what its user called so")
  func otherThingsOfThatName() throws {
    let scenario = try ScenarioFile.parse(
      "poolsim: 1\nimage: { kind: marketplace }\npools: { targetSpotNodes: { targetSpotNodes: 3 } }\n", file: "s.yaml")
    #expect(scenario.variants[0].configuration.pools.map(\.name) == ["targetSpotNodes"])
    #expect(Self.spotNodes(scenario) == [3])
  }

  @Test("shallow replication is one source in the model, whatever replicas are given; none can be set later")
  func shallowReplication() throws {
    func image(_ text: String) throws -> ImageConfiguration {
      try ScenarioFile.parse(
        "poolsim: 1\npool: { targetDedicatedNodes: 5 }\nimage: { kind: gallery, \(text) }\n", file: "s.yaml"
      ).variants[0].configuration.images[0]
    }
    #expect(try image("replicas: 6, replication: shallow") == image("replicas: 1"))
    #expect(try image("replicas: 6, replication: full") == image("replicas: 6"))
    #expect(try image("assumedReplicas: 6") == image("replicas: 6"))
    #expect(try image("assumedReplicas: 6, replicas: 2") == image("replicas: 2"))
    let found = DiagnosticTests.diagnostics(
      "poolsim: 1\npool: { targetDedicatedNodes: 5 }\nimage: { kind: gallery, replication: shallow }\nactions: [{ at: 1 h, setReplicas: { replicas: 3 } }]\n",
      [])
    #expect(found.count == 1 && found[0].message.contains("shallow replication"), "\(found)")
    for kind in ["managed", "marketplace"] {
      let refused = DiagnosticTests.diagnostics(
        "poolsim: 1\npool: { targetDedicatedNodes: 5 }\nimage: { kind: \(kind), replication: shallow }\n", [])
      #expect(refused.count == 1, "\(kind): \(refused)")
    }
  }

  @Test("what a pool's network allows is a limit of the model; without it there is none")
  func networks() throws {
    let limited = try Self.scenario("targetDedicatedNodes: 5, publicIPs: 2, subnetAddresses: 30")
    #expect(limited.variants[0].configuration.pools[0].addresses == NodeAddresses(subnet: 30, publicAddresses: 2))
    #expect(try Self.scenario("targetDedicatedNodes: 5").variants[0].configuration.pools[0].addresses == nil)
  }
}
