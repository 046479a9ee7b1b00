// SPDX-License-Identifier: GPL-3.0-or-later

extension Parser {
  /// Reads an expression with its `?:`.
  ///
  /// A chain of `?:` in the last branch is read in a loop, and costs no nesting.
  ///
  /// Choice: `?:` binds to the right, as in C, so that such a chain needs no parentheses.
  mutating func expression() throws(FormulaError) -> Int {
    var choices: [(condition: Int, then: Int, place: FormulaPlace)] = []
    while true {
      let value = try operators()
      let place = token.place
      guard skip(.question) else {
        return choices.reversed().reduce(value) { conditional($1.condition, $1.then, $0, at: $1.place) }
      }
      let then = try nested(at: place)
      guard skip(.colon) else { throw missing(.colon, "and the other value of '?' (\(place))") }
      choices.append((value, then, place))
    }
  }

  /// Reads operands and operators by their precedence, with two stacks.
  private mutating func operators() throws(FormulaError) -> Int {
    var operands = [try operand()]
    var waiting: [(sign: BinaryOperator, place: FormulaPlace)] = []
    while case .symbol(let symbol) = token.kind, let sign = BinaryOperator(symbol) {
      let place = token.place
      while let last = waiting.last, last.sign.precedence >= sign.precedence {
        waiting.removeLast()
        combine(&operands, last.sign, at: last.place)
      }
      waiting.append((sign, place))
      advance()
      operands.append(try operand())
    }
    while let last = waiting.popLast() { combine(&operands, last.sign, at: last.place) }
    return operands[0]
  }

  private mutating func combine(_ operands: inout [Int], _ sign: BinaryOperator, at place: FormulaPlace) {
    let right = operands.removeLast()
    let left = operands.removeLast()
    let index = tree.nodes.count
    if sign.isLogical { tree.nodes[left].flow = .decide(index) }
    operands.append(append(.binary(sign, left, right), at: place, from: left, through: right))
  }

  private mutating func conditional(_ condition: Int, _ then: Int, _ otherwise: Int, at place: FormulaPlace) -> Int {
    let index = append(
      .conditional(condition, then: then, otherwise: otherwise), at: place, from: condition, through: otherwise)
    tree.nodes[condition].flow = .branch(otherwise: tree.nodes[otherwise].first, of: index)
    tree.nodes[then].flow = .jump(index)
    return index
  }

  /// Reads signs, then what they stand before.
  private mutating func operand() throws(FormulaError) -> Int {
    var signs: [(sign: UnaryOperator, token: Token)] = []
    while case .symbol(let symbol) = token.kind, let sign = UnaryOperator(rawValue: symbol.rawValue) {
      signs.append((sign, token))
      advance()
    }
    var value = try postfix()
    for (sign, token) in signs.reversed() {
      let first = tree.nodes[value].first
      let range = token.range.lowerBound..<tree.nodes[value].range.upperBound
      tree.nodes.append(
        .init(kind: .unary(sign, value), place: token.place, first: first, range: range, start: token.place))
      value = tree.nodes.count - 1
    }
    return value
  }

  // MARK: - Operands

  private mutating func postfix() throws(FormulaError) -> Int {
    var value = try primary()
    while skip(.dot) {
      guard case .name(let name) = token.kind else {
        if case .fault(let error) = token.kind { throw error }
        throw FormulaError(
          .unexpectedToken, at: token.place, "unexpected \(token.wording); expected a method or member after '.'")
      }
      let place = token.place
      advance()
      value = token.isSymbol(.open) ? try method(name, at: place, on: value) : member(name, at: place, of: value)
    }
    return value
  }

  private mutating func member(_ name: String, at place: FormulaPlace, of value: Int) -> Int {
    let node = FormulaTree.Node(
      kind: .member(name, of: value), place: place, first: tree.nodes[value].first,
      range: tree.nodes[value].range.lowerBound..<previous.range.upperBound, start: tree.nodes[value].start)
    tree.nodes.append(node)
    return tree.nodes.count - 1
  }

  private mutating func primary() throws(FormulaError) -> Int {
    let token = token
    let kind: FormulaTree.Kind
    switch token.kind {
    case .number(let value):
      kind = .number(value)
    case .text(let text):
      kind = .text(text)
    case .name(let name):
      advance()
      return self.token.isSymbol(.open) ? try function(name, token) : leaf(.name(resolve(name)), token)
    case .symbol(.open):
      advance()
      let value = try nested(at: token.place)
      guard skip(.close) else { throw missing(.close, "for the '(' at \(token.place)") }
      tree.nodes[value].isParenthesised = true
      tree.nodes[value].range = token.range.lowerBound..<previous.range.upperBound
      tree.nodes[value].start = token.place
      return value
    default:
      throw notAnExpression()
    }
    advance()
    return leaf(kind, token)
  }

  private mutating func leaf(_ kind: FormulaTree.Kind, _ token: Token) -> Int {
    let index = tree.nodes.count
    tree.nodes.append(.init(kind: kind, place: token.place, first: index, range: token.range, start: token.place))
    return index
  }

  // MARK: - Calls

  private mutating func function(_ name: String, _ token: Token) throws(FormulaError) -> Int {
    let callee = FormulaFunction(rawValue: name).map { FormulaTree.Callee.function($0) } ?? .unknownFunction(name)
    return try call(callee, at: token.place, first: tree.nodes.count, start: (token.place, token.range.lowerBound))
  }

  private mutating func method(_ name: String, at place: FormulaPlace, on value: Int) throws(FormulaError) -> Int {
    let receiver = tree.nodes[value]
    var callee = FormulaTree.Callee.misplacedMethod(name, of: value)
    // The opening parenthesis is the place that the service's messages name.
    var calleePlace = token.place
    if case .name(let symbol) = receiver.kind, case .metric(let metric, _) = symbol {
      tree.nodes[value].kind = .receiver(metric)
      if let method = SampleMethod(rawValue: name) {
        callee = .method(method, metric, as: symbol.serviceText)
      } else {
        callee = .unknownMethod(name, metric)
        calleePlace = place
      }
    }
    return try call(
      callee, at: calleePlace, first: receiver.first, start: (receiver.start, receiver.range.lowerBound))
  }

  private mutating func call(
    _ callee: FormulaTree.Callee, at place: FormulaPlace, first: Int, start: (place: FormulaPlace, offset: Int)
  ) throws(FormulaError) -> Int {
    let head = tree.nodes.count
    let range = start.offset..<token.range.upperBound
    tree.nodes.append(
      .init(kind: .callee(callee, count: 0), place: place, first: head, range: range, start: start.place))
    let open = token.place
    advance()
    var values: [Int] = []
    if !token.isSymbol(.close) {
      repeat { values.append(try nested(at: open)) } while skip(.comma)
    }
    guard skip(.close) else { throw missing(.close, "or ',' for the '(' at \(open)") }
    let from = tree.arguments.count
    tree.arguments += values
    let arguments = from..<tree.arguments.count
    tree.nodes.append(
      .init(
        kind: .call(callee, arguments: arguments), place: place, first: first,
        range: start.offset..<previous.range.upperBound, start: start.place))
    tree.nodes[head].kind = .callee(callee, count: values.count)
    return tree.nodes.count - 1
  }

  // MARK: - Nodes

  private mutating func nested(at place: FormulaPlace) throws(FormulaError) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaLimits.nesting else {
      throw FormulaError(
        .nestedTooDeeply, at: place, "more than \(FormulaLimits.nesting) parentheses or '?' stand in each other")
    }
    return try expression()
  }

  private mutating func append(_ kind: FormulaTree.Kind, at place: FormulaPlace, from left: Int, through right: Int)
    -> Int
  {
    let range = tree.nodes[left].range.lowerBound..<tree.nodes[right].range.upperBound
    tree.nodes.append(
      .init(kind: kind, place: place, first: tree.nodes[left].first, range: range, start: tree.nodes[left].start))
    return tree.nodes.count - 1
  }
}
