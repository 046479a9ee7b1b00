// SPDX-License-Identifier: GPL-3.0-or-later

/// A link that its flows share by max-min fairness, each flow with a limit of its own.
///
/// At any time there is a level: flows whose limit is below it run at their limit, all others at the level, which is
/// what the limited ones leave of the bandwidth, divided among the others (water-filling; Bertsekas and Gallager 1992,
/// section 6.5.2). A limited flow completes at a time that stays the same while it is limited; the others progress alike
/// and share one clock, as on a ``FairShareLink``. A change moves the level, and with it the flows whose limits it
/// passes: O(log n) for each, instead of O(n) for every change.
///
///     by limit, the largest first:  limited <--- level ---> shared  :by limit, the smallest first
///     by completion:                real time               clock of the shared ones
///
/// It computes in continuous time and schedules nothing, like ``FairShareLink``; it admits every flow at once:
///
/// ```swift
/// var link = CappedFairShareLink(bandwidth: 100)               // bytes/s
/// link.submit(1, bytes: 40, limit: 10, at: .zero)              // its own network interface is slow
/// link.submit(2, bytes: 90, limit: .infinity, at: .zero)
/// link.submit(3, bytes: 180, limit: 60, at: .zero)
/// // The level is (100 - 10) / 2 = 45: flow 2 is done after 2 s. Flow 3 has 90 bytes left and may take 60: 3.5 s.
/// // Flow 1 is done after 4 s.
/// ```
///
/// The model of Azure Batch pools does without: all readers of a replica have one limit there. This is for models whose
/// clients differ, such as VM sizes with different network bandwidths on one storage account. SimGrid's solver gives the
/// same completions.
public struct CappedFairShareLink: Sendable {
  struct Flow: Sendable, BitwiseCopyable {
    let limit: Double
    let value: UInt32
    let sequence: UInt32
    /// Tells the flow's present entries in the heaps from earlier ones.
    var stamp: UInt32
    var phase: Phase
    /// When it completes [s since the origin] while limited, the mark of the clock while shared [bytes].
    var mark: Double
  }

  enum Phase: UInt8, Sendable, BitwiseCopyable {
    case free, limited, shared, completed
  }

  /// What all flows together can carry [bytes/s].
  public let bandwidth: Double

  var flows: ContiguousArray<Flow> = []
  var freeSlots: ContiguousArray<UInt32> = []
  var nextSequence: UInt32 = 0
  var nextStamp: UInt32 = 0
  var completed: [FlowHandle] = []
  var completedHead = 0

  var limitedByTime = FlowHeap()
  var limitedByLimit = FlowHeap()
  var sharedByMark = FlowHeap()
  var sharedByLimit = FlowHeap()
  var limitedCount = 0
  var sharedCount = 0
  /// What the limited flows take [bytes/s].
  var limitedRate = 0.0
  /// What each shared flow gets [bytes/s].
  var level = Double.infinity

  /// When the link last became busy.
  var origin = SimulationTime.zero
  /// The time of the clock [s since the origin].
  var time = 0.0
  /// Bytes that each shared flow has got since the origin.
  var clock = 0.0
  var lastNow = SimulationTime.zero
  var nextCompletion = Int64.max

  /// A link without flows.
  ///
  /// - Parameter bandwidth: What all flows together can carry [bytes/s].
  /// - Precondition: `bandwidth` is positive and finite.
  /// - Complexity: O(1).
  public init(bandwidth: Double) {
    precondition(bandwidth > 0 && bandwidth.isFinite, "the bandwidth of a link must be positive and finite")
    self.bandwidth = bandwidth
  }

  /// Flows on the link.
  public var flowCount: Int { limitedCount + sharedCount }

  /// When the next flow completes if nothing else happens, rounded up to whole nanoseconds; nil without flows.
  ///
  /// - Complexity: O(1).
  public var nextCompletionTime: SimulationTime? {
    if completedHead < completed.count { return lastNow }
    return nextCompletion == .max ? nil : SimulationTime(nanoseconds: nextCompletion)
  }

  /// Adds a flow.
  ///
  /// - Parameters:
  ///   - value: What ``takeCompletion(at:)`` will return for it.
  ///   - bytes: How much it carries [bytes].
  ///   - limit: The fastest that it can be [bytes/s]; infinity for no limit.
  ///   - now: The present time.
  /// - Returns: The flow's name, to cancel it with.
  /// - Precondition: `bytes` is finite and not negative, `limit` positive; `now` is not before an earlier call's.
  /// - Complexity: O((1 + flows whose limits the level passes) log n).
  @discardableResult
  public mutating func submit(
    _ value: UInt32, bytes: Double, limit: Double, at now: SimulationTime
  ) -> FlowHandle {
    precondition(bytes >= 0 && bytes.isFinite, "at \(now): a flow of \(bytes) bytes")
    precondition(limit > 0, "at \(now): a flow with a limit of \(limit) bytes/s")
    advance(to: now)
    if flowCount == 0 { restart(at: now) }
    let sequence = nextSequence
    nextSequence &+= 1
    let flow = Flow(
      limit: limit, value: value, sequence: sequence, stamp: 0, phase: .shared, mark: clock + bytes)
    let slot: UInt32
    if let free = freeSlots.popLast() {
      slot = free
      flows[Int(slot)] = flow
    } else {
      slot = UInt32(flows.count)
      flows.append(flow)
    }
    enterShared(slot)
    rebalance()
    return FlowHandle(slot: slot, sequence: sequence)
  }

  /// Takes a flow off the link.
  ///
  /// - Returns: Whether there was such a flow.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O((1 + flows whose limits the level passes) log n), amortised.
  @discardableResult
  public mutating func cancel(_ handle: FlowHandle, at now: SimulationTime) -> Bool {
    advance(to: now)
    let slot = Int(handle.slot)
    guard flows.indices.contains(slot), flows[slot].sequence == handle.sequence, flows[slot].phase != .free else {
      return false
    }
    leave(handle.slot)
    flows[slot].phase = .free
    freeSlots.append(handle.slot)
    rebalance()
    return true
  }

  /// Takes a flow that has completed by now: the one that did so first.
  ///
  /// - Returns: The flow's value; nil when there is none.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O((1 + flows whose limits the level passes) log n), amortised, for each completion.
  public mutating func takeCompletion(at now: SimulationTime) -> UInt32? {
    settle(through: now)
    while completedHead < completed.count {
      let handle = completed[completedHead]
      completedHead += 1
      if completedHead == completed.count {
        completed.removeAll(keepingCapacity: true)
        completedHead = 0
      }
      let flow = flows[Int(handle.slot)]
      guard flow.phase == .completed, flow.sequence == handle.sequence else { continue }
      flows[Int(handle.slot)].phase = .free
      freeSlots.append(handle.slot)
      return flow.value
    }
    return nil
  }

  /// Bytes that the flows on the link still want.
  ///
  /// - Parameter now: The present time.
  /// - Returns: The bytes, up to rounding; never negative.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(n) for the most flows that were ever there at once.
  public mutating func outstandingBytes(at now: SimulationTime) -> Double {
    advance(to: now)
    return flows.reduce(0) { sum, flow in
      switch flow.phase {
      case .limited: sum + max(0, flow.mark - time) * flow.limit
      case .shared: sum + max(0, flow.mark - clock)
      case .free, .completed: sum
      }
    }
  }
}
