// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics
internal import BatchPool

extension ScenarioDocument {
  /// Makes the scenario.
  ///
  /// - Parameter overrides: Values to set, `PATH=VALUE` each, as in the file.
  /// - Returns: The scenario.
  /// - Throws: `ScenarioError` with everything that is wrong.
  public func scenario(overrides: [String] = []) throws(ScenarioError) -> Scenario {
    let root = try ScenarioOverride.apply(overrides, to: self.root)
    var problems = self.problems
    checkHead(root, &problems)
    let base = root.without(["variants", "sweep"])
    let overlays = root["variants"]?.entries ?? []
    let hasVariants = root["variants"].map { !$0.isNull } ?? false

    let systems: [(name: String, system: CheckedSystem?)] =
      hasVariants
      ? overlays.map { overlay in
        let value = overlay.value.isNull ? SourceNode(.map([]), at: overlay.value.place) : overlay.value
        return (
          overlay.key, CheckedSystem(base.overlaid(by: value.without(ScenarioFormat.wholeKeys)), file: file, &problems)
        )
      } : [(Scenario.onlyVariantName, CheckedSystem(base, file: file, &problems))]
    // What every variant replaces is checked too: nobody wants a mistake to wait there.
    let checkedBase = hasVariants ? CheckedSystem(incomplete: base, file: file, &problems) : systems.first?.system
    var variants: [Scenario.Variant] = []
    for (name, system) in systems {
      guard let system, let configuration = system.configuration(file: file, &problems) else { continue }
      let facts = ScenarioFacts(system.values, &problems)
      variants.append(
        Scenario.Variant(name: name, configuration: configuration, facts: facts, provenance: system.provenance))
    }
    if !problems.isEmpty { problems = explained(problems, by: overrides, in: root) }
    try problems.throwIfAny()
    guard variants.count == systems.count, let first = variants.first, let checkedBase else {
      throw ScenarioError(
        kind: .invalid,
        diagnostics: [Diagnostic(.impossible, at: SourcePlace(file: file), "the scenario could not be understood")])
    }
    _ = first
    let normal = NormalScenario(
      base: checkedBase, variants: systems.compactMap { name, system in system.map { (name, $0) } },
      hasVariants: hasVariants)
    var identity = ScenarioIdentity()
    for (name, system) in systems {
      identity.add(name)
      for section in system?.normalSections ?? [] where section.key != "profile" {
        identity.add(section.key)
        identity.add(section.value.json)
      }
    }
    let name = checkedBase.values["name"]?.text ?? fileName
    return Scenario(
      name: name, profile: checkedBase.values["profile"]?.text ?? Profile.standardName,
      seed: checkedBase.values["seed"]?.seed ?? 1, replications: checkedBase.values["replications"]?.integer ?? 1,
      variants: variants, namesPools: systems.contains { $0.system?.values["pools"] != nil }, identity: identity.text,
      head: normal.head(name: name, checkedBase), sections: normal.sections, variantSections: normal.variants)
  }

  /// The name that a scenario has from its file.
  private var fileName: String {
    let last = file.split(separator: "/").last.map(String.init) ?? "scenario"
    let stem = last.contains(".") ? String(last[..<(last.lastIndex(of: ".") ?? last.endIndex)]) : last
    return ScenarioName.isValid(stem) && stem != "-" ? stem : "scenario"
  }

  /// What concerns the scenario as a whole: its keys, its version, and what variants must not hold.
  private func checkHead(_ root: SourceNode, _ problems: inout DiagnosticList) {
    problems.addUnknownKeys(of: root, among: ScenarioFormat.root.keys.map(\.name))
    let version = root["poolsim"]
    if version?.text != "\(ScenarioFormat.version)" {
      problems.add(
        .formatVersion, at: version?.place ?? root.place,
        version == nil
          ? "the format version is missing; expected the key poolsim: \(ScenarioFormat.version)"
          : "this program reads format version \(ScenarioFormat.version), not \(version?.kindName ?? "")")
    }
    guard let variants = root["variants"], !variants.isNull else { return }
    guard case .map(let entries) = variants.content, !entries.isEmpty else {
      problems.add(
        .wrongKind, at: variants.place,
        "\(variants.entries.isEmpty && variants.text == nil ? "an empty \(variants.kindName.split(separator: " ").last ?? "map")" : variants.kindName) stands where a map from names to variants was expected"
      )
      return
    }
    let misplaced = ScenarioFormat.wholeKeys.union(["variants", "sweep"])
    let own = ScenarioFormat.root.keys.map(\.name).filter { !misplaced.contains($0) }
    for entry in entries {
      if !ScenarioName.isValid(entry.key) {
        problems.add(.badName, at: entry.keyPlace, "\(PrintableText.quoted(entry.key)) cannot be a name")
      }
      switch entry.value.content {
      case .map(let keys):
        problems.addUnknownKeys(of: entry.value.without(misplaced), among: own)
        for key in keys where misplaced.contains(key.key) {
          problems.add(
            .misplacedKey, at: key.keyPlace,
            "\(key.key) cannot differ between variants; it belongs to the scenario as a whole")
        }
      case .null: break
      case .scalar, .list:
        problems.add(
          .wrongKind, at: entry.value.place,
          "\(entry.value.kindName) stands where the keys of a variant were expected, such as { image: { kind: gallery, replicas: 2 } }"
        )
      }
    }
  }
}

/// A system whose values have passed their checks, with the profile's values filled in.
struct CheckedSystem {
  /// The most pools of one system, every copy counted: as many as have subscriptions of their own.
  static let mostPools = 1_000_000

  let values: CheckedValue
  let profile: Profile
  let model: CheckedValue

  /// Checks a whole system; nil when it is wrong.
  init?(_ node: SourceNode, file: String, _ problems: inout DiagnosticList) {
    self.init(node, file: file, allowsMissingKeys: false, &problems)
  }

  /// Checks what is there of a system.
  init?(incomplete node: SourceNode, file: String, _ problems: inout DiagnosticList) {
    self.init(node, file: file, allowsMissingKeys: true, &problems)
  }

  private init?(_ node: SourceNode, file: String, allowsMissingKeys: Bool, _ problems: inout DiagnosticList) {
    var checker = ScenarioChecker()
    checker.allowsMissingKeys = allowsMissingKeys
    // The head is checked once, with its own words.
    let known = Set(ScenarioFormat.system.keys.map(\.name))
    let stripped = SourceNode(
      .map(node.entries.filter { known.contains($0.key) && $0.key != "poolsim" }), at: node.place)
    let values = checker.map(
      stripped.setting(["poolsim"], to: SourceNode(.scalar("1", isPlain: true), at: node.place)) ?? node,
      ScenarioFormat.system)
    problems.add(checker.problems)
    guard let values, let name = values["profile"] else {
      // What is wrong elsewhere hides no profile that there is not.
      if let name = node["profile"], let text = name.text {
        do throws(ScenarioError) {
          _ = try Profile.cached(text, besides: name.place.file, at: name.place)
        } catch {
          for diagnostic in error.diagnostics { problems.add(diagnostic) }
        }
      }
      return nil
    }
    // Before that many are made.
    let pools = (values["pools"]?.entries ?? []).reduce(0) { $0 + ($1.value["count"]?.integer ?? 1) }
    guard pools <= Self.mostPools else {
      problems.add(
        .impossible, at: values["pools"]?.place ?? values.place,
        "the scenario has \(pools) pools; at most \(Self.mostPools) are simulated")
      return nil
    }
    do throws(ScenarioError) {
      profile = try Profile.cached(name.text ?? "", besides: name.place.file, at: name.place)
    } catch {
      for diagnostic in error.diagnostics { problems.add(diagnostic) }
      return nil
    }
    self.values = values
    let own = values["model"]
    let profile = profile
    model = CheckedValue(
      .map(
        profile.checked.entries.map { entry in
          CheckedValue.Entry(key: entry.key, value: own?[entry.key] ?? entry.value)
        }), at: own?.place ?? values.place)
  }

  /// Where the model's values come from.
  var provenance: ModelProvenance {
    ModelProvenance(profile.values, ownKeys: Set(values["model"]?.entries.map(\.key) ?? []))
  }

  /// Every section in its canonical spelling, the model with all its values.
  var normalSections: [NormalNode.Entry] {
    ScenarioFormat.sections.compactMap { key in
      guard let value = key.name == "model" ? model : values[key.name] else { return nil }
      return NormalNode.Entry(key: key.name, value: NormalNode(value, key.kind))
    }
  }
}

/// The normalised text: sections in which the variants differ stand with the variants, the others at the top.
struct NormalScenario {
  let sections: [NormalNode.Entry]
  let variants: [NormalNode.Entry]?

  init(base: CheckedSystem, variants: [(name: String, system: CheckedSystem)], hasVariants: Bool) {
    guard hasVariants else {
      sections = base.normalSections.filter { $0.key != "profile" }
      self.variants = nil
      return
    }
    let all = variants.map { ($0.name, $0.system.normalSections) }
    let common = base.normalSections.filter { section in
      all.allSatisfy { $0.1.contains(section) }
    }
    sections = common.filter { $0.key != "profile" }
    self.variants = all.map { name, own in
      NormalNode.Entry(
        key: name,
        value: .map(own.filter { section in !common.contains { $0.key == section.key } }))
    }
  }

  func head(name: String, _ base: CheckedSystem) -> [NormalNode.Entry] {
    var head: [NormalNode.Entry] = [
      NormalNode.Entry(key: "poolsim", value: .raw("\(ScenarioFormat.version)")),
      NormalNode.Entry(key: "name", value: .text(name)),
    ]
    if let description = base.values["description"]?.text {
      head.append(NormalNode.Entry(key: "description", value: .text(description)))
    }
    head += [
      NormalNode.Entry(key: "profile", value: .text(base.values["profile"]?.text ?? Profile.standardName)),
      NormalNode.Entry(key: "seed", value: .raw("\(base.values["seed"]?.seed ?? 1)")),
      NormalNode.Entry(key: "replications", value: .raw("\(base.values["replications"]?.integer ?? 1)")),
    ]
    return head
  }
}
