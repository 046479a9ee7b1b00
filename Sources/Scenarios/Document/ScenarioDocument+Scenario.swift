// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics
internal import BatchPool

extension ScenarioDocument {
  /// Makes the scenario.
  ///
  /// - Parameter overrides: Values to set, `PATH=VALUE` each, as in the file.
  /// - Returns: The scenario.
  /// - Throws: `Failure` with everything that is wrong.
  public func scenario(overrides: [String] = []) throws(Failure) -> Scenario {
    try scenario(setting: ScenarioOverride.all(overrides))
  }

  /// Makes the scenario with some values set.
  ///
  /// - Throws: `Failure` with everything that is wrong.
  package func scenario(setting overrides: [ScenarioOverride]) throws(Failure) -> Scenario {
    let root = try settled(by: overrides)
    var problems = self.problems
    checkHead(root, &problems)
    let base = root.without([ScenarioFormat.variants, ScenarioFormat.sweep])
    let overlays = root[ScenarioFormat.variants]?.entries ?? []
    let hasVariants = root[ScenarioFormat.variants].map { !$0.isNull } ?? false

    let sections = CheckedSections()
    let systems: [(name: String, system: CheckedSystem?)] =
      hasVariants
      ? overlays.map { overlay in
        let value = overlay.value.isNull ? SourceNode(.map([]), at: overlay.value.place) : overlay.value
        return (
          overlay.key, CheckedSystem(base.overlaid(by: value.without(ScenarioFormat.wholeKeys)), sections, &problems)
        )
      } : [(Scenario.onlyVariantName, CheckedSystem(base, sections, &problems))]
    // What every variant replaces is checked too: a mistake should not wait there.
    let checkedBase = hasVariants ? CheckedSystem(incomplete: base, &problems) : systems.first?.system
    let holdsPools = Self.holdsPools(of: systems.compactMap(\.system), &problems)
    var variants: [Scenario.Variant] = []
    for (name, system) in systems where holdsPools {
      guard let system, let (configuration, skippedJobs) = system.configuration(&problems) else { continue }
      var facts = ScenarioFacts(system.system, &problems)
      facts.addWork(configuration, system.system, skippedJobs: skippedJobs)
      variants.append(
        Scenario.Variant(
          name: name, configuration: configuration, facts: facts, provenance: system.provenance,
          prices: system.system.prices.map(Prices.init)))
    }
    if !problems.isEmpty { problems = explained(problems, by: overrides, in: root) }
    try problems.throwIfAny()
    guard !variants.isEmpty, variants.count == systems.count, let checkedBase else {
      throw Failure(
        kind: .invalid,
        diagnostics: [Diagnostic(.impossible, at: SourcePlace(file: file), "the scenario could not be understood")])
    }
    let checked = systems.compactMap { name, system in system.map { (name: name, system: $0) } }
    let name = checkedBase.head.name ?? fileName
    return Scenario(
      name: name, profile: checkedBase.system.profile, seed: checkedBase.head.seed,
      replications: checkedBase.head.replications, variants: variants,
      namesPools: checked.contains { $0.system.system.pools != nil },
      checked: CheckedScenario(
        base: checkedBase, systems: checked, hasVariants: hasVariants,
        traces: variants.map { $0.configuration.work.compactMap(\.traceHash) }))
  }

  /// The most pools that all variants may have together, every copy counted: 4 million, which take about 1 GiB.
  private static let mostPools = 4 * CheckedSystem.mostPools

  /// Whether the pools of all variants can be held at once; a problem where not, before they are made.
  private static func holdsPools(of systems: [CheckedSystem], _ problems: inout DiagnosticList) -> Bool {
    let pools = systems.reduce(0) { $0 + $1.poolCount }
    guard pools > mostPools, let last = systems.last else { return true }
    problems.add(
      .impossible, at: last.system.place(of: \.pools),
      "the \(systems.count) variants have \(pools) pools together, and at most \(mostPools) can be held at once; "
        + "give each file fewer variants, or each pool a smaller count")
    return false
  }

  /// The name that a scenario has from its file.
  private var fileName: String {
    let last = file.split(separator: "/").last.map(String.init) ?? "scenario"
    let stem = last.contains(".") ? String(last[..<(last.lastIndex(of: ".") ?? last.endIndex)]) : last
    return ScenarioName.isValid(stem) && stem != "-" ? stem : "scenario"
  }

  /// What concerns the scenario as a whole: its keys, its version, and what variants must not hold.
  private func checkHead(_ root: SourceNode, _ problems: inout DiagnosticList) {
    problems.addUnknownKeys(of: root, among: ScenarioFormat.root.keys.map(\.name), in: "the scenario")
    let version = root[HeadKeys.keys.poolsim.name]
    if version?.text != "\(ScenarioFormat.version)" {
      problems.add(
        .formatVersion, at: version?.place ?? root.place,
        version == nil
          ? "the format version is missing; expected the key poolsim: \(ScenarioFormat.version)"
          : "this program reads format version \(ScenarioFormat.version), not \(version?.kindName ?? "")")
    }
    guard let variants = root[ScenarioFormat.variants], !variants.isNull else { return }
    guard case .map(let entries) = variants.content, !entries.isEmpty else {
      let found =
        switch variants.content {
        case .map: "an empty map"
        case .list, .scalar, .null: variants.kindName
        }
      problems.add(
        .wrongKind, at: variants.place, "variants cannot be \(found); expected a map from names to variants")
      return
    }
    for entry in entries { checkVariant(entry, &problems) }
  }

  private func checkVariant(_ entry: SourceNode.Entry, _ problems: inout DiagnosticList) {
    if !ScenarioName.isValid(entry.key) {
      problems.add(.badName, at: entry.keyPlace, "\(PrintableText.quoted(entry.key)) cannot be a name")
    }
    let name = "variants.\(PrintableText.short(entry.key))"
    let misplaced = ScenarioFormat.wholeKeys.union([ScenarioFormat.variants, ScenarioFormat.sweep])
    switch entry.value.content {
    case .map(let keys):
      problems.addUnknownKeys(
        of: entry.value.without(misplaced), among: ScenarioFormat.variant.keys.map(\.name), in: name)
      for key in keys where misplaced.contains(key.key) {
        problems.add(
          .misplacedKey, at: key.keyPlace,
          "\(key.key) cannot differ between variants; it belongs to the scenario as a whole")
      }
    case .null: break
    case .scalar, .list:
      problems.add(
        .wrongKind, at: entry.value.place,
        "\(name) cannot be \(entry.value.kindName); expected the keys of a variant, such as { image: { kind: gallery, replicas: 2 } }"
      )
    }
  }
}
