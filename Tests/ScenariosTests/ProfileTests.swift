// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import Foundation
import Randomness
import Scenarios
import TestSupport
import Testing

/// The built-in profiles, what they say about themselves, and profiles that are refused.
@Suite("Profiles")
struct ProfileTests {
  private static let pool = """
    poolsim: 1
    pool: { targetDedicatedNodes: 3 }
    image: { kind: gallery, replicas: 2 }

    """

  private static func parse(_ text: String, _ overrides: String...) throws -> Scenario {
    try ScenarioFile.parse(text, file: "example.yaml", overrides: overrides)
  }

  /// What is wrong with a text, a line a problem.
  private static func problems(_ body: () throws(Failure) -> Profile) -> String {
    do throws(Failure) {
      _ = try body()
      return ""
    } catch {
      return error.diagnostics.map { "\($0.code) \($0.message)" }.joined(separator: "\n")
    }
  }

  private static func problems(_ text: String) -> String {
    problems { () throws(Failure) in try Profile.parse(text, file: "a.yaml") }
  }

  private static func text(_ profile: String) throws -> String { try #require(Profile.builtInText(profile)) }

  @Test("a scenario without a profile has that of 2026; one of 2020 keeps its numbers")
  func standard() throws {
    #expect(try Self.parse(Self.pool).profile == "azure-2026")
    let (now, then) = (try Profile.named("azure-2026"), try Profile.named("azure-2020"))
    #expect(try Self.parse(Self.pool).variants[0].configuration.parameters == now.parameters)
    var moved = then.parameters
    moved.replicaConcurrency = 50
    #expect(now.parameters == moved, "nothing else differs")
    #expect(then.hasManagedImages && !now.hasManagedImages)
    #expect(now.values.map(\.key) == then.values.map(\.key))
    let delay = try #require(now.values.first { $0.key == "serviceDelay" }?.rangeTexts)
    #expect(delay == ("30 s", "8 min"))
    let rates = now.values.filter { $0.key == "createRate" || $0.key == "createBurst" }
    #expect(rates.count == 2 && rates.allSatisfy { $0.status == .assumed })
  }

  @Test("every value of both profiles has a source, lies in its range, and survives writing")
  func values() throws {
    for name in ["azure-2026", "azure-2020"] {
      let profile = try Profile.named(name)
      for value in profile.values { #expect(!value.source.isEmpty, "\(value.key)") }
      #expect(profile.values.filter { $0.status == .free }.allSatisfy { $0.range != nil })
      let copy = try Profile.parse(
        profile.text(name: name, parameters: profile.parameters, note: ""), file: "copy.yaml")
      #expect(copy.values == profile.values && copy.hasManagedImages == profile.hasManagedImages)
      #expect(copy.parameters == profile.parameters)
    }
  }

  @Test("show says what the profile rests on, and what is shown is the same scenario")
  func says() throws {
    let scenario = try Self.parse(Self.pool)
    let shown = scenario.annotatedYAML()
    #expect(shown.contains("\n# ") && shown.contains("C1 to C4 are about managed images, which were retired"))
    #expect(!scenario.normalisedYAML().contains("#"))
    #expect(try Self.parse(shown).identity == scenario.identity)
  }

  @Test("the service's four words for storage are taken, two of them as other words for ours")
  func storage() throws {
    let mebibyte = 1_048_576.0
    let numbers = [
      ("Standard_LRS", ImageConfiguration.Storage.standardHDD, 60.0), ("standard-hdd", .standardHDD, 60),
      ("Standard_ZRS", .standardZRS, 60), ("Premium_LRS", .premiumSSD, 200), ("premium-ssd", .premiumSSD, 200),
      ("PremiumV2_LRS", .premiumV2, 400),
    ]
    for (word, storage, bandwidth) in numbers {
      let scenario = try Self.parse(Self.pool, "image.storage=\(word)")
      let configuration = scenario.variants[0].configuration
      #expect(configuration.images[0].storage == storage, "\(word)")
      #expect(scenario.normalisedYAML().contains("storage: \(storage.rawValue)"))
      // The spread is 5 %: in the mean over a lognormal with its mean kept.
      let median = configuration.images[0].replicaBandwidth(configuration.parameters).quantile(0.5)
      expectClose(median * (1 + 0.05 * 0.05).squareRoot(), bandwidth * mebibyte, relative: 1e-9)
    }
    let identity = try Self.parse(Self.pool).identity
    #expect(try Self.parse(Self.pool, "image.storage=Standard_LRS").identity == identity)
    #expect(throws: Failure.self) { try Self.parse(Self.pool, "image.storage=Standard_GRS") }
  }

  @Test("an ephemeral system disk shortens the boot of the operating system by the factor, and nothing else")
  func ephemeral() throws {
    func run(_ overrides: String...) throws -> RunOutcome {
      let settings = ["model.osBoot=100 s", "model.nodeAgentStart=10 s", "model.bootWorkingSet=0 MiB"]
      let scenario = try ScenarioFile.parse(Self.pool, file: "a.yaml", overrides: settings + overrides)
      return PoolSimulation.run(scenario.variants[0].configuration, seed: 1, replication: 0)
    }
    let (managed, ephemeral) = (try run(), try run("image.osDisk=ephemeral"))
    #expect(managed.total.steadyState == ephemeral.total.steadyState)
    expectClose(managed.total.idleLatency?.mean ?? 0, 110, absolute: 1e-6)
    expectClose(ephemeral.total.idleLatency?.mean ?? 0, 100, absolute: 1e-6)
    let half = try run("image.osDisk=ephemeral", "model.ephemeralBootFactor=50 %")
    expectClose(half.total.idleLatency?.mean ?? 0, 60, absolute: 1e-6)
    #expect(try run("image.osDisk=managed").total.idleLatency == managed.total.idleLatency)
  }

  @Test("a profile of version 2 of the model is refused in one sentence that says what to do")
  func versionTwo() throws {
    let lines = try Self.text("azure-2020").split(separator: "\n", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    var isOld = true
    for line in lines {
      if line.hasPrefix("  "), !line.hasPrefix("   ") {
        isOld = !["diskMaking", "deploymentUnitSize", "unitCreateRate", "unitCreateBurst", "stopDuration"].contains {
          line.contains($0)
        }
      }
      if isOld { kept.append(line) }
    }
    let found = Self.problems(kept.joined(separator: "\n"))
    #expect(found.contains("E0121 this profile is for version 2 of the model: it lacks diskMaking"), "\(found)")
    #expect(found.contains("poolsim calibrate") && !found.contains("\n"))
  }

  @Test("an empty range is named with its ends and what to do")
  func emptyRanges() throws {
    func problems(_ old: String, _ new: String) throws -> String {
      let text = try Self.text("azure-2020")
      #expect(text.contains(old))
      return Self.problems(text.replacingOccurrences(of: old, with: new))
    }
    let swapped = try problems("{ from: 300, to: 430 }", "{ from: 430, to: 300 }")
    #expect(
      swapped.contains("the range of deploymentUnitSize is empty: 'from' (430) is larger than 'to' (300); swap them"))
    let equal = try problems("{ from: 30 s, to: 74 s }", "{ from: 45 s, to: 45 s }")
    #expect(
      equal.contains("the range of serviceDelay is empty: 'from' (45 s) is equal to 'to' (45 s); leave range out"))
    let spread = try problems("{ from: 0.3, to: 0.7 }", "{ from: 0.7, to: 0.3 }")
    #expect(spread.contains("the spread of serviceDelay is empty: 'from' (0.7) is larger"), "\(spread)")
  }

  @Test("a belief of which next to nothing can be is refused where it is written, one of which a part can be is not")
  func impossibleBeliefs() throws {
    func problems(_ key: String, _ belief: String) throws -> String {
      let text = try Self.text("azure-2020")
      #expect(text.contains("  \(key):\n"))
      return Self.problems(text.replacingOccurrences(of: "  \(key):\n", with: "  \(key):\n    belief: \(belief)\n"))
    }
    let beyond = try problems("stragglerProbability", "{ gamma: { shape: 5, scale: 0.7 } }")
    #expect(
      beyond.contains(
        "the belief of stragglerProbability has 2 % of its weight where the model takes the value, from 0 to "),
      "\(beyond)")
    #expect(beyond.contains("expected at least 10 %: shift or narrow the distribution"), "\(beyond)")
    let nothing = try problems("serviceDelay", "{ constant: 0 s }")
    #expect(nothing.contains("the belief of serviceDelay has 0 % of its weight"), "\(nothing)")
    #expect(nothing.contains("above 0;"), "\(nothing)")
    #expect(try problems("stragglerProbability", "{ gamma: { shape: 3, scale: 0.8 } }").isEmpty)
    #expect(try problems("serviceDelay", "{ lognormal: { median: 45 s, sigma: 2 } }").isEmpty)
  }

  @Test("a deployment unit has at least one node")
  func unitSize() {
    for size in ["0", "-3"] {
      let failure = #expect(throws: Failure.self) { try Self.parse(Self.pool, "model.deploymentUnitSize=\(size)") }
      let message = failure?.diagnostics.first?.message ?? ""
      #expect(
        message.contains("deploymentUnitSize is \(size), out of range; expected a whole number from 1"), "\(message)")
    }
  }

  @Test("work without a spread is simulated, with a warning about lockstep")
  func lockstep() throws {
    #expect(try Self.parse(Self.pool).lockstepWarnings.isEmpty)
    let equal = try Self.parse(Self.pool, "model.diskMaking.lognormal.sigma=0", "model.bootWorkingSet=20 MiB")
    #expect(equal.lockstepWarnings.count == 2)
    #expect(equal.lockstepWarnings[0].hasPrefix("diskMaking has no spread: nodes of a replica march in lockstep"))
    #expect(PoolSimulation.run(equal.variants[0].configuration, seed: 1, replication: 0).total.reachedTarget)
    #expect(try Self.parse(Self.pool, "model.diskMaking=0 MiB").lockstepWarnings.isEmpty)
    #expect(try Self.parse(Self.pool, "image={kind: marketplace}", "model.diskMaking=9 MiB").lockstepWarnings.isEmpty)
  }
}
