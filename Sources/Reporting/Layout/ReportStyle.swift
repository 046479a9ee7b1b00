// SPDX-License-Identifier: GPL-3.0-or-later

/// How a report is laid out.
package enum ReportStyle: Sendable {
  /// Aligned columns for a terminal.
  case text
  /// GitHub's Markdown.
  case markdown
}
