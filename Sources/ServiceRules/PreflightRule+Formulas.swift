// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import Scenarios

extension PreflightRule {
  /// Rules about pools that scale by a formula.
  static let formulaRules: [PreflightRule] = [
    PreflightRule(
      "R160", "the formula of a pool cannot be read", .refused, .restReference,
      meaning:
        "The service answers 400 to a formula that is empty, too long or against the grammar. What a formula names is looked at by evaluations only.",
      cure: "Mend the formula: poolsim formula check says all that is wrong or risky.",
      example: "pool: { autoScale: { formula: \"$TargetDedicatedNodes = (1;\" } }"
    ) { subject in
      subject.pools.compactMap { pool in
        guard let formula = pool.formula, case .refused(let error) = formula.sizing else { return nil }
        return .init("\(error.code.rawValue): \(error.message)", pool: pool.name, at: formula.place(of: error.place))
      }
    },
    PreflightRule(
      "R161", "a pool that scales by a formula is resized", .refused, .restReference,
      meaning: "The service answers 409 to a resize of a pool whose size a formula sets.",
      cure: "Leave the action out, or give the pool targets instead of a formula.",
      example: "pool: { autoScale: ... }   # and actions: [{ at: 1 h, resize: { targetDedicatedNodes: 100 } }]"
    ) { subject in
      subject.pools.filter(\.autoscales).flatMap { pool in
        subject.steps.filter { $0.resizes(pool.name) }.map {
          .init("the formula sets the number of nodes, and another resize is refused", pool: pool.name, at: $0.place)
        }
      }
    },
  ]
}
