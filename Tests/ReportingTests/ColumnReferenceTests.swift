// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting
import TestSupport
import Testing

/// docs/reference/columns.md is made from the columns that the files are made from.
@Suite("Column reference")
struct ColumnReferenceTests {
  @Test("the page is what the columns say of themselves")
  func isKept() {
    expectDocument(ColumnReference.page(), "docs/reference/columns.md")
  }

  @Test("every column has a name and a meaning, a sentence that fits into a table")
  func documentsEveryColumn() {
    let rows = ColumnReference.page().split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count > 150)
    for row in rows {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingPrefix(" ") }
      #expect(cells.count == 5 && cells[1].count > 3, "\(row)")
      #expect(cells[3].hasSuffix(". ") && cells[3].count > 5, "\(row)")
    }
  }
}
