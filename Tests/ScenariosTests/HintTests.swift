// SPDX-License-Identifier: GPL-3.0-or-later

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
    do throws(ScenarioError) {
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
    #expect(Self.diagnostics(Self.one, ["image.kind=Gallery"]).first?.contains("did you mean gallery?") == true)
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

  @Test("a profile that there is not is told with everything else")
  func profiles() {
    let found = Self.diagnostics(Self.one + "profile: none-such\nresize: { maxResizes: many }\n")
    #expect(found.contains { $0.contains("a.yaml:4:10: error[") && $0.contains("none-such") }, "\(found)")
    #expect(found.contains { $0.contains("E0111") }, "\(found)")
  }
}
