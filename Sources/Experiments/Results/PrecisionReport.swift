// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Statistics

/// How precise the main figures of every variant shall be.
public struct PrecisionTarget: Hashable, Sendable {
  /// Half the width of the 95 % interval as a share of the mean.
  public let relative: Double
  /// The most replications of a variant.
  public let maximumReplications: Int

  /// Makes a target.
  ///
  /// - Precondition: `relative` is above 0 and finite, `maximumReplications` at least 1.
  public init(relative: Double, maximumReplications: Int = 10_000) {
    precondition(relative > 0 && relative.isFinite, "a precision of \(relative)")
    precondition(maximumReplications >= 1, "at most \(maximumReplications) replications")
    self.relative = relative
    self.maximumReplications = maximumReplications
  }
}

/// How replicating until a precision ended.
public struct PrecisionReport: Hashable, Sendable {
  /// A figure that is not as precise as wanted.
  public struct Shortfall: Hashable, Sendable {
    /// The variant.
    public let variant: String
    /// The figure.
    public let metric: String
    /// Half the width of its interval as a share of the mean; nil when there are too few values for an interval.
    public let relative: Double?
  }

  /// A share that was computed beside the replications.
  struct Computed: Hashable, Sendable {
    /// The variant.
    let variant: String
    /// How likely it is that one resize is enough.
    let singleResize: StartLaw.Probability
  }

  /// What was wanted.
  public let target: PrecisionTarget
  /// Replications of every variant at the end.
  public let replications: Int
  /// What is not as precise as wanted; empty when the precision was reached.
  package let shortfalls: [Shortfall]
  /// The shares of starts for which one resize is enough, of the variants that the law of a start holds for.
  let computed: [Computed]

  /// Whether every main figure is as precise as wanted.
  package var isReached: Bool { shortfalls.isEmpty }

  /// What to tell about it.
  public var sentence: String {
    let wanted = "a precision of \(NumberText.brief(100 * target.relative)) %"
    guard let worst = shortfalls.max(by: { ($0.relative ?? .infinity) < ($1.relative ?? .infinity) }) else {
      return "\(replications) replications gave \(wanted): every main figure is within it."
    }
    let detail =
      worst.relative.map { "\(worst.metric) of \(worst.variant) is within \(NumberText.brief(100 * $0)) %" }
      ?? "\(worst.metric) of \(worst.variant) applies to too few replications for an interval"
    return "\(wanted) was not reached within \(replications) replications: \(detail)."
  }

  /// What to tell about the shares that were computed, a sentence each.
  public var computedSentences: [String] {
    computed.map {
      "\($0.variant): one resize is enough in \(Self.words($0.singleResize)), computed beside the replications."
    }
  }

  /// A probability with its interval, and how many counted replications would know it as precisely.
  private static func words(_ law: StartLaw.Probability) -> String {
    func percent(_ share: Double) -> String { "\(NumberText.fixed(100 * share, 2)) %" }
    if law.interval.low >= 0.9999 { return "more than 99.99 % of starts" }
    if law.interval.high <= 0.0001 { return "less than 0.01 % of starts" }
    let worth = law.varianceReduction.map { reduction in
      let runs = max(1, reduction) * Double(law.runs)
      let number = runs < 1e6 ? "\(Int(runs))" : "more than a million"
      return ", as precisely as \(number) counted replications"
    }
    return
      "\(percent(law.value)) of starts (\(percent(law.interval.low)) to \(percent(law.interval.high)))\(worth ?? "")"
  }
}
