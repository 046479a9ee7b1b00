// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Scenarios

extension Experiment {
  /// As ``predictive()``, where there is something to draw for some variant.
  ///
  /// - Parameter file: The file of the scenario.
  /// - Returns: The experiment.
  /// - Throws: `Failure` that says why nothing is drawn.
  package func checkedPredictive(file: String) throws(Failure) -> Experiment {
    let experiment = predictive()
    let values = experiment.uncertain ?? []
    guard values.allSatisfy(\.isEmpty) else { return experiment }
    let fixed = values.flatMap(\.fixedKeys)
    let reason =
      if let first = fixed.first {
        "the scenario sets every value that has a range in its profile, \(first) for one, so that nothing is left to draw; "
          + "remove what is not measured from model:, or leave --predictive out"
      } else {
        "the profile \(scenario.profile) gives no value a range or a spread, so --predictive has nothing to draw; add a "
          + "range to each value that you do not know"
      }
    throw Failure(.invalid, .nothingUncertain, at: SourcePlace(file: file), reason)
  }
}
