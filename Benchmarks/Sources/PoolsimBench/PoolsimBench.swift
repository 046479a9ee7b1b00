// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// Measures how fast the parts of poolsim are; each subcommand stands in a folder of its own.
@main
struct PoolsimBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poolsim-bench",
    abstract: "Measures how fast the parts of poolsim are.",
    discussion: """
      Costs are processor time. Every line has a hash of what was computed: it is the same on every machine and in every repetition, so that a
      faster line with another hash has computed something else. Hashes of whole pools hold for one version of the GNU
      Scientific Library.
      """,
    subcommands: [Hold.self, SingleServer.self, Links.self, Pools.self, Replications.self, Work.self])
}
