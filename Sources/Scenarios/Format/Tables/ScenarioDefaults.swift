// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
package import EventEngine

/// What the table of keys assumes, for those who make systems or scenarios without reading one.
package enum ScenarioDefaults {
  private static let nothing = CheckedValue(.map([]), at: SourcePlace(file: "the format"))

  /// How long one resize may take.
  package static let resizeTimeout = PoolKeys.keys.resizeTimeout.value(in: nothing)
  /// The same as a scenario writes it.
  package static let resizeTimeoutText = PoolKeys.keys.resizeTimeout.format.defaultText ?? ""
  /// The most resizes that a pool gets.
  package static let maxResizes = ResizeKeys.keys.maxResizes.value(in: nothing)
}
