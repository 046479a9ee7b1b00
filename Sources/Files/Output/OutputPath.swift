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
    try Sandbox.allow(path, toWrite: true)
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
    resolved = Self.followLinks(String(trimmed)) ?? String(trimmed)
    var status = stat()
    if lstat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      throw Failure(
        .cannotCreate, path: path, message: "this is a link to a place that does not exist; name another one")
    }
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

  /// Removes what earlier processes began under temporary names beside the path and did not end, because they were
  /// killed.
  ///
  /// Only what such a process can have made is removed: a file that is empty or nothing but regular files of these names
  /// in a folder, under a name that says a process that does not live any more.
  ///
  /// - Parameter names: The names that files of a folder may have; nil where the path is a file.
  package func removeTemporariesOfTheDead(names: Set<String>?) {
    let stem = (resolved.split(separator: "/").last.map(String.init) ?? resolved) + ".tmp-"
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: parent) else { return }
    for entry in entries where entry.hasPrefix(stem) {
      let parts = entry.dropFirst(stem.count).split(separator: "-", omittingEmptySubsequences: false)
      guard (1...3).contains(parts.count), let process = pid_t(parts[0]), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let path = parent + "/" + entry
      if let names {
        removeFolder(path, of: names)
      } else if Self.isRegularFile(path), Self.isUnlocked(path) {
        _ = unlink(path)
      }
    }
  }

  private func removeFolder(_ path: String, of names: Set<String>) {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: path), Self.isUnlocked(path),
      files.allSatisfy({ names.contains($0) && Self.isRegularFile(path + "/" + $0) })
    else { return }
    for file in files { _ = unlink(path + "/" + file) }
    _ = rmdir(path)
  }

  /// Takes the lock that says that a process works on a temporary file or folder; it is held until the descriptor is
  /// closed. Processes of other machines and containers have numbers of their own, so that the number alone does not say
  /// that nobody does.
  ///
  /// - Parameter path: The file or folder.
  /// - Returns: The descriptor; below 0 when it cannot be locked.
  package static func lock(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return -1 }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    _ = close(descriptor)
    return -1
  }

  private static func isUnlocked(_ path: String) -> Bool {
    let descriptor = lock(path)
    guard descriptor >= 0 else { return false }
    _ = close(descriptor)
    return true
  }

  /// Whether a path is a regular file itself, not a link to one.
  package static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
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
