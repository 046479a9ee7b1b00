// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// The reference of the scenario format as a page, made from the table that decoding uses.
package enum ScenarioReference {
  /// The page, as Markdown.
  package static func markdown() -> String {
    var page = ReferencePage()
    page.text(
      """
      # Scenario format

      <!-- Made from the table of keys by ScenarioReference; a test compares it, and POOLSIM_REGENERATE_GOLDEN=1 writes it. -->

      Every key of a scenario file, by section. The program reads, checks and shows scenarios by the same table, and
      `poolsim schema` prints it as a JSON Schema for editors. A path is what `--set PATH=VALUE` takes: `NAME` stands for a
      name of your own, a number for the place in a list, from 0.

      Numbers with a unit need it (`15 min`); a share may do without (`5 %`, `0.05`). Where a *distribution* is taken, a plain
      quantity is a constant; [all families](#distributions) are at the end of the page.
      """)
    page.section("The whole file", "", ScenarioFormat.root)
    page.distributions()
    return page.lines.joined(separator: "\n") + "\n"
  }
}

/// The page while it is made.
private struct ReferencePage {
  private(set) var lines: [String] = []
  /// The sections that are there, by the names of their keys, with their headings.
  private var known: [[String]: String] = [:]
  /// What is still to be described.
  private var waiting: [(path: String, kind: ValueKind)] = []

  mutating func text(_ text: String) {
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A section for a map, and then those of the maps in it.
  mutating func section(_ heading: String, _ path: String, _ format: MapFormat) {
    lines += ["", "## \(heading)", ""]
    known[format.keys.map(\.name)] = heading
    forms(of: format)
    table(format.keys, path)
    if format.leastOneOf.count > 1 { lines += ["", "At least one of \(format.leastOneOf.code) must be there."] }
    let own = waiting
    waiting = []
    for (inner, kind) in own { describe(kind, inner) }
  }

  private mutating func describe(_ kind: ValueKind, _ path: String) {
    switch kind {
    case .map(let format), .nameOr(let format):
      if let heading = known[format.keys.map(\.name)] {
        lines += ["", "## `\(path)`", "", "The keys of [`\(heading.plain)`](#\(heading.anchor))."]
      } else if let (heading, missing) = wider(format) {
        lines += [
          "", "## `\(path)`", "",
          "The keys of [\(heading.plain.lowercased())](#\(heading.anchor)), except \(missing.code).",
        ]
      } else if let (heading, more) = extended(format) {
        lines += ["", "## `\(path)`", "", "The keys of [`\(heading.plain)`](#\(heading.anchor)), and:", ""]
        table(more, path)
      } else {
        section("`\(path)`", path, format)
      }
    case .named(let inner, _): describe(inner, "\(path).NAME")
    case .list(let inner, _): describe(inner, "\(path).0")
    case .event(let format): events(format, path)
    case .name, .text, .integer, .seed, .number, .quantity, .distribution, .choice, .synonyms, .boolean,
      .allOrName, .measure, .anything:
      break
    }
  }

  /// The section that has all keys of a map and more, and those.
  private func wider(_ format: MapFormat) -> (heading: String, missing: [String])? {
    let names = Set(format.keys.map(\.name))
    for (keys, heading) in known where names.count > 3 && names.isSubset(of: keys) {
      return (heading, keys.filter { !names.contains($0) })
    }
    return nil
  }

  /// The section that has all keys of a map except some, and those.
  private func extended(_ format: MapFormat) -> (heading: String, more: [KeyFormat])? {
    let names = format.keys.map(\.name)
    for (keys, heading) in known.sorted(by: { $0.key.count > $1.key.count }) where keys.count > 3 {
      guard Set(keys).isSubset(of: names) else { continue }
      return (heading, format.keys.filter { !keys.contains($0.name) })
    }
    return nil
  }

  private mutating func forms(of format: MapFormat) {
    switch format.forms {
    case .one: break
    case .tagged(let tag, let forms):
      lines += ["`\(tag)` says which of several it is:", ""]
      for form in forms {
        let without = format.keys.filter { $0.exclusions[form.name] != nil }.map(\.name)
        let ending = without.isEmpty ? "" : " Without \(without.code)."
        lines.append("* `\(form.name)`: \(form.meaning)\(ending)")
      }
      lines.append("")
    case .shaped(let forms):
      lines += ["The keys that are there say which of several it is:", ""]
      for form in forms {
        let optional = form.optional.isEmpty ? "" : ", with or without \(form.optional.code)"
        let required = form.required.map { "`\($0)`" }.joined(separator: ", ")
        lines.append("* \(required)\(optional): \(form.meaning)")
      }
      lines.append("")
    }
  }

  private mutating func table(_ keys: [KeyFormat], _ path: String) {
    lines += ["| path | type | unit | range | default | meaning |", "|---|---|---|---|---|---|"]
    for key in keys { row(key, path.isEmpty ? key.name : "\(path).\(key.name)") }
  }

  private mutating func row(_ key: KeyFormat, _ path: String) {
    let presence =
      switch key.presence {
      case .required: "required"
      case .optional: ""
      case .profile: "the profile's"
      case .defaults(let text), .defaultsBeside(_, let text), .unstated(let text): "`\(text)`"
      }
    let cells = [
      "`\(path)`", key.kind.typeName, key.kind.unitNames, key.kind.rangeText, presence,
      key.meaning.replacing("|", with: "\\|"),
    ]
    lines.append("| \(cells.joined(separator: " | ")) |")
    if key.kind.hasKeys { waiting.append((path, key.kind)) }
  }

  /// The verbs, each with its keys.
  private mutating func events(_ format: UnionFormat, _ path: String) {
    lines += ["", "## `\(path)`", "", "A map with the time and one of the verbs:", ""]
    table(format.common.keys, path)
    waiting = []
    lines.append("")
    for form in format.forms {
      lines.append("* `\(form.name)`: \(form.kind.hasKeys ? "a map" : form.kind.typeName). \(form.meaning)")
    }
    if format.forms.contains(where: { $0.target != nil }) {
      lines += [
        "",
        "Earlier versions had the keys of a verb beside it, as in `{ at: 2 h, resize: true, targetDedicatedNodes: 100 }`, with",
        "`true` or a name as its value. That is still read; `poolsim show` prints the form of today.",
      ]
    }
    for form in format.forms {
      if case .map(let inner) = form.kind { section("`\(path).\(form.name)`", "\(path).\(form.name)", inner) }
    }
  }

  /// The families, with the parameters of each form.
  mutating func distributions() {
    lines += [
      "", "## Distributions", "",
      "| family | parameter | type | meaning |", "|---|---|---|---|",
    ]
    for family in DistributionFormat.families(.duration) {
      switch family.body {
      case .value: lines.append("| `\(family.name)` | | a quantity | Always that value. |")
      case .parameters(let forms):
        for (number, form) in forms.enumerated() { parameters(form.format, of: family.name, isOther: number > 0) }
      case .measurements(let formats):
        for (number, format) in formats.enumerated() { parameters(format, of: family.name, isOther: number > 0) }
      }
    }
    lines += [
      "",
      "A family is written with its parameters, as in `{ lognormal: { median: 90 s, sigma: 0.3 } }`; one that stands twice may be",
      "given in either way. `--set model.serviceDelay.lognormal.sigma=0.3` changes one parameter and leaves the others as the",
      "scenario or its profile has them.",
    ]
  }

  private mutating func parameters(_ format: MapFormat, of family: String, isOther: Bool) {
    for (number, key) in format.keys.enumerated() {
      let name = number > 0 ? "" : "`\(family)`" + (isOther ? ", or" : "")
      let kind: String =
        switch key.kind {
        case .quantity: "a quantity"
        case .list: "a list of quantities"
        case .choice: "a unit"
        default: key.kind.typeName
        }
      lines.append("| \(name) | `\(key.name)` | \(kind) | \(key.meaning) |")
    }
  }
}

extension ValueKind {
  /// Whether it has keys that have a section of their own.
  fileprivate var hasKeys: Bool {
    switch self {
    case .map, .nameOr, .event: true
    case .named(let inner, _), .list(let inner, _): inner.hasKeys
    case .name, .text, .integer, .seed, .number, .quantity, .distribution, .choice, .synonyms, .boolean,
      .allOrName, .measure, .anything:
      false
    }
  }

  fileprivate var typeName: String {
    switch self {
    case .name: "name"
    case .text: "text"
    case .integer, .seed: "whole number"
    case .number: "number"
    case .quantity(.share, _): "share"
    case .quantity(.count, _): "number"
    case .quantity: "quantity"
    case .distribution: "distribution"
    case .choice(let words, _): words.code
    case .synonyms(let words, let others): (words + others.keys.sorted()).code
    case .boolean: "`true` or `false`"
    case .map: "map"
    case .named(let inner, _): "map from names to \(inner.pluralName)"
    case .list(let inner, _): "list of \(inner.pluralName)"
    case .nameOr: "name, or map"
    case .allOrName: "`true`, or name"
    case .event: "map"
    case .measure: "number, with its unit"
    case .anything: "value"
    }
  }

  private var pluralName: String {
    if hasKeys { return "maps" }
    if case .list(let inner, _) = self { return "lists of \(inner.pluralName)" }
    return typeName == "quantity" ? "quantities" : typeName + "s"
  }

  fileprivate var unitNames: String {
    switch self {
    case .quantity(let dimension, _), .distribution(let dimension):
      dimension.units.map(\.name).joined(separator: ", ")
    default: ""
    }
  }

  fileprivate var rangeText: String {
    switch self {
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .seed: "0 to \(UInt64.max)"
    case .quantity(let dimension, let range):
      if range.upperBound < dimension.limit || dimension.text(1) == "1" {
        "\(dimension.text(range.lowerBound)) to \(dimension.text(range.upperBound))"
      } else {
        // The upper bound is far beyond any use.
        range.lowerBound > 0 ? "\(dimension.text(range.lowerBound)) or more" : ""
      }
    default: ""
    }
  }
}

extension [String] {
  /// The words as code, in a sentence.
  fileprivate var code: String { map { "`\($0)`" }.listed }
}

extension String {
  /// A heading without its marks.
  fileprivate var plain: String { replacing("`", with: "") }

  /// What a link to a heading ends in.
  fileprivate var anchor: String {
    plain.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == " " }.replacing(" ", with: "-")
  }
}
