// SPDX-License-Identifier: GPL-3.0-or-later

/// The page that says what becomes of every member of a pool's body.
package enum PoolMemberReference {
  /// The page, made from the table by which bodies are read.
  ///
  /// - Returns: Markdown.
  /// - Complexity: O(n) for n members.
  package static func page() -> String {
    var lines = [
      "# Members of a pool's body", "",
      "What `poolsim import` does with every member that the body of a pool may have: those of the newest REST specifications",
      "(Microsoft.Batch 2026-08-01, the Batch service up to 2026-10-01) and those that earlier versions, logs and PowerShell have. This",
      "page is made from the table by which bodies are read; a test compares the two. A member that is not here is named in a note.",
      "",
      "* *modelled*: the scenario has it, under the key given; it counts in a run.",
      "* *a rule's fact*: the scenario has it, under the key given; the service's own rules ask about it.",
      "* *told*: it bears on the time until nodes are idle and has no place in a scenario; a note says what to do.",
      "* *no effect*: nodes start the same without it, for the reason given.",
      "* *an answer's*: it says how a pool was, not what is asked for.",
    ]
    for (place, members) in AzureMembers.table {
      lines += ["", "## \(title(of: place))", "", "| member | mark | why |", "|---|---|---|"]
      lines += members.map { "| `\($0.name)` | \(row(of: $0.mark)) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(of place: AzureMembers.Place) -> String {
    switch place {
    case .resource: "Around `properties`"
    case .pool: "The pool: `properties`, or the body of the data plane"
    default: "`\(place.rawValue)`"
    }
  }

  private static func row(of mark: AzureMembers.Mark) -> String {
    switch mark {
    case .modelled(let key): "modelled | \(shown(key))"
    case .rule(let key): "a rule's fact | \(shown(key))"
    case .answer: "an answer's | "
    case .older(let name): "read as `\(name)` | "
    case .told(let text): "told | \(text)"
    case .noEffect(let reason): "no effect | \(reason)"
    }
  }

  /// A key of the scenario, or the words that stand for one.
  private static func shown(_ key: String) -> String {
    key.contains(" ") ? key : "`\(key)`"
  }
}
