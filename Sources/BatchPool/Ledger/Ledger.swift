// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What a run keeps for its outcome beside the nodes: the resizes, and how often a VM was taken away.
struct Ledger: ~Copyable {
  /// Every request for a size, in their order.
  private(set) var resizes: [ResizeRecord] = []
  /// How often nodes of each pool lost their VMs.
  var preemptionCounts: Table<PoolID, Int>
  /// Evaluations of the formula of each pool.
  var evaluationCounts: Table<PoolID, Int>
  /// What they asked for.
  var evaluations: [EvaluationRecord] = []
  /// When the latest event happened.
  var lastEventTime = SimulationTime.zero

  init(poolCount: Int) {
    preemptionCounts = Table(repeating: 0, count: poolCount)
    evaluationCounts = Table(repeating: 0, count: poolCount)
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
  }
}
