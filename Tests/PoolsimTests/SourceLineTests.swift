// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What stands below an error: the line of the file, with a caret.
@Suite("Source lines of errors")
struct SourceLineTests {
  private static let bad = TinyScenario.text(nodes: 4).replacingOccurrences(of: "15 min", with: "4 min")

  @Test(
    "an error in a file shows its line, and below it a caret", arguments: ["run", "show", "validate", "fingerprint"])
  func showsLine(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.bad, to: "bad.yaml")
    let lines = try Poolsim.run([command, "bad.yaml"], folder: folder.path).errors.split(separator: "\n")
    #expect(lines.count == 3, "\(lines)")
    #expect(lines.first?.hasPrefix("bad.yaml:9:18: error[E0109]: ") == true, "\(lines)")
    #expect(lines.dropFirst() == ["    resizeTimeout: 4 min", "                   ^"], "\(lines)")
  }

  @Test("standard input, the file that is extended, and JSON show their lines, too")
  func showsOtherSources() throws {
    let folder = try TemporaryFolder()
    let piped = try Poolsim.run(["run", "-"], input: Self.bad)
    #expect(piped.errors.contains("\n    resizeTimeout: 4 min\n                   ^\n"), "\(piped.errors)")
    try folder.write(Self.bad, to: "base.yaml")
    try folder.write("extends: base.yaml\npoolsim: 1\n", to: "more.yaml")
    let extended = try Poolsim.run(["run", "more.yaml"], folder: folder.path)
    #expect(extended.errors.hasPrefix("base.yaml:9:") && extended.errors.contains("\n    resizeTimeout: 4 min\n"))
    try folder.write("{ \"id\": \"p\",\n  \"vmSize\": 3 }", to: "pool.json")
    let body = try Poolsim.run(["import", "pool.json"], folder: folder.path)
    #expect(body.errors.contains("\n    \"vmSize\": 3 }\n"), "\(body.errors)")
  }

  @Test("an option has no line, and a control character of a file is not printed")
  func showsNoControls() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    let option = try Poolsim.run(["run", "tiny.yaml", "--set", "replications=0"], folder: folder.path)
    #expect(option.status == 65 && option.errors.split(separator: "\n").count == 1, "\(option.errors)")
    try folder.write(Self.bad.replacingOccurrences(of: "4 min", with: "4 min # \u{202E}\u{200B}"), to: "bad.yaml")
    let hidden = try Poolsim.run(["run", "bad.yaml"], folder: folder.path).errors
    #expect(hidden.contains("# \u{FFFD}\u{FFFD}") && !hidden.unicodeScalars.contains("\u{202E}"), "\(hidden)")
  }

  @Test("a comparison with an unknown variant names the nearest, with its code and the usage of compare")
  func namesVariant() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    let ending = try Poolsim.run(["compare", "tiny.yaml#managd", "tiny.yaml#gallery"], folder: folder.path)
    #expect(ending.status == 64)
    #expect(
      ending.errors.hasPrefix(
        "tiny.yaml#managd: error[E0112]: the scenario has no variant 'managd'; expected managed or gallery; did you mean managed?\nUsage: poolsim compare "
      ), "\(ending.errors)")
    #expect(ending.errors.contains("See 'poolsim compare --help'"))
    let several = try Poolsim.run(["compare", "tiny.yaml", "tiny.yaml#gallery"], folder: folder.path)
    #expect(several.status == 64 && several.errors.contains("as in tiny.yaml#managed"), "\(several.errors)")
  }

  @Test("explain knows every code that a failure of the command line shows")
  func explainsCodes() throws {
    for code in ["E0701", "E0706", "E0801", "E0810", "E0901", "E0903"] {
      let ending = try Poolsim.run(["explain", code])
      #expect(ending.status == 0 && ending.output.hasPrefix("\(code): "), "\(code)")
    }
  }
}
