// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks for mistakes and doubts in a formula: by its text, and by how it behaves.
struct FormulaChecker {
  let formula: Formula
  let options: FormulaCheckOptions
  let table: FactTable
  let calls: [SampleCall]
  let probes: [FormulaProbe]
  let first: Evaluation
  var findings: FormulaFindingList

  init(_ formula: Formula, _ options: FormulaCheckOptions) {
    self.formula = formula
    self.options = options
    table = FactTable(formula.tree)
    calls = SampleCall.all(in: table)
    findings = table.findings
    let (probes, warnings) = formula.probes(slots: options.slots, dialect: options.dialect)
    self.probes = probes
    var pool = SteadyPool(now: options.now, slots: max(1, options.slots))
    pool.limit = 0
    first = formula.evaluate(in: pool, dialect: options.dialect)
    for warning in warnings + first.warnings { findings.add(warning) }
  }

  mutating func run() -> FormulaReport {
    checkWindows()
    checkGuards()
    checkSamples()
    checkOperators()
    checkComparisons()
    checkNames()
    checkTargets()
    checkKinds()
    checkDeallocation()
    checkBehaviour()
    let differences = formula.differences(slots: options.slots, at: options.now, dialect: options.dialect)
    return FormulaReport(findings: kept, probes: probes, first: first, differences: differences)
  }

  /// What neither the options nor a comment at the statement silence.
  private var kept: [FormulaFinding] {
    findings.sorted.filter { finding in
      guard finding.severity != .error else { return true }
      if options.allowed.contains(finding.code.rawValue) { return false }
      let statement = tree.statements.last { $0.place <= finding.place }
      return !(statement?.allowed.contains(finding.code.rawValue) ?? false)
    }
  }

  // MARK: - Access for the rules

  var tree: FormulaTree { formula.tree }

  mutating func find(_ code: FormulaCode, at place: FormulaPlace, _ message: String) {
    findings.add(FormulaFinding(code, at: place, message))
  }

  /// The assignments that set the targets, in the order of the text, with what is known of their values.
  var targets: [(kind: FormulaNodeKind, statement: FormulaTree.Statement, facts: NodeFacts)] {
    table.targets.map { ($0.key, $0.value, table.facts[$0.value.root]) }.sorted { $0.1.place < $1.1.place }
  }

  func targetPlace(_ kind: FormulaNodeKind? = nil) -> FormulaPlace {
    targets.first { kind == nil || $0.kind == kind }?.statement.place ?? .start
  }
}

extension Formula {
  /// Looks for mistakes and doubts.
  ///
  /// - Complexity: O(n) for the text, at most 27 probes of 64 evaluations, and some 160 for the first that succeeds.
  public func check(_ options: FormulaCheckOptions) -> FormulaReport {
    var checker = FormulaChecker(self, options)
    return checker.run()
  }
}
