// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Experiments
internal import Files
internal import Foundation

/// The folder that holds what is known of a sweep.
///
///     FOLDER/campaign.sqlite             everything, when the sweep is run as a whole, by one process or several
///     FOLDER/shard-3-of-16.partial       a shard that is being worked on
///     FOLDER/shard-3-of-16.sqlite        a shard that is complete
package struct SweepCampaign: Hashable, Sendable {
  /// The folder.
  package let folder: String

  /// Names a folder.
  package init(folder: String) {
    self.folder = folder
  }

  static let metrics = Metric.replicationColumns

  var wholePath: String { "\(folder)/campaign.sqlite" }

  func partialPath(_ shard: SweepShard) -> String { "\(folder)/\(shard.fileStem).partial" }

  /// Where a worker copies a store before the copy takes its name.
  func copyPath(_ worker: String) -> String { "\(folder)/.copy-\(worker)" }

  func completePath(_ shard: SweepShard) -> String { "\(folder)/\(shard.fileStem).sqlite" }

  /// The name that the file of a shard under way takes when the shard is complete, with the same numbers of cells in it.
  func completePath(ofPartial path: String) -> String { path.dropLast(".partial".count) + ".sqlite" }

  /// The store of the campaign that is run as a whole, to be looked into; nil where there is none.
  func whole() throws(Failure) -> SweepStore? {
    guard FileManager.default.fileExists(atPath: wholePath) else { return nil }
    return try SweepStore(lookingInto: wholePath, metrics: Self.metrics.map(\.name))
  }

  /// Makes the folder unless it is there.
  func create() throws(Failure) {
    try Sandbox.allow(folder, toWrite: true)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotCreate, path: folder, message: "cannot create the folder: \(error.localizedDescription)")
    }
  }

  /// The files of stores, sorted by name: complete ones, or shards that are being worked on.
  func storePaths(ofShardsUnderWay: Bool = false) throws(Failure) -> [String] {
    try Sandbox.allow(folder)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      // What the error says counts: the folder may have been made since.
      throw Failure(
        .notFound, path: folder, code: .noCampaign, message: "there is no campaign here; poolsim sweep run begins one")
    } catch {
      throw Failure(.writeFailed, path: folder, message: "cannot list the folder: \(error.localizedDescription)")
    }
    return names.filter { name in
      ofShardsUnderWay
        ? name.hasPrefix("shard-") && name.hasSuffix(".partial")
        : name == "campaign.sqlite" || name.hasPrefix("shard-") && name.hasSuffix(".sqlite")
    }.sorted().map { "\(folder)/\($0)" }
  }

  func open(_ path: String) throws(Failure) -> SweepStore {
    try SweepStore(path: path, metrics: Self.metrics.map(\.name))
  }

  /// Opens a store of which nothing is wanted but what it holds: in a folder that cannot be written, too.
  ///
  /// Nil when another process has made the file and nothing in it yet, or has just given it its final name.
  ///
  /// Where it can be, the store is opened as for writing: SQLite then leaves no files of its own behind.
  func openToRead(_ path: String) throws(Failure) -> SweepStore? {
    let names = Self.metrics.map(\.name)
    guard access(path, F_OK) == 0 else { return nil }
    guard access(folder, W_OK) == 0, access(path, W_OK) == 0 else {
      return try SweepStore(path: path, metrics: names, isReadOnly: true)
    }
    return try SweepStore(lookingInto: path, metrics: names)
  }

  /// Lets one process at a time open shards to run them, or give them their names.
  ///
  /// Where the file system has no such locks, nobody waits.
  func whileAlone<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    try whileLocked(LOCK_EX, body)
  }

  /// Lets many processes look into shards, and none give them their names meanwhile.
  ///
  /// A shard's file is removed when the shard is complete. A reader that had opened it and not read yet would then leave
  /// SQLite's own files behind, or find no file. The body must have closed what it opened when it ends.
  func whileLooking<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    try whileLocked(LOCK_SH, body)
  }

  private func whileLocked<Value>(_ lock: Int32, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { _ = Foundation.close(descriptor) } }
    if descriptor >= 0 { _ = flock(descriptor, lock) }
    return try body()
  }
}
