// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files
internal import GRDB

extension SweepStore {
  /// The results of one cell below a number of replications, by variant, in the order of replications.
  ///
  /// - Throws: `Failure` when it cannot be read, or a result is not what was written.
  func results(cell: Int64, identity: String, below limit: Int) throws(Failure) -> [String: [Int: [Double?]]] {
    try perform { queue in
      try queue.read { database in
        var results: [String: [Int: [Double?]]] = [:]
        let selection = try database.cachedStatement(
          sql: "SELECT * FROM result WHERE cell = ? AND replication >= 0 AND replication < ? ORDER BY replication")
        let rows = try Row.fetchCursor(selection, arguments: [cell, limit])
        while let row = try rows.next() {
          guard let replication = Int.fromDatabaseValue(row[1]), let variant = String.fromDatabaseValue(row[2]) else {
            throw damage("a result")
          }
          results[variant, default: [:]][replication] = try values(
            row, identity: identity, replication: replication, variant: variant)
        }
        return results
      }
    }
  }

  /// The values of a result, if they are those that were written.
  private func values(
    _ row: Row, identity: String, replication: Int, variant: String
  ) throws(Failure) -> [Double?] {
    let place = "replication \(replication) of the variant \(variant)"
    var values: [Double?] = []
    for index in metrics.indices {
      let stored: DatabaseValue = row[3 + index]
      let value = Double.fromDatabaseValue(stored)
      guard stored.isNull || value?.isFinite == true else { throw damage(place) }
      values.append(value)
    }
    guard hasHashes else { return values }
    let hash = SweepRowHash.of(values, identity: identity, replication: replication, variant: variant)
    guard Int64.fromDatabaseValue(row[3 + metrics.count]) == hash else { throw damage(place) }
    return values
  }

  func damage(_ place: String) -> Failure {
    Failure(
      .writeFailed, path: path, code: .store,
      message: "the database is damaged: \(place) is not what was written; restore it or begin in another folder")
  }
}
