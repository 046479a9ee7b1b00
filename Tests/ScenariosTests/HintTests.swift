// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import Scenarios
import Testing

/// What messages propose, and whether they blame what was written.
@Suite("Hints")
struct HintTests {
  private static let one = """
    poolsim: 1
    pool: { targetDedicatedNodes: 10 }
    image: { kind: gallery, replicas: 2 }

    """

  private static let several = """
    poolsim: 1
    images: { base: { kind: gallery, replicas: 2 } }
    pools:
      front: { targetDedicatedNodes: 10, image: base }
      back: { targetDedicatedNodes: 10, image: base }

    """

  private static let variants = """
    poolsim: 1
    pool: { targetDedicatedNodes: 10 }
    variants:
      managed: { image: { kind: managed } }
      gallery: { image: { kind: gallery, replicas: 2 } }

    """

  private static func diagnostics(_ text: String, _ overrides: [String] = []) -> [String] {
    do throws(Failure) {
      _ = try ScenarioFile.parse(text, file: "a.yaml", overrides: overrides)
      return []
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  @Test(
    "a duration in the words of somebody else is answered with ours",
    arguments: [
      ("15m", "did you mean min?"), ("15 minutes", "did you mean min?"), ("2 hours", "did you mean h?"),
      ("900 sec", "did you mean s?"), ("PT15M", "; write 15 min"), ("pt1h30m", "; write 90 min"),
      ("P1D", "; write 1440 min"), ("PT7M30S", "; write 450 s"), ("\"00:15:00\"", "; write 15 min"),
    ])
  func durations(text: String, ending: String) {
    let found = Self.diagnostics(Self.one, ["pool.resizeTimeout=\(text)"])
    #expect(found.count == 1 && found[0].hasSuffix(ending), "\(found)")
  }

  @Test("the service's own words are taken in any case, and normalised to one spelling")
  func words() throws {
    func normal(_ word: String, _ mode: String) throws -> String {
      let text =
        Self.one
          + """
          account: { poolAllocationMode: \(mode) }
          actions: [{ at: 1 h, resize: true, targetDedicatedNodes: 1, nodeDeallocationOption: \(word) }]

          """
      return try ScenarioFile.parse(text, file: "a.yaml").normalisedYAML()
    }
    let expected = try normal("taskcompletion", "batchService")
    #expect(try normal("TaskCompletion", "BatchService") == expected)
    #expect(Self.diagnostics(Self.one, ["image.kind=Gallery"]).first?.contains("did you mean 'gallery'?") == true)
  }

  @Test("a path that the scenario has under another name is what is told, and nothing else")
  func paths() {
    for (text, override, says) in [
      (
        Self.several, "pool.resizeTimeout=20 min",
        "pool and pools exclude each other, and this scenario has pools; set pools.NAME.resizeTimeout, where NAME is one of front, back"
      ),
      (Self.several, "image.replicas=4", "set images.NAME.replicas, where NAME is one of base"),
      (Self.variants, "variants.galery.image.replicas=10", "managed, gallery; did you mean gallery?"),
    ] {
      let found = Self.diagnostics(text, [override])
      #expect(found.count == 1, "\(found)")
      #expect(found.first?.hasPrefix("--set \(override): error[E0119]: ") == true, "\(found)")
      #expect(found.first?.hasSuffix(says) == true, "\(found)")
    }
  }

  @Test("a path that makes something whole is taken, and other mistakes keep their own words")
  func wholePaths() {
    #expect(Self.diagnostics(Self.variants, ["variants.third.image={ kind: marketplace }"]).isEmpty)
    #expect(Self.diagnostics(Self.several, ["image.kind=managed"]).isEmpty)
    #expect(Self.diagnostics(Self.several, ["pools.front.resizeTimeout=20 min"]).isEmpty)
    let both = Self.diagnostics(Self.several, ["pool.resizeTimeout=20 min", "seed=x"])
    #expect(both.count == 2 && both.contains { $0.contains("E0109") }, "\(both)")
    #expect(Self.diagnostics("poolsim: 1\npool: {}\n").contains { $0.contains("E0105") })
  }

  @Test(
    "a path through a value without keys is refused in words",
    arguments: [
      ("pool.resizeTimeout.x=3", "pool.resizeTimeout is a duration; it has no key 'x'"),
      ("seed.a.b=3", "seed is a whole number; it has no key 'a'"),
      ("image.kind.x=3", "image.kind is a word; it has no key 'x'"),
      ("image.replicas.x=3", "image.replicas is a whole number; it has no key 'x'"),
      ("model.osBoot.lognormal.sigma.x=3", "sigma"),
      ("actions.3.at=1 h", "actions is a list of 1; it has no element '3'"),
      (
        "model.nodeAgentStart.lognormal.sigma=0.2",
        "model.nodeAgentStart is the text '60 s' here; it has no key 'lognormal'"
      ),
    ])
  func scalarPaths(override: String, says: String) {
    let text = Self.one + "seed: 3\nactions: [{ at: 1 h, stopResize: true }]\nmodel: { nodeAgentStart: 60 s }\n"
    let found = Self.diagnostics(text, [override])
    #expect(found.count == 1 && found[0].hasPrefix("--set \(override): error[E01"), "\(found)")
    #expect(found.first?.contains(says) == true, "\(found)")
  }

  @Test("one parameter of the profile's distribution can be set; the others stay")
  func profileParameters() throws {
    func delay(_ text: String, _ overrides: String...) throws -> [String] {
      try ScenarioFile.parse(text, file: "a.yaml", overrides: overrides).variants.map {
        "\($0.configuration.parameters.serviceDelay)"
      }
    }
    #expect(
      try delay(Self.one, "model.serviceDelay.lognormal.sigma=0.3") == ["lognormal(median 45, sigma 0.3)"])
    #expect(
      try delay(
        Self.one, "model.serviceDelay.lognormal.median=3 min", "model.serviceDelay.lognormal.sigma=0.3")
        == ["lognormal(median 180, sigma 0.3)"])
    // Another form of the family is given whole, as before.
    #expect(
      try delay(
        Self.one, "model.serviceDelay.lognormal.mean=200 s", "model.serviceDelay.lognormal.coefficientOfVariation=0.5")
        == ["lognormal(mean 200, coefficientOfVariation 0.5)"])
    #expect(
      try delay(Self.variants, "variants.gallery.model.serviceDelay.lognormal.sigma=0.3") == [
        "lognormal(median 45, sigma 0.5)", "lognormal(median 45, sigma 0.3)",
      ])
    // What the scenario has itself goes before the profile.
    let own = Self.variants + "model: { serviceDelay: { lognormal: { median: 100 s, sigma: 0.1 } } }\n"
    #expect(
      try delay(own, "variants.gallery.model.serviceDelay.lognormal.sigma=0.3") == [
        "lognormal(median 100, sigma 0.1)", "lognormal(median 100, sigma 0.3)",
      ])
    let other = Self.diagnostics(Self.one, ["model.serviceDelay.gamma.shape=2"])
    #expect(other.count == 1 && other[0].contains("E0114") && other[0].contains("scale"), "\(other)")
    let range = Self.diagnostics(Self.one, ["model.serviceDelay.lognormal.sigma=-1"])
    #expect(range.count == 1 && range[0].contains("E0109"), "\(range)")
  }

  @Test(
    "an unknown key is answered with the nearest keys, at most five, by letters or by words",
    arguments: [
      ("pool.dedicated=3", "pool has no key 'dedicated'; expected targetDedicatedNodes, "),
      ("pool.resizetimeout=15 min", "did you mean resizeTimeout?"),
      ("actions.0.resize.deallocation=requeue", "did you mean nodeDeallocationOption?"),
      ("model.bandwidth=3", "expected bandwidthVariation, "),
      (
        "pool.zzz=3",
        "pool has no key 'zzz'; expected vmSize, targetDedicatedNodes, targetLowPriorityNodes, targetSpotNodes, resizeTimeout or 20 others"
      ),
      ("zzz=3", "the scenario has no key 'zzz'; expected poolsim, name, description, extends, seed or 18 others"),
    ])
  func unknownKeys(override: String, says: String) {
    let text = Self.one + "actions: [{ at: 1 h, resize: { targetDedicatedNodes: 3 } }]\n"
    let found = Self.diagnostics(text, [override])
    #expect(found.count == 1 && found.first?.contains("error[E0103]: ") == true, "\(found)")
    #expect(found.first?.contains(says) == true, "\(found)")
  }

  @Test("a profile that there is not is told with everything else")
  func profiles() {
    let found = Self.diagnostics(Self.one + "profile: none-such\nresize: { maxResizes: many }\n")
    #expect(found.contains { $0.contains("a.yaml:4:10: error[") && $0.contains("none-such") }, "\(found)")
    #expect(found.contains { $0.contains("E0111") }, "\(found)")
  }
}
