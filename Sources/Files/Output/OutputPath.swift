// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation

/// Where a result is to stand, taken apart and looked at once.
package struct OutputPath {
  /// What stands at a path.
  package enum Occupant {
    case nothing
    case folder
    case regularFile
    /// A device, a pipe or a socket.
    case special
  }

  /// The path as the caller gave it, for messages.
  package let given: String
  /// The path with symbolic links followed where it exists.
  package let resolved: String
  /// The folder that holds it.
  package let parent: String

  /// Takes a path apart.
  ///
  /// - Throws: `Failure` when the path is empty or the folder that should hold it does not exist.
  package init(_ path: String) throws(Failure) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw Failure(.cannotCreate, path: "output", message: "an output needs a name")
    }
    given = path
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
    resolved = Self.followLinks(String(trimmed)) ?? String(trimmed)
    if let slash = resolved.lastIndex(of: "/") {
      parent = slash == resolved.startIndex ? "/" : String(resolved[..<slash])
    } else {
      parent = "."
    }
    guard Self.occupant(of: parent) == .folder else {
      throw Failure(
        .cannotCreate, path: path,
        message: Self.occupant(of: parent) == .nothing
          ? "the folder \(parent) does not exist; make it first" : "\(parent) is not a folder")
    }
  }

  /// What stands at the path now.
  package var occupant: Occupant { Self.occupant(of: resolved) }

  /// A name beside the path that nobody uses: it says which process made it.
  ///
  /// - Parameter create: Makes the file or folder; returns false, with `errno` set, when it cannot.
  /// - Returns: The name.
  /// - Throws: `Failure` when it cannot be made under any name.
  package func makeTemporary(_ create: (String) -> Bool) throws(Failure) -> String {
    for attempt in 0..<1_000 {
      let name = "\(resolved).tmp-\(getpid())" + (attempt == 0 ? "" : "-\(attempt)")
      if create(name) { return name }
      guard errno == EEXIST else { break }
    }
    throw Failure(.cannotCreate, path: given, doing: "cannot write in the folder \(parent)", errno: errno)
  }

  /// Makes renames inside the parent folder durable, as far as the file system can.
  package func synchroniseParent() {
    let descriptor = open(parent, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  private static func followLinks(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func occupant(of path: String) -> Occupant {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .regularFile
    default: .special
    }
  }
}
