// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a timestamp (same page, "Types").
enum TimestampMember: String, CaseIterable {
  case year, month, day, weekday, hour, minute, second

  /// The values that it can have.
  var bounds: ClosedRange<Double> {
    switch self {
    case .year: 1...9999
    case .month: 1...12
    case .day: 1...31
    case .weekday: 0...6
    case .hour: 0...23
    case .minute, .second: 0...59
    }
  }
}
