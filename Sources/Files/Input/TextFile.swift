// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation

/// Files of text in UTF-8.
package enum TextFile {
  /// The largest file that is read: 16 MiB.
  package static let largestBytes = 16 << 20

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `ScenarioError` that names the file and the reason.
  package static func read(_ path: String, at place: SourcePlace? = nil) throws(ScenarioError) -> String {
    func fail(_ kind: ScenarioError.Kind, _ code: DiagnosticCode, _ message: String) -> ScenarioError {
      let stand = place ?? SourcePlace(file: path)
      return ScenarioError(
        kind: place == nil ? kind : .invalid,
        diagnostics: [Diagnostic(code, at: stand, place == nil ? message : "\(path): \(message)")])
    }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw errno == ENOENT || errno == ENOTDIR
        ? fail(.notFound, .fileMissing, "there is no such file (\(reason))")
        : fail(.unreadable, .fileUnreadable, "the file cannot be read: \(reason)")
    }
    defer { if path != "-" { _ = close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw fail(.unreadable, .fileUnreadable, "the file cannot be read: \(String(cString: strerror(errno)))")
      }
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= largestBytes else {
        throw ScenarioError(
          kind: .invalid,
          diagnostics: [
            Diagnostic(
              .tooLarge, at: place ?? SourcePlace(file: path, line: 1, column: 1),
              place == nil ? "at most 16 MiB are read" : "\(path): at most 16 MiB are read")
          ])
      }
    }
    if let fault = EncodingFault.find(in: bytes) {
      let stand = TextPlace(of: fault.offset, in: bytes)
      let own = SourcePlace(file: path, line: stand.line, column: stand.column)
      throw ScenarioError(
        kind: .invalid,
        diagnostics: [Diagnostic(.notText, at: place ?? own, place == nil ? fault.message : "\(own): \(fault.message)")]
      )
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A path that a file names: relative to the folder of that file.
  package static func path(_ path: String, besides file: String) -> String {
    guard !path.hasPrefix("/"), file != "-", let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
