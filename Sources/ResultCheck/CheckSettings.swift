// SPDX-License-Identifier: GPL-3.0-or-later

/// How strict a check is.
package struct CheckSettings: Hashable, Sendable {
  /// Changes that nobody asks about.
  package var tolerances = CheckTolerances()
  /// The probability that a check of two results without any difference finds one.
  package var level = 0.05
  /// Whether every byte must be the same.
  package var isExact = false
  /// Shares that metrics of the candidate must have at least, from 0 to 1, by name.
  package var minimumShares: [String: Double] = [:]
  /// Replications without which no difference is not yet equality.
  ///
  /// With fewer, even large changes are lost in the correction for several comparisons; a difference that shows
  /// nevertheless is one.
  package var leastReplications = 10

  /// Settings without tolerances, at the level of 5 %.
  package init() {}

  /// Metrics that are compared for information only: they say how a result was computed, not what it is.
  static let informational: Set<String> = ["events"]
  /// The metric without whose equality nothing can be compared.
  static let target = "target_nodes"
  /// Metrics that apply to a replication exactly where another metric of it is above 0, and that one: a value that is
  /// missing beside it was lost.
  static let conditions = [
    "steady_state_s": "reached_target", "idle_latency_mean_s": "idle_nodes", "idle_latency_p50_s": "idle_nodes",
    "idle_latency_p95_s": "idle_nodes", "idle_latency_max_s": "idle_nodes", "request_to_idle_mean_s": "idle_nodes",
    "request_to_idle_p50_s": "idle_nodes", "request_to_idle_p95_s": "idle_nodes", "request_to_idle_max_s": "idle_nodes",
  ]
}
