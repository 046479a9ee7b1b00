// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import EventEngine

extension CheckedSystem {
  /// What the model simulates; nil, with problems, when names do not fit together.
  func configuration(file: String, _ problems: inout DiagnosticList) -> SystemConfiguration? {
    var builder = SystemBuilder(values: values)
    builder.build()
    problems.add(builder.problems)
    guard builder.problems.isEmpty, let parameters = ModelParameters(model) else { return nil }
    let configuration = SystemConfiguration(
      parameters: parameters, images: builder.images, pools: builder.pools, resizePolicy: builder.resizePolicy,
      interventions: builder.interventions, quotas: builder.quotas,
      duration: values["duration"]?.quantity.map { SimulationDuration(seconds: $0) })
    // What single values could not show: totals, for one.
    let impossible = configuration.problems()
    for problem in impossible.prefix(10) {
      problems.add(.impossible, at: values["pools"]?.place ?? values["pool"]?.place ?? values.place, problem)
    }
    return impossible.isEmpty ? configuration : nil
  }
}
