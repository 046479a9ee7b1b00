// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import Files
internal import Foundation
internal import GRDB

/// The results of a sweep in one SQLite file.
///
/// | table | a row is | columns |
/// |---|---|---|
/// | `campaign` | a fact about the file | `name`, `value`: `tool_version`, `model_version`, `sweep`, `shard` |
/// | `cell` | a cell that was begun | `id`, `identity` |
/// | `result` | a variant in a replication of a cell | `cell`, `replication`, `variant`, one column a metric, `hash` |
/// | `claim` | a replication of a cell that a process works on | `cell`, `replication`, `worker` |
/// | `failure` | a cell that cannot be run | `cell`, `message` |
///
/// A cell is known by its identity: what it simulates, its seed and the version of the model; not by its place in a
/// sweep. So a sweep that gains values, or replications, finds what is there. Everything is written in transactions of
/// a write-ahead log: whatever ends the process, a result is there whole or not at all, and it is there once, since cell,
/// replication and variant are its key.
final class SweepStore {
  /// The version of the tables, in `PRAGMA user_version`.
  static let formatVersion = 2
  /// The version whose results have no hash.
  private static let versionWithoutHashes = 1
  /// "pool" in ASCII, in `PRAGMA application_id`: what makes an SQLite file one of ours.
  static let applicationID = 0x706F_6F6C

  /// One replication of one cell.
  struct Unit: Hashable, Sendable {
    let cell: Int64
    let replication: Int
  }

  /// What came of one unit: every variant in order, with one value a metric.
  struct Result: Sendable {
    let unit: Unit
    /// What the cell simulates.
    let identity: String
    let variants: [(name: String, values: [Double?])]
  }

  /// Where the file is.
  let path: String
  let queue: DatabaseQueue
  let metrics: [String]
  /// Whether every result has a hash by which damage is found.
  let hasHashes: Bool

  /// Opens a store, making it when it is not there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - metrics: The names of the columns of results.
  ///   - isReadOnly: Whether nothing may be changed; the file must then be there.
  /// - Throws: `Failure` when it cannot be opened, or is not a store of this version.
  init(path: String, metrics: [String], isReadOnly: Bool = false) throws(Failure) {
    try Sandbox.allow(path, toWrite: !isReadOnly)
    self.path = path
    self.metrics = metrics
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.readonly = isReadOnly
    do {
      queue =
        isReadOnly
        ? try Self.openToRead(path, configuration) : try DatabaseQueue(path: path, configuration: configuration)
      if !isReadOnly {
        // Where two processes make the file at once, SQLite does not wait for the other to change the journal.
        let patience = ContinuousClock.now + .seconds(60)
        while true {
          do {
            try queue.writeWithoutTransaction { database in
              try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            }
            break
          } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < patience {
            usleep(10_000)
          }
        }
        try queue.write { try Self.createTables($0, path: path, metrics: metrics) }
      }
      hasHashes = try queue.read { try Self.checkVersion($0, path: path, metrics: metrics) }
    } catch {
      throw Self.failure(error, path: path)
    }
  }

  /// Opens a store that others may be writing: nothing is made, nothing is written, and nobody waits.
  ///
  /// Nil when another process has made the file and nothing in it yet, or has just given it its final name.
  ///
  /// - Parameters:
  ///   - path: The file, which must be there.
  ///   - metrics: The names of the columns of results.
  /// - Throws: `Failure` when it cannot be opened, or is not a store of this version.
  init?(lookingInto path: String, metrics: [String]) throws(Failure) {
    try Sandbox.allow(path)
    self.path = path
    self.metrics = metrics
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    do {
      // Not as a reader only: the last to close a file with a write-ahead log removes the log. It is never made.
      queue = try DatabaseQueue(path: Self.address(path) + "?mode=rw", configuration: configuration)
      let isEmpty = try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") == 0 }
      guard !isEmpty else { return nil }
      hasHashes = try queue.read { try Self.checkVersion($0, path: path, metrics: metrics) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN && access(path, F_OK) != 0 {
      return nil
    } catch {
      throw Self.failure(error, path: path)
    }
  }

  /// A path as SQLite takes it with options behind it.
  static func address(_ path: String) -> String {
    // What begins with two slashes would name a machine.
    let absolute = path.hasPrefix("/") ? "/" + path.drop { $0 == "/" } : path
    return "file:" + (absolute.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? absolute)
  }

  /// Whether its shard is not complete.
  var isOfShardUnderWay: Bool { path.hasSuffix(".partial") }

  /// Merges the write-ahead log into the file and closes it, so that the file alone holds everything.
  func close() throws(Failure) {
    try perform { queue throws in
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try queue.close()
    }
  }

  /// Sets a fact about the file unless it has one of that name, and returns what it has.
  @discardableResult
  func campaignValue(_ name: String, settingUnlessThere value: String) throws(Failure) -> String {
    try perform { queue in
      try queue.write { database in
        try database.execute(sql: "INSERT OR IGNORE INTO campaign VALUES (?, ?)", arguments: [name, value])
        return try String.fetchOne(database, sql: "SELECT value FROM campaign WHERE name = ?", arguments: [name])
          ?? value
      }
    }
  }

  /// A fact about the file.
  func campaignValue(_ name: String) throws(Failure) -> String? {
    try perform { queue in
      try queue.read { try String.fetchOne($0, sql: "SELECT value FROM campaign WHERE name = ?", arguments: [name]) }
    }
  }

  /// The numbers that cells have in this file, in order; cells that are not there are added.
  ///
  /// - Complexity: O(n log n) for n cells.
  func cellNumbers(addingIdentities identities: [String]) throws(Failure) -> [Int64] {
    try perform { queue in
      try queue.write { database in
        let insertion = try database.makeStatement(sql: "INSERT OR IGNORE INTO cell (identity) VALUES (?)")
        for identity in identities { try insertion.execute(arguments: [identity]) }
        return try Self.numbers(of: identities, in: database).map { $0 ?? 0 }
      }
    }
  }

  /// The numbers of all cells that are in this file, by identity.
  ///
  /// - Complexity: O(n) for n cells of the file.
  func cellNumbers() throws(Failure) -> [String: Int64] {
    try perform { queue in
      try queue.read { database in
        var numbers: [String: Int64] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT identity, id FROM cell")
        while let row = try rows.next() {
          guard let identity = String.fromDatabaseValue(row[0]), let number = Int64.fromDatabaseValue(row[1]) else {
            throw damage("a cell")
          }
          numbers[identity] = number
        }
        return numbers
      }
    }
  }

  private static func numbers(of identities: [String], in database: Database) throws -> [Int64?] {
    let selection = try database.makeStatement(sql: "SELECT id FROM cell WHERE identity = ?")
    return try identities.map { try Int64.fetchOne(selection, arguments: [$0]) }
  }

  /// Makes a claim on units that have neither a result, nor a failure, nor a claim of a living worker.
  ///
  /// - Parameters:
  ///   - limit: The most units.
  ///   - cells: The cells that are wanted.
  ///   - replication: The replication that is wanted of each.
  ///   - variants: How many variants a result of each cell has; one with fewer is none.
  ///   - worker: Who claims.
  ///   - isAlive: Whether another worker still lives; the claims of one that does not are void.
  /// - Returns: The units claimed, in the order of `cells`, and where in `cells` looking for them ended.
  /// - Throws: `Failure` when the store cannot be read or written.
  func claim(
    _ limit: Int, of cells: ArraySlice<Int64>, replication: Int, variants: [Int64: Int], worker: String,
    isAlive: (String) -> Bool
  ) throws(Failure) -> (units: [Unit], end: Int) {
    try perform { queue in
      try queue.write { database in
        let result = try database.makeStatement(
          sql: """
            SELECT COUNT(*) FROM result WHERE cell = ?1 AND replication = ?2
            UNION ALL SELECT 1 << 62 FROM failure WHERE cell = ?1 ORDER BY 1 DESC LIMIT 1
            """)
        let claimant = try database.makeStatement(sql: "SELECT worker FROM claim WHERE cell = ? AND replication = ?")
        let insertion = try database.makeStatement(sql: "INSERT OR REPLACE INTO claim VALUES (?, ?, ?)")
        var units: [Unit] = []
        for (index, cell) in zip(cells.indices, cells) {
          guard units.count < limit else { return (units, index) }
          let there = try Int.fetchOne(result, arguments: [cell, replication]) ?? 0
          guard there < variants[cell] ?? 1 else { continue }
          if let other = try String.fetchOne(claimant, arguments: [cell, replication]), other != worker, isAlive(other)
          {
            continue
          }
          try insertion.execute(arguments: [cell, replication, worker])
          units.append(Unit(cell: cell, replication: replication))
        }
        return (units, cells.endIndex)
      }
    }
  }

  /// Writes results, in one transaction, and ends their claims.
  func add(_ results: [Result]) throws(Failure) {
    let (metrics, hasHashes) = (self.metrics, self.hasHashes)
    try perform { queue in
      try queue.write { database in
        let places = Array(repeating: "?", count: 3 + metrics.count + (hasHashes ? 1 : 0)).joined(separator: ", ")
        let insertion = try database.makeStatement(sql: "INSERT OR IGNORE INTO result VALUES (\(places))")
        let release = try database.makeStatement(sql: "DELETE FROM claim WHERE cell = ? AND replication = ?")
        for result in results {
          for variant in result.variants {
            let key: [(any DatabaseValueConvertible)?] = [result.unit.cell, result.unit.replication, variant.name]
            let hash = SweepRowHash.of(
              variant.values, identity: result.identity, replication: result.unit.replication, variant: variant.name)
            try insertion.execute(arguments: StatementArguments(key + variant.values + (hasHashes ? [hash] : [])))
          }
          try release.execute(arguments: [result.unit.cell, result.unit.replication])
        }
      }
    }
  }

  /// Notes that a cell cannot be run.
  func addFailure(cell: Int64, message: String) throws(Failure) {
    try perform { queue in
      try queue.write { database in
        try database.execute(sql: "INSERT OR REPLACE INTO failure VALUES (?, ?)", arguments: [cell, message])
        try database.execute(sql: "DELETE FROM claim WHERE cell = ?", arguments: [cell])
      }
    }
  }

  /// Forgets failures, so that their cells are tried again.
  func removeFailures() throws(Failure) {
    try perform { queue in try queue.write { try $0.execute(sql: "DELETE FROM failure") } }
  }

  /// What is known of why cells cannot be run, by cell.
  func failures() throws(Failure) -> [Int64: String] {
    try perform { queue in
      try queue.read { database in
        var messages: [Int64: String] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT cell, message FROM failure") { messages[row[0]] = row[1] }
        return messages
      }
    }
  }

  /// Which replications from 0 below a limit each variant of each cell has, by cell and name.
  ///
  /// - Complexity: O(results).
  func replications(below limit: Int) throws(Failure) -> [Int64: [String: IndexSet]] {
    try perform { queue in
      try queue.read { database in
        var replications: [Int64: [String: IndexSet]] = [:]
        let rows = try Row.fetchCursor(
          database, sql: "SELECT cell, replication, variant FROM result WHERE replication >= 0 AND replication < ?",
          arguments: [limit])
        while let row = try rows.next() {
          guard let cell = Int64.fromDatabaseValue(row[0]), let replication = Int.fromDatabaseValue(row[1]),
            let variant = String.fromDatabaseValue(row[2])
          else { throw damage("a result") }
          replications[cell, default: [:]][variant, default: IndexSet()].insert(replication)
        }
        return replications
      }
    }
  }

  /// What SQLite's own check of the file says: `ok` when it is sound.
  func integrity() throws(Failure) -> String {
    try perform { queue in try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") ?? "no answer" } }
  }
}

extension SweepStore {
  /// Opens a file that cannot be changed.
  ///
  /// SQLite keeps files of its own beside one with a write-ahead log, and refuses where it cannot make them. Where
  /// nothing is in the log, the file alone holds everything and is read as one that nobody changes.
  private static func openToRead(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      _ = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
      return queue
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode.primaryResultCode)
    {
      let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
      guard log ?? 0 == 0 else {
        throw Failure(
          .writeFailed, path: path, code: .store,
          message:
            "its write-ahead log is not merged, and the folder cannot be written; copy the folder to one that can")
      }
      return try DatabaseQueue(path: address(path) + "?immutable=1", configuration: configuration)
    }
  }

  private static func createTables(_ database: Database, path: String, metrics: [String]) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let isEmpty = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
    guard version == 0, isEmpty else { return }
    let columns = metrics.map { "\"\($0)\" REAL" }.joined(separator: ", ")
    try database.execute(
      sql: """
        CREATE TABLE campaign (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE cell (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
        CREATE TABLE result (
          cell INTEGER NOT NULL REFERENCES cell, replication INTEGER NOT NULL, variant TEXT NOT NULL, \(columns),
          hash INTEGER NOT NULL, PRIMARY KEY (cell, replication, variant)) WITHOUT ROWID;
        CREATE TABLE claim (
          cell INTEGER NOT NULL REFERENCES cell, replication INTEGER NOT NULL, worker TEXT NOT NULL,
          PRIMARY KEY (cell, replication)) WITHOUT ROWID;
        CREATE TABLE failure (cell INTEGER PRIMARY KEY REFERENCES cell, message TEXT NOT NULL);
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(formatVersion);
        """)
  }

  /// Refuses what is not a store of a version that is known; says whether results have hashes.
  private static func checkVersion(_ database: Database, path: String, metrics: [String]) throws -> Bool {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard application == applicationID else {
      throw Failure(
        .cannotCreate, path: path, code: .store,
        message: "it is a database, but not one of a sweep; name another folder")
    }
    guard version == formatVersion || version == versionWithoutHashes else {
      throw Failure(
        .cannotCreate, path: path, code: .store,
        message: "it was written in format \(version) and this version of the tool knows format \(formatVersion); "
          + "merge it with the version that wrote it, or begin in another folder")
    }
    let model = try String.fetchOne(database, sql: "SELECT value FROM campaign WHERE name = 'model_version'")
    guard model == nil || model == PoolSimulation.modelVersion else {
      throw Failure(
        .cannotCreate, path: path, code: .store,
        message: "its runs are of version \(model ?? "") of the model, and this version of the tool has version "
          + "\(PoolSimulation.modelVersion), whose figures differ; merge it with the version that wrote it, or begin in "
          + "another folder")
    }
    let columns = try database.columns(in: "result").map(\.name).dropFirst(3)
    let hasHashes = version > versionWithoutHashes
    guard Array(columns) == metrics + (hasHashes ? ["hash"] : []) else {
      throw Failure(
        .cannotCreate, path: path, code: .store,
        message:
          "it has other metrics than this version of the tool; merge it with the version that wrote it, or begin "
          + "in another folder")
    }
    return hasHashes
  }

  /// Runs a piece of work and says its errors in words.
  func perform<Value>(_ body: (DatabaseQueue) throws -> Value) throws(Failure) -> Value {
    do {
      return try body(queue)
    } catch {
      throw Self.failure(error, path: path)
    }
  }

  private static func failure(_ error: any Error, path: String) -> Failure {
    if let error = error as? Failure { return error }
    guard let error = error as? DatabaseError else { return Failure(.writeFailed, path: path, message: "\(error)") }
    let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    return switch error.resultCode.primaryResultCode {
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      Failure(.cannotCreate, path: path, message: words)
    case .SQLITE_NOTADB:
      Failure(
        .cannotCreate, path: path, code: .store, message: "it is not a database of a sweep; name another folder")
    case .SQLITE_CORRUPT:
      Failure(
        .writeFailed, path: path, code: .store,
        message: "the database is damaged (\(words)); restore it or begin in another folder")
    case .SQLITE_FULL:
      Failure(
        .writeFailed, path: path,
        message: "no space left; what was finished is kept: make room and run the same command again")
    default:
      Failure(.writeFailed, path: path, message: words)
    }
  }
}
