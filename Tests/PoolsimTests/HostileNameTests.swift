// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Names that a shell, GNU parallel or an argument parser would work out, if they were more than data.
@Suite("Hostile names")
struct HostileNameTests {
  static let names = [
    "{= system(q(touch PWNED)) =}", "{}", "{.}", "{#}", "{1}", "{%}", "$(touch PWNED)", "`touch PWNED`",
    "; touch PWNED",
    "& touch PWNED &", "| touch PWNED", "a' ; touch PWNED ; '", "a\" ; touch PWNED ; \"", "-x", "--help",
    "--output=PWNED", "a b", " a", "a\nb", "\ntouch PWNED\n", "a\tb", "a\rb", "$HOME", "${IFS}x", "*", "?", "[a]", "~",
    "!!", "\\", "\\n", "%s", "a#b", "\u{202E}x", "'", "{a,b}", "<(touch PWNED)", "> PWNED", "\u{1B}]0;x\u{7}", ":::",
    "::::", "@x", "=cmd", "# touch PWNED", "--", "a\\' ; touch PWNED #",
  ]

  /// A program in the place of poolsim that notes what it is called with: a zero byte behind each argument, a line break
  /// behind the last.
  private static let recorder = """
    #!/bin/bash
    printf '%s\\0' "$@" >> "$CALLS"
    printf '\\n\\0' >> "$CALLS"
    """

  private static func calls(_ folder: TemporaryFolder) throws -> [[String]] {
    let parts = try folder.read("calls").split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    return parts.split(separator: "\n").map(Array.init).filter { !$0.isEmpty && $0 != [""] }
  }

  private static let isParallelThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel")

  @Test(
    "a script of emit passes file, campaign, values and conditions as they are, and runs nothing else",
    arguments: ["slurm", "mpi", "parallel", "azure-batch"])
  func scripts(engine: String) throws {
    guard engine != "parallel" || Self.isParallelThere else { return }
    for name in Self.names {
      let folder = try TemporaryFolder()
      // The scenario's own name is hostile too, where it is allowed to be.
      let own = try Poolsim.run(["validate", "-", "--quiet"], input: Self.sweep(named: name), folder: folder.path)
      let file = "\(name).yaml"
      try folder.write(Self.sweep(named: own.status == 0 ? name : "plain"), to: file)
      let filter = name.contains("'") ? "n > 0" : "n > 0 || 'x' == '\(name)'"
      let text = try Poolsim.run(
        ["sweep", "emit", engine, "./\(file)", "--campaign", "./\(name)", "--shards", "2", "--filter=\(filter)"],
        folder: folder.path)
      #expect(text.status == 0, "\(name): \(text.errors)")
      try folder.write(try Self.script(text.output, engine), to: "emitted.sh")
      try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: false)
      try folder.write(Self.recorder, to: "bin/poolsim")
      try folder.write("#!/bin/bash\nshift 2\nexec \"$@\"\n", to: "bin/mpirun")
      let ending = try Poolsim.shell(
        """
        chmod +x bin/*; export CALLS="$PWD/calls" PATH="$PWD/bin:$PATH" SLURM_ARRAY_TASK_ID=1
        bash emitted.sh < /dev/null
        """, folder: folder.path)
      #expect(ending.status == 0, "\(engine) \(name): \(ending.errors)")
      let left = try folder.names()
      #expect(!left.contains("PWNED") && left.count == 4, "\(engine) \(name): \(left)")
      let calls = try Self.calls(folder)
      #expect(!calls.isEmpty)
      for call in calls {
        #expect(Array(call.prefix(2)) == ["sweep", "run"] || Array(call.prefix(2)) == ["sweep", "merge"], "\(call)")
        #expect(Array(call.dropFirst(2).prefix(3)) == ["./\(file)", "--campaign", "./\(name)"], "\(engine): \(call)")
        #expect(call.contains("--filter=\(filter)"), "\(engine): \(call)")
      }
    }
  }

  /// What a machine would run of what emit prints.
  private static func script(_ text: String, _ engine: String) throws -> String {
    guard engine == "azure-batch" else { return text }
    struct Body: Decodable {
      struct Task: Decodable {
        let commandLine: String
      }
      let tasks: [Task]
    }
    return try JSONDecoder().decode(Body.self, from: Data(text.utf8)).tasks.map { $0.commandLine + "\n" }.joined()
  }

  private static func sweep(named name: String) throws -> String {
    let quoted = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
    return """
      poolsim: 1
      name: \(quoted)
      pool: { targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      sweep: { axes: { n: { path: seed, values: [1, 2] } } }
      """
  }

  @Test("a path or value that begins with a hyphen is not taken for an option by the script that is emitted")
  func hyphens() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.sweep(named: "plain"), to: "-x.yaml")
    let text = try Poolsim.run(
      ["sweep", "emit", "mpi", "--shards", "1", "--campaign=-c", "--filter=-n < 0", "--", "-x.yaml"],
      folder: folder.path)
    #expect(
      text.output.contains("sweep run ./-x.yaml --campaign ./-c '--filter=-n < 0'"), "\(text.output)\(text.errors)")
  }

  /// Characters that move a cursor, set a title, turn the direction of writing, or have no width.
  static let invisible = [
    "\u{1B}]0;OWNED\u{7}", "\u{9B}2J", "\u{202E}abc", "a\u{200B}", "\u{2066}b", "\u{FEFF}c", "\u{AD}d",
  ]

  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
  }

  @Test(
    "no name holds what cannot be seen, or begins a formula",
    arguments: invisible.filter { !$0.hasPrefix("\u{FEFF}") } + ["=1+1", "+1", "-2+3", "@SUM(1)"])
  func names(name: String) throws {
    let ending = try Poolsim.run(["run", "-"], input: try Self.sweep(named: name))
    #expect(ending.status == 65)
    #expect(ending.errors.contains("E0") && Self.isPrintable(ending.errors), "\(ending.errors)")
  }

  @Test("nothing of an input reaches a terminal, table or page raw", arguments: invisible)
  func texts(text: String) throws {
    let folder = try TemporaryFolder()
    let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    try folder.write("scenario,variant,replication,m\n\"\(text)\",v,0,1\n", to: "a.csv")
    try folder.write("scenario,variant,replication,m\n\"\(text)\",v,0,2\n", to: "b.csv")
    try folder.write(try Self.sweep(named: "plain"), to: "s.yaml")
    try folder.write(
      """
      poolsim: 1
      name: axis
      replications: 1
      pool: { vmSize: x, targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      sweep: { axes: { n: { path: seed, values: [\(quoted)] } } }
      """, to: "axis.yaml")
    let commands = [
      ["check", "a.csv", "b.csv"], ["check", "a.csv", "b.csv", "--format", "markdown"], ["run", "\(text).yaml"],
      ["sweep", "plan", "s.yaml", "--filter", "n > '\(text)'"], ["sweep", "plan", "axis.yaml"],
      ["run", "s.yaml", "--set", "pool.\(text)=1"], ["explain", text], [text], ["validate", "axis.yaml"],
      ["run", "s.yaml", "--set", "pool.resizeTimeout=\(text)"], ["run", "s.yaml", "--output", "nowhere/\(text)"],
    ]
    for command in commands {
      let ending = try Poolsim.run(command, folder: folder.path)
      #expect(ending.isOrderly)
      #expect(
        Self.isPrintable(ending.output + ending.errors),
        "\(command): \(ending.output.debugDescription)\(ending.errors.debugDescription)")
    }
  }

  @Test("a cell of a CSV file that would be a formula is one no more, and Markdown shows what is written")
  func formulas() throws {
    let folder = try TemporaryFolder()
    let scenario = "=HYPERLINK(1)<img src=x onerror=y>[a](http://b)|c"
    try folder.write("scenario,variant,replication,m\n\(scenario),v,0,1\n\(scenario),w,0,1\n", to: "a.csv")
    try folder.write("scenario,variant,replication,m\n\(scenario),v,0,2\nother,w,0,2\n", to: "b.csv")
    let csv = try Poolsim.run(["check", "a.csv", "b.csv", "--format", "csv"], folder: folder.path)
    #expect(csv.output.contains("\n\"'=HYPERLINK"), "\(csv.output)")
    #expect(!csv.output.contains("\n=") && !csv.output.contains("\n\"="))
    let page = try Poolsim.run(["check", "a.csv", "b.csv", "--format", "markdown"], folder: folder.path).output
    #expect(!page.contains("<img") && !page.contains("](") && page.contains("&lt;img"), "\(page)")
    #expect(page.contains("\\|c"))
  }
}
