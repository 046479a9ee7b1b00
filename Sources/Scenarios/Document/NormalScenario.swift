// SPDX-License-Identifier: GPL-3.0-or-later

/// A scenario whose values have passed their checks.
struct CheckedScenario {
  /// What stands outside of the variants; the only system where there are none.
  let base: CheckedSystem
  let systems: [(name: String, system: CheckedSystem)]
  let hasVariants: Bool
  /// What tells the files apart that each system replays, whose names alone stand in the text.
  let traces: [[UInt64]]

  /// A hash of every variant with its defaults filled in.
  var identity: String {
    var identity = ScenarioIdentity()
    for ((name, system), traces) in zip(systems, traces) {
      identity.add(name)
      for section in system.normalSections where section.key != SystemKeys.keys.profile.name {
        identity.add(section.key)
        identity.add(section.value.json)
      }
      for hash in traces { identity.add("trace \(hash)") }
    }
    return identity.text
  }
}

/// The normalised text: sections in which the variants differ stand with the variants, the others at the top.
struct NormalScenario {
  let head: [NormalNode.Entry]
  let sections: [NormalNode.Entry]
  let variants: [NormalNode.Entry]?

  /// - Parameters:
  ///   - name: The name of the scenario.
  ///   - checked: The scenario.
  ///   - shown: Which sections of a system are written.
  init(
    name: String, _ checked: CheckedScenario,
    sections shown: KeyPath<CheckedSystem, [NormalNode.Entry]> = \.shownSections
  ) {
    let base = checked.base
    head = Self.head(name: name, base)
    let profile = SystemKeys.keys.profile.name
    // Of the time before March 2026 nothing else was known than low-priority nodes.
    let hasSpot = base.system.profile != Profile.claimsName
    func named(_ entries: [NormalNode.Entry]) -> [NormalNode.Entry] {
      hasSpot ? entries.map(SpotNames.shown) : entries
    }
    guard checked.hasVariants else {
      sections = named(base[keyPath: shown].filter { $0.key != profile })
      self.variants = nil
      return
    }
    let all = checked.systems.map { ($0.name, $0.system[keyPath: shown]) }
    let common = base[keyPath: shown].filter { section in
      all.allSatisfy { $0.1.contains(section) }
    }
    sections = named(common.filter { $0.key != profile })
    self.variants = all.map { name, own in
      NormalNode.Entry(
        key: name,
        value: .map(named(own.filter { section in !common.contains { $0.key == section.key } })))
    }
  }

  private static func head(name: String, _ base: CheckedSystem) -> [NormalNode.Entry] {
    let keys = HeadKeys.keys
    var head = [
      NormalNode.Entry(key: keys.poolsim.name, value: .raw("\(ScenarioFormat.version)")),
      NormalNode.Entry(key: keys.name.name, value: .text(name)),
    ]
    if let description = base.head.description {
      head.append(NormalNode.Entry(key: keys.description.name, value: .text(description)))
    }
    head += [
      NormalNode.Entry(key: SystemKeys.keys.profile.name, value: .text(base.system.profile)),
      NormalNode.Entry(key: keys.seed.name, value: .raw("\(base.head.seed)")),
      NormalNode.Entry(key: keys.replications.name, value: .raw("\(base.head.replications)")),
    ]
    return head
  }
}

extension SpotNames {
  /// A key with its value as it is shown: targets of spot nodes have their name of today, which reads back to the same.
  ///
  /// - Complexity: O(n) in the size of the value.
  fileprivate static func shown(_ entry: NormalNode.Entry) -> NormalNode.Entry {
    switch entry.value {
    case .map, .list: NormalNode.Entry(key: entry.key, value: shown(entry.value))
    case .raw, .text: NormalNode.Entry(key: entry.key == lowPriority ? spot : entry.key, value: entry.value)
    }
  }

  private static func shown(_ node: NormalNode) -> NormalNode {
    switch node {
    case .raw, .text: node
    case .map(let entries): .map(entries.map(shown))
    case .list(let elements): .list(elements.map(shown))
    }
  }
}
