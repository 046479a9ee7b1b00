// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import poolsim

@Suite("The order of arguments")
struct ArgumentOrderTests {
  /// A command that does something, with the words that name it.
  struct Leaf: CustomTestStringConvertible, Sendable {
    let path: [String]
    /// Its options by their names, and whether each takes a value.
    let options: [String: Bool]

    var testDescription: String { path.joined(separator: " ") }
  }

  private static let order = ArgumentOrder(root: poolsim.Poolsim.self)

  /// Every command of the program, as the argument parser describes it.
  static let commands: [Leaf] = {
    func leaves(below command: any ParsableCommand.Type, path: [String]) -> [Leaf] {
      let subcommands = command.configuration.subcommands
      guard subcommands.isEmpty else {
        return subcommands.flatMap { leaves(below: $0, path: path + [$0.configuration.commandName ?? ""]) }
      }
      return [Leaf(path: path, options: ArgumentOrder.options(of: command))]
    }
    return leaves(below: poolsim.Poolsim.self, path: [])
  }()

  @Test("every option of every command may stand before the command", arguments: commands)
  func movesOptions(_ leaf: Leaf) throws {
    #expect(leaf.options.keys.contains("--quiet"))
    for (option, takesValue) in leaf.options where option != "--version" {
      for given in takesValue ? [[option, "validate"], [option, "-1"], ["\(option)=run"]] : [[option]] {
        let expected = leaf.path + given + ["FILE", "--no-progress"]
        for position in 0..<leaf.path.count {
          let arguments = leaf.path[..<position] + given + leaf.path[position...] + ["FILE", "--no-progress"]
          #expect(try Self.order.reordered(Array(arguments)) == expected)
        }
      }
    }
  }

  @Test("an option is the same in every command that has it: it takes a value, or it does not")
  func agrees() {
    #expect(Self.commands.count >= 17)
    var kinds: [String: Set<Bool>] = [:]
    for leaf in Self.commands {
      for (option, takesValue) in leaf.options { kinds[option, default: []].insert(takesValue) }
    }
    #expect(kinds.count > 30)
    // The trace of a run goes to a file; that of an evaluation is shown.
    #expect(kinds.removeValue(forKey: "--trace") == [true, false])
    for (option, kind) in kinds { #expect(kind.count == 1, "\(option)") }
    #expect(kinds["--date"] == [true])
    #expect(kinds["--strict"] == [false])
  }

  @Test(
    "what is not an option before a command stays where it is",
    arguments: [
      [], ["--version"], ["--version", "run"], ["--", "run"], ["--generate-completion-script"],
      ["--experimental-dump-help"], ["--nonsense", "run", "FILE"], ["help", "run"], ["--quiet"],
      ["run", "--quiet", "F"],
      ["sweep", "plan", "--format", "csv", "FILE"], ["sweep"], ["run", "-", "--seed", "7"],
    ])
  func keepsPlace(arguments: [String]) throws {
    #expect(try Self.order.reordered(arguments) == arguments)
  }

  @Test("the program takes options in any place")
  func takesOptions() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    let lines = [
      "--date 2024-01-01 --strict validate tiny.yaml", "--format json show tiny.yaml",
      "--with time fingerprint tiny.yaml",
      "--set pool.targetDedicatedNodes=2 --seed 9 run tiny.yaml", "--help validate", "--format=csv rules",
    ]
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let command = words.firstIndex { ["validate", "show", "fingerprint", "run", "rules"].contains($0) } ?? 0
      let usual = [words[command]] + words[..<command] + words[(command + 1)...]
      let ending = try Poolsim.run(words, folder: folder.path)
      let expected = try Poolsim.run(usual, folder: folder.path)
      #expect(ending.status == expected.status && ending.status == 0, "\(line): \(ending.errors)")
      #expect(ending.output == expected.output && !ending.output.isEmpty, "\(line)")
    }
  }

  @Test(
    "the completion script is that of the shell that is named, with = or in two words, with a command or without",
    arguments: [("bash", "#!/bin/bash"), ("zsh", "#compdef poolsim"), ("fish", "function __poolsim")])
  func completesForShell(_ shell: String, _ beginning: String) throws {
    let option = "--generate-completion-script"
    let lines = [
      [option, shell], ["\(option)=\(shell)"], ["run", option, shell], ["run", "\(option)=\(shell)"],
      ["--quiet", "run", option, shell], ["sweep", "plan", option, shell],
    ]
    let expected = try Poolsim.run(["\(option)=\(shell)"]).output
    #expect(expected.hasPrefix(beginning))
    for line in lines {
      let ending = try Poolsim.run(line)
      #expect(ending.status == 0, "\(line)")
      #expect(ending.output == expected, "\(line)")
    }
    #expect(try Self.order.reordered(["--", option, shell]) == ["--", option, shell])
    #expect(try Poolsim.run([option, "csh"]).status != 0)
  }

  @Test("an option that takes a value in one command alone may stand before each of them")
  func tellsFlagsFromOptions() throws {
    for words in [["--trace", "formula", "eval", "F"], ["formula", "--trace", "eval", "F"]] {
      #expect(try Self.order.reordered(words) == ["formula", "eval", "--trace", "F"])
    }
    #expect(try Self.order.reordered(["--trace", "T", "run", "F"]) == ["run", "--trace", "T", "F"])
  }

  @Test("an unknown command names the nearest one")
  func namesCommand() throws {
    for (words, meant) in [(["vaildate", "f"], "validate"), (["--quiet", "finger-print"], "fingerprint")] {
      let ending = try Poolsim.run(words)
      #expect(ending.status == 64)
      #expect(ending.errors.contains("did you mean \(meant)?"), "\(ending.errors)")
    }
    #expect(try Poolsim.run(["sweep", "merg"]).errors.contains("sweep has no command 'merg'; expected merge, "))
  }

  @Test("a command offers the formats that it prints, and no other")
  func offersItsFormats() throws {
    let offered: [(command: [String], formats: String)] = [
      (["run"], "text, json, csv, markdown"), (["compare"], "text, json, csv, markdown"),
      (["check"], "text, markdown, junit, csv"), (["reproduce"], "text, markdown, csv"),
      (["calibrate"], "text, markdown"),
      (["show"], "text, json"), (["rules"], "text, markdown, csv"), (["sweep", "plan"], "text, csv"),
      (["sweep", "merge"], "text, csv, markdown"), (["formula", "check"], "text, json"),
      (["formula", "eval"], "text, json"), (["why"], "text, json, csv, markdown"),
    ]
    #expect(
      Set(offered.map(\.command)) == Set(Self.commands.filter { $0.options["--format"] != nil }.map(\.path)))
    for (command, formats) in offered {
      let help = try Poolsim.run(command + ["--help"]).output
      let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("(values: \(formats)"), "\(command): \(help)")
    }
  }
}
