// SPDX-License-Identifier: GPL-3.0-or-later

/// What an evaluation gave.
public struct Evaluation: Sendable {
  /// How it ended.
  public enum Ending: Hashable, Sendable {
    /// Behind the last statement.
    case completed
    /// At `stop()`: what was assigned before counts.
    ///
    /// Choice: `stop()` is not an error, because formulas use it to leave early.
    case stopped
    /// With an error: nothing applies.
    case failed(FormulaError)
  }

  /// How it ended.
  public let ending: Ending
  /// The wanted number of dedicated nodes afterwards [nodes].
  public let targetDedicatedNodes: Int
  /// The wanted number of low-priority nodes afterwards [nodes].
  public let targetLowPriorityNodes: Int
  /// What happens to the tasks of nodes that are taken away.
  public let deallocationOption: FormulaDeallocationOption
  /// The user's variables that were assigned, in the order of results.
  public let variables: [(name: String, value: FormulaValue)]
  /// What is doubtful about it, by place.
  public let warnings: [FormulaFinding]
  /// What was computed, in order; empty unless it was asked for.
  public let trace: [FormulaTraceEntry]

  /// The error that ended it; nil if none did.
  public var error: FormulaError? {
    if case .failed(let error) = ending { error } else { nil }
  }
}
