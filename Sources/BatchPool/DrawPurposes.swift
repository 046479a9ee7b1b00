// SPDX-License-Identifier: GPL-3.0-or-later

internal import Randomness

/// What the model draws random numbers for.
///
/// Each purpose has a stream of its own for every entity, so that no draw shifts another. The numbers are part of
/// the results: changing one changes every run.
extension DrawPurpose {
  /// The service delay of a resize; the entity is pool and number of the resize.
  static let serviceDelay = DrawPurpose(rawValue: 1)
  /// The bandwidth of a replica in this run; the entity is image and replica.
  static let replicaBandwidth = DrawPurpose(rawValue: 2)
  /// The boot working set of a node.
  static let bootWorkingSet = DrawPurpose(rawValue: 3)
  /// The boot of a node's operating system.
  static let osBoot = DrawPurpose(rawValue: 4)
  /// The start of a node's agent.
  static let nodeAgentStart = DrawPurpose(rawValue: 5)
  /// How long a node's start task runs.
  static let startTaskDuration = DrawPurpose(rawValue: 6)
  /// Whether an attempt at creating a node's VM fails.
  static let createFailure = DrawPurpose(rawValue: 7)
  /// Whether a try of a node's start task fails.
  static let startTaskFailure = DrawPurpose(rawValue: 8)
}
