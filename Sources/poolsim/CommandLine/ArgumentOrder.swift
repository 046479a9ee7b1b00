// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Diagnostics
import Foundation

/// Lets options stand before the command: `poolsim --quiet run FILE` is `poolsim run --quiet FILE`.
///
/// Which options there are, and which of them take a value, comes from the argument parser's own description: a new option
/// of any command is known here without another line.
struct ArgumentOrder {
  /// The program; its subcommands may have subcommands.
  let root: any ParsableCommand.Type

  /// Moves the options that stand before the command, or between its parts, behind it.
  ///
  /// `--version` stays where it is, and so does everything when there is no command.
  ///
  /// - Throws: `ValidationError` when the command is unknown.
  func reordered(_ arguments: [String]) throws -> [String] {
    let arguments = Self.joiningShell(in: arguments)
    var path: [String] = []
    var options: [String] = []
    var command = root
    var index = 0
    var known: [String: Bool]?
    while !command.configuration.subcommands.isEmpty, index < arguments.count {
      let argument = arguments[index]
      if ["--version", "--", "help"].contains(argument) { return arguments }
      if argument.hasPrefix("-"), argument != "-" {
        // Describing all commands takes some milliseconds: only where an option may have to move.
        let takesValue = known ?? Self.options(of: root)
        known = takesValue
        // What no command knows is an error, or an option of the parser such as --generate-completion-script.
        guard takesValue[String(argument.prefix { $0 != "=" })] != nil else { return arguments }
        let isFollowed =
          takesValue[argument] == true && !Self.isFlag(argument, before: arguments[(index + 1)...], of: command)
        let end = min(index + (isFollowed ? 2 : 1), arguments.count)
        options += arguments[index..<end]
        index = end
        continue
      }
      let subcommands = command.configuration.subcommands
      guard let next = subcommands.first(where: { $0.configuration.commandName == argument }) else {
        let names = subcommands.compactMap { $0.configuration.commandName }
        throw ValidationError(
          "\(path.first.map { "\($0) has" } ?? "there is") no command \(PrintableText.quoted(argument)); expected "
            + Suggestion.listed(for: argument, among: names) + Suggestion.ending(for: argument, among: names))
      }
      path.append(argument)
      command = next
      index += 1
    }
    return path.isEmpty ? arguments : path + options + arguments[index...]
  }

  /// Writes `--generate-completion-script SHELL` with `=`.
  ///
  /// The option is the argument parser's own. In two words it may take the shell for an argument, and print the script of
  /// the shell that it runs in.
  private static func joiningShell(in arguments: [String]) -> [String] {
    let option = "--generate-completion-script"
    let words = arguments.prefix { $0 != "--" }
    guard let index = words.firstIndex(of: option), index + 1 < words.endIndex, !words[index + 1].hasPrefix("-") else {
      return arguments
    }
    return arguments[..<index] + ["\(option)=\(arguments[index + 1])"] + arguments[(index + 2)...]
  }

  /// Whether an option that takes a value in some commands is a flag of the command that is named next:
  /// `--trace formula eval FILE`, and `--trace FILE run FILE`.
  private static func isFlag(
    _ option: String, before arguments: ArraySlice<String>, of command: any ParsableCommand.Type
  ) -> Bool {
    guard let name = arguments.first,
      let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == name })
    else { return false }
    return options(of: next)[option] == false
  }

  /// Every option of a command and of all commands below it, as it is written, and whether it takes a value in the
  /// argument after it, in one of the commands at least.
  static func options(of root: any ParsableCommand.Type) -> [String: Bool] {
    guard let description = try? JSONDecoder().decode(Description.self, from: Data(root._dumpHelp().utf8)) else {
      return [:]
    }
    var options: [String: Bool] = [:]
    var commands = [description.command]
    while let command = commands.popLast() {
      commands += command.subcommands ?? []
      for option in command.arguments ?? [] {
        for name in option.names ?? [] {
          options[name.written] = options[name.written] == true || option.kind == "option"
        }
      }
    }
    return options
  }

  /// What is used here of the description that the argument parser gives of a program.
  private struct Description: Decodable {
    struct Command: Decodable {
      let subcommands: [Command]?
      let arguments: [Argument]?
    }

    struct Argument: Decodable {
      /// `positional`, `option` or `flag`.
      let kind: String
      let names: [Name]?
    }

    struct Name: Decodable {
      /// `long`, `short` or `longWithSingleDash`.
      let kind: String
      let name: String

      /// The name as it is written on the command line.
      var written: String { (kind == "long" ? "--" : "-") + name }
    }

    let command: Command
  }
}
