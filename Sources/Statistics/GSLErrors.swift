// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// What the GNU Scientific Library does about an argument that it cannot take: it would end the process.
enum GSLErrors {
  /// Switches the library's error handler off, once in the life of the process.
  ///
  /// - Complexity: O(1).
  static func switchOffHandler() {
    _ = isOff
  }

  private static let isOff: Void = poolsim_gsl_switch_off_error_handler()
}
