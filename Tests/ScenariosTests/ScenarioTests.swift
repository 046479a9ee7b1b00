// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import BatchPool
import EventEngine
import Foundation
import Randomness
import Scenarios
import TestSupport
import Testing

@Suite("Scenario")
struct ScenarioTests {
  static func parse(_ text: String, _ overrides: String...) throws -> Scenario {
    try ScenarioFile.parse(text, file: "folder/example.yaml", overrides: overrides)
  }

  static let tiny = TinyScenario.text(nodes: 4)

  @Test("quotas of Batch do not hold in user-subscription mode")
  func quotasByMode() throws {
    for (mode, quotas) in [("batchService", 1), ("userSubscription", 0)] {
      let text = """
        poolsim: 1
        account: { poolAllocationMode: \(mode) }
        quota: { dedicatedCores: 4 }
        pool: { targetDedicatedNodes: 3 }
        image: { kind: marketplace }

        """
      #expect(try ScenarioFile.parse(text, file: "a.yaml").variants[0].configuration.quotas.count == quotas)
    }
  }

  @Test("holds what the file says, and the defaults of the service where it says nothing")
  func decodes() throws {
    let scenario = try Self.parse(
      """
      poolsim: 1
      pool: { targetDedicatedNodes: 300, targetLowPriorityNodes: 20 }
      image: { kind: gallery, replicas: 3, storage: premium-ssd }
      """)
    #expect(scenario.name == "example")
    #expect(scenario.seed == 1 && scenario.replications == 100)
    #expect(scenario.variants.map(\.name) == ["default"])
    #expect(!scenario.namesPools)
    let system = scenario.variants[0].configuration
    #expect(
      system.pools == [
        PoolConfiguration(
          name: "pool", vmSize: "Standard_D2s_v3", targetDedicatedNodes: 300, targetLowPriorityNodes: 20,
          resizeTimeout: .seconds(900), image: 0, coresPerNode: 2, vmSeries: "dsv3")
      ])
    #expect(system.images == [ImageConfiguration(name: "pool", kind: .gallery, replicas: 3, storage: .premiumSSD)])
    #expect(system.resizePolicy == ResizePolicy(repetition: .untilTarget, maxResizes: 20, pause: .zero))
    #expect(system.interventions.isEmpty)
  }

  @Test("a pool of low-priority nodes alone has no dedicated ones, as if that had been written")
  func lowPriorityAlone() throws {
    let text = "poolsim: 1\nimage: { kind: managed }\npool: { targetLowPriorityNodes: 20 }\n"
    let scenario = try Self.parse(text)
    #expect(scenario.variants[0].configuration.pools[0].targetDedicatedNodes == 0)
    #expect(scenario.variants[0].configuration.pools[0].targetLowPriorityNodes == 20)
    let shown = scenario.normalisedYAML()
    #expect(shown.contains("targetDedicatedNodes: 0") && shown.contains("targetSpotNodes: 20"), "\(shown)")
    #expect(try Self.parse(shown).normalisedYAML() == shown)
    let written = try Self.parse(text, "pool.targetDedicatedNodes=0")
    #expect(written.identity == scenario.identity && written.normalisedYAML() == shown)
    // What a variant or a base gives stays.
    let both = try Self.parse(
      text, "variants={ a: { pool: { targetDedicatedNodes: 3 } }, b: { pool: { targetLowPriorityNodes: 5 } } }")
    #expect(both.variants.map { $0.configuration.pools[0].targetDedicatedNodes } == [3, 0])
    #expect(both.variants.map { $0.configuration.pools[0].targetLowPriorityNodes } == [20, 5])
    let dedicated = try Self.parse(
      text, "pool={ targetDedicatedNodes: 7 }", "variants={ a: { pool: { targetLowPriorityNodes: 5 } } }")
    #expect(dedicated.variants[0].configuration.pools[0].targetNodes == 12)
  }

  @Test("deleteImage: true deletes every image of the user's own, and no marketplace image")
  func deletesOwnImages() throws {
    let system = try Self.parse(
      """
      poolsim: 1
      images: { a: { kind: marketplace }, b: { kind: managed }, c: { kind: gallery } }
      pools: { p: { targetDedicatedNodes: 1, image: a }, q: { targetDedicatedNodes: 1, image: b } }
      faults: [{ at: 1 min, deleteImage: true }]
      """
    ).variants[0].configuration
    #expect(system.interventions.map(\.action) == [.world(.deleteImage(1)), .world(.deleteImage(2))])
  }

  @Test("the profile supplies the mechanism's numbers, and the scenario replaces single ones")
  func profile() throws {
    let plain = try Self.parse(Self.tiny).variants[0].configuration.parameters
    #expect(plain == (try Profile.named("azure-2020")).parameters)
    #expect(plain.standardHDDBandwidth == 60 * 1_048_576)
    #expect(plain.replicaConcurrency == 20)
    expectClose(plain.createRate, 500.0 / 60, relative: 1e-15)
    let other = try Self.parse(
      Self.tiny, "model.standardHDDBandwidth=1.5 GiB/s", "model.osBoot={exponential: {mean: 2 min}}"
    )
    .variants[1].configuration.parameters
    #expect(other.standardHDDBandwidth == 1.5 * 1_073_741_824)
    #expect(other.osBoot == (try Distribution.exponential(mean: 120)))
    #expect(other.serviceDelay == plain.serviceDelay)
  }

  @Test("every value of the profile says how it is known, and free ones lie in their range")
  func provenance() throws {
    let profile = try Profile.named("azure-2020")
    #expect(profile.values.map(\.key) == ModelParameter.all.map(\.name))
    for value in profile.values { #expect(!value.source.isEmpty) }
    #expect(profile.values.filter { $0.status == .free }.allSatisfy { $0.range != nil })
    let copy = try Profile.parse(
      profile.text(name: "copy", parameters: profile.parameters, note: " changed"), file: "copy.yaml")
    #expect(copy.parameters == profile.parameters)
    #expect(copy.values == profile.values)
    let ends = profile.values.compactMap { value in value.rangeTexts.map { "\(value.key) \($0.low) \($0.high)" } }
    #expect(ends.contains("createRate 125/min 500/min") && ends.contains("createBurst 375 1500"))
  }

  @Test("shown with comments, a scenario is the same, and every number of the model says where it comes from")
  func annotates() throws {
    let text = """
      poolsim: 1
      pool: { targetDedicatedNodes: 3 }
      image: { kind: managed }
      model: { nodeReadLimit: 20 MiB/s }
      variants:
        plain:
        own: { model: { osBoot: { lognormal: { median: 70 s, sigma: 0.2 } }, nodeAgentStart: 90 s } }
      """
    for scenario in [try Self.parse(text), try Self.parse(text, "variants=null")] {
      let shown = scenario.annotatedYAML()
      let again = try Self.parse(shown)
      #expect(again.identity == scenario.identity)
      #expect(again.normalisedYAML() == scenario.normalisedYAML())
      let lines = shown.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map {
        $0.split(separator: "#", maxSplits: 1).map(String.init)
      }
      let uncommented = lines.map { line in
        var text = line[0]
        while text.last == " " { text.removeLast() }
        return text + "\n"
      }
      #expect(uncommented.joined() == scenario.normalisedYAML())
      #expect(lines.count { $0.count == 2 } == ModelParameter.all.count * scenario.variants.count)
    }
    let shown = try Self.parse(text).annotatedYAML()
    #expect(shown.contains("      nodeReadLimit: 20 MiB/s"))
    #expect(shown.matches(of: /# set by the scenario\n/).count == 4)
    #expect(shown.matches(of: /# free, 24\/min to 75\/min\n/).count == 2)
    #expect(shown.matches(of: /osBoot: .*# free, 6 s to 90 s\n/).count == 1)
    let values = try Self.parse(text).variants.map { $0.profileValues.map(\.key) }
    let names = ModelParameter.all.map(\.name)
    #expect(values[0] == names.filter { $0 != "nodeReadLimit" })
    #expect(values[1] == names.filter { !["nodeReadLimit", "osBoot", "nodeAgentStart"].contains($0) })
  }

  @Test("variants override the keys that they name; an image is replaced whole when its kind is named")
  func variants() throws {
    let scenario = try Self.parse(
      """
      poolsim: 1
      pool: { targetDedicatedNodes: 300, resizeTimeout: 20 min }
      image: { kind: gallery, replicas: 4 }
      model: { osBoot: { lognormal: { median: 90 s, sigma: 0.3 } } }
      variants:
        base:
        managed: { image: { kind: managed } }
        more: { image: { replicas: 8 }, pool: { targetDedicatedNodes: 500 } }
        fast: { model: { osBoot: { constant: 60 s } } }
      """)
    #expect(scenario.variants.map(\.name) == ["base", "managed", "more", "fast"])
    let systems = scenario.variants.map(\.configuration)
    #expect(systems.map { $0.images[0].replicas } == [4, 1, 8, 4])
    #expect(systems.map { $0.pools[0].targetDedicatedNodes } == [300, 300, 500, 300])
    #expect(systems.allSatisfy { $0.pools[0].resizeTimeout == .seconds(1_200) })
    #expect(systems[3].parameters.osBoot == (try Distribution.constant(60)))
  }

  @Test("named pools share named images, copies have an image of their own, and subscriptions are shared by name")
  func pools() throws {
    let scenario = try Self.parse(
      """
      poolsim: 1
      images: { base: { kind: managed } }
      pools:
        a: { targetDedicatedNodes: 1, image: base }
        b: { targetDedicatedNodes: 2, image: base, subscription: other }
        c: { targetDedicatedNodes: 3, image: { kind: gallery, replicas: 2 }, count: 2, subscription: own }
      faults:
        - { at: 10 min, stopResize: c }
        - { at: 1 min, deleteImage: base }
      """)
    let system = scenario.variants[0].configuration
    #expect(scenario.namesPools)
    #expect(system.pools.map(\.name) == ["a", "b", "c-1", "c-2"])
    #expect(system.pools.map(\.image) == [0, 0, 1, 2])
    #expect(system.pools.map(\.subscription) == [0, 1, 2, 3])
    #expect(
      system.interventions == [
        Intervention(time: SimulationTime(seconds: 60), action: .world(.deleteImage(0))),
        Intervention(time: SimulationTime(seconds: 600), action: .request(pool: 2, .stopResize)),
        Intervention(time: SimulationTime(seconds: 600), action: .request(pool: 3, .stopResize)),
      ])
  }

  @Test("JSON is a scenario too")
  func json() throws {
    let scenario = try Self.parse(
      #"{"poolsim": 1, "pool": {"targetDedicatedNodes": 3, "resizeTimeout": "15 min"}, "image": {"kind": "managed"}}"#)
    #expect(scenario.variants[0].configuration.pools[0].targetDedicatedNodes == 3)
  }

  @Test(
    "the normalised text gives the same systems, and normalising it again changes nothing",
    arguments: [tiny, TinyScenario.pools(), everything, PreflightTests.managed, PreflightTests.gallery])
  func normalises(text: String) throws {
    let scenario = try Self.parse(text)
    let yaml = try Self.parse(scenario.normalisedYAML())
    let json = try Self.parse(scenario.normalisedJSON())
    for other in [yaml, json] {
      #expect(other.name == scenario.name && other.seed == scenario.seed && other.replications == scenario.replications)
      #expect(other.variants.map(\.name) == scenario.variants.map(\.name))
      #expect(other.variants.map(\.configuration) == scenario.variants.map(\.configuration))
      #expect(other.identity == scenario.identity && other.namesPools == scenario.namesPools)
      #expect(other.normalisedYAML() == scenario.normalisedYAML(), "\(scenario.normalisedYAML())")
    }
  }

  static let everything = """
    poolsim: 1
    name: every thing
    description: "with: a colon"
    seed: 18446744073709551615
    pool:
      targetDedicatedNodes: 7
      startTask: { duration: { empirical: { values: [3 s, 1 min, 2.5 s] } }, failureProbability: 5 %, maxTaskRetryCount: 3 }
    image: { kind: marketplace }
    resize: { policy: once, pause: 90 s }
    faults: [ { at: 100 ms, stopResize: true } ]
    model:
      bootWorkingSet: { uniform: { low: 10 MB, high: 90 MiB } }
      osBoot: { weibull: { shape: 1.5, scale: 70 s } }
      serviceDelay: { gamma: { shape: 2, scale: 1.1 min } }
      nodeAgentStart: { triangular: { low: 10 s, mode: 20 s, high: 100 s } }
      createRate: 7.3/s
      nodeReadLimit: 100 Mbit/s
    variants:
      first: { model: { osBoot: { lognormal: { mean: 90 s, coefficientOfVariation: 0.4 } } } }
      second: { faults: [], pool: { startTask: null } }
    """

  @Test("the identity does not depend on spelling, name, seed or replications, and does on every value")
  func identity() throws {
    let scenario = try Self.parse(Self.tiny)
    #expect(scenario.identity.count == 32)
    let same = [
      "name=other", "seed=9", "replications=5", "pool.resizeTimeout=900 s", "pool.resizeTimeout=0.25 h",
      "resize.pause=0 s",
    ]
    for option in same { #expect(try Self.parse(Self.tiny, option).identity == scenario.identity, "\(option)") }
    let others = [
      "pool.targetDedicatedNodes=5", "pool.resizeTimeout=16 min", "variants.gallery.image.replicas=3",
      "model.osBoot=90 s", "model.createBurst=1501", "resize.maxResizes=21", "faults=[{at: 1 min, stopResize: true}]",
      "variants.third={image: {kind: marketplace}}", "account.region=westeurope", "pool.autoscale=true",
      "variants.gallery.image.replicatedRegions=[westeurope]",
    ]
    var seen: Set<String> = [scenario.identity]
    for option in others { #expect(seen.insert(try Self.parse(Self.tiny, option).identity).inserted, "\(option)") }
  }

  @Test("a file may extend another in its folder; its own keys win, and its name is its own")
  func extends() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.tiny, to: "base.yaml")
    try folder.write("poolsim: 1\nextends: base.yaml\npool: { targetDedicatedNodes: 9 }\n", to: "wide.yaml")
    let scenario = try ScenarioFile.load(path: folder.path("wide.yaml"))
    #expect(scenario.name == "wide" && scenario.seed == 7)
    #expect(scenario.variants.map { $0.configuration.pools[0].targetDedicatedNodes } == [9, 9])
    try folder.write("poolsim: 1\nextends: b.yaml\n", to: "a.yaml")
    try folder.write("poolsim: 1\nextends: a.yaml\n", to: "b.yaml")
    #expect(throws: Failure.self) { try ScenarioFile.load(path: folder.path("a.yaml")) }
  }

  @Test("measurements come from a column of a CSV file beside the scenario")
  func measurements() throws {
    let folder = try TemporaryFolder()
    try folder.write("node,boot_min\na,2\n\"b,c\",1.5\nd,\n", to: "boots.csv")
    let text = Self.tiny + "model: { osBoot: { empirical: { file: boots.csv, column: boot_min, unit: min } } }\n"
    try folder.write(text, to: "s.yaml")
    let scenario = try ScenarioFile.load(path: folder.path("s.yaml"))
    #expect(scenario.variants[0].configuration.parameters.osBoot == (try Distribution.empirical([90, 120])))
  }

  @Test("a quote that is written twice is one, and a column may have a comma in its name")
  func quotedMeasurements() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "\"a \"\"quoted\"\", name\",\"boot, s\"\n\"x \"\"y\"\", z\",60\n\"two\nlines\",70\n", to: "boots.csv")
    let text = Self.tiny + "model: { osBoot: { empirical: { file: boots.csv, column: \"boot, s\", unit: s } } }\n"
    try folder.write(text, to: "s.yaml")
    let scenario = try ScenarioFile.load(path: folder.path("s.yaml"))
    #expect(scenario.variants[0].configuration.parameters.osBoot == (try Distribution.empirical([60, 70])))
    for (rows, says) in [
      ("boot\n60\n", "there is no column 'boot, s'; the file has boot"),
      ("\"boot, s\"\n60\nx\n", "boots.csv:3:1: 'x' is not a number"),
      ("a,\"boot, s\"\n60\n", "boots.csv:2:1: the row has only 1 cell under 2 columns"), ("", "the file is empty"),
      ("\"boot, s\"\n6\"0\n", "boots.csv:2:1: a quote in the middle of a cell"),
      ("\"boot, s\"\n\n", "has no numbers"),
    ] {
      try folder.write(rows, to: "boots.csv")
      do throws(Failure) {
        _ = try ScenarioFile.load(path: folder.path("s.yaml"))
        Issue.record("\(rows) was accepted")
      } catch {
        let message = error.diagnostics.map { "\($0)" }.joined()
        #expect(message.contains("s.yaml:16:39: error[E0118]: ") && message.contains(says), "\(message)")
      }
    }
  }

  @Test("a missing file, a folder and bytes that are not text are told apart")
  func unreadableFiles() throws {
    let folder = try TemporaryFolder()
    func kind(_ path: String) -> Failure.Kind? {
      do throws(Failure) {
        _ = try ScenarioFile.load(path: path)
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(kind(folder.path("none.yaml")) == .notFound)
    #expect(kind(folder.path) == .unreadable)
  }

  @Test("the schema is JSON and names every key")
  func schema() throws {
    let text = ScenarioSchema.json()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let properties = object?["properties"] as? [String: Any]
    #expect(properties?.count == 23)
    #expect((properties?["model"] as? [String: Any])?["properties"] is [String: Any])
  }

  @Test("actions, quotas and what befalls nodes reach the model")
  func events() throws {
    let system = try Self.parse(
      """
      poolsim: 1
      pool:
        vmSize: Standard_E4-2s_v3
        coresPerNode: 4
        targetDedicatedNodes: 30
        targetLowPriorityNodes: 20
        preemptionRate: 0.5/h
        failureRate: 0.1/h
        unusableProbability: 2 %
        tasks: { busyShare: 50 %, remaining: 10 min }
      images: { base: { kind: gallery, replicas: 2, snapshot: disk, availableAfter: 1 h } }
      image: base
      duration: 8 h
      quota: { dedicatedCores: 100, lowPriorityCores: 20, spotCores: 10, vmSeriesCores: { standardESv3Family: 50 } }
      actions:
        - { at: 2 h, resize: pool, targetDedicatedNodes: 10, nodeDeallocationOption: retaineddata, resizeTimeout: 20 min }
        - { at: 1 h, removeNodes: true, count: 5 }
        - { at: 3 h, setReplicas: base, replicas: 5, after: 5 min }
      faults:
        - { at: 4 h, deleteSnapshot: disk }
      """
    ).variants[0].configuration
    let pool = try #require(system.pools.first)
    #expect(pool.coresPerNode == 4 && pool.vmSeries == "esv3")
    expectClose(pool.preemptionRate * 3_600, 0.5, relative: 1e-12)
    expectClose(pool.failureRate * 3_600, 0.1, relative: 1e-12)
    #expect(pool.unusableProbability == 0.02)
    #expect(
      pool.tasks
        == NodeTasks(busyShare: 0.5, remaining: try .constant(600), retentionTime: .seconds(7 * 86_400)))
    #expect(system.duration == .seconds(8 * 3_600))
    #expect(system.images.map(\.availability) == [try .constant(3_600)])
    #expect(
      system.quotas == [
        CoreQuota(.dedicated, cores: 100), CoreQuota(.lowPriority, cores: 20), CoreQuota(.spot, cores: 10),
        CoreQuota(.vmSeries("esv3"), cores: 50),
      ])
    #expect(
      system.interventions.map(\.action) == [
        .request(pool: 0, .removeNodes(RemovalRequest(count: 5))),
        .request(
          pool: 0,
          .resize(
            ResizeRequest(
              targetDedicatedNodes: 10, resizeTimeout: .seconds(1_200), deallocationOption: .retainedData))),
        .world(.setReplicas(image: 0, count: 5, after: try .constant(300))),
        .world(.deleteImage(0)),
      ])
  }

  @Test("pools whose images have one resource id boot from one image")
  func identifiedImages() throws {
    let system = try Self.parse(
      """
      poolsim: 1
      pools:
        a: { targetDedicatedNodes: 1, count: 2, image: { kind: managed, id: /x/Y } }
        b: { targetDedicatedNodes: 1, image: { kind: managed, id: /X/y } }
        c: { targetDedicatedNodes: 1, image: { kind: managed } }
      """
    ).variants[0].configuration
    #expect(system.pools.map(\.image) == [0, 0, 0, 1])
  }

  @Test(
    "the series of a size, and the names that a quota may give it",
    arguments: [
      ("Standard_D2s_v3", "DSv3"), ("Standard_D64s_v3", "standardDSv3Family"), ("standard_a1_v2", "Av2"),
      ("Standard_F4s_v2", "standardFSv2Family"),
    ])
  func series(size: String, name: String) throws {
    let system = try Self.parse(
      Self.tiny, "pool.vmSize=\(size)", "quota={ vmSeriesCores: { \(name): 10 } }"
    ).variants[0].configuration
    #expect(system.quotas == [CoreQuota(.vmSeries(system.pools[0].vmSeries), cores: 10)])
  }
}
