// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool

/// A system whose values have passed their checks, with the profile's values filled in.
struct CheckedSystem {
  /// The most pools of one system, every copy counted: as many as have subscriptions of their own.
  static let mostPools = 1_000_000

  /// The keys of the scenario as a whole.
  let head: Section<HeadKeys>
  let system: Section<SystemKeys>
  let profile: Profile
  /// The model's numbers, those of the profile included.
  let model: Section<ModelKeys>

  /// The keys of a system but the version, which is checked once, with words of its own.
  private static let checkedKeys = Set(ScenarioFormat.system.keys.map(\.name)).subtracting([HeadKeys.keys.poolsim.name])

  /// Checks a whole system; nil when it is wrong.
  ///
  /// - Parameters:
  ///   - node: The system.
  ///   - sections: What was checked before, and need not be again.
  ///   - problems: What is wrong.
  init?(_ node: SourceNode, _ sections: CheckedSections, _ problems: inout DiagnosticList) {
    self.init(node, allowsMissingKeys: false, sections, &problems)
  }

  /// Checks what is there of a system.
  init?(incomplete node: SourceNode, _ problems: inout DiagnosticList) {
    self.init(node, allowsMissingKeys: true, nil, &problems)
  }

  private init?(
    _ node: SourceNode, allowsMissingKeys: Bool, _ sections: CheckedSections?, _ problems: inout DiagnosticList
  ) {
    var checker = ScenarioChecker()
    checker.allowsMissingKeys = allowsMissingKeys
    checker.sections = sections
    var forms = AutoScaleForms(allowsMissingKeys: allowsMissingKeys)
    let node = WorkForms.settled(ImageForms.settled(forms.settled(node)))
    problems.add(forms.problems)
    // Unknown keys are checked once, with words of their own, as the version is.
    let version = HeadKeys.keys.poolsim.name
    let written = SourceNode.Entry(
      key: version, keyPlace: node.place,
      value: SourceNode(.scalar("\(ScenarioFormat.version)", isPlain: true), at: node.place))
    let stripped = SourceNode(
      .map([written] + node.entries.filter { Self.checkedKeys.contains($0.key) }), at: node.place)
    let checked = checker.map(stripped, ScenarioFormat.system)
    problems.add(checker.problems)
    guard let checked else {
      // What is wrong elsewhere hides no unknown profile.
      if let name = node[SystemKeys.keys.profile.name], let text = name.text {
        do throws(Failure) {
          _ = try Profile.cached(text, besides: name.place.file, at: name.place)
        } catch {
          for diagnostic in error.diagnostics { problems.add(diagnostic) }
        }
      }
      return nil
    }
    head = Section(checked)
    let system = Section<SystemKeys>(checked)
    self.system = system
    // Before that many are made.
    let pools = Self.poolCount(system)
    guard pools <= Self.mostPools else {
      problems.add(
        .impossible, at: system.place(of: \.pools),
        "the scenario has \(pools) pools; at most \(Self.mostPools) are simulated")
      return nil
    }
    let place = system.place(of: \.profile)
    do throws(Failure) {
      profile = try Profile.cached(system.profile, besides: place.file, at: place)
    } catch {
      for diagnostic in error.diagnostics { problems.add(diagnostic) }
      return nil
    }
    let own = system.model?.checked
    model = Section(
      CheckedValue(
        .map(profile.checked.entries.map { own?.entry($0.key) ?? $0 }), at: own?.place ?? checked.place))
  }

  /// How many pools the system has, every copy counted.
  var poolCount: Int { Self.poolCount(system) }

  private static func poolCount(_ system: Section<SystemKeys>) -> Int {
    guard let pools = system.pools else { return 1 }
    return pools.reduce(0) { $0 + $1.value.count }
  }

  /// Where the model's values come from.
  var provenance: ModelProvenance {
    ModelProvenance(
      profile.values, ownKeys: Set(system.model?.checked.entries.map(\.key) ?? []), summary: profile.summary)
  }

  /// Every section in its canonical spelling, the model with all its values, with every default: what tells systems
  /// apart.
  var normalSections: [NormalNode.Entry] { sections(model: model.checked) { $0 } }

  /// The same as it is shown: without a default that a reader would take for the scenario's own word.
  var shownSections: [NormalNode.Entry] { sections(model: model.checked, \.withoutIdleTimeout) }

  /// The same without the numbers of the profile: they stay those of the profile, and what is not known of them is
  /// still not known.
  var ownSections: [NormalNode.Entry] { sections(model: system.model?.checked, \.withoutIdleTimeout) }

  /// The sections, with what is shown of the model and of every pool.
  private func sections(
    model: CheckedValue?, _ shown: (CheckedValue) -> CheckedValue
  ) -> [NormalNode.Entry] {
    let keys = SystemKeys.keys
    return SystemKeys.format.keys.compactMap { key in
      guard var value = key.name == keys.model.name ? model : system.checked.entry(key.name)?.value else {
        return nil
      }
      if key.name == keys.pool.name { value = shown(value) }
      if key.name == keys.pools.name {
        let pools = value.entries.map { CheckedValue.Entry(key: $0.key, value: shown($0.value)) }
        value = CheckedValue(.map(pools), at: value.place)
      }
      return NormalNode.Entry(key: key.name, value: NormalNode(value, key.kind))
    }
  }
}

extension CheckedValue {
  /// A pool without a resizeTimeout that it has by default and does not use: the rules warn where a scenario writes one
  /// for a pool that the service sizes by a formula.
  fileprivate var withoutIdleTimeout: CheckedValue {
    let pool = Section<PoolKeys>(self)
    guard pool.autoscales, !pool.wrote(\.resizeTimeout) else { return self }
    return CheckedValue(.map(entries.filter { $0.key != PoolKeys.keys.resizeTimeout.name }), at: place)
  }
}
