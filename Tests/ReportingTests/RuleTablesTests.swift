// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import ServiceRules
import TestSupport
import Testing

/// The service's own rules in tables and in words.
@Suite("Rule tables")
struct RuleTablesTests {
  @Test("hold every rule, a line or row each, as text, Markdown and CSV")
  func holdEveryRule() throws {
    let csv = try written { try RuleTables.writeCSV(to: $0) }
    let forms = [
      (RuleTables.rendered(.text), "code  severity", 1 + 1 + RuleConflict.all.count),
      (RuleTables.rendered(.markdown), "| code |", 2 + 1 + RuleConflict.all.count), (csv, "code,severity,", 1),
    ]
    for (text, heading, others) in forms {
      #expect(text.hasPrefix(heading), "\(text)")
      #expect(text.split(separator: "\n").count == PreflightRule.all.count + others)
      for rule in PreflightRule.all { #expect(text.contains(rule.code)) }
    }
    #expect(forms[0].0.contains("2026-03-31"))
  }

  @Test("an explanation has the cure, the source and an example", arguments: PreflightRule.all)
  func explains(rule: PreflightRule) {
    let text = RuleTables.explanation(of: rule)
    #expect(text.hasPrefix("\(rule.code): "))
    for word in ["Cure: ", "Source: ", "Example:"] { #expect(text.contains(word)) }
  }

  @Test("the guide to the managed-image page names every rule")
  func guideNamesEveryRule() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(
      contentsOf: root.appendingPathComponent("docs/guides/managed-image-page.md"), encoding: .utf8)
    for rule in PreflightRule.all {
      #expect(guide.contains("**\(rule.code)**"), "\(rule.code)")
    }
  }
}
