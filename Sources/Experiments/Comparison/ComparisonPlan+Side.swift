// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Scenarios

extension ComparisonPlan.Side {
  /// Names a side as a command line does: `FILE`, or `FILE#VARIANT` where the file has several variants.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - scenario: The scenario in it.
  ///   - variant: The name of the variant; nil for the only one.
  /// - Throws: `Failure` when there is no such variant, or one of several has to be named.
  package init(file: String, scenario: Scenario, variantName variant: String?) throws(Failure) {
    let names = scenario.variants.map(\.name)
    guard let variant else {
      guard names.count == 1 else {
        throw Failure(
          .usage, .unknownName, at: SourcePlace(file: file),
          "the scenario has several variants; name one of \(Suggestion.listed(for: "", among: names)), "
            + "as in \(file)#\(names[0])")
      }
      self.init(file: file, scenario: scenario, variant: 0)
      return
    }
    guard let index = names.firstIndex(of: variant) else {
      throw Failure(
        .usage, .unknownName, at: SourcePlace(file: "\(file)#\(PrintableText.short(variant))"),
        "the scenario has no variant \(PrintableText.quoted(variant)); expected "
          + Suggestion.listed(for: variant, among: names) + Suggestion.ending(for: variant, among: names))
    }
    self.init(file: file, scenario: scenario, variant: index)
  }
}
