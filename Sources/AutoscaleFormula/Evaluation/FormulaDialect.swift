// SPDX-License-Identifier: GPL-3.0-or-later

/// What the service may do in one way or another, as far as evidence tells.
public struct FormulaDialect: Hashable, Sendable {
  /// How `$PreemptedNodeCount` reads.
  public enum PreemptedNodeCount: String, CaseIterable, Hashable, Sendable {
    /// The preempted nodes.
    case actual
    /// 0 whatever happens, as the vendor's page is remembered to warn.
    case zero
  }

  /// The share of samples that `GetSample` wants where the formula names none [%].
  ///
  /// Choice: 70, the number in a recorded message to a formula that names none (Azure/batch-shipyard#138); a REST example
  /// of 2014 prints 10.
  public var defaultSamplePercent: Double = 70

  /// How `$PreemptedNodeCount` reads.
  ///
  /// Choice: as it is; nothing that is stored says otherwise.
  public var preemptedNodeCount = PreemptedNodeCount.actual

  /// The service as it is most likely to be.
  public init() {}

  /// The names of the settings.
  public static let keys = ["defaultSamplePercent", "preemptedNodeCount"]

  /// Sets one by its name.
  ///
  /// - Returns: What is wrong with the name or the value; nil when it was set.
  public mutating func set(_ key: String, to value: String) -> String? {
    switch key {
    case "defaultSamplePercent":
      guard let percent = Double(value), (0...100).contains(percent) else {
        return "defaultSamplePercent is '\(FormulaWording.visible(value))'; expected a number from 0 to 100"
      }
      defaultSamplePercent = percent
    case "preemptedNodeCount":
      guard let way = PreemptedNodeCount(rawValue: value) else {
        return "preemptedNodeCount is '\(FormulaWording.visible(value))'; expected actual or zero"
      }
      preemptedNodeCount = way
    default:
      return "'\(FormulaWording.visible(key))' is not a setting of the dialect; expected "
        + Self.keys.joined(separator: " or ") + FormulaWording.suggestion(for: key, among: Self.keys)
    }
    return nil
  }
}
