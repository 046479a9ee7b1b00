// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Outputs that cannot be written, and ends half-way: the right exit code, and nothing under the final name.
@Suite("Output failures")
struct OutputFailureTests {
  private static func scenario(nodes: Int = 4, replications: Int = 3) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: nodes, replications: replications), to: "tiny.yaml")
    return folder
  }

  @Test(
    "a place where nothing can be made is exit code 73",
    arguments: ["missing/out", "tiny.yaml", "tiny.yaml/out", "mine", "/proc/out", "/sys/out", "/dev/full", ""])
  func cannotCreate(output: String) throws {
    let folder = try Self.scenario()
    try FileManager.default.createDirectory(atPath: folder.path("mine"), withIntermediateDirectories: false)
    try folder.write("mine", to: "mine/notes.txt")
    let ending = try Poolsim.run(["run", "tiny.yaml", "--output", output], folder: folder.path)
    #expect(ending.status == 73, "\(ending.errors)")
    #expect(ending.errors.contains(output.isEmpty ? "name" : output))
    #expect(ending.output.isEmpty)
    #expect(ending.isOrderly)
    #expect(try folder.names() == ["mine", "tiny.yaml"])
    #expect(try folder.names(in: "mine") == ["notes.txt"])
  }

  @Test("a full disk is exit code 74", arguments: ["", "--format json", "--format text", "--output -", "--trace -"])
  func diskFull(options: String) throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.shell("poolsim run tiny.yaml \(options) > /dev/full", folder: folder.path)
    #expect(ending.status == 74, "\(ending.errors)")
    #expect(ending.errors.contains("No space left"))
    #expect(ending.isOrderly)
    #expect(try folder.names() == ["tiny.yaml"])
  }

  @Test("a trace that cannot be written is exit code 74, and the folder beside it is not published")
  func traceOnAFullDisk() throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.run(
      ["run", "tiny.yaml", "--trace", "/dev/full", "--output", "out"], folder: folder.path)
    #expect(ending.status == 74, "\(ending.errors)")
    #expect(try folder.names() == ["tiny.yaml"])
  }

  @Test("a reader that has enough is not an error")
  func readerGone() throws {
    let folder = try Self.scenario(nodes: 4, replications: 5_000)
    let ending = try Poolsim.shell(
      "poolsim run tiny.yaml --quiet | head -n 1; echo ${PIPESTATUS[0]}", folder: folder.path)
    #expect(ending.output.hasPrefix("scenario,variant,replication,"))
    #expect(ending.output.hasSuffix("\n0\n"), "\(ending.output)")
    #expect(ending.errors.isEmpty, "\(ending.errors)")
  }

  @Test("an earlier result is replaced, and stays whole when the next run is refused")
  func replacesAResult() throws {
    let folder = try Self.scenario()
    #expect(try Poolsim.run(["run", "tiny.yaml", "--output", "out", "--quiet"], folder: folder.path).status == 0)
    let first = try folder.read("out/replications.csv")
    try folder.write("nonsense", to: "bad.yaml")
    #expect(try Poolsim.run(["run", "bad.yaml", "--output", "out"], folder: folder.path).status == 65)
    #expect(try folder.read("out/replications.csv") == first)
    let again = try Poolsim.run(
      ["run", "tiny.yaml", "--seed", "8", "--output", "out", "--quiet"], folder: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try folder.read("out/replications.csv") != first)
    #expect(try folder.names() == ["bad.yaml", "out", "tiny.yaml"])
  }

  /// Starts a run that takes far longer than the test and waits until it has begun its output.
  private static func beginLongRun(in folder: TemporaryFolder) throws -> Poolsim.Running {
    let running = try Poolsim.Running(
      Poolsim.path, ["run", "tiny.yaml", "--output", "out", "--nodes", "--jobs", "2"], input: "", folder: folder.path)
    let deadline = ContinuousClock.now + .seconds(20)
    while try folder.names().count < 2, ContinuousClock.now < deadline { usleep(5_000) }
    usleep(200_000)
    return running
  }

  @Test("an interruption ends the run and removes what it wrote", arguments: [SIGINT, SIGTERM])
  func interrupted(number: Int32) throws {
    let folder = try Self.scenario(nodes: 1_000, replications: 100_000)
    let running = try Self.beginLongRun(in: folder)
    #expect(try folder.names().count == 2)
    running.send(signal: number)
    let ending = try running.wait()
    #expect(ending.status == 128 + number)
    #expect(ending.errors.contains("interrupted"))
    #expect(try folder.names() == ["tiny.yaml"])
  }

  @Test("a kill leaves nothing under the final name, and the next run goes through")
  func killed() throws {
    let folder = try Self.scenario(nodes: 1_000, replications: 100_000)
    let running = try Self.beginLongRun(in: folder)
    running.send(signal: SIGKILL)
    #expect(try running.wait().status == 128 + SIGKILL)
    #expect(try !folder.names().contains("out"))
    let next = try Poolsim.run(
      [
        "run", "tiny.yaml", "--replications", "1", "--set", "pool.targetDedicatedNodes=4", "--output", "out", "--quiet",
      ],
      folder: folder.path)
    #expect(next.status == 0, "\(next.errors)")
    #expect(try folder.names(in: "out").contains("replications.csv"))
  }
}
