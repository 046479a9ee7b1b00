// SPDX-License-Identifier: GPL-3.0-or-later

package import Claims
internal import Experiments
package import Scenarios
internal import Quantities

/// What is said about a reproduction: tables and words.
package struct ReproductionReport: Sendable {
  /// The reproduction.
  package let reproduction: Reproduction
  /// Pairs of values of which only a combination shows in the claims.
  package let likenesses: [Identifiability.Likeness]
  /// What the values with a range move; nil unless asked for.
  package let sensitivity: Sensitivity?
  /// The parameter set that was used.
  package let profile: Profile

  /// Makes a report.
  package init(
    _ reproduction: Reproduction, likenesses: [Identifiability.Likeness], sensitivity: Sensitivity? = nil,
    profile: Profile
  ) {
    self.reproduction = reproduction
    self.likenesses = likenesses
    self.sensitivity = sensitivity
    self.profile = profile
  }

  /// The report as text or Markdown.
  package func rendered(_ style: ReportStyle) -> String {
    let layout = Layout(style)
    var parts = [
      layout.section(
        "Published claims beside the model: profile \(profile.name), "
          + "\(NumberText.count(reproduction.replications, "replication")), seed \(reproduction.seed)",
        ClaimTables.figures(reproduction.figures), notes: [legend])
    ]
    if !reproduction.timeouts.isEmpty {
      parts.append(
        layout.section(
          "Managed image, by resizeTimeout (C3, C4)", ClaimTables.timeouts(reproduction.timeouts), notes: []))
    }
    parts.append(
      layout.section(
        "One resize is enough, counted in runs and computed without them",
        ClaimTables.computed(reproduction.computed), notes: [Self.computedNote]))
    if !reproduction.surface.isEmpty {
      parts.append(
        layout.section(
          "Gain of a gallery image over a managed image in time to steady state and idle latency, by nodes and replicas",
          ClaimTables.surface(reproduction.surface), notes: [surfaceNote]))
    }
    parts.append(layout.section("A fit or a test, and what stays open", items: standing))
    if let sensitivity { parts += SensitivityTables.sections(sensitivity, layout) }
    parts.append(
      layout.section("What the pages say, and what they leave open", items: reproduction.claims.map(Self.words)))
    parts.append(conclusion + "\n")
    return parts.joined(separator: "\n")
  }

  /// The result for the claims, in a sentence or two.
  package var conclusion: String {
    let missed = claims(.missed)
    let undecided = claims(.cannotTell)
    var sentences: [String] = []
    if !missed.isEmpty { sentences.append("Missed: \(missed.joined(separator: ", ")).") }
    if !undecided.isEmpty {
      sentences.append("Too few replications to tell: \(undecided.joined(separator: ", ")).")
    }
    return sentences.isEmpty ? "Every claim is met." : sentences.joined(separator: " ")
  }

  /// The claims that have a figure with a verdict, in order.
  private func claims(_ verdict: ClaimTarget.Verdict) -> [String] {
    let found = Set(reproduction.figures.filter { $0.verdict == verdict }.map(\.claim))
    return PublishedClaim.Identifier.allCases.filter(found.contains).map(\.rawValue)
  }

  private static let computedNote =
    "Computed: the service delay is integrated by its distribution function, every bandwidth is drawn once in each of "
    + "\(StartLaw.strata) equal parts of its distribution, and the work of the nodes goes through a program of its own "
    + "instead of the engine. \"worth\" says how many counted runs know as much as one computed one."

  private var legend: String {
    reproduction.hasManagedImages
      ? Self.rule + Self.largest
      : Self.rule
        + "The claims C1 to C4 are about managed images, which were retired on 31 March 2026: they do not apply."
  }

  private static let rule =
    "n is the number of replications; intervals are 95 % intervals: of a gain from pairs with common random numbers, of "
    + "a share as of a proportion. One rule for all: a claim is met where the whole interval lies within the target, and "
    + "missed where it lies outside; where it reaches across the border, there are too few replications to tell. "

  private static let largest =
    "A largest gain is over pools of 50 to 300 nodes and 2 to 10 replicas, so that no cell is above it; it has the interval of the "
    + "cell at which it was found. Fitted are C1 to C3, by the rate of a unit's requests and the work of disks and boot "
    + "reads: they are a fit of three numbers to three claims, and C1 is a ratio of two rates that nobody has published. "
    + "All others test the fit."

  /// What is a fit, what tests it, and what neither of them knows.
  private var standing: [String] {
    let values = ProfileStanding(profile)
    func names(_ claims: [PublishedClaim]) -> String { claims.map(\.identifier.rawValue).joined(separator: ", ") }
    func list(_ items: [String]) -> String { items.isEmpty ? "none" : items.joined(separator: ", ") }
    func words(_ bound: ProfileStanding.Bound) -> String {
      let quantity = bound.axis.quantity
      let number = (bound.isLower ? bound.axis.range.lowerBound : bound.axis.range.upperBound) / quantity.unitSize
      let unit = quantity.unit.isEmpty ? "" : " \(quantity.unit)"
      return "\(quantity.title) (\(NumberText.brief(number))\(unit), the \(bound.isLower ? "lower" : "upper") end)"
    }
    let fitted = reproduction.claims.filter(\.isFitted)
    return [
      fitted.isEmpty ? "Nothing was fitted to any of these claims." : "A fit, no confirmation: \(names(fitted)).",
      "A test, to which nothing was fitted: \(names(reproduction.claims.filter { !$0.isFitted })).",
      "Free values at an end of their range, so that a fit may have been stopped there: "
        + list(values.bounds.filter(\.isFree).map(words)) + ".",
      "Other values at an end of their range: \(list(values.bounds.filter { !$0.isFree }.map(words))).",
      "Without a range, and so never varied: \(list(values.unvaried.map(\.key))).",
    ] + likenesses.map(ClaimTables.words)
      + (reproduction.hasManagedImages && likenesses.isEmpty
        ? ["No two of the compared values act alike on the fitted claims."] : [])
  }

  /// Where the model predicts more than the page says: outside the conditions that were assumed.
  private var surfaceNote: String {
    let limit = reproduction.figures.first { $0.claim == .fasterSteadyState }?.target.high ?? .infinity
    func gain(_ row: SurfaceRow) -> Double { row.steadyState.reductionPercent ?? 0 }
    let larger = reproduction.surface.filter { gain($0) > limit }
    guard let largest = larger.max(by: { gain($0) < gain($1) }) else {
      return "Nowhere on this surface does the model gain more than C1 allows for."
    }
    return "Outside the conditions assumed for C1 the model predicts more than the page's \"up to 25 %\": more than "
      + "\(NumberText.fixed(limit, 0)) % in \(larger.count) of \(reproduction.surface.count) cells, at most "
      + "\(NumberText.fixed(gain(largest), 1)) % (\(largest.nodes) nodes, \(largest.replicas) replicas)."
  }

  private static func words(_ claim: PublishedClaim) -> String {
    "\(claim.identifier.rawValue)\(claim.isFitted ? "" : " (nothing is fitted to it)"): \(claim.statement). "
      + "Source: \(claim.source). Not stated: \(claim.openConditions). Assumed: \(claim.assumption)."
  }
}
