// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula

/// A formula of a file, and what was found.
package struct FormulaCheck: Sendable {
  /// The formula.
  package let source: FormulaSource
  /// What is wrong, doubtful or good to know, by place.
  package let findings: [FormulaFinding]
  /// How it behaved on synthetic pools.
  package let probes: [FormulaProbe]
  /// What would be otherwise if the service were, each a sentence.
  package let differences: [String]

  /// What a check reports.
  package init(_ source: FormulaSource, _ report: FormulaReport) {
    self.source = source
    findings = report.findings
    probes = report.probes
    differences = report.differences
  }

  /// A formula that cannot be read.
  package init(_ source: FormulaSource, _ error: FormulaError) {
    self.source = source
    findings = [FormulaFinding(error)]
    probes = []
    differences = []
  }
}
