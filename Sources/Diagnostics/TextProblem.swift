// SPDX-License-Identifier: GPL-3.0-or-later

/// Something wrong at a byte of a text, before anybody has counted its lines.
package struct TextProblem: Error, Hashable, Sendable {
  package let code: DiagnosticCode
  /// Counted in bytes of UTF-8 from 0; what stands in a second text counts on behind the first.
  package let offset: Int
  package let message: String

  package init(_ code: DiagnosticCode, at offset: Int, _ message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }
}
