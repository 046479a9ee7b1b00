// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What a run keeps for its outcome: the resizes, and the time of nodes that are gone.
struct Ledger: ~Copyable {
  /// Every request for a size, in their order.
  private(set) var resizes: [ResizeRecord] = []
  /// Node time billed to the nodes of each pool that were dropped or removed [s].
  private var goneNodeSeconds: Table<PoolID, Double>
  /// When the latest event happened.
  var lastEventTime = SimulationTime.zero

  init(poolCount: Int) {
    goneNodeSeconds = Table(repeating: 0, count: poolCount)
  }

  /// A resize, or a request that was refused.
  subscript(resize: ResizeID) -> ResizeRecord {
    _read { yield resizes[resize.index] }
    _modify { yield &resizes[resize.index] }
  }

  /// Notes a request.
  @discardableResult
  mutating func append(_ record: ResizeRecord) -> ResizeID {
    assert(resizes.last.map { $0.requestedAt <= record.requestedAt } ?? true, "requests are out of order")
    resizes.append(record)
    return ResizeID(resizes.count - 1)
  }

  /// Notes how a resize ended.
  mutating func endResize(_ resize: ResizeID, nodes: Int, errors: [ResizeError], at now: SimulationTime) {
    assert(self[resize].requestedAt <= now, "at \(now): a resize ends before it begins")
    self[resize].endedAt = now
    self[resize].nodesAfter = nodes
    self[resize].errors = errors
    self[resize].outcome =
      switch errors.first {
      case nil: .completed
      case .resizeStopped: .stopped
      default: .failed
      }
  }

  /// Bills a node of a pool that is gone.
  @inline(__always)
  mutating func bill(_ pool: PoolID, from start: SimulationTime, until end: SimulationTime) {
    assert(start <= end, "a node of pool \(pool) is billed from \(start) until \(end)")
    goneNodeSeconds[pool] += (end - start).seconds
  }

  /// Node time billed to the nodes of a pool that are gone [s].
  func goneNodeSeconds(of pool: PoolID) -> Double { goneNodeSeconds[pool] }

  /// Stops the program unless requests are in order and refused ones, and these alone, have no number.
  mutating func checkInvariants(at now: SimulationTime) {
    precondition(lastEventTime <= now, "at \(now): an event lies ahead")
    var latest = SimulationTime.zero
    for record in resizes {
      precondition(latest <= record.requestedAt, "at \(now): requests are out of order")
      precondition(
        (record.resize == nil) == (record.outcome == .refused), "at \(now): a refused request is counted as a resize")
      latest = record.requestedAt
    }
    for pool in goneNodeSeconds.ids { precondition(goneNodeSeconds[pool] >= 0, "at \(now): pool \(pool) is paid") }
  }
}
