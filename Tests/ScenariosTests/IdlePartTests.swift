// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Scenarios
import Testing

/// What a scenario says and nothing of it uses.
@Suite("Parts of a scenario that change nothing")
struct IdlePartTests {
  /// The parts that are told of a scenario, a line each.
  private static func parts(_ text: String, _ overrides: String...) throws -> [String] {
    try ScenarioFile.parse("poolsim: 1\n" + text, file: "a.yaml", overrides: overrides).idleParts.map { "\($0)" }
  }

  private static let identifier =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/c/images/i"

  @Test("an image that no pool of any variant boots from, at its place")
  func images() throws {
    let text = """
      pools:
        p: { targetDedicatedNodes: 1, image: x }
      images:
        x: { kind: gallery, replicas: 2 }
        y: { kind: gallery, replicas: 3 }

      """
    let y = "a.yaml:6:6: warning: the image 'y' is that of no pool"
    #expect(try Self.parts(text) == [y])
    #expect(try Self.parts(text, "pools.q={targetDedicatedNodes: 1, image: y}").isEmpty)
    // Used in one variant is used; in none it is told once.
    let two = "variants:\n  a: {}\n  b: { pools: { p: { image: %@ } } }\n"
    #expect(try Self.parts(text + two.replacing("%@", with: "y")).isEmpty)
    #expect(try Self.parts(text + two.replacing("%@", with: "x")) == [y])
    // An action on it makes no pool of it.
    #expect(try Self.parts(text, "actions=[{at: 1 min, setReplicas: y, replicas: 5}]") == [y])
  }

  @Test("an image of the resource id of another one is that one, by whatever name, in any case")
  func identifiers() throws {
    let images = """
      images:
        x: { kind: gallery, replicas: 2, id: \(Self.identifier) }
        y: { kind: gallery, replicas: 2, id: \(Self.identifier.uppercased()) }

      """
    #expect(try Self.parts(images + "pool: { targetDedicatedNodes: 1, image: x }\n").isEmpty)
    let own = "pool: { targetDedicatedNodes: 1, image: { kind: gallery, replicas: 2, id: \(Self.identifier) } }\n"
    #expect(try Self.parts(images + own).isEmpty)
    let other = "pool: { targetDedicatedNodes: 1, image: { kind: marketplace } }\n"
    #expect(try Self.parts(images + other).count == 2)
  }

  @Test("the image of pools that have none of their own, where each has one")
  func defaultImage() throws {
    let text = """
      image: { kind: marketplace }
      pools:
        p: { targetDedicatedNodes: 1, image: { kind: gallery, replicas: 2 } }

      """
    #expect(try Self.parts(text) == ["a.yaml:2:8: warning: this image is that of no pool: every pool has its own"])
    #expect(try Self.parts(text, "pools.q={targetDedicatedNodes: 1}").isEmpty)
    let single = "image: { kind: marketplace }\npool: { targetDedicatedNodes: 1, image: { kind: managed } }\n"
    #expect(try Self.parts(single).count == 1)
    #expect(try Self.parts(single + "variants:\n  a: {}\n  b: { pool: { image: ~ } }\n").isEmpty)
  }

  @Test("a rate of preemption where no spot nodes are ever asked for")
  func preemption() throws {
    let text =
      "pool: { targetDedicatedNodes: 2, preemptionRate: 4/h }\nimage: { kind: marketplace }\nduration: 2 h\n"
    #expect(
      try Self.parts(text) == [
        "a.yaml:2:50: warning: preemptionRate changes nothing: the pool never asks for spot nodes"
      ])
    #expect(try Self.parts(text, "pool.targetSpotNodes=1").isEmpty)
    #expect(try Self.parts(text, "pool.preemptionRate=0/h").isEmpty)
    #expect(try Self.parts(text, "actions=[{at: 1 min, resize: true, targetSpotNodes: 5}]").isEmpty)
    #expect(try Self.parts(text + "variants:\n  a: {}\n  b: { pool: { targetSpotNodes: 1 } }\n").isEmpty)
    #expect(try Self.parts(text + "variants:\n  a: {}\n  b: { pool: { targetDedicatedNodes: 1 } }\n").count == 1)
    let formula = "pool={preemptionRate: 4/h, autoScale: {formula: $TargetLowPriorityNodes = 3;}}"
    #expect(try Self.parts(text, formula).isEmpty)
  }

  @Test("a limit of managed images where no image is managed")
  func imageLimit() throws {
    let text = """
      pool: { targetDedicatedNodes: 2 }
      image: { kind: marketplace }
      account: { managedImageLimit: 2000 }

      """
    #expect(
      try Self.parts(text) == [
        "a.yaml:4:31: warning: managedImageLimit changes nothing: no pool has a managed image"
      ])
    #expect(try Self.parts(text, "image={kind: managed}").isEmpty)
  }

  @Test("subscriptions that differ in case alone are one, and own is one for each copy")
  func subscriptions() throws {
    let text = """
      poolsim: 1
      image: { kind: marketplace }
      pools:
        p: { targetDedicatedNodes: 1, subscription: Ab-1 }
        q: { targetDedicatedNodes: 1, subscription: aB-1 }
        r: { targetDedicatedNodes: 1, subscription: ab-2 }
        s: { targetDedicatedNodes: 1, subscription: own, count: 2 }

      """
    let pools = try ScenarioFile.parse(text, file: "a.yaml").variants[0].configuration.pools
    #expect(pools.map(\.subscription) == [0, 0, 1, 2, 3])
  }
}
