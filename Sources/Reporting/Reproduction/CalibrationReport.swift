// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
internal import Quantities
package import Claims
internal import Experiments

/// What is said about a calibration: what was fitted, how well, what was held out, and what stays open.
package struct CalibrationReport: Sendable {
  /// The calibration.
  package let result: CalibrationResult
  /// The profile that it started from.
  package let profile: String

  /// Makes a report.
  package init(_ result: CalibrationResult, profile: String) {
    self.result = result
    self.profile = profile
  }

  /// The report as text or Markdown.
  package func rendered(_ style: RunReport.Style) -> String {
    let layout = Layout(style)
    let settings = result.settings
    return [
      layout.section(
        "Fitted to C1, C2 and C3: free parameters of profile \(profile), \(settings.replications) replications of every "
          + "case, seed \(settings.seed)", parameters, notes: inertNote),
      layout.section("Searches", searches, notes: [searchNote]),
      layout.section(
        "Fitted claims: residuals, \(settings.checkReplications) replications with random numbers that the search did not "
          + "see", Self.figures(result.figures, settings), notes: [Self.residualNote]),
      layout.section(
        "Held-out claims: nothing was fitted to them", Self.figures(result.heldOut, settings), notes: []),
      layout.section("What the claims can tell", directions, notes: [Self.directionNote]),
      layout.section("What they leave open", items: openQuestions),
      conclusion + "\n",
    ].joined(separator: "\n")
  }

  /// Whether the targets were reached, in a sentence or two.
  package var conclusion: String {
    guard !result.reachesTargets else { return "The fitted parameters meet every fitted claim." }
    let off = result.figures.filter { $0.verdict != .met }
    let named = PublishedClaim.Identifier.allCases.filter { identifier in off.contains { $0.claim == identifier } }
    return
      "The targets cannot be reached within the documented ranges: \(named.map(\.rawValue).joined(separator: ", ")) "
      + "missed. Nothing was written."
  }

  private var parameters: TextTable {
    var table = TextTable(
      columns: [TextTable.Column("parameter", isNumeric: false), TextTable.Column("unit", isNumeric: false)]
        + ["from", "to", "before", "fitted"].map { TextTable.Column($0) })
    for axis in result.axes {
      let quantity = axis.quantity
      table.append(
        [quantity.title, quantity.unit]
          + [
            axis.range.lowerBound, axis.range.upperBound, quantity.value(in: result.start),
            quantity.value(in: result.fitted),
          ].map { $0.map { Self.text($0 / quantity.unitSize) } ?? "-" })
    }
    return table
  }

  private var inertNote: [String] {
    guard !result.inertAxes.isEmpty else { return [] }
    let names = result.inertAxes.map(\.quantity.title).joined(separator: ", ")
    return ["No fitted claim depends on \(names): kept as before."]
  }

  private var searches: TextTable {
    var table = TextTable(
      columns: [TextTable.Column("start", isNumeric: false)]
        + ["misfit", "evaluations"].map { TextTable.Column($0) }
        + ["simplex", "quality"].map { TextTable.Column($0, isNumeric: false) }
        + result.axes.map {
          TextTable.Column("\($0.quantity.rawValue)\($0.quantity.unit.isEmpty ? "" : " [\($0.quantity.unit)]")")
        })
    for (index, search) in result.searches.enumerated() {
      table.append(
        [
          index == 0 ? "the profile" : "point \(index)", Wording.fixed(search.misfit, 3), "\(search.evaluations)",
          search.isConverged ? "converged" : "evaluations ran out",
          search.misfit <= result.misfit + Calibration.equalQuality ? "equal" : "worse",
        ]
          + zip(result.axes, search.end).map { Self.text($0.value(at: $1) / $0.quantity.unitSize) })
    }
    return table
  }

  private var searchNote: String {
    "\(result.equallyGood) of \(result.searches.count) searches ended at equal quality: misfits within "
      + "\(NumberText.text(Calibration.equalQuality)) of the best. The misfit is the sum over the figures of the square of "
      + "(figure - target), in half-widths of a two-sided target; a one-sided target counts as far as it is missed by, "
      + "in units of 5 points."
  }

  private static let residualNote =
    "A residual is (figure - target) in half-widths of a two-sided target, and in units of 5 points beyond a one-sided "
    + "target with its margin of two standard errors."

  private static func figures(_ figures: [ReproducedFigure], _ settings: Calibration.Settings) -> TextTable {
    var table = TextTable(
      columns: ["claim", "figure"].map { TextTable.Column($0, isNumeric: false) }
        + ["N", "R", "timeout", "mean", "95 % interval", "target", "residual"].map { TextTable.Column($0) }
        + [TextTable.Column("verdict", isNumeric: false)])
    for figure in figures {
      table.append([
        figure.claim.rawValue, figure.title, "\(figure.nodes)", "\(figure.replicas)",
        figure.resizeTimeout.map(ClaimTables.minutes) ?? "-",
        figure.mean.map { ClaimTables.text($0, figure.unit) } ?? "-",
        figure.interval.map {
          "\(ClaimTables.text($0.low, figure.unit)) to \(ClaimTables.text($0.high, figure.unit))"
        } ?? "-",
        ClaimTables.target(figure),
        Wording.fixed(Calibration.residual(figure, checkReplications: settings.checkReplications), 2),
        figure.verdict.rawValue,
      ])
    }
    return table
  }

  private var directions: TextTable {
    var table = TextTable(
      columns: [TextTable.Column("strength")] + result.axes.map { TextTable.Column($0.quantity.rawValue) }
        + [TextTable.Column("determined", isNumeric: false)])
    for direction in result.identifiability.directions {
      table.append(
        [Wording.fixed(direction.strength, 2)] + direction.weights.map { Wording.fixed($0, 2) }
          + [direction.isDetermined ? "yes" : "no"])
    }
    return table
  }

  private static let directionNote =
    "A row is a direction in the space of the parameters, each measured in its documented range. Its strength says by how "
    + "many half-widths of a target the figures move along the whole of it, as they do near the fitted parameters; below "
    + "1 no claim notices."

  /// What the claims cannot tell apart, a sentence each.
  private var openQuestions: [String] {
    var sentences = result.identifiability.likenesses.map { likeness in
      let power = Wording.fixed(likeness.exponent.magnitude, 1)
      let other = likeness.second.title + (power == "1.0" ? "" : " to the power of \(power)")
      let combination = likeness.exponent < 0 ? "divided by" : "times"
      return "Only \(likeness.first.title) \(combination) \(other) shows in the claims (cosine "
        + "\(Wording.fixed(likeness.cosine, 3))): neither can be known without the other."
    }
    for direction in result.identifiability.directions where !direction.isDetermined {
      let parts = zip(result.axes, direction.weights).filter { $1.magnitude >= 0.3 }.map { axis, weight in
        "\(axis.quantity.title) \(weight > 0 ? "up" : "down")"
      }
      sentences.append(
        "The claims do not determine this combination: \(parts.joined(separator: ", ")) (strength "
          + "\(Wording.fixed(direction.strength, 2))).")
    }
    return sentences.isEmpty ? ["Every combination of the fitted parameters shows in the claims."] : sentences
  }

  /// Three significant digits, without a needless fraction.
  static func text(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var digits = 2
    var magnitude = value.magnitude
    while magnitude >= 10, digits > 0 {
      magnitude /= 10
      digits -= 1
    }
    while magnitude < 1, digits < 8 {
      magnitude *= 10
      digits += 1
    }
    var text = Wording.fixed(value, digits)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }
}
