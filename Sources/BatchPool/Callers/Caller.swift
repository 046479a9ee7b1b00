// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine

/// Whoever decides how large a pool is to be: looks at what the service shows of it and asks for something, or waits.
///
/// An enum of values: a run copies them from its configuration, they hold no reference and call nobody, so that a run
/// stays a function of its arguments. A new way of deciding is a case here and a file of its own.
enum Caller: Sendable {
  /// Asks for one size and repeats the request as a policy has it.
  case repeating(RepeatingCaller)
  /// Asks for other sizes at set times too.
  case scheduled(ScheduledCaller)
  /// Asks for what a formula says, evaluation by evaluation.
  case autoscale(AutoscaleCaller)

  /// What a caller answers: what it asks for now, and when it wants to be woken.
  ///
  /// The time takes the place of the one that it gave before; nil: it does not want to be woken.
  typealias Decision = (request: PoolRequest?, wakeAt: SimulationTime?)

  /// Decides.
  ///
  /// - Parameters:
  ///   - view: What the service shows of the pool.
  ///   - occasion: Why the caller is asked.
  /// - Returns: What it asks for, and when it wants to be asked again.
  /// - Complexity: O(1).
  mutating func decide(_ view: PoolView, on occasion: Occasion) -> Decision {
    let decision: Decision
    switch self {
    case .repeating(var caller):
      decision = caller.decide(view, on: occasion)
      self = .repeating(caller)
    case .scheduled(var caller):
      decision = caller.decide(view, on: occasion)
      self = .scheduled(caller)
    case .autoscale(var caller):
      decision = caller.decide(view, on: occasion)
      self = .autoscale(caller)
    }
    assert(decision.wakeAt.map { $0 >= view.now } ?? true, "at \(view.now): a caller wants to be woken in the past")
    return decision
  }
}

extension Caller {
  /// What a formula has just given, once; nil for other callers.
  mutating func takeEvaluation() -> Evaluation? {
    guard case .autoscale(var caller) = self else { return nil }
    defer { self = .autoscale(caller) }
    return caller.takeEvaluation()
  }
}

/// Why a caller is asked.
enum Occasion: Hashable, Sendable {
  /// The run begins, and the pool has no nodes.
  case start
  /// The time that the caller gave has come.
  case wake
  /// The time of one of its ``TimedRequest``s has come: a place in its list.
  case appointment(Int)
  /// A resize of the pool has ended.
  case resizeEnded
}

/// Something that a caller asks for at a set time.
struct TimedRequest: Hashable, Sendable {
  /// When.
  let time: SimulationTime
  /// What.
  let request: PoolRequest
}
