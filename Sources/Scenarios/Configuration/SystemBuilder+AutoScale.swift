// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import BatchPool
internal import Diagnostics
internal import EventEngine

/// Pools that scale by a formula.
extension SystemBuilder {
  /// How the service sizes a pool; nil where no formula does, where it cannot be read, and where the run has no set end: a
  /// formula that always asks for the same is then the size of the pool, and any other is not simulated.
  mutating func autoscale(of pool: Section<PoolKeys>) -> AutoscaleConfiguration? {
    guard system.duration != nil, let written = PoolFormula(pool), let formula = try? Formula(parsing: written.text)
    else { return nil }
    let clock = system.clock.flatMap(ScenarioClock.init)
    if clock == nil, formula.readsTime {
      problems.add(
        .missingKey, at: written.place,
        "the formula asks for the time, and the key clock is missing; expected the time at the start of the run at the top, "
          + "such as clock: 2026-11-30T08:00:00Z")
      return nil
    }
    return AutoscaleConfiguration(
      formula: formula, evaluationInterval: .seconds(written.evaluationInterval), dialect: written.dialect,
      clock: clock?.instant ?? .epoch)
  }
}
