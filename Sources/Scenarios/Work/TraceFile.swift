// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import EventEngine
internal import Files
internal import Foundation
internal import Synchronization

/// A file of recorded tasks, and what of it a stream replays.
struct TraceFile: Hashable, Sendable {
  /// How the file is written.
  enum TraceFormat: Hashable, Sendable {
    case csv
    case swf
  }

  /// What is wrong with a file, with its place in it.
  struct TraceFault: Error {
    let reason: String
  }

  /// What was read.
  struct TraceContent: Sendable {
    let trace: TaskTrace
    /// Jobs of a log without a run time or processors, which are left out.
    let skipped: Int
  }

  let format: TraceFormat
  let path: String
  /// What was submitted before is left out [s].
  let from: Double
  /// What was submitted then or later is left out [s].
  let until: Double
  /// How many times faster tasks are submitted.
  let speedup: Double
  /// Slots of a node of the pool: a log counts processors.
  let slotsPerNode: Int
  /// Slots and nodes of a task for which a CSV file has none.
  let requiredSlots: Int
  let nodes: Int

  /// Reads the file, unless it was read before and has not changed.
  ///
  /// - Throws: ``TraceFault`` with the line and what is wrong there.
  /// - Complexity: O(bytes of the file), and 24 bytes of memory a task beside the names of jobs.
  func read() throws(TraceFault) -> TraceContent {
    let key = TraceCache.CachedTrace(file: self, version: TraceCache.FileVersion(path))
    do throws(Failure) {
      try Sandbox.allow(path)
      if let content = TraceCache.content(key) { return content }
      let content = try readPieces()
      TraceCache.keep(content, key)
      return content
    } catch {
      throw TraceFault(reason: error.diagnostics.first.map { "\($0.place): \($0.message)" } ?? "\(path) cannot be read")
    }
  }

  private func readPieces() throws(Failure) -> TraceContent {
    let reader = try PieceReader(path)
    var hash = TraceHash()
    var collector = TraceCollector(self)
    do throws(TraceCollector.LineFault) {
      switch format {
      case .swf:
        var log = WorkloadLog(self)
        while let piece = try next(reader, &hash) { try log.add(piece, to: &collector) }
        try log.finish(&collector)
      case .csv:
        var table = TaskTable(self)
        while let piece = try next(reader, &hash) { try table.add(piece, to: &collector) }
        try table.finish(&collector)
      }
    } catch {
      switch error {
      case .reading(let failure): throw failure
      case .line(let line, let message):
        let place = line.map { SourcePlace(file: path, line: $0) } ?? SourcePlace(file: path)
        throw Failure(.invalid, .trace, at: place, message)
      }
    }
    guard !collector.entries.isEmpty else {
      let cut = from > 0 || until < .infinity ? " between from and until" : ""
      throw Failure(.invalid, .trace, at: SourcePlace(file: path), "the file has no tasks\(cut)")
    }
    for number in [from, until, speedup, Double(slotsPerNode), Double(requiredSlots), Double(nodes)] {
      hash.add(number.bitPattern)
    }
    return TraceContent(
      trace: TaskTrace(
        entries: collector.entries, jobNames: collector.jobNames, contentHash: hash.state),
      skipped: collector.skipped)
  }

  private func next(
    _ reader: PieceReader, _ hash: inout TraceHash
  ) throws(TraceCollector.LineFault) -> UnsafeBufferPointer<UInt8>? {
    do throws(Failure) {
      let piece = try reader.next()
      if let piece { hash.add(piece) }
      return piece
    } catch {
      throw .reading(error)
    }
  }
}

/// A short name for what a file holds: FNV-1a of 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv-17).
private struct TraceHash {
  private static let prime: UInt64 = 0x0000_0100_0000_01b3
  private(set) var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    var state = state
    for byte in bytes { state = (state ^ UInt64(byte)) &* Self.prime }
    self.state = state
  }

  mutating func add(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      state = (state ^ (word >> shift & 0xFF)) &* Self.prime
    }
  }
}

/// The traces that were read last: variants and cells of a sweep share them.
private enum TraceCache {
  /// What tells two states of a file apart.
  struct FileVersion: Hashable {
    let device: UInt64
    let number: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(truncatingIfNeeded: status.st_dev)
      number = UInt64(truncatingIfNeeded: status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Darwin)
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
      #else
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
      #endif
    }
  }

  struct CachedTrace: Hashable {
    let file: TraceFile
    let version: FileVersion?
  }

  private static let mostTraces = 8
  private static let known = Mutex<[(key: CachedTrace, content: TraceFile.TraceContent)]>([])

  static func content(_ key: CachedTrace) -> TraceFile.TraceContent? {
    known.withLock { known in known.first { $0.key == key }?.content }
  }

  static func keep(_ content: TraceFile.TraceContent, _ key: CachedTrace) {
    guard key.version != nil else { return }
    known.withLock { known in
      if known.count == mostTraces { known.removeFirst() }
      known.append((key, content))
    }
  }
}
