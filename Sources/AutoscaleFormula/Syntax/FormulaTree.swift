// SPDX-License-Identifier: GPL-3.0-or-later

/// A formula as read: expressions in one array, in the order in which they are evaluated.
///
/// A node stands behind its operands, and the nodes of an expression stand together. So a walk from the front evaluates,
/// nothing recurses, and a chain of thousands of operators neither deepens a stack nor takes long to free.
struct FormulaTree {
  /// The place of a node in ``nodes``.
  typealias Index = Int

  /// What an expression is.
  enum Kind {
    case number(Double)
    case text(String)
    case name(FormulaName)
    /// The metric before `.GetSample(...)`; it gives no value of its own.
    case receiver(FormulaMetric)
    case unary(UnaryOperator, Index)
    case binary(BinaryOperator, Index, Index)
    case conditional(Index, then: Index, otherwise: Index)
    /// The check of a called name before its arguments are evaluated; it gives no value.
    case callee(Callee, count: Int)
    case call(Callee, arguments: Range<Int>)
    case member(String, of: Index)
  }

  /// What is called, as far as names tell.
  enum Callee {
    case function(FormulaFunction)
    case unknownFunction(String)
    case method(SampleMethod, FormulaMetric, as: String)
    case unknownMethod(String, FormulaMetric)
    /// A method on something other than a metric.
    case misplacedMethod(String, of: Index)
  }

  /// Where the evaluation goes behind a node.
  enum Flow {
    case next
    /// The condition of `?:`: to the next node if it holds, otherwise to the node named.
    case branch(otherwise: Index, of: Index)
    /// The end of the middle of `?:`: to the node named, which is the `?:`.
    case jump(Index)
    /// The left side of `&&` or `||`: past the operator, which is named, if it decides.
    case decide(Index)
  }

  struct Node {
    var kind: Kind
    /// The place that a message names: of an operator, a name, a member, the parenthesis of a method.
    var place: FormulaPlace
    /// The first node of the expression, in order of evaluation.
    var first: Index
    /// The scalars of the text that it covers, with its parentheses.
    var range: Range<Int>
    /// Where its text begins.
    var start: FormulaPlace
    var isParenthesised = false
    var flow = Flow.next
  }

  struct Assignment {
    let name: FormulaName
    let place: FormulaPlace
    /// The place of the `=`.
    let operatorPlace: FormulaPlace
  }

  struct Statement {
    let assignment: Assignment?
    /// The first node of its expression.
    let first: Index
    /// The last node of its expression, which gives its value.
    let root: Index
    let place: FormulaPlace
    let end: FormulaPlace
    /// Codes that comments silence for it.
    var allowed: Set<String> = []
  }

  var nodes: [Node] = []
  /// The arguments of all calls, each call's together.
  var arguments: [Index] = []
  var statements: [Statement] = []
  /// The names of the user's variables, by number.
  var userNames: [String] = []
  var scalars: [Unicode.Scalar] = []

  /// The text of an expression on one line, shortened.
  func text(of index: Index) -> String {
    var text = String.UnicodeScalarView()
    var isSpace = false
    for scalar in scalars[nodes[index].range].prefix(200) {
      let blank = scalar.value <= 32
      if blank, isSpace { continue }
      isSpace = blank
      text.append(blank ? " " : scalar)
    }
    return FormulaWording.visible(String(text))
  }

  /// A name as the language spells it.
  func text(of name: FormulaName) -> String {
    if case .user(let number) = name { userNames[number] } else { name.serviceText }
  }
}
