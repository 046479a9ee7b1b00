// SPDX-License-Identifier: GPL-3.0-or-later

internal import Randomness

/// What every node draws: prepared once for a run.
struct NodeDraws: BitwiseCopyable {
  /// How much of the image the node reads to boot [bytes].
  let bootWorkingSet: PreparedDraw
  /// How long its operating system takes to boot [s].
  let osBoot: PreparedDraw
  /// How long the node agent takes to start [s].
  let nodeAgentStart: PreparedDraw

  init(_ parameters: ModelParameters, _ random: RandomSource) {
    bootWorkingSet = random.prepare(parameters.bootWorkingSet, purpose: .bootWorkingSet)
    osBoot = random.prepare(parameters.osBoot, purpose: .osBoot)
    nodeAgentStart = random.prepare(parameters.nodeAgentStart, purpose: .nodeAgentStart)
  }
}
