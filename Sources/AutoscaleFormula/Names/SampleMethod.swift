// SPDX-License-Identifier: GPL-3.0-or-later

/// A method of a metric (same page, "Obtain sample data").
enum SampleMethod: String, CaseIterable {
  case getSample = "GetSample"
  case getSamplePercent = "GetSamplePercent"
  case getSamplePeriod = "GetSamplePeriod"
  case count = "Count"
  case historyBeginTime = "HistoryBeginTime"

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .getSample: 1...3
    case .getSamplePercent: 1...2
    default: 0...0
    }
  }

  /// What a message says of ``arity``.
  var arityWording: String {
    switch self {
    case .getSample: "1 to 3 arguments"
    case .getSamplePercent: "1 or 2 arguments"
    default: "no arguments"
    }
  }
}
