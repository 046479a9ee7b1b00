// SPDX-License-Identifier: GPL-3.0-or-later

public import Diagnostics

extension ScenarioDocument {
  /// What a variant gives instead of a value of the base.
  public struct VariantValue: Hashable, Sendable {
    /// The keys that lead to it: those that were asked for, or the first of them where something is replaced as a whole.
    public let path: String
    /// Whether it is not the value itself but something around it, such as an image of another kind.
    public let isAround: Bool
    /// Where it stands.
    public let place: SourcePlace
  }

  /// What a variant itself gives at a path, so that the base's value there does not count.
  ///
  /// - Parameters:
  ///   - path: Keys separated by points, as `--set` takes them.
  ///   - variant: The name of the variant.
  ///   - overrides: Values to set, `PATH=VALUE` each.
  /// - Returns: What it gives; nil when it leaves the path to the base.
  /// - Complexity: O(n) for n keys on the way.
  public func value(at path: String, ofVariant variant: String, overrides: [String]) -> VariantValue? {
    guard let overrides = try? ScenarioOverride.all(overrides), let root = try? settled(by: overrides),
      var node = root[ScenarioFormat.variants]?[variant]
    else { return nil }
    let keys = SpotNames.settled(path.split(separator: ".").map(String.init))
    for (index, key) in keys.enumerated() {
      guard let next = node[key] else {
        // A list, a distribution or an image of a kind takes the place of the base's.
        guard index > 0, !node.isKeptBesideBase else { return nil }
        return VariantValue(path: keys[..<index].joined(separator: "."), isAround: true, place: node.place)
      }
      node = next
    }
    return VariantValue(path: path, isAround: false, place: node.place)
  }
}
