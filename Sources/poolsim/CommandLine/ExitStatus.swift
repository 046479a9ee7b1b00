// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Files
import ResultCheck
import Sweeps
import ArgumentParser
import Experiments
import Foundation
import Scenarios

/// How the program ends (the codes of BSD's sysexits, and 1 for "the answer is no").
enum ExitStatus: Int32 {
  case success = 0
  case answerIsNo = 1
  case cannotTell = 2
  case usage = 64
  case badInput = 65
  case inputNotFound = 66
  case internalError = 70
  case cannotCreateOutput = 73
  case inputOutputFailed = 74
  case interrupted = 130

  /// Says what went wrong on standard error and ends the program.
  static func leave(with error: any Error) -> Never {
    Interruption.shared.discardOutputs()
    switch error {
    case let error as ScenarioError:
      leave(.init(error.kind), error.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    case let error as OutputError:
      switch error.kind {
      case .readerGone: exit(success.rawValue)
      case .cannotCreate: leave(.cannotCreateOutput, "poolsim: \(error)")
      case .writeFailed: leave(.inputOutputFailed, "poolsim: \(error)")
      case .notFound: leave(.inputNotFound, "poolsim: \(error)")
      }
    case let error as InputFile.ReadError:
      leave(
        error.isNoText ? .badInput : error.isMissing ? .inputNotFound : .inputOutputFailed, "poolsim: \(error)")
    case let error as SweepError:
      leave(.badInput, "\(error)")
    case let error as CheckInputError:
      leave(.init(error.kind), "poolsim: \(error)")
    case let error as IncomparableError:
      leave(.badInput, "poolsim: error: \(error)")
    case is CancellationError:
      leave(.interrupted, "poolsim: interrupted")
    case let code as ExitCode:
      exit(code.rawValue)
    default:
      leaveAsParsed(error)
    }
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

  private init(_ kind: CheckInputError.Kind) {
    self =
      switch kind {
      case .notAResult: .badInput
      case .notFound: .inputNotFound
      case .unreadable: .inputOutputFailed
      }
  }

  private init(_ kind: ScenarioError.Kind) {
    self =
      switch kind {
      case .invalid: .badInput
      case .notFound: .inputNotFound
      case .unreadable: .inputOutputFailed
      }
  }
}
