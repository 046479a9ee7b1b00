// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Axes that change nothing in a variant: plan, run and validate say so, because the rows do not.
@Suite("Sweep axes that change nothing")
struct SweepIdleAxisTests {
  private static let head = SmallSweep.base.replacing("replications: 2", with: "replications: 1")
    .replacing("replicas: 2", with: "replicas: 4")

  private static let variants = """
    variants:
      base: {}
      r2: { image: { replicas: 2 } }
      managed: { image: { kind: managed } }

    """

  /// What `sweep plan` says on standard error, line by line.
  private static func told(_ text: String) throws -> [Substring] {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    let plan = try Poolsim.run(["sweep", "plan", "sweep.yaml"], folder: folder.path)
    #expect(plan.status == 0, "\(plan.errors)")
    return plan.errors.split(separator: "\n")
  }

  @Test(
    "plan, run and validate say once for every axis and variant that it changes nothing, and where the variant says so")
  func tells() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.head + Self.variants + SmallSweep.axes, to: "sweep.yaml")
    let notes = [
      "sweep.yaml:14:48: warning: the axis replicas changes nothing that is simulated in the variant r2, which sets "
        + "image.replicas itself (sweep.yaml:9:28): its rows are the same for every value of the axis",
      "sweep.yaml:14:48: warning: the axis replicas changes nothing that is simulated in the variant managed, which "
        + "gives image as a whole (sweep.yaml:10:21): its rows are the same for every value of the axis",
    ]
    let commands = [
      ["validate", "sweep.yaml", "--date", "2023-04-17"], ["sweep", "plan", "sweep.yaml"],
      ["sweep", "run", "sweep.yaml", "--campaign", "c", "--filter", "nodes == 2"],
    ]
    for command in commands {
      let loud = try Poolsim.run(command, folder: folder.path)
      #expect(loud.status == 0)
      #expect(
        loud.errors.split(separator: "\n").filter { $0.contains("warning: the axis") }.map(String.init) == notes,
        "\(command): \(loud.errors)")
      let quiet = try Poolsim.run(command + ["--quiet"], folder: folder.path)
      #expect(quiet.status == 0 && !quiet.errors.contains("axis"), "\(quiet.errors)")
    }
  }

  @Test("axes that change every variant are passed over, the seed's and one that leads into a variant among them")
  func staysSilent() throws {
    #expect(try Self.told(SmallSweep.base + SmallSweep.axes).isEmpty)
    #expect(
      try Self.told(
        Self.head + Self.variants + """
          sweep:
            axes:
              nodes: { path: pool.targetDedicatedNodes, values: [2, 4] }
              seeds: { path: seed, values: [1, 2] }
              own: { path: variants.r2.image.replicas, values: [1, 3] }

          """
      ).isEmpty)
  }

  @Test("axes that are zipped, of a design, or tied by a constraint are judged one by one")
  func judgesAlone() throws {
    let axes = """
      sweep:
        axes:
          nodes: { path: pool.targetDedicatedNodes, from: 2, to: 6, step: 2 }
          replicas: { path: image.replicas, values: [1, 2, 3] }

      """
    for ending in [
      "  zip: [[nodes, replicas]]\n", "  design: { kind: sobol, points: 8 }\n",
      "  constraint: \"nodes == 2 * replicas\"\n",
    ] {
      let told = try Self.told(Self.head + Self.variants + axes + ending)
      #expect(told.count == 2, "\(told)")
      #expect(told.allSatisfy { $0.contains("the axis replicas changes nothing") }, "\(told)")
      #expect(try Self.told(Self.head + axes + ending).isEmpty)
    }
  }

  @Test("an axis that matters in a few cells only is not said to change nothing")
  func mattersSometimes() throws {
    // Replicas matter where the image is a gallery's: in one of four cells, and in none that has the first kind.
    let told = try Self.told(
      Self.head + """
        sweep:
          axes:
            image: { path: image, values: [{ kind: managed }, { kind: marketplace }, { kind: gallery }] }
            failures: { path: model.createFailureProbability, values: [0, 0.1] }
            attempts: { path: model.createAttempts, from: 1, to: 40, step: 1 }

        """)
    #expect(told.isEmpty, "\(told)")
  }

  @Test("an axis over what is not simulated changes nothing in any variant")
  func unsimulated() throws {
    let told = try Self.told(
      Self.head + """
        sweep:
          axes:
            nodes: { path: pool.targetDedicatedNodes, values: [2, 4] }
            words: { path: description, values: [few, many] }

        """)
    #expect(
      told == [
        "sweep.yaml:10:42: warning: the axis words changes nothing that is simulated: its rows are the same for every "
          + "value of the axis"
      ], "\(told)")
  }
}
