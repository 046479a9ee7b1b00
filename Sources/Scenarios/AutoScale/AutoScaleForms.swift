// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files

/// Brings what says that a pool scales by a formula into one form, `autoScale` with the formula itself.
///
/// The flat keys `autoscale`, `autoScaleFormula` and `autoScaleEvaluationInterval` are those of earlier versions.
struct AutoScaleForms {
  /// Whether a formula may be missing: a base that its variants complete.
  let allowsMissingKeys: Bool
  private(set) var problems = DiagnosticList()

  private static let pool = PoolKeys.keys
  private static let flat = [pool.autoscale.name, pool.autoScaleFormula.name, pool.autoScaleEvaluationInterval.name]
  private static let targets = [pool.targetDedicatedNodes.name, pool.targetLowPriorityNodes.name]

  init(allowsMissingKeys: Bool) {
    self.allowsMissingKeys = allowsMissingKeys
  }

  /// A system in which every formula stands in `autoScale.formula`.
  mutating func settled(_ system: SourceNode) -> SourceNode {
    guard case .map(var entries) = system.content else { return system }
    var areAllScaled = true
    for index in entries.indices {
      switch entries[index].key {
      case SystemKeys.keys.pool.name:
        entries[index].value = settledPool(entries[index].value)
        areAllScaled = areAllScaled && scales(entries[index].value)
      case SystemKeys.keys.pools.name:
        guard case .map(var pools) = entries[index].value.content else { continue }
        for pool in pools.indices { pools[pool].value = settledPool(pools[pool].value) }
        areAllScaled = areAllScaled && pools.allSatisfy { scales($0.value) }
        entries[index].value.content = .map(pools)
      default: break
      }
    }
    let result = SourceNode(.map(entries), at: system.place)
    let hasPools = [SystemKeys.keys.pool.name, SystemKeys.keys.pools.name].contains { given($0, in: result) != nil }
    if hasPools, areAllScaled, let resize = given(SystemKeys.keys.resize.name, in: result) {
      problems.add(
        .exclusive, at: resize.place,
        "resize and autoScale exclude each other: the service asks for another size at the next evaluation")
    }
    return result
  }

  private func given(_ key: String, in node: SourceNode) -> SourceNode? {
    node[key].flatMap { $0.isNull ? nil : $0 }
  }

  private func scales(_ pool: SourceNode) -> Bool {
    given(Self.pool.autoScale.name, in: pool) != nil
  }

  private mutating func settledPool(_ pool: SourceNode) -> SourceNode {
    guard case .map = pool.content else { return pool }
    let name = Self.pool.autoScale.name
    guard let settings = given(name, in: pool) else { return nested(pool) ?? pool }
    for key in Self.flat {
      guard let value = given(key, in: pool) else { continue }
      problems.add(.exclusive, at: value.place, "\(key) and autoScale exclude each other; keep autoScale")
    }
    for key in Self.targets {
      guard let value = given(key, in: pool) else { continue }
      problems.add(
        .exclusive, at: value.place,
        "\(key) and autoScale exclude each other: the formula says how many nodes there are to be")
    }
    guard case .map = settings.content else { return pool }
    return replacing(name, by: withFormula(settings), in: pool)
  }

  /// The pool with a formula in flat keys, which the new form replaces; nil when it has none that counts. The targets
  /// beside it were what the formula was expected to ask for.
  private func nested(_ pool: SourceNode) -> SourceNode? {
    guard let formula = given(Self.pool.autoScaleFormula.name, in: pool),
      given(Self.pool.autoscale.name, in: pool)?.text != "false"
    else { return nil }
    let place = pool.entries.first { $0.key == Self.pool.autoScaleFormula.name }?.keyPlace ?? formula.place
    var settings = [SourceNode.Entry(key: AutoScaleKeys.keys.formula.name, keyPlace: place, value: formula)]
    if let interval = given(Self.pool.autoScaleEvaluationInterval.name, in: pool) {
      settings.append(
        SourceNode.Entry(
          key: AutoScaleKeys.keys.evaluationInterval.name, keyPlace: interval.place, value: interval))
    }
    let rest = pool.without(Set(Self.flat + Self.targets))
    return replacing(Self.pool.autoScale.name, by: SourceNode(.map(settings), at: formula.place), in: rest)
  }

  private func replacing(_ key: String, by value: SourceNode, in node: SourceNode) -> SourceNode {
    var entries = node.entries
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = value
    } else {
      entries.append(SourceNode.Entry(key: key, keyPlace: value.place, value: value))
    }
    return SourceNode(.map(entries), at: node.place)
  }

  /// The settings with the formula of their file.
  private mutating func withFormula(_ settings: SourceNode) -> SourceNode {
    let keys = AutoScaleKeys.keys
    let formula = given(keys.formula.name, in: settings)
    guard let file = given(keys.formulaFile.name, in: settings) else {
      if formula == nil, !allowsMissingKeys {
        problems.add(
          .missingKey, at: settings.place, "the key formula is missing; expected formula, or formulaFile, in autoScale")
      }
      return settings
    }
    guard formula == nil else {
      problems.add(.exclusive, at: file.place, "formula and formulaFile exclude each other; keep one of them")
      return settings
    }
    guard let name = file.text else { return settings }
    let path = TextFile.path(name, besides: file.place.file)
    do throws(Failure) {
      let text = try TextFile.read(path, at: file.place)
      let value = SourceNode(.scalar(text, isPlain: false), at: SourcePlace(file: path))
      return replacing(keys.formula.name, by: value, in: settings.without([keys.formulaFile.name]))
    } catch {
      for diagnostic in error.diagnostics { problems.add(diagnostic) }
      return settings
    }
  }
}
