// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
public import EventEngine

/// How the service sizes a pool by a formula.
public struct AutoscaleConfiguration: Hashable, Sendable {
  /// The formula.
  package let formula: Formula
  /// The time between evaluations.
  public var evaluationInterval: SimulationDuration
  /// How the service behaves where that is uncertain.
  package var dialect: FormulaDialect
  /// What time it is at the start of the run.
  package var clock: FormulaInstant

  /// Makes a configuration.
  package init(
    formula: Formula, evaluationInterval: SimulationDuration = .seconds(900),
    dialect: FormulaDialect = FormulaDialect(), clock: FormulaInstant = .epoch
  ) {
    self.formula = formula
    self.evaluationInterval = evaluationInterval
    self.dialect = dialect
    self.clock = clock
  }

  /// Whether two formulas have one text, and all else is equal.
  public static func == (left: AutoscaleConfiguration, right: AutoscaleConfiguration) -> Bool {
    left.formula.text == right.formula.text && left.evaluationInterval == right.evaluationInterval
      && left.dialect == right.dialect && left.clock == right.clock
  }

  /// Adds what tells the configuration apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(formula.text)
    hasher.combine(evaluationInterval)
    hasher.combine(dialect)
    hasher.combine(clock)
  }

  /// A time of the run as a formula sees it; the last instant that there is, beyond it.
  func instant(at time: SimulationTime) -> FormulaInstant {
    clock.adding(FormulaInterval(ticks: time.nanoseconds / 100)) ?? clock
  }
}
