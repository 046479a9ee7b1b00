// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine

/// The service as it sizes a pool by a formula: it evaluates at the start, and after every interval from then on.
struct AutoscaleCaller: Sendable {
  let configuration: AutoscaleConfiguration
  /// What the user asks for at set times; the service refuses another size.
  let requests: [TimedRequest]
  private(set) var evaluationCount = 0
  /// When it is to be woken.
  private var wakeAt: SimulationTime?
  /// What the latest evaluation gave, until the model takes it.
  private var evaluation: Evaluation?

  init(_ configuration: AutoscaleConfiguration, requests: [TimedRequest]) {
    self.configuration = configuration
    self.requests = requests
  }

  mutating func decide(_ view: PoolView, on occasion: Occasion) -> Caller.Decision {
    switch occasion {
    case .start: wakeAt = view.now
    case .wake:
      guard let context = view.formulaContext else {
        preconditionFailure("at \(view.now): a formula is to be evaluated, and nothing is known of its pool")
      }
      evaluationCount += 1
      evaluation = configuration.formula.evaluate(in: context, dialect: configuration.dialect)
      // From the start on, not from the latest: an evaluation does not move those behind it.
      wakeAt = view.now + configuration.evaluationInterval
    case .appointment(let number): return (requests[number].request, wakeAt)
    case .resizeEnded: break
    }
    return (nil, wakeAt)
  }

  /// What the latest evaluation gave, once.
  mutating func takeEvaluation() -> Evaluation? {
    defer { evaluation = nil }
    return evaluation
  }
}
