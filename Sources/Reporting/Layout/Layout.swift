// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Titles, tables, notes and items of a report, for a terminal or in Markdown.
struct Layout {
  /// The style of the report.
  let style: ReportStyle

  init(_ style: ReportStyle) {
    self.style = style
  }

  /// A title with an empty line below.
  func heading(_ title: String) -> String {
    style == .text ? title + "\n\n" : "## \(MarkdownText.inline(title))\n\n"
  }

  /// A table, with a line break at the end.
  func table<Row>(_ table: Table<Row>) -> String {
    style == .text ? table.text() : table.markdown()
  }

  /// Notes, each a line for a terminal and a paragraph in Markdown.
  func notes(_ notes: [String]) -> String {
    notes.map { wordsOf($0) + "\n" }.joined(separator: style == .text ? "" : "\n")
  }

  /// A table under a title, with wrapped notes below.
  func section<Row>(_ title: String, _ table: Table<Row>, notes: [String]) -> String {
    heading(wrapped(title, indent: "")) + self.table(table)
      + notes.map { "\n" + wrapped($0, indent: "") + "\n" }.joined()
  }

  /// Items under a title.
  func section(_ title: String, items: [String]) -> String {
    heading(wrapped(title, indent: "")) + items.map { "- " + wrapped($0, indent: "  ") + "\n" }.joined()
  }

  /// A text as the style shows it.
  private func wordsOf(_ text: String) -> String {
    let printable = PrintableText.lines(text)
    return style == .text ? printable : MarkdownText.inline(printable)
  }

  /// Lines of at most 100 characters for a terminal; Markdown breaks lines itself.
  private func wrapped(_ text: String, indent: String) -> String {
    let text = PrintableText.lines(text)
    guard style == .text else { return wordsOf(text) }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 100 {
        lines.append(line)
        line = indent + word
      } else {
        line += line.isEmpty ? String(word) : " \(word)"
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
