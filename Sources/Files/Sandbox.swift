// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation
internal import Synchronization

/// The one folder outside of which nothing is read or written, where the inputs come from strangers.
///
/// A scenario names other files (`extends`, `profile`, measurements), and messages quote what is wrong in them: without a
/// sandbox a stranger's scenario reads what its writer cannot. Symbolic links are followed before a path is looked
/// at. Standard streams are always allowed.
package enum Sandbox {
  /// The environment variable that names the folder, where no option does.
  package static let variable = "POOLSIM_SANDBOX"

  private static let root = Mutex<String?>(nil)

  /// Confines everything to a folder from now on.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `Failure` when it is not a folder.
  package static func enter(_ folder: String) throws(Failure) {
    var status = stat()
    guard let resolved = resolve(folder), stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(
        .notFound, .fileMissing, at: SourcePlace(file: "--sandbox"),
        "there is no folder \(PrintableText.quoted(folder)), to which everything is to be confined")
    }
    // An option may narrow what the environment says, and not widen it.
    try allow(resolved)
    root.withLock { $0 = resolved }
  }

  /// Refuses a path outside of the folder, if there is one.
  ///
  /// - Parameters:
  ///   - path: A file or folder that is read or written; `-` is a standard stream.
  ///   - isOutput: Whether it may not exist yet, so that the folder that holds it counts.
  /// - Throws: `Failure` when it lies outside. What does not exist is left to whoever opens it.
  package static func allow(_ path: String, toWrite isOutput: Bool = false) throws(Failure) {
    guard let root = root.withLock({ $0 }), path != "-" else { return }
    guard let resolved = resolve(path) ?? resolveParent(path) else {
      throw refusal(path, isOutput)
    }
    guard root == "/" || resolved == root || resolved.hasPrefix(root + "/") else { throw refusal(path, isOutput) }
  }

  private static func refusal(_ path: String, _ isOutput: Bool) -> Failure {
    isOutput
      ? Failure(
        .cannotCreate, path: path, code: .cannotCreateOutput,
        message: "this lies outside of the sandbox, and nothing is written there")
      : Failure(
        .unreadable, .fileUnreadable, at: SourcePlace(file: path),
        "this lies outside of the sandbox, and nothing is read there")
  }

  /// A path with every link followed; nil where it does not exist.
  private static func resolve(_ path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What does not exist, in the folder that would hold it; nil where that does not exist either.
  private static func resolveParent(_ path: String) -> String? {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return resolve(".").map { "\($0)/\(trimmed)" } }
    let parent = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    // A last part `..` would lead out again.
    let name = trimmed[trimmed.index(after: slash)...]
    guard name != "..", let resolved = resolve(parent) else { return nil }
    return resolved == "/" ? "/\(name)" : "\(resolved)/\(name)"
  }
}
