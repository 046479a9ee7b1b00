// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Foundation

/// The processes that work on a campaign in one folder, and which of them still live.
///
/// Each holds a lock on a file of its own. The system releases the lock when the process ends, however it ends, so that
/// no clock and no timeout is needed to tell that a claim is void.
final class SweepWorkers {
  /// The name of this process among the workers.
  let name: String
  private let folder: String
  private let descriptor: Int32

  /// Enters this process as a worker.
  ///
  /// - Parameter folder: The folder of the campaign.
  /// - Throws: `Failure` when its file cannot be made.
  init(folder: String) throws(Failure) {
    self.folder = folder
    name = Self.prefix + UUID().uuidString.lowercased()
    let path = "\(folder)/.\(name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path: path, doing: "cannot create the file", errno: errno)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      _ = Foundation.close(descriptor)
      throw Failure(.cannotCreate, path: path, doing: "cannot lock the file", errno: code)
    }
    removeDead()
  }

  deinit {
    unlink("\(folder)/.\(name)")
    _ = Foundation.close(descriptor)
  }

  private static let prefix = "worker-"

  /// Whether a text is the name of a worker. Names come out of stores, which a stranger may have made, and go into
  /// paths of files that are removed.
  private static func isName(_ text: String) -> Bool {
    text.hasPrefix(prefix) && UUID(uuidString: String(text.dropFirst(prefix.count))) != nil
  }

  /// Removes the files of workers that were killed: nobody else would, once their claims are done.
  ///
  /// One that has just made its file and not locked it yet is left alone: its file is younger than a minute.
  private func removeDead() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // What a worker that was killed has copied is nobody's either, once its own file has gone.
    for file in names where file.hasPrefix(".copy-\(Self.prefix)") {
      let owner = String(file.dropFirst(".copy-".count))
      if Self.isName(owner), owner != name, !isAlive(owner) { unlink("\(folder)/\(file)") }
    }
    for file in names where file.hasPrefix(".\(Self.prefix)") {
      var status = stat()
      guard stat("\(folder)/\(file)", &status) == 0, time(nil) - status.modificationSeconds >= 60
      else { continue }
      _ = isAlive(String(file.dropFirst()))
    }
  }

  /// Whether a worker still lives; the file of one that does not is removed.
  func isAlive(_ other: String) -> Bool {
    guard other != name else { return true }
    guard Self.isName(other) else { return false }
    let path = "\(folder)/.\(other)"
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { _ = Foundation.close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return true }
    unlink(path)
    return false
  }
}

extension stat {
  /// When the file was last written, in seconds since 1970.
  fileprivate var modificationSeconds: Int {
    #if canImport(Darwin)
      Int(st_mtimespec.tv_sec)
    #else
      Int(st_mtim.tv_sec)
    #endif
  }
}
