// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Files
import Experiments
import Foundation
import TestSupport
import Testing

@Suite("Output")
struct OutputTests {
  private static let names: Set<String> = ["a.csv", OutputDirectory.manifestName]

  private static func fill(_ directory: OutputDirectory, _ text: String) throws {
    for name in names.sorted() {
      let writer = try directory.createFile(name)
      try writer.append(name == OutputDirectory.manifestName ? "{\"tool\":\"poolsim\"}" : text)
      try writer.close()
    }
  }

  private static func kind(_ body: () throws -> Void) -> Failure.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Failure)?.kind
    }
  }

  @Test("a folder appears under its name only when it is published")
  func appearsWhenPublished() throws {
    let folder = try TemporaryFolder()
    let output = try OutputDirectory(path: folder.path("out"), replaceableNames: Self.names)
    try Self.fill(output, "one")
    #expect(try !folder.names().contains("out"))
    try output.publish()
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out/a.csv") == "one")
  }

  @Test("a discarded folder leaves nothing behind, and nothing can be added to it")
  func leavesNothing() throws {
    let folder = try TemporaryFolder()
    let output = try OutputDirectory(path: folder.path("out"), replaceableNames: Self.names)
    try Self.fill(output, "one")
    output.discard()
    #expect(try folder.names().isEmpty)
    #expect(Self.kind { _ = try output.createFile("b.csv") } == .cannotCreate)
    #expect(Self.kind { try output.publish() } == .cannotCreate)
  }

  @Test("an earlier result is replaced as a whole and stays as it was until then")
  func replacesAnEarlierResult() throws {
    let folder = try TemporaryFolder()
    for text in ["one", "two"] {
      let output = try OutputDirectory(path: folder.path("out/"), replaceableNames: Self.names)
      try Self.fill(output, text)
      if text == "two" { #expect(try folder.read("out/a.csv") == "one") }
      try output.publish()
      output.discard()
    }
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out/a.csv") == "two")
    #expect(try folder.names(in: "out") == Self.names.sorted())
  }

  @Test("an empty folder is taken, through a symbolic link too")
  func takesAnEmptyFolder() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("real"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: folder.path("real"))
    let output = try OutputDirectory(path: folder.path("link"), replaceableNames: Self.names)
    try Self.fill(output, "one")
    try output.publish()
    #expect(try folder.read("real/a.csv") == "one")
    #expect(try folder.names() == ["link", "real"])
  }

  @Test("what is not a result is left alone")
  func leavesOthersAlone() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("mine"), withIntermediateDirectories: false)
    try folder.write("mine", to: "mine/notes.txt")
    try folder.write("mine", to: "file")
    func begin(_ name: String) throws {
      _ = try OutputDirectory(path: folder.path(name), replaceableNames: Self.names)
    }
    #expect(Self.kind { try begin("mine") } == .cannotCreate)
    #expect(Self.kind { try begin("file") } == .cannotCreate)
    #expect(Self.kind { try begin("missing/out") } == .cannotCreate)
    #expect(Self.kind { try begin("file/out") } == .cannotCreate)
    #expect(Self.kind { _ = try OutputDirectory(path: "", replaceableNames: []) } == .cannotCreate)
    #expect(Self.kind { _ = try OutputDirectory(path: "/", replaceableNames: []) } == .cannotCreate)
    // Somebody's notes inside an earlier result are not deleted with it.
    try folder.write("{}", to: "mine/manifest.json")
    #expect(Self.kind { try begin("mine") } == .cannotCreate)
    #expect(try folder.names() == ["file", "mine"])
  }

  @Test("a folder that cannot be written is told from one that does not exist")
  func namesTheCause() throws {
    // Not even root can make a folder there.
    do {
      _ = try OutputDirectory(path: "/proc/poolsim-result", replaceableNames: [])
      Issue.record("a folder was made in /proc")
    } catch {
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains("cannot write in the folder /proc"), "\(error)")
    }
  }

  @Test("a name that was taken while the run went on is not overwritten")
  func noticesARival() throws {
    let folder = try TemporaryFolder()
    let output = try OutputDirectory(path: folder.path("out"), replaceableNames: Self.names)
    try Self.fill(output, "one")
    try folder.write("mine", to: "out")
    #expect(Self.kind { try output.publish() } == .cannotCreate)
    output.discard()
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out") == "mine")
  }

  @Test("two processes' folders for one name do not meet")
  func canBeginTwice() throws {
    let folder = try TemporaryFolder()
    let first = try OutputDirectory(path: folder.path("out"), replaceableNames: Self.names)
    let second = try OutputDirectory(path: folder.path("out"), replaceableNames: Self.names)
    try Self.fill(first, "one")
    try Self.fill(second, "two")
    try first.publish()
    try second.publish()
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out/a.csv") == "two")
  }

  @Test("a file appears under its name only when it is published, and replaces an earlier one whole")
  func publishesAFile() throws {
    let folder = try TemporaryFolder()
    for text in ["one", "two"] {
      let file = try OutputFile(path: folder.path("trace.json"))
      let writer = file.writer()
      try writer.append(text)
      try writer.close()
      #expect(try folder.names().contains("trace.json") == (text == "two"))
      try file.publish()
      #expect(try folder.read("trace.json") == text)
    }
    let given = try OutputFile(path: folder.path("other.json"))
    try given.writer().close()
    given.discard()
    #expect(try folder.names() == ["trace.json"])
    #expect(Self.kind { _ = try OutputFile(path: folder.path) } == .cannotCreate)
  }

  @Test("a full disk is an error of writing, said once")
  func reportsAFullDisk() throws {
    let file = try OutputFile(path: "/dev/full")
    let writer = file.writer()
    try writer.append("text")
    #expect(Self.kind { try writer.close() } == .writeFailed)
    file.discard()
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test("bytes beyond the buffer arrive in order")
  func writesLongTexts() throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(path: folder.path("long"))
    let writer = file.writer()
    var expected = ""
    for number in 0..<60_000 {
      let line = "line \(number)\n"
      try writer.append(line)
      expected += line
    }
    let long = String(repeating: "x", count: 600_000)
    try writer.append(long)
    try writer.close()
    try file.publish()
    #expect(writer.count == expected.utf8.count + long.utf8.count)
    #expect(try folder.read("long") == expected + long)
  }
}
