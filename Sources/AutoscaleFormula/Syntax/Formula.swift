// SPDX-License-Identifier: GPL-3.0-or-later

/// An autoscale formula that can be evaluated.
///
/// What the service refuses at the request (syntax and limits) is an error here; what ends an evaluation there (undefined
/// names, types, missing samples) ends ``evaluate(in:dialect:tracing:)``, so that `$TargetDedicatedNodes = nodes` is a
/// formula.
public struct Formula: Sendable {
  let tree: FormulaTree
  /// The text.
  public let text: String

  /// Reads a formula.
  ///
  /// - Complexity: O(n) in the length of the text.
  /// - Throws: The first mistake for which the service refuses it.
  public init(parsing text: String) throws(FormulaError) {
    tree = try Parser.tree(of: text)
    self.text = text
  }

  /// The metrics that it names.
  ///
  /// - Complexity: O(n).
  public var metrics: FormulaMetricSet {
    var metrics: FormulaMetricSet = []
    for node in tree.nodes {
      switch node.kind {
      case .receiver(let metric), .name(.metric(let metric, _)): metrics.insert(FormulaMetricSet(metric))
      default: break
      }
    }
    return metrics
  }

  /// The kinds of nodes whose number it sets.
  ///
  /// - Complexity: O(n).
  public var targets: Set<FormulaNodeKind> {
    var kinds: Set<FormulaNodeKind> = []
    for statement in tree.statements {
      if case .target(let kind, _) = statement.assignment?.name { kinds.insert(kind) }
    }
    return kinds
  }

  /// Whether it asks for the time.
  ///
  /// - Complexity: O(n).
  public var readsTime: Bool {
    tree.nodes.contains {
      switch $0.kind {
      case .call(.function(.time), let arguments):
        if let argument = tree.arguments[arguments].first, case .text(let text) = tree.nodes[argument].kind {
          text.isEmpty
        } else {
          true
        }
      case .call(.method(.historyBeginTime, _, _), _): true
      default: false
      }
    }
  }
}
