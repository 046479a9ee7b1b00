// SPDX-License-Identifier: GPL-3.0-or-later

/// The facts of all expressions of a formula, and the mistakes that they show.
///
/// - Complexity: O(n) in the nodes.
struct FactTable {
  let tree: FormulaTree
  var facts: [NodeFacts] = []
  var findings = FormulaFindingList()
  /// The expression that a variable of the user's has at the point reached.
  private var userValues: [FormulaTree.Index?]
  /// The assignments that the final targets come from, with their statements.
  private(set) var targets: [FormulaNodeKind: FormulaTree.Statement] = [:]
  private(set) var option: FormulaTree.Statement?
  private var aliases: [FormulaNodeKind: FormulaTree.Statement] = [:]
  private var fullNames: [FormulaNodeKind: FormulaTree.Statement] = [:]
  /// Variables of the user's that are read.
  private(set) var readVariables: Set<Int> = []

  init(_ tree: FormulaTree) {
    self.tree = tree
    userValues = Array(repeating: nil, count: tree.userNames.count)
    facts.reserveCapacity(tree.nodes.count)
    for statement in tree.statements { look(at: statement) }
    for kind in FormulaNodeKind.allCases { targets[kind] = fullNames[kind] ?? aliases[kind] }
  }

  private mutating func look(at statement: FormulaTree.Statement) {
    for index in statement.first...statement.root { facts.append(self.facts(of: index, in: statement)) }
    guard let assignment = statement.assignment else { return }
    let value = facts[statement.root]
    switch assignment.name {
    case .user(let number): userValues[number] = statement.root
    case .target(let kind, let isAlias):
      lookAtTarget(value, assignment)
      if isAlias { aliases[kind] = statement } else { fullNames[kind] = statement }
    case .option:
      option = statement
      lookAtOption(value, statement)
    case .metric, .interval, .word, .function:
      report(
        FormulaError(
          .reservedName, at: assignment.place,
          "\(assignment.name.serviceText) is \(assignment.name.reservedWording) and cannot be assigned; "
            + "choose another name"))
    }
  }

  private mutating func lookAtTarget(_ value: NodeFacts, _ assignment: FormulaTree.Assignment) {
    switch value.type {
    case nil, .number: break
    case .vector:
      note(.undocumented, at: assignment.operatorPlace, "a vector is assigned to a target; it must have one element")
    case .instant, .interval, .text, .option:
      report(
        FormulaError(
          .wrongType, at: assignment.operatorPlace, "a target needs a double, not a \(value.type?.rawValue ?? "")"))
    }
    if let number = value.number, number < 0 {
      note(.negativeTarget, at: assignment.place, "the target is \(NumberText.text(number)); 0 is taken")
    }
  }

  private mutating func lookAtOption(_ value: NodeFacts, _ statement: FormulaTree.Statement) {
    let words = FormulaDeallocationOption.allCases.map(\.rawValue)
    let place = tree.nodes[statement.root].start
    switch value.type {
    case nil, .option: break
    case .text:
      guard let text = value.text else { break }
      if words.contains(text) {
        note(
          .stopsRunningTasks, at: place,
          "the deallocation option stands in quotes; write \(text) without them")
      } else {
        report(
          FormulaError(
            .unknownOption, at: place,
            "'\(FormulaWording.visible(text))' is not a deallocation option; expected " + words.joined(separator: ", ")
              + FormulaWording.suggestion(for: text, among: words)))
      }
    case .number, .vector, .instant, .interval:
      report(
        FormulaError(
          .unknownOption, at: place,
          "a \(value.type?.rawValue ?? "") is not a deallocation option; expected " + words.joined(separator: ", ")))
    }
  }

  // MARK: - Expressions

  private mutating func facts(of index: Int, in statement: FormulaTree.Statement) -> NodeFacts {
    let node = tree.nodes[index]
    switch node.kind {
    case .number(let value): return Self.constant(value)
    case .text(let text):
      var facts = NodeFacts(type: .text, text: text)
      if let word = FormulaDeallocationOption(rawValue: text) { facts.words = [word] }
      return facts
    case .name(let name): return facts(of: name, at: node.place)
    case .receiver(let metric):
      lookAtRetirement(.metric(metric, isAlias: tree.text(of: index) == "$CurrentDedicated"), at: node.place)
      return NodeFacts()
    case .unary(let sign, let operand): return unary(sign, facts[operand], at: node.place)
    case .binary(let sign, let left, let right): return binary(sign, facts[left], facts[right], at: node.place)
    case .conditional(let condition, let then, let otherwise):
      return choice(facts[condition], facts[then], facts[otherwise], at: node.place)
    case .callee(let callee, let count):
      if let error = Evaluator<FormulaSnapshot>.mistake(in: callee, count: count, at: node.place, tree) {
        report(error)
      }
      return NodeFacts()
    case .call(let callee, let arguments):
      if case .function(.stop) = callee, statement.root != index || statement.assignment != nil {
        report(FormulaError(.wrongType, at: node.place, "stop() gives no value; it is a statement of its own"))
      }
      return call(callee, tree.arguments[arguments].map { facts[$0] }, at: node.place, index)
    case .member(let name, let receiver):
      return member(name, of: facts[receiver], at: node.place, owner: receiver)
    }
  }

  static func constant(_ value: Double) -> NodeFacts {
    var facts = NodeFacts(type: .number, number: value)
    facts.bound(value, value)
    facts.isWhole = value == value.rounded()
    return facts
  }

  private mutating func facts(of name: FormulaName, at place: FormulaPlace) -> NodeFacts {
    switch name {
    case .user(let number):
      readVariables.insert(number)
      if let root = userValues[number] { return facts[root] }
    case .metric(let metric, _):
      lookAtRetirement(name, at: place)
      if !metric.isGauge {
        note(
          .undocumented, at: place, "\(metric.rawValue) without a method gives its newest sample; write .GetSample(1)")
      }
      return Self.values(of: metric, type: .number)
    case .target(let kind, let isAlias):
      let written = isAlias ? aliases[kind] ?? fullNames[kind] : fullNames[kind] ?? aliases[kind]
      if let written {
        note(
          .targetReadAfterWrite, at: place,
          "\(name.serviceText) is read after it was assigned: the new value counts, not the size of the pool")
        return facts[written.root]
      }
      var facts = NodeFacts(type: .number)
      facts.readsTargets = [kind]
      facts.bound(0, .infinity)
      facts.isWhole = true
      return facts
    case .option: return NodeFacts(type: .option)
    case .interval(let constant): return NodeFacts(type: .interval, interval: constant.interval)
    case .word(let word): return NodeFacts(type: .option, words: [word])
    case .function: break
    }
    report(Evaluator<FormulaSnapshot>.undefined(name, in: tree, at: place))
    return NodeFacts()
  }

  private mutating func lookAtRetirement(_ name: FormulaName, at place: FormulaPlace) {
    guard case .metric(let metric, let isAlias) = name else { return }
    if isAlias {
      note(.retiredName, at: place, "\(name.serviceText) is an old name; write \(metric.rawValue)")
    } else if metric.isRetired {
      note(
        .retiredName, at: place,
        "\(metric.rawValue) is not in the newest lists of the vendor and is not simulated: "
          + "how the formula behaves was not tried")
    }
  }

  /// What is known of the values of a metric.
  static func values(of metric: FormulaMetric, type: FormulaType) -> NodeFacts {
    let set = FormulaMetricSet(metric)
    var facts = NodeFacts(type: type, values: set, quantities: set, summands: set, mentions: set)
    facts.bound(metric == .taskSlotsPerNode ? 1 : 0, metric == .taskSlotsPerNode ? 256 : .infinity)
    facts.isWhole = metric.isWhole
    return facts
  }

  // MARK: - Findings

  mutating func report(_ error: FormulaError) { findings.add(FormulaFinding(error)) }

  mutating func note(_ code: FormulaCode, at place: FormulaPlace, _ message: String) {
    findings.add(FormulaFinding(code, at: place, message))
  }
}
