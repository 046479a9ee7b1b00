// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// What happens at a time: one of several verbs, each with keys of its own.
///
/// A verb's keys stand under it, `{ at: 7 min, resize: { targetDedicatedNodes: 300 } }`. The first version of the format
/// had them beside it, `{ at: 7 min, resize: true, targetDedicatedNodes: 300 }`: that is put into the new shape, with the
/// places that it had.
extension ScenarioChecker {
  mutating func event(_ node: SourceNode, _ format: UnionFormat) -> CheckedValue? {
    guard case .map(let entries) = node.content else { return refuse(node, .event(format)) }
    let verbs = format.verbs(of: node)
    guard verbs.count == 1, let form = verbs.first, let value = node[form.name] else {
      addVerbs(verbs, node, format)
      return nil
    }
    let common = Set(format.common.keys.map(\.name))
    let others = entries.filter { !common.contains($0.key) && format.form($0.key) == nil }
    let isFlat = form.target != nil && value.text != nil
    var inner = value
    var isRight = true
    var own: [SourceNode.Entry] = []
    for entry in others where !entry.value.isNull {
      if isFlat,
        form.keys.contains(where: { $0.name == entry.key }) || format.form(with: entry.key, besides: form) == nil
      {
        own.append(entry)
        continue
      }
      isRight = false
      addMisplaced(entry, beside: form, format)
    }
    if isFlat, let target = form.target {
      let entry = SourceNode.Entry(key: target, keyPlace: value.place, value: value)
      inner = SourceNode(.map([entry] + own), at: node.place)
    }
    let head = SourceNode(.map(entries.filter { common.contains($0.key) }), at: node.place)
    let checkedHead = map(head, format.common)
    let checked = within(form.name) { $0.check(inner, form.kind) }
    guard isRight, let checkedHead, let checked else { return nil }
    return CheckedValue(
      .map(checkedHead.entries + [CheckedValue.Entry(key: form.name, value: checked)]), at: node.place)
  }

  /// Adds what is wrong with a map of no verb, or of several.
  private mutating func addVerbs(_ verbs: [UnionFormat.Form], _ node: SourceNode, _ format: UnionFormat) {
    let known = format.common.keys.map(\.name) + format.forms.map(\.name) + format.forms.flatMap { $0.keys.map(\.name) }
    let unknown = node.entries.filter { !known.contains($0.key) }
    problems.addUnknownKeys(
      of: SourceNode(.map(unknown), at: node.place),
      among: format.common.keys.map(\.name) + format.forms.map(\.name), in: pathName)
    guard unknown.isEmpty || !verbs.isEmpty else { return }
    problems.add(
      verbs.isEmpty ? .missingKey : .exclusive, at: node.place,
      (verbs.isEmpty
        ? "the \(format.noun) does nothing"
        : "the \(format.noun) does several things: \(verbs.map(\.name).joined(separator: ", "))")
        + "; expected one of \(format.forms.map(\.name).listed)")
  }

  /// Adds an error for a key beside a verb that does not belong there.
  private mutating func addMisplaced(_ entry: SourceNode.Entry, beside form: UnionFormat.Form, _ format: UnionFormat) {
    if form.keys.contains(where: { $0.name == entry.key }) {
      problems.add(
        .exclusive, at: entry.value.place,
        "\(entry.key) stands beside \(form.name); write it inside, \(form.name): { \(entry.key): ... }")
    } else if let other = format.form(with: entry.key, besides: form) {
      problems.add(
        .exclusive, at: entry.value.place,
        "\(entry.key) has no meaning beside \(form.name); it belongs to \(other.name)")
    } else {
      problems.addUnknownKeys(
        of: SourceNode(.map([entry]), at: entry.keyPlace),
        among: format.common.keys.map(\.name) + form.keys.map(\.name), in: pathName)
    }
  }
}

extension UnionFormat {
  /// The verbs of a map, in the order of the format.
  func verbs(of node: SourceNode) -> [Form] {
    forms.filter { node[$0.name].map { !$0.isNull } ?? false }
  }

  /// The maps of one verb that a map of several stands for; just the map where it cannot have several.
  func split(_ node: SourceNode) -> [SourceNode] {
    let verbs = verbs(of: node)
    guard takesSeveral, verbs.count > 1 else { return [node] }
    let common = Set(self.common.keys.map(\.name))
    return verbs.enumerated().map { index, verb in
      let entries = node.entries.filter { entry in
        // What belongs nowhere is a mistake of the first alone.
        entry.key == verb.name || common.contains(entry.key) || (index == 0 && form(entry.key) == nil)
      }
      return SourceNode(.map(entries), at: node.place)
    }
  }
}
