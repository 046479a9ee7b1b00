// SPDX-License-Identifier: GPL-3.0-or-later

package import Claims
internal import Experiments
internal import Interchange
internal import Quantities

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
  package func rendered(_ style: ReportStyle) -> String {
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
    let names = named.map(\.rawValue).joined(separator: ", ")
    guard off.contains(where: { $0.verdict == .missed }) else {
      let count = NumberText.count(result.settings.checkReplications, "replication")
      return "\(count) are too few to tell about \(names): raise --check-replications. Nothing was written."
    }
    return "The targets cannot be reached within the documented ranges: \(names) missed. Nothing was written."
  }

  private var parameters: Table<ParameterAxis> {
    let (start, fitted) = (result.start, result.fitted)
    return Table(
      result.axes,
      [
        Column(texts: "parameter") { $0.quantity.title },
        Column(texts: "unit") { $0.quantity.unit },
        Self.value("from") { $0.range.lowerBound },
        Self.value("to") { $0.range.upperBound },
        Self.value("before") { $0.quantity.value(in: start) },
        Self.value("fitted") { $0.quantity.value(in: fitted) },
      ])
  }

  private static func value(
    _ heading: String, _ value: @escaping @Sendable (ParameterAxis) -> Double?
  ) -> Column<ParameterAxis> {
    Column(figures: heading) { axis in value(axis).map { NumberText.brief($0 / axis.quantity.unitSize) } ?? "-" }
  }

  private var inertNote: [String] {
    guard !result.inertAxes.isEmpty else { return [] }
    let names = result.inertAxes.map(\.quantity.title).joined(separator: ", ")
    return ["No fitted claim depends on \(names): kept as before."]
  }

  private var searches: Table<(number: Int, search: CalibrationResult.Search)> {
    let best = result.misfit
    return Table(
      result.searches.enumerated().map { (number: $0, search: $1) },
      [
        Column(texts: "start") { $0.number == 0 ? "the profile" : "point \($0.number)" },
        Column(figures: "misfit") { NumberText.fixed($0.search.misfit, 3) },
        Column(figures: "evaluations") { "\($0.search.evaluations)" },
        Column(texts: "simplex") { $0.search.isConverged ? "converged" : "evaluations ran out" },
        Column(texts: "quality") { $0.search.misfit <= best + Calibration.equalQuality ? "equal" : "worse" },
      ]
        + result.axes.enumerated().map { index, axis in
          Column(figures: axis.quantity.rawValue, unit: axis.quantity.unit.isEmpty ? nil : axis.quantity.unit) {
            NumberText.brief(axis.value(at: $0.search.end[index]) / axis.quantity.unitSize)
          }
        })
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

  private static func figures(
    _ figures: [ReproducedFigure], _ settings: Calibration.Settings
  ) -> Table<ReproducedFigure> {
    Table(
      figures,
      ClaimTables.conditions + ClaimTables.outcomes
        + [
          Column(figures: "residual") {
            NumberText.fixed(Calibration.residual($0, checkReplications: settings.checkReplications), 2)
          }, Column(texts: "verdict") { $0.verdict.rawValue },
        ])
  }

  private var directions: Table<Identifiability.Direction> {
    Table(
      result.identifiability.directions,
      [Column(figures: "strength") { NumberText.fixed($0.strength, 2) }]
        + result.axes.enumerated().map { index, axis in
          Column(figures: axis.quantity.rawValue) { NumberText.fixed($0.weights[index], 2) }
        }
        + [Column(texts: "determined") { $0.isDetermined ? "yes" : "no" }])
  }

  private static let directionNote =
    "A row is a direction in the space of the parameters, each measured in its documented range. Its strength says by how "
    + "many half-widths of a target the figures move along the whole of it, as they do near the fitted parameters; below "
    + "1 no claim notices."

  /// What the claims cannot tell apart, a sentence each.
  private var openQuestions: [String] {
    var sentences = result.identifiability.likenesses.map(ClaimTables.words)
    for direction in result.identifiability.directions where !direction.isDetermined {
      let parts = zip(result.axes, direction.weights).filter { $1.magnitude >= 0.3 }.map { axis, weight in
        "\(axis.quantity.title) \(weight > 0 ? "up" : "down")"
      }
      sentences.append(
        "The claims do not determine this combination: \(parts.joined(separator: ", ")) (strength "
          + "\(NumberText.fixed(direction.strength, 2))).")
    }
    return sentences.isEmpty ? ["Every combination of the fitted parameters shows in the claims."] : sentences
  }
}
