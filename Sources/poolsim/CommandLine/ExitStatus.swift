// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Diagnostics
import Foundation

/// How the program ends (the codes of BSD's sysexits, 1 for a check that failed and 2 for one that is undecided).
enum ExitStatus: Int32 {
  case success = 0
  case checkFailed = 1
  case undecided = 2
  case usage = 64
  case badInput = 65
  case inputNotFound = 66
  case internalError = 70
  case cannotCreateOutput = 73
  case inputOutputFailed = 74
  case interrupted = 130

  /// The status of a kind of failure.
  init(_ kind: Failure.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .invalid: .badInput
      case .notFound: .inputNotFound
      case .unreadable, .writeFailed: .inputOutputFailed
      case .cannotCreate: .cannotCreateOutput
      case .readerGone: .success
      }
  }

  /// Prints what went wrong on standard error and ends the program.
  ///
  /// - Parameters:
  ///   - error: What was thrown.
  ///   - command: The command that threw it; nil where the arguments did not name one.
  ///   - root: The program's root command.
  static func leave(
    with error: any Error, of command: (any ParsableCommand.Type)? = nil, root: any ParsableCommand.Type
  ) -> Never {
    Interruption.shared.discardOutputs()
    switch error {
    case let failure as Failure:
      if failure.kind != .readerGone { Terminal.tell(failure) }
      if failure.kind == .usage, let command { Terminal.tell(usage(of: command, root)) }
      exit(ExitStatus(failure.kind).rawValue)
    case is CancellationError:
      leave(.interrupted, "poolsim: interrupted")
    case let code as ExitCode:
      exit(code.rawValue)
    case let error as ValidationError where command != nil:
      leave(.usage, "Error: \(error)\n" + (command.map { usage(of: $0, root) } ?? ""))
    default:
      leaveAsParsed(error, root)
    }
  }

  /// How a command is used, as the argument parser prints it behind an error.
  private static func usage(of command: any ParsableCommand.Type, _ root: any ParsableCommand.Type) -> String {
    "Usage: \(root.usageString(for: command))\n  See 'poolsim \(name(of: command, root)) --help' for more information."
  }

  /// The words that name a command, such as `sweep plan`.
  private static func name(of command: any ParsableCommand.Type, _ root: any ParsableCommand.Type) -> String {
    let own = command.configuration.commandName ?? ""
    let group = root.configuration.subcommands.first { group in
      group.configuration.subcommands.contains { $0 == command }
    }
    return [group?.configuration.commandName, own].compactMap(\.self).joined(separator: " ")
  }

  /// Help, version and usage errors come from the argument parser.
  private static func leaveAsParsed(_ error: any Error, _ root: any ParsableCommand.Type) -> Never {
    let code = root.exitCode(for: error)
    let message = root.fullMessage(for: error)
    guard code == .success else {
      leave(code == .validationFailure ? .usage : .internalError, message)
    }
    do {
      try Terminal.print(message + "\n")
      exit(success.rawValue)
    } catch {
      leave(with: error, root: root)
    }
  }

  private static func leave(_ status: ExitStatus, _ message: String) -> Never {
    Terminal.tell(message)
    exit(status.rawValue)
  }
}
