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
        "no value of the profile \(scenario.profile) has a range, so that there is nothing to draw; give the values that "
          + "are not known a range, or a spread, in the profile"
      }
    throw Failure(.invalid, .nothingUncertain, at: SourcePlace(file: file), reason)
  }
}
