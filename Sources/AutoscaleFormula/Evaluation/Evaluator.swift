// SPDX-License-Identifier: GPL-3.0-or-later

/// Evaluates a formula: walks over its nodes with a stack of values.
struct Evaluator<Context: FormulaContext> {
  let tree: FormulaTree
  let context: Context
  let dialect: FormulaDialect
  let isTracing: Bool
  var stack: [FormulaValue] = []
  var variables: [FormulaValue?]
  var targets: TargetVariables
  var option: FormulaDeallocationOption?
  var warnings = FormulaFindingList()
  var trace: [FormulaTraceEntry] = []
  /// Elements of vectors produced or read so far.
  private var elements = 0
  private(set) var randomCalls = 0
  /// The samples that the node under way has looked at.
  var window: FormulaSampleWindow?

  init(_ tree: FormulaTree, in context: Context, dialect: FormulaDialect, tracing: Bool) {
    self.tree = tree
    self.context = context
    self.dialect = dialect
    isTracing = tracing
    variables = Array(repeating: nil, count: tree.userNames.count)
    targets = TargetVariables(
      dedicated: Double(context.target(.dedicated)), lowPriority: Double(context.target(.lowPriority)))
  }

  mutating func run() -> Evaluation {
    do throws(FormulaError) {
      for statement in tree.statements {
        if case .call(.function(.stop), _) = tree.nodes[statement.root].kind, statement.assignment == nil,
          statement.root - statement.first == 1
        {
          // With an argument, the call is the mistake that evaluating it tells.
          if case .callee(_, count: 0) = tree.nodes[statement.first].kind { return try ended(.stopped) }
        }
        try run(statement)
      }
      return try ended(.completed)
    } catch {
      return failed(error)
    }
  }

  private mutating func run(_ statement: FormulaTree.Statement) throws(FormulaError) {
    stack.removeAll(keepingCapacity: true)
    var index = statement.first
    while index <= statement.root {
      window = nil
      let depth = stack.count
      try step(index)
      if isTracing { record(index, depthBefore: depth) }
      index = try follow(index)
    }
    guard let assignment = statement.assignment else { return }
    let value = try pop()
    try assign(value, to: assignment, from: statement)
  }

  /// The node behind another, by way of conditions.
  private mutating func follow(_ index: Int) throws(FormulaError) -> Int {
    var index = index
    while true {
      switch tree.nodes[index].flow {
      case .next:
        return index + 1
      case .jump(let target):
        if isTracing { recordSkipped(from: index + 1, to: target) }
        return target
      case .branch(let otherwise, let choice):
        if try isTrue(pop(), at: tree.nodes[choice].place) { return index + 1 }
        if isTracing { recordSkipped(from: index + 1, to: otherwise) }
        return otherwise
      case .decide(let operation):
        // Choice: what the left side decides leaves the right side out. Nothing is known of the service; `?:` is known
        // to do so.
        guard case .binary(let sign, _, _) = tree.nodes[operation].kind else { return index + 1 }
        let isTrue = try isTrue(pop(), at: tree.nodes[operation].place)
        guard isTrue == (sign == .or) else { return index + 1 }
        if isTracing { recordSkipped(from: index + 1, to: operation) }
        stack.append(.number(isTrue ? 1 : 0))
        if isTracing { record(operation, depthBefore: stack.count - 1) }
        index = operation
      }
    }
  }

  private mutating func step(_ index: Int) throws(FormulaError) {
    let node = tree.nodes[index]
    switch node.kind {
    case .number(let value): stack.append(.number(value))
    case .text(let text): stack.append(.text(text))
    case .name(let name): stack.append(try read(name, at: node.place))
    case .receiver(let metric): try require(metric, at: node.place)
    case .unary(let sign, _): stack.append(try apply(sign, to: pop(), at: node.place))
    case .binary(let sign, _, _):
      let right = try pop()
      if sign.isLogical {
        stack.append(.number(try isTrue(right, at: node.place) ? 1 : 0))
      } else {
        stack.append(try apply(sign, pop(), right, at: node.place))
      }
    case .conditional: break
    case .callee(let callee, let count): try check(callee, count: count, at: node.place)
    case .call(let callee, let arguments): try call(callee, count: arguments.count, at: node.place)
    case .member(let name, let receiver): stack.append(try member(name, of: receiver, at: node.place))
    }
  }

  // MARK: - Values

  /// The value on top of the stack; an expression always leaves one.
  mutating func pop() throws(FormulaError) -> FormulaValue {
    guard let value = stack.popLast() else {
      throw FormulaError(.wrongType, at: .endOfEvaluation, "a value is missing")
    }
    return value
  }

  /// Counts work, and stops an evaluation that does too much of it.
  mutating func spend(_ count: Int, at place: FormulaPlace) throws(FormulaError) {
    elements += count
    guard elements <= FormulaLimits.elements else {
      throw FormulaError(
        .tooMuchWork, at: place,
        "the evaluation handles more than \(FormulaLimits.elements) elements of vectors; the service stops it after 30 s"
      )
    }
  }

  mutating func random() -> Double {
    defer { randomCalls += 1 }
    return context.random(call: randomCalls)
  }

  mutating func warn(_ code: FormulaCode, at place: FormulaPlace, _ message: String) {
    warnings.add(FormulaFinding(code, at: place, message))
  }

  /// Truth: any number but zero, so that NaN is true.
  mutating func isTrue(_ value: FormulaValue, at place: FormulaPlace) throws(FormulaError) -> Bool {
    try number(value, at: place, "a condition") != 0
  }

  /// The number that is needed: a double, or the element of a vector of one.
  ///
  /// Choice: public formulas that ran use such vectors as numbers; a longer or empty one has no number to give.
  mutating func number(_ value: FormulaValue, at place: FormulaPlace, _ use: String) throws(FormulaError) -> Double {
    switch value {
    case .number(let number):
      return number
    case .vector(let elements) where elements.count == 1:
      warn(.undocumented, at: place, "a vector stands where a number is needed, as \(use); its one element counts")
      return elements[0]
    case .vector(let elements):
      throw FormulaError(
        .vectorAsNumber, at: place,
        "a vector of \(FormulaWording.count(elements.count, "element")) stands where a number is needed, as \(use); "
          + "write avg, max or val around it")
    case .instant, .interval, .text, .option:
      throw FormulaError(.wrongType, at: place, "\(use) needs a double, not a \(value.type.rawValue)")
    }
  }

  // MARK: - Endings

  private mutating func ended(_ ending: Evaluation.Ending) throws(FormulaError) -> Evaluation {
    let dedicated = try count(.dedicated)
    let lowPriority = try count(.lowPriority)
    return evaluation(ending, dedicated, lowPriority, option ?? .requeue)
  }

  /// The final number of nodes of a kind.
  ///
  /// A target is cut toward zero (MicrosoftDocs/azure-docs#95350, Azure/Batch#151, Azure/batch-shipyard#239). Choice: what
  /// is below zero becomes zero, since every public formula guards against it; a value that is not a count at all fails the
  /// evaluation and leaves the targets as they were.
  private mutating func count(_ kind: FormulaNodeKind) throws(FormulaError) -> Int {
    guard let final = targets.final(kind) else { return context.target(kind) }
    let name = FormulaName.target(kind, isAlias: false).serviceText
    guard final.value.isFinite, final.value.magnitude < 0x1p31 else {
      throw FormulaError(
        .notANodeCount, at: .endOfEvaluation,
        "\(name) is \(NumberText.text(final.value)) at the end, which is not a number of nodes")
    }
    let cut = Int(final.value)
    if cut < 0 { warn(.negativeTarget, at: final.place, "\(name) is \(cut) at the end; 0 is taken") }
    return max(0, cut)
  }

  private mutating func failed(_ error: FormulaError) -> Evaluation {
    evaluation(.failed(error), context.target(.dedicated), context.target(.lowPriority), .requeue)
  }

  private func evaluation(
    _ ending: Evaluation.Ending, _ dedicated: Int, _ lowPriority: Int, _ option: FormulaDeallocationOption
  ) -> Evaluation {
    let assigned = zip(tree.userNames, variables).compactMap { name, value in value.map { (name: name, value: $0) } }
    return Evaluation(
      ending: ending, targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority,
      deallocationOption: option,
      // Names are ASCII, so that their bytes are their code points.
      variables: assigned.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }, warnings: warnings.sorted,
      trace: trace)
  }
}
