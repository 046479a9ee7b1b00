// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Where the random numbers of a run come from, and what every node draws, prepared once.
struct Draws {
  let random: RandomSource
  /// How much of the image is read to make a node's disk [bytes].
  let diskMaking: PreparedDraw
  /// How much of the image a node reads to boot [bytes].
  let bootWorkingSet: PreparedDraw
  /// How long its operating system takes to boot [s].
  let osBoot: PreparedDraw
  /// The same of Windows [s].
  let windowsOSBoot: PreparedDraw
  /// How long its agent takes to start [s].
  let nodeAgentStart: PreparedDraw

  init(_ parameters: ModelParameters, seed: UInt64, replication: Int) {
    precondition(replication >= 0, "there is no replication \(replication)")
    random = RandomSource(seed: seed, replication: UInt64(replication))
    diskMaking = random.prepare(parameters.diskMaking, purpose: .diskMaking)
    bootWorkingSet = random.prepare(parameters.bootWorkingSet, purpose: .bootWorkingSet)
    osBoot = random.prepare(parameters.osBoot, purpose: .osBoot)
    windowsOSBoot = random.prepare(parameters.windowsOSBoot, purpose: .osBoot)
    nodeAgentStart = random.prepare(parameters.nodeAgentStart, purpose: .nodeAgentStart)
  }

  /// Draws a time [s] and makes it a duration between 0 and ``SystemConfiguration/longestStage``.
  @inline(__always)
  func duration(
    _ distribution: Distribution, purpose: DrawPurpose, entity: UInt64, attempt: UInt32 = 0
  ) -> SimulationDuration {
    Self.stage(seconds: random.draw(distribution, purpose: purpose, entity: entity, attempt: attempt))
  }

  /// The same of a prepared draw.
  @inline(__always)
  func duration(_ draw: PreparedDraw, entity: UInt64, attempt: UInt32) -> SimulationDuration {
    Self.stage(seconds: random.draw(draw, entity: entity, attempt: attempt))
  }

  /// How much of its image is read to make a node's disk [bytes].
  @inline(__always)
  func diskBytes(entity: UInt64, attempt: UInt32) -> Double {
    max(0, random.draw(diskMaking, entity: entity, attempt: attempt))
  }

  /// How much of its image a node reads to boot [bytes].
  @inline(__always)
  func bootBytes(entity: UInt64, attempt: UInt32) -> Double {
    max(0, random.draw(bootWorkingSet, entity: entity, attempt: attempt))
  }

  /// A number in [0, 1).
  func share(purpose: DrawPurpose, entity: UInt64) -> Double {
    guard let distribution = try? Distribution.uniform(low: 0, high: 1) else { return 0 }
    return random.draw(distribution, purpose: purpose, entity: entity)
  }

  /// The time until something that happens at a constant rate [1/s]; nil when it never does.
  func interval(rate: Double, purpose: DrawPurpose, entity: UInt64, attempt: UInt32) -> SimulationDuration? {
    assert(rate >= 0, "a rate of \(rate) a second")
    guard rate > 0, let distribution = try? Distribution.exponential(mean: 1 / rate) else { return nil }
    return duration(distribution, purpose: purpose, entity: entity, attempt: attempt)
  }

  @inline(__always)
  private static func stage(seconds: Double) -> SimulationDuration {
    assert(seconds.isFinite, "a stage of \(seconds) s was drawn")
    return SimulationDuration(seconds: min(max(seconds, 0), SystemConfiguration.longestStage.seconds))
  }
}
