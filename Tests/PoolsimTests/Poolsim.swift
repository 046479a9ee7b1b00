// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The built program, run as a user would.
enum Poolsim {
  /// How a run of the program ended.
  struct Ending {
    /// The exit code, or 128 and the number of the signal that ended it.
    let status: Int32
    let output: String
    let errors: String

    /// Whether it ended by its own will and without a Swift trap or a stack trace.
    var isOrderly: Bool {
      status < 128 && !["Fatal error", "Stack dump", "Crash", "Thread 0"].contains { errors.contains($0) }
    }
  }

  /// Where the program was built: beside the test bundle.
  static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    let folders = [bundle, Bundle.main.bundleURL, bundle.deletingLastPathComponent()]
    let candidates = folders.map { $0.appendingPathComponent("poolsim").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "poolsim"
  }()

  /// Runs the program to its end.
  static func run(_ arguments: [String], input: String = "", folder: String? = nil) throws -> Ending {
    let running = try Running(path, arguments, input: input, folder: folder)
    return try running.wait()
  }

  /// Runs a line of shell in which `poolsim` is the program.
  static func shell(_ line: String, folder: String? = nil) throws -> Ending {
    let script = "PATH=\"\(URL(fileURLWithPath: path).deletingLastPathComponent().path):$PATH\"; \(line)"
    return try Running("/bin/bash", ["-c", script], input: "", folder: folder).wait()
  }

  /// A run that is under way.
  final class Running {
    private let process = Process()
    private let scratch: TemporaryFolder

    init(_ program: String, _ arguments: [String], input: String, folder: String?) throws {
      scratch = try TemporaryFolder()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
      // Files rather than pipes: nobody has to read while the program writes.
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: scratch.write(input, to: "input")))
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.write("", to: "output")))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.write("", to: "errors")))
      try process.run()
    }

    func send(signal number: Int32) {
      kill(process.processIdentifier, number)
    }

    func wait() throws -> Ending {
      process.waitUntilExit()
      return Ending(
        status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
        output: try scratch.read("output"), errors: try scratch.read("errors"))
    }
  }
}
