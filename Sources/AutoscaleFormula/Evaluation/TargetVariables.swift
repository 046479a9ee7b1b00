// SPDX-License-Identifier: GPL-3.0-or-later

/// The two targets, each with a full name and an alias.
///
/// After an assignment a read gives what was assigned, uncut (CADWRDeltaModeling/azure_dms_batch has run such formulas
/// since May 2025); before it, the target of the pool. A read of either spelling sees the last value given to that
/// spelling, else the one given to the other. At the end the full name wins over the alias, whatever the order (same
/// page, "Read-write variables").
struct TargetVariables {
  struct Written {
    let value: Double
    let place: FormulaPlace
  }

  private struct Target {
    let initial: Double
    var full: Written?
    var alias: Written?
  }

  private var dedicated: Target
  private var lowPriority: Target

  init(dedicated: Double, lowPriority: Double) {
    self.dedicated = Target(initial: dedicated)
    self.lowPriority = Target(initial: lowPriority)
  }

  func read(_ kind: FormulaNodeKind, isAlias: Bool) -> Double {
    let target = kind == .dedicated ? dedicated : lowPriority
    let written = isAlias ? target.alias ?? target.full : target.full ?? target.alias
    return written?.value ?? target.initial
  }

  mutating func write(_ value: Double, to kind: FormulaNodeKind, isAlias: Bool, at place: FormulaPlace) {
    let written = Written(value: value, place: place)
    switch (kind, isAlias) {
    case (.dedicated, false): dedicated.full = written
    case (.dedicated, true): dedicated.alias = written
    case (.lowPriority, false): lowPriority.full = written
    case (.lowPriority, true): lowPriority.alias = written
    }
  }

  /// What counts at the end; nil for a target that was not assigned.
  func final(_ kind: FormulaNodeKind) -> Written? {
    let target = kind == .dedicated ? dedicated : lowPriority
    return target.full ?? target.alias
  }
}
