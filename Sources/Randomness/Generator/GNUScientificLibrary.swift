// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The GNU Scientific Library (GSL) that this module draws through.
public enum GNUScientificLibrary {
  /// The version of the library that is loaded, "2.7.1" for one.
  ///
  /// Draws can differ in the last digits, or altogether, between versions: a result that is to be repeated names it.
  public static var version: String {
    String(cString: poolsim_gsl_library_version())
  }

  /// Switches GSL's default error handler off, once in the life of the process: it would abort.
  ///
  /// Arguments are checked before GSL sees them, so a returned error is a bug of this module.
  static func switchOffErrorHandler() {
    _ = errorHandlerIsOff
  }

  private static let errorHandlerIsOff: Void = poolsim_gsl_switch_off_error_handler()
}
