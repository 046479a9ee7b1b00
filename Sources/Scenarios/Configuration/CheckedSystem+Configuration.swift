// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool

extension CheckedSystem {
  /// What the model simulates, and how many jobs each of its traces leaves out; nil, with problems, when names do not fit
  /// together.
  func configuration(_ problems: inout DiagnosticList) -> (system: SystemConfiguration, skippedJobs: [Int])? {
    var builder = SystemBuilder(system)
    builder.build()
    problems.add(builder.problems)
    guard builder.problems.isEmpty else { return nil }
    let configuration = SystemConfiguration(
      parameters: system.model == nil ? profile.parameters : ModelParameters(model), images: builder.images,
      pools: builder.pools,
      resizePolicy: builder.resizePolicy, interventions: builder.interventions, quotas: builder.quotas,
      work: builder.work, duration: system.duration)
    // What single values could not show: totals, for one.
    let impossible = configuration.problems()
    let place = system.pools == nil ? system.place(of: \.pool) : system.place(of: \.pools)
    for problem in impossible.prefix(10) { problems.add(.impossible, at: place, problem) }
    return impossible.isEmpty ? (configuration, builder.skippedJobs) : nil
  }
}
