// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
package import Diagnostics
internal import EventEngine

/// The formula that a pool scales by, as its scenario has it.
package struct PoolFormula: Hashable, Sendable {
  /// What can be said of the size before anything runs.
  package enum Sizing: Hashable, Sendable {
    /// Every evaluation asks for these numbers of nodes [nodes].
    case constant(dedicated: Int, lowPriority: Int)
    /// It depends on these: metrics, targets, `time()` or `rand()`.
    case varies(on: [String])
    /// Every evaluation ends with this error.
    case fails(FormulaError)
    /// The service refuses the formula.
    case refused(FormulaError)
  }

  /// The formula.
  package let text: String
  /// Where its value begins in the scenario; a file as a whole for `formulaFile`.
  package let place: SourcePlace
  /// The time between evaluations [s].
  package let evaluationInterval: Double
  /// How the service behaves where that is uncertain.
  package let dialect: FormulaDialect
  /// What can be said of the size.
  package let sizing: Sizing

  /// The formula of a pool; nil when it has none.
  init?(_ pool: Section<PoolKeys>) {
    guard let settings = pool.autoScale, let text = settings.formula else { return nil }
    self.text = text
    place = settings.place(of: \.formula)
    evaluationInterval = settings.evaluationInterval.seconds
    var dialect = FormulaDialect()
    if let own = settings.dialect {
      dialect.defaultSamplePercent = Double(own.defaultSamplePercent)
      dialect.preemptedNodeCount = own.preemptedNodeCount
    }
    self.dialect = dialect
    sizing = Self.sizing(of: text)
  }

  /// What can be said of the size that a formula asks for.
  ///
  /// - Complexity: O(n) in the length of the formula.
  package static func sizing(of text: String) -> Sizing {
    do throws(FormulaError) {
      return
        switch try Formula(parsing: text).sizing
      {
      case .constant(let dedicated, let lowPriority): .constant(dedicated: dedicated, lowPriority: lowPriority)
      case .varies(let reads): .varies(on: reads)
      case .fails(let error): .fails(error)
      }
    } catch {
      return .refused(error)
    }
  }

  /// The numbers of nodes that every evaluation asks for; nil when they are not known before a run.
  var constantNodes: (dedicated: Int, lowPriority: Int)? {
    if case .constant(let dedicated, let lowPriority) = sizing { (dedicated, lowPriority) } else { nil }
  }
}
