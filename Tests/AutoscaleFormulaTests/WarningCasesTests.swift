// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Testing

/// What a check must, and must not, find in a formula.
struct WarningCase: Decodable {
  let id: String
  let formula: String
  let slots: Int
  let interval: String
  let warnings_include: [String]
  let warnings_exclude: [String]
}

@Suite("Warning cases")
struct WarningCasesTests {
  @Test("every case has the warnings that it should have, and none that it should not")
  func agree() throws {
    let cases = try EvaluationCase.all(WarningCase.self, in: "warnings")
    #expect(cases.count == 23)
    for one in cases {
      var options = FormulaCheckOptions(now: Fixture.now)
      options.slots = one.slots
      #expect(one.interval == "15 min")
      let report = try Formula(parsing: one.formula).check(options)
      let codes = Set(report.findings.map(\.code.rawValue))
      let missing = Set(one.warnings_include).subtracting(codes)
      let surplus = Set(one.warnings_exclude).intersection(codes)
      #expect(missing.isEmpty, "\(one.id) lacks \(missing.sorted()): \(report.findings)")
      #expect(surplus.isEmpty, "\(one.id) has \(surplus.sorted()): \(report.findings)")
      #expect(!report.findings.contains { $0.severity == .error }, "\(one.id): \(report.findings)")
    }
  }
}
