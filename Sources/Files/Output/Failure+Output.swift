// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation

extension Failure {
  /// Why a result could not be written: before the simulation where that can be known, otherwise when it is written.
  /// Nothing is left under the result's final name.
  ///
  /// - Parameters:
  ///   - kind: `cannotCreate`, `writeFailed` or `readerGone`.
  ///   - path: The file or folder.
  ///   - code: The code; that of the kind unless given.
  ///   - message: What is wrong and what would help.
  package init(_ kind: Kind, path: String, code: DiagnosticCode? = nil, message: String) {
    let usual: DiagnosticCode = kind == .cannotCreate ? .cannotCreateOutput : .cannotWriteOutput
    self.init(kind, code ?? usual, at: SourcePlace(file: path), message)
  }

  /// A failure with the system's own words for its cause.
  package init(_ kind: Kind, path: String, doing action: String, errno number: Int32) {
    self.init(kind, path: path, message: "\(action): \(String(cString: strerror(number)))")
  }
}
