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
  static func leave(with error: any Error, of command: (any ParsableCommand.Type)? = nil) -> Never {
    Interruption.shared.discardOutputs()
    switch error {
    case let failure as Failure:
      if failure.kind != .readerGone { Terminal.tell(failure) }
      if failure.kind == .usage, let command { Terminal.tell(usage(of: command)) }
      exit(ExitStatus(failure.kind).rawValue)
    case is CancellationError:
      leave(.interrupted, "poolsim: interrupted")
    case let code as ExitCode:
      exit(code.rawValue)
    case let error as ValidationError where command != nil:
      leave(.usage, "Error: \(error)\n" + (command.map(usage) ?? ""))
    default:
      leaveAsParsed(error)
    }
  }

  /// How a command is used, as the argument parser prints it behind an error.
  private static func usage(of command: any ParsableCommand.Type) -> String {
    "Usage: \(Poolsim.usageString(for: command))\n  See 'poolsim \(name(of: command)) --help' for more information."
  }

  /// The words that name a command, such as `sweep plan`.
  private static func name(of command: any ParsableCommand.Type) -> String {
    let own = command.configuration.commandName ?? ""
    let group = Poolsim.configuration.subcommands.first { group in
      group.configuration.subcommands.contains { $0 == command }
    }
    return [group?.configuration.commandName, own].compactMap(\.self).joined(separator: " ")
  }

  /// Help, version and usage errors come from the argument parser.
  private static func leaveAsParsed(_ error: any Error) -> Never {
    let code = Poolsim.exitCode(for: error)
    let message = Poolsim.fullMessage(for: error)
    guard code == .success else {
      leave(code == .validationFailure ? .usage : .internalError, message)
    }
    do {
      try Terminal.print(message + "\n")
      exit(success.rawValue)
    } catch {
      leave(with: error)
    }
  }

  private static func leave(_ status: ExitStatus, _ message: String) -> Never {
    Terminal.tell(message)
    exit(status.rawValue)
  }
}
