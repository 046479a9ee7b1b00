// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  /// Rules that rest on probes.
  mutating func checkBehaviour() {
    for probe in probes {
      if case .fails(let error) = probe.ending { checkFailure(error) }
    }
    guard !targets.isEmpty else { return }
    checkShrinking()
    checkGrowth()
    for probe in probes {
      guard case .cycles = probe.ending else { continue }
      find(
        .oscillates, at: targetPlace(),
        "the targets go up and down while nothing changes: \(probe.sequence) (\(probe.wording))")
      break
    }
  }

  private mutating func checkFailure(_ error: FormulaError) {
    guard error.code != .tooFewSamples else {
      find(
        .unguardedSamples, at: error.place,
        "an evaluation ends here even with all samples: the window has too few (\(error.message))")
      return
    }
    let place = error.place == .endOfEvaluation ? targetPlace() : error.place
    findings.add(FormulaFinding(error.code, at: place, error.message))
  }

  private mutating func checkShrinking() {
    let idle = probes.filter { if case .idle = $0.load { true } else { false } }
    let byTime = Dictionary(grouping: idle, by: \.now).values
    if !idle.isEmpty, byTime.allSatisfy({ $0.contains { $0.last > 0 } }),
      let worst = idle.max(by: { $0.last < $1.last })
    {
      find(
        .neverEmpty, at: targetPlace(), "without tasks the pool keeps nodes: \(worst.sequence) (\(worst.wording))")
    }
    let large = idle.filter { $0.load == .idle(nodes: 1000) }
    let reachesLess = probes.contains { if case .pending = $0.load { $0.last < 1000 } else { false } }
    if let probe = large.first, large.allSatisfy({ !$0.falls }), reachesLess {
      find(
        .neverShrinks, at: targetPlace(),
        "the target never falls, though it rises to less: \(probe.sequence) (\(probe.wording))")
    }
  }

  private mutating func checkGrowth() {
    let isLarge = { (probe: FormulaProbe) in probe.load == .pending(tasks: 10_000) && probe.steps.contains { $0 > 1000 }
    }
    guard let probe = probes.first(where: isLarge) else { return }
    for target in targets where target.facts.high == .infinity {
      find(
        .unbounded, at: target.statement.place,
        "nothing bounds the target: \(probe.sequence) (\(probe.wording)); write min(LIMIT, ...) around it")
    }
  }
}
