// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import BatchPool
package import Diagnostics

extension Scenario {
  /// Stops what would simulate a pool of another kind than the scenario describes: one that scales by a formula is not
  /// one of a fixed size.
  ///
  /// A run with a set end evaluates the formula as the service does. Without one it would evaluate for ever: a formula that
  /// depends on nothing then is the size of the pool, and any other cannot be simulated.
  ///
  /// - Throws: `Failure` with what keeps each pool from being simulated.
  package func requireSimulation() throws(Failure) {
    var problems = DiagnosticList()
    for variant in variants {
      for pool in variant.facts.pools where pool.autoscales {
        let noun = namesPools ? "pool \(PrintableText.quoted(pool.name))" : "the pool"
        let subject = variants.count > 1 ? "variant \(PrintableText.quoted(variant.name)): \(noun)" : noun
        let path = namesPools ? "pools.\(pool.name)" : "pool"
        let isEvaluated = variant.configuration.duration != nil
        if let reason = pool.obstacle(path: path, isEvaluated: isEvaluated) {
          problems.add(.formulaNotSimulated, at: pool.obstaclePlace, "\(subject) \(reason)")
        }
        for step in variant.facts.steps {
          guard !isEvaluated, let reason = step.obstacle(of: pool.name) else { continue }
          problems.add(.formulaNotSimulated, at: step.place, "\(subject) scales by a formula, \(reason)")
        }
      }
    }
    try problems.throwIfAny()
  }
}

extension ScenarioFacts.Pool {
  /// Why the pool cannot be simulated, behind its name; nil when it can.
  fileprivate func obstacle(path: String, isEvaluated: Bool) -> String? {
    func fixed(_ setting: String) -> String {
      "--set \(path).\(setting) --set \(path).targetDedicatedNodes=N simulates one of N nodes"
    }
    guard let formula else {
      return "scales by a formula that the scenario does not have, and is not simulated; \(fixed("autoscale=false"))"
    }
    switch formula.sizing {
    case .constant(let dedicated, let lowPriority):
      guard dedicated + lowPriority == 0 else { return nil }
      return "scales by a formula that never asks for a node: there is nothing to simulate"
    case .varies(let reads):
      guard !isEvaluated else { return nil }
      return
        "scales by a formula that reads \(Self.listed(reads)): a run evaluates it until a set time; give duration at the top,"
        + " such as duration: 24 h (or --set duration='24 h')"
    case .fails(let error):
      guard !isEvaluated else { return nil }
      return
        "scales by a formula whose evaluations all fail (\(error.code.rawValue): \(error.message)), so that it keeps "
        + "0 nodes"
    case .refused(let error):
      return "scales by a formula that the service refuses (\(error.code.rawValue): \(error.message))"
    }
  }

  /// Where that shows.
  fileprivate var obstaclePlace: SourcePlace {
    guard let formula else { return place }
    switch formula.sizing {
    case .fails(let error), .refused(let error): return formula.place(of: error.place)
    case .constant, .varies: return formula.place
    }
  }

  private static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension ScenarioFacts.Step {
  /// Whether it asks for another size of a pool.
  package func resizes(_ pool: String) -> Bool {
    guard case .resize = change else { return false }
    return target == nil || target == pool
  }

  /// Why it cannot be done to a pool that scales by a formula; nil when it can.
  fileprivate func obstacle(of pool: String) -> String? {
    guard target == nil || target == pool else { return nil }
    switch change {
    case .removal:
      return
        "and the evaluation after a removal of nodes is simulated until a set time only; give duration at the top, or "
        + "remove the action"
    // The service refuses another size (409 Conflict), and so does a run.
    case .resize, .replicas: return nil
    }
  }
}
