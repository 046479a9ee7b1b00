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
    name = "worker-\(UUID().uuidString.lowercased())"
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
  }

  deinit {
    unlink("\(folder)/.\(name)")
    _ = Foundation.close(descriptor)
  }

  /// Whether a worker still lives; the file of one that does not is removed.
  func isAlive(_ other: String) -> Bool {
    guard other != name else { return true }
    let path = "\(folder)/.\(other)"
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { _ = Foundation.close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return true }
    unlink(path)
    return false
  }
}
