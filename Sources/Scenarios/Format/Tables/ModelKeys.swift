// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Quantities

/// The mechanism's numbers: each with a value in the profile, which a scenario may replace. The rows are those of the
/// model's own table.
struct ModelKeys: KeySet {
  static let keys = ModelKeys()
  static let format = MapFormat(keys.rows)

  var rows: [KeyFormat] { ModelParameter.all.map { KeyFormat($0.name, $0.kind, .profile, $0.meaning) } }
}

extension ModelParameter {
  /// What stands behind the key in a file.
  fileprivate var kind: ValueKind {
    switch (field, unit) {
    case (.count, _), (_, .count): .integer(Int(limits.lowerBound)...Int(limits.upperBound))
    case (.distribution, .bytes): .distribution(.data)
    case (.distribution, _): .distribution(.duration)
    case (.number, .bytesPerSecond): .quantity(.bandwidth, limits)
    case (.number, .bytes): .quantity(.data, limits)
    case (.number, .seconds): .quantity(.duration, limits)
    case (.number, .perSecond): .quantity(.rate, limits)
    case (.number, .share): .quantity(.share, limits)
    }
  }
}
