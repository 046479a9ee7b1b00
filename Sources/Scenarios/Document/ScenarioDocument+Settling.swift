// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// What a document says with some values set.
extension ScenarioDocument {
  /// The text with values set, one after the other.
  ///
  /// One parameter of a distribution may be set that only the profile has: the others stay as the profile has them.
  ///
  /// - Throws: `Failure` for the first path that goes through something without keys.
  func settled(by overrides: [ScenarioOverride]) throws(Failure) -> SourceNode {
    var result = root
    for override in overrides {
      if let scalar = ValueKind.map(ScenarioFormat.root).scalar(on: override.path) {
        throw Self.refusal(override, depth: scalar.depth, "is \(scalar.noun); it has no key")
      }
      do throws(SourceNode.Obstacle) {
        if let seed = distribution(for: override, in: result) {
          result = try result.setting(Array(override.path.dropLast(2)), to: seed)
        }
        result = try result.setting(override.path, to: override.value)
      } catch {
        let found =
          switch error.node.content {
          case .list(let list): "is a list of \(list.count); it has no element"
          case .scalar, .map, .null: "is \(error.node.kindName) here; it has no key"
          }
        throw Self.refusal(override, depth: error.depth, found)
      }
    }
    return result
  }

  private static func refusal(_ override: ScenarioOverride, depth: Int, _ found: String) -> Failure {
    let path = PrintableText.short(override.path.prefix(depth).joined(separator: "."))
    let message = "\(path) \(found) \(PrintableText.quoted(override.path[depth]))"
    return Failure(
      kind: .invalid, diagnostics: [Diagnostic(.override, at: override.value.place, message)])
  }

  /// The distribution whose parameter is set, where it is the profile's, or for a variant that of the scenario: nil when
  /// the text has one in its place, or that one has no such parameter.
  private func distribution(for override: ScenarioOverride, in root: SourceNode) -> SourceNode? {
    var path = override.path[...]
    var variant: SourceNode?
    if path.first == ScenarioFormat.variants, path.count > 2 {
      variant = root[ScenarioFormat.variants]?[path[path.startIndex + 1]]
      path = path.dropFirst(2)
    }
    let keys = Array(path)
    guard keys.count == 4, keys[0] == SystemKeys.keys.model.name,
      root.node(at: override.path.dropLast(2)).map(\.isNull) ?? true
    else { return nil }
    let inherited = override.path.count > 4 ? root[keys[0]]?[keys[1]].flatMap { $0.isNull ? nil : $0 } : nil
    let distribution = inherited ?? profileValue(keys[1], variant, root, at: override.value.place)
    guard let distribution, distribution.entries.count == 1, distribution[keys[2]]?[keys[3]] != nil else { return nil }
    return distribution
  }

  /// A number of the profile as a scenario writes it.
  private func profileValue(
    _ key: String, _ variant: SourceNode?, _ root: SourceNode, at place: SourcePlace
  ) -> SourceNode? {
    let name = SystemKeys.keys.profile.name
    let written = variant?[name] ?? root[name]
    let text = written?.text ?? Profile.standardName
    guard let format = ModelKeys.format.key(key),
      let profile = try? Profile.cached(text, besides: written?.place.file ?? file, at: place),
      let value = profile.checked.entry(key)?.value
    else { return nil }
    var reader = YAMLReader(file: place.file)
    return reader.read(NormalText.yaml(value, format.kind))?.placed(at: place)
  }
}
