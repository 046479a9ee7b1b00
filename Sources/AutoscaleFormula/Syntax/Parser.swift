// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a formula into a tree.
///
/// It recurses for parentheses, arguments and the middle of `?:` only, which ``FormulaLimits/nesting`` bounds.
///
/// - Complexity: O(n) in the length of the text.
struct Parser {
  private let tokens: [Token]
  private var next = 0
  var tree = FormulaTree()
  var depth = 0
  private var userNumbers: [String: Int] = [:]

  /// Reads a text.
  ///
  /// - Throws: The first mistake in it.
  static func tree(of text: String) throws(FormulaError) -> FormulaTree {
    let length = text.unicodeScalars.count
    guard length <= FormulaLimits.characters else {
      throw FormulaError(
        .tooLong, at: .start, "the formula has \(length) characters; the service takes \(FormulaLimits.characters)")
    }
    let read = Lexer.read(text)
    var parser = Parser(tokens: read.tokens)
    parser.tree.scalars = read.scalars
    try parser.statements()
    parser.assign(read.allowances)
    return parser.tree
  }

  private init(tokens: [Token]) {
    self.tokens = tokens
  }

  // MARK: - Tokens

  var token: Token { tokens[min(next, tokens.count - 1)] }
  var previous: Token { tokens[max(0, min(next, tokens.count) - 1)] }
  private var following: Token { tokens[min(next + 1, tokens.count - 1)] }

  mutating func advance() { next += 1 }

  mutating func skip(_ symbol: TokenSymbol) -> Bool {
    guard token.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  // MARK: - Statements

  private mutating func statements() throws(FormulaError) {
    while true {
      while skip(.semicolon) {}
      if case .end = token.kind { break }
      if tree.statements.count == FormulaLimits.statements {
        throw FormulaError(
          .tooManyStatements, at: token.place,
          "this is statement \(FormulaLimits.statements + 1); the service takes \(FormulaLimits.statements)")
      }
      try statement()
      if case .end = token.kind { break }
      guard token.isSymbol(.semicolon) else { throw afterStatement() }
    }
    // Choice: a formula that does nothing is refused, as a request without one would be.
    if tree.statements.isEmpty {
      throw FormulaError(
        .empty, at: .start, "the formula is empty; assign a target, such as $TargetDedicatedNodes = 3;")
    }
  }

  private mutating func statement() throws(FormulaError) {
    let place = token.place
    var assignment: FormulaTree.Assignment?
    if case .name(let name) = token.kind, following.isSymbol(.assign) {
      assignment = .init(name: resolve(name), place: place, operatorPlace: following.place)
      advance()
      advance()
    } else if token.isSymbol(.assign) {
      throw missingName(before: "=")
    }
    let first = tree.nodes.count
    let root = try expression()
    tree.statements.append(
      .init(assignment: assignment, first: first, root: root, place: place, end: previous.place))
  }

  /// A variable, function or constant by its name; the user's are numbered in the order in which they appear.
  mutating func resolve(_ name: String) -> FormulaName {
    if let known = FormulaName.service[name] { return known }
    if let number = userNumbers[name] { return .user(number) }
    userNumbers[name] = tree.userNames.count
    tree.userNames.append(name)
    return .user(tree.userNames.count - 1)
  }

  /// Gives every silencing comment to its statement: the one it stands in or follows on the same line, else the next.
  private mutating func assign(_ allowances: [Allowance]) {
    for allowance in allowances {
      let behind = tree.statements.lastIndex { $0.place < allowance.place && $0.end.line == allowance.place.line }
      let within = tree.statements.firstIndex { allowance.place < $0.end }
      guard let index = behind ?? within else { continue }
      tree.statements[index].allowed.formUnion(allowance.codes)
    }
  }
}
