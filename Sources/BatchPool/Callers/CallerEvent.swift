// SPDX-License-Identifier: GPL-3.0-or-later

/// A time at which a caller wants to be asked.
enum CallerEvent: Hashable, Sendable, BitwiseCopyable {
  /// The time that the caller of a pool gave has come.
  case wake(PoolID)
  /// The time of a request has come that the configuration has a caller make.
  case appointment(InterventionID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .wake(let pool): EventLabel(1, "resizeRequested", "pool", pool)
    case .appointment(let intervention): EventLabel(10, "intervention", "index", intervention)
    }
  }
}
