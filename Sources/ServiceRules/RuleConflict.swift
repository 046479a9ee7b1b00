// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Quantities
package import Scenarios

/// Published rules that answer one question in different ways, so that a scenario can keep one and break another.
package struct RuleConflict: Sendable {
  /// What one page says.
  package struct Side: Hashable, Sendable {
    /// The code of the rule; nil where the page only shows it.
    package let code: String?
    /// What it asks for.
    package let demand: String
  }

  /// What the model can say about a question.
  package enum Answer: Hashable, Sendable {
    /// Whether one resize is enough, and whether the target is reached.
    case resizes
    /// Nothing: the model has no such limit, and a run goes on as if there were none.
    case noLimit
  }

  /// The question.
  package let question: String
  /// The answers that were published, with their dates in the rules.
  package let sides: [Side]
  /// What the model can say.
  package let answer: Answer

  /// Every conflict that is known.
  package static let all = [
    RuleConflict(
      question: "dedicated nodes for a managed image",
      sides: [
        Side(code: "R108", demand: "at most 2500 over all pools on it"),
        Side(code: "R110", demand: "at most 2000"),
      ], answer: .noLimit),
    RuleConflict(
      question: "replicas for the nodes of a gallery version",
      sides: [
        Side(code: "R124", demand: "one for every 300 nodes of a pool"),
        Side(code: "R139", demand: "one for every 600 nodes of a pool"),
        Side(code: "R127", demand: "one for every 20 VMs created at once"),
        Side(code: "R128", demand: "one for every 50 VMs created at once, in the same text"),
        Side(code: "R148", demand: "at least 3"),
      ], answer: .resizes),
    RuleConflict(
      question: "the most replicas of a gallery version",
      sides: [
        Side(code: "R125", demand: "10"), Side(code: "R126", demand: "100"),
        Side(code: "R147", demand: "50 in a region"),
      ], answer: .noLimit),
    RuleConflict(
      question: "the time for a resize of a pool from a gallery",
      sides: [
        Side(code: "R121", demand: "15 min for every 1000 nodes"),
        Side(code: "R149", demand: "30 min above 300 nodes of an image of your own"),
      ], answer: .resizes),
    RuleConflict(
      question: "the last API version that takes a managed image",
      sides: [
        Side(code: "R101", demand: "2019-08-01"),
        Side(code: nil, demand: "the same page shows a request of version 2020-03-01"),
      ], answer: .noLimit),
  ]

  /// The question and every side of it, on a line.
  package var statement: String {
    let sides = sides.map { side in side.code.map { "\($0) says \(side.demand)" } ?? side.demand }
    return "\(question): \(sides.joined(separator: ", "))"
  }
}

/// How a variant stands to rules whose subject the model simulates, and to rules that conflict.
package struct RuleStanding: Hashable, Sendable {
  /// The variant.
  package let variant: String
  /// The rules that it breaks, by code.
  package let broken: [String]
  /// The rules that say otherwise, and that it keeps.
  package let kept: [String]
  /// What the model can say about them.
  package let answer: RuleConflict.Answer
}

extension Preflight {
  /// The rules about replicas, timeouts and the number of resizes that no other rule contradicts: what they warn of, a
  /// run shows.
  private static let simulated = ["R120", "R123", "R142"]

  /// How the variants of a scenario stand to rules that conflict, and to those whose subject the model simulates.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - date: The creation date of the pools; nil checks the scenario against every rule in whose place no other has come,
  ///     so that the answer is the same on every day.
  /// - Returns: By variant; nothing for variants that keep all of these rules.
  /// - Complexity: O(variants * pools) for every rule.
  package static func standings(of scenario: Scenario, on date: CalendarDate? = nil) -> [RuleStanding] {
    scenario.variants.flatMap { standings(of: $0, on: date) }
  }

  private static func standings(of variant: Scenario.Variant, on date: CalendarDate?) -> [RuleStanding] {
    let subject = PreflightSubject(variant, on: date ?? .firstPublished)
    func isSpoken(_ rule: PreflightRule) -> Bool { date.map(rule.isTold) ?? (rule.retirement?.isReplaced != true) }
    func isBroken(_ code: String) -> Bool? {
      // A number that nobody has given breaks nothing, and keeps nothing.
      PreflightRule.named(code).flatMap { rule -> Bool? in
        guard isSpoken(rule) else { return nil }
        let hits = rule.check(subject)
        return hits.contains { !$0.isAssumed } ? true : hits.isEmpty ? false : nil
      }
    }
    let warned = simulated.filter { isBroken($0) == true }
    var standings: [RuleStanding] = []
    for conflict in RuleConflict.all {
      let codes = conflict.sides.compactMap(\.code)
      let broken = codes.filter { isBroken($0) == true }
      guard !broken.isEmpty, conflict.sides.count == codes.count else { continue }
      let kept = codes.filter { isBroken($0) == false && concerns($0, subject) }
      standings.append(RuleStanding(variant: variant.name, broken: broken, kept: kept, answer: conflict.answer))
    }
    if !warned.isEmpty {
      standings.append(RuleStanding(variant: variant.name, broken: warned, kept: [], answer: .resizes))
    }
    return standings
  }

  /// Whether a rule is about a pool of the subject: one that is not is neither broken nor kept.
  private static func concerns(_ code: String, _ subject: PreflightSubject) -> Bool {
    code != "R121" || subject.pools.contains { $0.image.kind == .gallery && !$0.autoscales }
  }
}
