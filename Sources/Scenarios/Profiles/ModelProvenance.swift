// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// Where the mechanism's numbers of a system come from: its profile, or the scenario itself.
struct ModelProvenance: Sendable {
  /// The values of the profile.
  let values: [Profile.Value]
  /// The keys that the scenario gives itself.
  let ownKeys: Set<String>
  /// What the profile describes, and what it rests on.
  let summary: String

  /// Makes a provenance; without arguments, that of numbers about which nothing is known.
  init(_ values: [Profile.Value] = [], ownKeys: Set<String> = [], summary: String = "") {
    self.values = values
    self.ownKeys = ownKeys
    self.summary = summary
  }

  /// The values of the profile that the scenario does not replace.
  var profileValues: [Profile.Value] {
    ownKeys.isEmpty ? values : values.filter { !ownKeys.contains($0.key) }
  }
}

extension Profile.Status {
  /// The status in words.
  var title: String {
    switch self {
    case .published: "published"
    case .evidence: "seen in reports"
    case .assumed: "assumed"
    case .free: "free"
    }
  }
}

extension Profile.Value {
  /// The ends of the range as a scenario writes them; nil without a range.
  public var rangeTexts: (low: String, high: String)? {
    guard let range, let format = ModelKeys.format.key(key) else { return nil }
    return (NormalText.bound(range.lowerBound, format.kind), NormalText.bound(range.upperBound, format.kind))
  }

  /// The ends of the range of the sigma as a scenario writes them; nil without one.
  public var spreadTexts: (low: String, high: String)? {
    spread.map { (NumberText.written($0.lowerBound), NumberText.written($0.upperBound)) }
  }
}
