// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
internal import BatchPool
internal import Statistics

/// The share of starts for which one resize is enough, once counted in runs and once computed without them.
package struct ComputedShare: Sendable {
  /// The pool.
  package let poolCase: PoolCase
  /// As runs gave it.
  package let counted: Estimate
  /// As ``StartLaw`` gives it.
  package let computed: StartLaw.Probability

  /// How far apart they are, in standard errors of the difference; the larger error of a share counts for one that no run
  /// contradicts.
  package var distance: Double {
    let share = min(max(computed.value, 1e-9), 1 - 1e-9)
    let plain = share * (1 - share) / Double(max(1, counted.count))
    // A share of few runs moves in steps: half a step is rounding.
    let difference = max(0, abs((counted.mean ?? 0) - computed.value) - 0.5 / Double(max(1, counted.count)))
    return difference / (plain + computed.standardError * computed.standardError).squareRoot()
  }

  /// Whether they agree: a distance above 4 has a probability of some 1 in 16,000 where both are right.
  package var agrees: Bool { distance <= 4 }

  /// Computes the share for the cases of the claims about single resizes.
  ///
  /// - Complexity: O(cases × runs × nodes).
  static func all(
    of cases: [PoolCase], beside outcomes: CaseOutcomes, _ runner: CaseRunner,
    progress: (ExperimentProgress) -> Void
  ) async throws -> [ComputedShare] {
    let wanted =
      ClaimConditions.singleResizeNodes.map { PoolCase(.managed, nodes: $0) } + ClaimConditions.recommendedCases
      + [ClaimConditions.olderRule, ClaimConditions.laterTimeout, ClaimConditions.laterTimeoutOfOneReplica]
    let chosen = wanted.filter { poolCase in
      cases.contains(poolCase) && poolCase.nodes <= StartLaw.mostNodes
        && StartLaw.obstacle(to: poolCase.configuration(runner.parameters)) == nil
    }
    let batches = min(StartLaw.usualBatches, max(2, runner.replications / StartLaw.strata))
    let (parameters, seed) = (runner.parameters, runner.seed)
    var shares: [ComputedShare] = []
    try await OrderedParallelMap(jobs: runner.jobs).run(chosen.count) { index in
      StartLaw(chosen[index].configuration(parameters), seed: seed, batches: batches).singleResize
    } deliver: { index, probability in
      shares.append(
        ComputedShare(
          poolCase: chosen[index], counted: outcomes.summary(.singleResize, chosen[index]).estimate,
          computed: probability))
      progress(ExperimentProgress(scenario: "computed", done: index + 1, total: chosen.count))
    }
    return shares
  }
}
