// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import Foundation
internal import GRDB

extension SweepStore {
  /// Writes everything into another file, which takes its name all at once.
  ///
  /// The file of a database must not be renamed as long as anybody has it open: another process would go on under the old
  /// name with a log that belongs to neither. A copy is nobody's yet. It has no write-ahead log, so that whoever reads it
  /// makes no files beside it, and may be replaced under readers: they keep what they have opened.
  ///
  /// - Parameters:
  ///   - final: The name; a file that has it is replaced, after what it alone has was taken over.
  ///   - temporary: A name in the same folder that nobody else uses.
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(results).
  func publish(as final: String, through temporary: String) throws(Failure) {
    if access(final, F_OK) == 0 { try absorb(final) }
    try copy(to: temporary)
    guard rename(temporary, final) == 0 else {
      let code = errno
      _ = unlink(temporary)
      throw Failure(.writeFailed, path: final, doing: "cannot rename \(temporary)", errno: code)
    }
    try OutputPath(final).synchroniseParent()
  }

  /// Writes everything into a file that is not there yet.
  func copy(to path: String) throws(Failure) {
    _ = unlink(path)
    try perform { queue in
      try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = Foundation.close(descriptor)
  }

  /// Takes over the results that another store of the same kind has.
  private func absorb(_ path: String) throws(Failure) {
    let columns = (["replication", "variant"] + metrics).map { "\"\($0)\"" }
    try perform { queue in
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH ? AS other", arguments: [path])
        defer { try? database.execute(sql: "DETACH other") }
        let versions = try ["main", "other"].map {
          try Int.fetchOne(database, sql: "PRAGMA \($0).user_version") ?? 0
        }
        guard versions[0] == versions[1] else { return }
        let names = columns + (versions[0] == Self.formatVersion ? ["hash"] : [])
        try database.inTransaction {
          try database.execute(sql: "INSERT OR IGNORE INTO main.cell (identity) SELECT identity FROM other.cell")
          try database.execute(
            sql: """
              INSERT OR IGNORE INTO main.result (cell, \(names.joined(separator: ", ")))
              SELECT mine.id, \(names.map { "result." + $0 }.joined(separator: ", "))
              FROM other.result AS result JOIN other.cell AS cell ON cell.id = result.cell
              JOIN main.cell AS mine ON mine.identity = cell.identity
              """)
          return .commit
        }
      }
    }
  }

  /// Closes the store and removes its file, unless another process works on it: that one goes on, and removes it.
  ///
  /// Without a log of its own, which only the last process may remove, nobody else has the file open; as long as it is
  /// locked nobody opens it, and who waits for the lock finds that the file has gone. Who merely looks into the file has
  /// it open for a moment, and is waited for.
  func closeRemovingFile() throws(Failure) {
    try perform { queue throws in
      let isAlone = try queue.writeWithoutTransaction { database in
        var patience = 20
        while (try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")) != "delete" {
          patience -= 1
          guard patience > 0 else { return false }
          usleep(10_000)
        }
        try database.execute(sql: "BEGIN EXCLUSIVE")
        _ = unlink(path)
        try database.execute(sql: "ROLLBACK")
        return true
      }
      if !isAlone { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") } }
      try queue.close()
    }
  }
}
