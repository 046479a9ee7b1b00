// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Files
import Foundation

/// The command line: subcommands and what they share.
struct Poolsim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poolsim",
    abstract: "Simulates how Azure Batch pools scale from managed images and gallery images.",
    discussion: """
      Exit codes: 0 success; 1 a check failed or results differ; 2 undecided: not enough data; 64 wrong usage; \
      65 bad input; 66 input not found; 70 internal error; 73 cannot create output; 74 input or output failed; \
      130, 143 and 129 interrupted by SIGINT, SIGTERM and SIGHUP. Options may stand before or after the command.
      """,
    version: ToolVersion.description,
    subcommands: [
      RunCommand.self, CompareCommand.self, CheckCommand.self, SweepCommand.self, ReproduceCommand.self,
      CalibrateCommand.self, ValidateCommand.self, ShowCommand.self, WhyCommand.self, FingerprintCommand.self,
      ExplainCommand.self, RulesCommand.self, ImportCommand.self, FormulaCommand.self, SchemaCommand.self,
    ])
}

@main
enum Main {
  static func main() async {
    Terminal.occupyStandardDescriptors()
    // A reader that has gone shows as an error of write(2), which every command reports in order.
    signal(SIGPIPE, SIG_IGN)
    Interruption.shared.watch()
    var type: (any ParsableCommand.Type)?
    do {
      if let folder = ProcessInfo.processInfo.environment[Sandbox.variable], !folder.isEmpty {
        try Sandbox.enter(folder)
      }
      var command = try Poolsim.parseAsRoot(
        ArgumentOrder(root: Poolsim.self).reordered(Array(CommandLine.arguments.dropFirst())))
      type = Swift.type(of: command)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      ExitStatus.leave(with: error, of: type, root: Poolsim.self)
    }
  }
}
