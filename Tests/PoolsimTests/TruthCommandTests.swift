// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `reproduce` and `calibrate` at a size that runs in seconds; scripts/checks/claims runs the claims at full size.
@Suite("Truth commands")
struct TruthCommandTests {
  @Test("with too few replications reproduce cannot tell, and says so")
  func cannotTell() throws {
    let folder = try TemporaryFolder()
    let ending = try Poolsim.run(
      ["reproduce", "--replications", "3", "--output", "claims", "--no-progress"], folder: folder.path)
    #expect(ending.status == 2 || ending.status == 1, "\(ending.errors)")
    #expect(ending.output.contains("cannot tell"))
    #expect(ending.output.contains("mistranslation"))
    #expect(
      try folder.names(in: "claims") == ["claims.csv", "manifest.json", "surface.csv", "timeouts.csv"])
    let claims = try folder.read("claims/claims.csv")
    #expect(
      claims.hasPrefix(
        "claim,figure,nodes,replicas,resize_timeout_s,n,mean,ci_low,ci_high,target_low,target_high,verdict\n"))
    for claim in ["C1", "C2", "C3", "C4", "C5", "C6"] { #expect(claims.contains("\n\(claim),")) }
    #expect(try folder.read("claims/surface.csv").split(separator: "\n").count == 61)
  }

  @Test("a calibration that cannot reach the targets says so and writes nothing")
  func cannotReach() throws {
    let folder = try TemporaryFolder()
    let ending = try Poolsim.run(
      [
        "calibrate", "--free", "nodeReadLimit", "--replications", "2", "--starts", "1", "--evaluations", "3",
        "--check-replications", "2", "--output", "fitted.yaml", "--no-progress",
      ], folder: folder.path)
    #expect(ending.status == 1, "\(ending.errors)")
    #expect(ending.output.contains("Nothing was written"))
    #expect(ending.output.contains("Held-out claims"))
    #expect(try folder.names().isEmpty)
  }

  @Test(
    "wrong usage is exit code 64",
    arguments: [
      ["reproduce", "--replications", "0"], ["reproduce", "--format", "json"],
      ["calibrate", "--free", "createAttempts"],
      ["calibrate", "--starts", "0"], ["calibrate", "--format", "csv"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let ending = try Poolsim.run(arguments)
    #expect(ending.status == 64, "\(ending.errors)")
    #expect(ending.isOrderly)
  }

  @Test("the profile of 2026 is judged by the claims that apply; there is nothing to calibrate it to")
  func profileOf2026() throws {
    let ending = try Poolsim.run([
      "reproduce", "--replications", "2", "--profile", "azure-2026", "--no-progress", "--format", "markdown",
    ])
    #expect(ending.output.contains("C1 to C4 are about managed images, which were retired"), "\(ending.errors)")
    #expect(!ending.output.contains("\n| C1 ") && ending.output.contains("\n| C6b "))
    #expect(ending.output.contains("Nothing was fitted to any of these claims."))
    let calibration = try Poolsim.run(["calibrate", "--profile", "azure-2026"])
    #expect(calibration.status == 64 && calibration.errors.contains("start from azure-2020"))
  }

  @Test("an unknown profile is bad input with its name")
  func unknownProfile() throws {
    let ending = try Poolsim.run(["reproduce", "--profile", "azure-2021"])
    #expect(ending.status == 65)
    #expect(ending.errors.contains("azure-2020"))
  }
}
