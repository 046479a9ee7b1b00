// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets options stand before the command: `poolsim --quiet run FILE` is `poolsim run --quiet FILE`.
enum ArgumentOrder {
  /// Common options that take a value in the argument after them.
  private static let valued: Set<String> = [
    "--replications", "--precision", "--seed", "--jobs", "--output", "--set", "--format", "--trace",
    "--campaign", "--filter", "--shard",
    "--tolerance", "--level", "--with",
  ]

  /// Moves the options that stand before the command behind it.
  ///
  /// The built-in `--help` and `--version` stay where they are, and so does everything when there is no command.
  static func reordered(_ arguments: [String]) -> [String] {
    var index = 0
    while index < arguments.count, arguments[index].hasPrefix("-"), arguments[index] != "--" {
      if ["--help", "-h", "--version"].contains(arguments[index]) { return arguments }
      index += valued.contains(arguments[index]) ? 2 : 1
    }
    guard index > 0, index < arguments.count, arguments[index] != "--" else { return arguments }
    return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
  }
}
