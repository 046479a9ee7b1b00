// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Standard streams that cannot be written, or are closed: the documented exit code comes all the same.
@Suite("Standard streams")
struct StandardStreamTests {
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4, replications: 3), to: "tiny.yaml")
    try folder.write("poolsim: 1\nnonsense: 3\n", to: "bad.yaml")
    return folder
  }

  @Test(
    "an error that cannot be told does not change the exit code",
    arguments: [
      ("run nosuch.yaml", 66), ("run bad.yaml", 65), ("validate bad.yaml", 1), ("run", 64),
      ("sweep plan tiny.yaml", 65),
      ("run tiny.yaml --output nowhere/out", 73), ("run tiny.yaml --output out", 0),
    ], ["2>/dev/full", "2>&-", "2> >(:)", "2>&1 >/dev/null | :"])
  func tellsNothing(arguments: (command: String, status: Int32), redirection: String) throws {
    let folder = try Self.folder()
    // Of a pipe the status of its first part counts.
    let line = "poolsim \(arguments.command) \(redirection) ; exit ${PIPESTATUS[0]}"
    let ending = try Poolsim.shell(line, folder: folder.path)
    #expect(ending.status == arguments.status, "\(line): \(ending.errors)")
  }

  @Test("a closed descriptor is not given to a file of the result")
  func keepsDescriptors() throws {
    let folder = try Self.folder()
    let ending = try Poolsim.shell("poolsim run tiny.yaml --output out <&- 2>&-", folder: folder.path)
    #expect(ending.status == 0)
    #expect(try !folder.read("out/replications.csv").contains("wrote"))
    #expect(try Poolsim.shell("poolsim run tiny.yaml >&-", folder: folder.path).status == 74)
    #expect(try Poolsim.shell("poolsim run - <&-", folder: folder.path).status == 74)
  }

  @Test("an answer is the same when nobody reads it to the end")
  func keepsTheAnswer() throws {
    let folder = try Self.folder()
    for (name, seed) in [("a", "1"), ("b", "2")] {
      #expect(
        try Poolsim.run(["run", "tiny.yaml", "--output", name, "--seed", seed, "--quiet"], folder: folder.path).status
          == 0)
    }
    for (command, status) in [("check a b --exact", 1), ("check a b", 2), ("validate bad.yaml", 1)] as [(String, Int32)]
    {
      for _ in 0..<3 {
        let ending = try Poolsim.shell(
          "poolsim \(command) 2>/dev/null | : ; exit ${PIPESTATUS[0]}", folder: folder.path)
        #expect(ending.status == status, "\(command)")
      }
    }
  }

  @Test("a pipe that does not block takes everything that a slow reader reads")
  func nonBlockingOutput() throws {
    let folder = try Self.folder()
    let whole = try Poolsim.run(["run", "tiny.yaml", "--replications", "3000", "--quiet"], folder: folder.path)
    #expect(whole.output.utf8.count > 200_000)
    let script = """
      import fcntl, os, subprocess, sys, time
      read, write = os.pipe()
      fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
      child = subprocess.Popen(sys.argv[1:], stdout=write)
      os.close(write)
      time.sleep(1)
      with os.fdopen(read, "rb") as file: sys.stdout.buffer.write(file.read())
      sys.exit(child.wait())
      """
    try folder.write(script, to: "slow.py")
    let ending = try Poolsim.shell(
      "python3 slow.py poolsim run tiny.yaml --replications 3000 --quiet", folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output == whole.output)
  }
}
