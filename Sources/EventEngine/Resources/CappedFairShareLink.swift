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
/// It computes in continuous time and schedules nothing, like ``FairShareLink``; it admits every flow at once.
public struct CappedFairShareLink: Sendable {
  @usableFromInline
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

  @usableFromInline
  enum Phase: UInt8, Sendable, BitwiseCopyable {
    case free, limited, shared, completed
  }

  /// What all flows together can carry [bytes/s].
  public let bandwidth: Double

  private var flows: ContiguousArray<Flow> = []
  private var freeSlots: ContiguousArray<UInt32> = []
  private var nextSequence: UInt32 = 0
  private var nextStamp: UInt32 = 0
  private var completed: [FairShareLink.FlowHandle] = []
  private var completedHead = 0

  private var limitedByTime = FlowHeap()
  private var limitedByLimit = FlowHeap()
  private var sharedByMark = FlowHeap()
  private var sharedByLimit = FlowHeap()
  private var limitedCount = 0
  private var sharedCount = 0
  /// What the limited flows take [bytes/s].
  private var limitedRate = 0.0
  /// What each shared flow gets [bytes/s].
  private var level = Double.infinity

  /// When the link last became busy.
  private var origin = SimulationTime.zero
  /// The time of the clock [s since the origin].
  private var time = 0.0
  /// Bytes that each shared flow has got since the origin.
  private var clock = 0.0
  private var lastNow = SimulationTime.zero
  private var nextCompletion = Int64.max

  /// A link without flows.
  ///
  /// - Parameter bandwidth: What all flows together can carry [bytes/s].
  /// - Precondition: `bandwidth` is positive and finite.
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
  ) -> FairShareLink.FlowHandle {
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
    return FairShareLink.FlowHandle(slot: slot, sequence: sequence)
  }

  /// Takes a flow off the link.
  ///
  /// - Returns: Whether there was such a flow.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O((1 + flows whose limits the level passes) log n), amortised.
  @discardableResult
  public mutating func cancel(_ handle: FairShareLink.FlowHandle, at now: SimulationTime) -> Bool {
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

  // MARK: - Time

  private mutating func restart(at now: SimulationTime) {
    origin = now
    time = 0
    clock = 0
    limitedRate = 0
    limitedByTime.removeAll()
    limitedByLimit.removeAll()
    sharedByMark.removeAll()
    sharedByLimit.removeAll()
  }

  private mutating func pass(to end: Double) {
    if sharedCount > 0 { clock += level * max(0, end - time) }
    time = max(time, end)
  }

  private mutating func settle(through now: SimulationTime) {
    precondition(now >= lastNow, "a link was asked about \(now) after \(lastNow)")
    lastNow = now
    while nextCompletion <= now.nanoseconds {
      let limited = limitedByTime.first
      let shared = sharedByMark.first
      let sharedTime = shared.map { time + max(0, $0.mark - clock) / level } ?? .infinity
      if let limited, limited.mark <= sharedTime {
        pass(to: limited.mark)
        complete(limited.slot)
      } else if let shared {
        pass(to: sharedTime)
        clock = max(clock, shared.mark)
        complete(shared.slot)
      }
      rebalance()
    }
  }

  private mutating func advance(to now: SimulationTime) {
    settle(through: now)
    if flowCount > 0 { pass(to: (now - origin).seconds) }
  }

  private mutating func complete(_ slot: UInt32) {
    leave(slot)
    flows[Int(slot)].phase = .completed
    completed.append(FairShareLink.FlowHandle(slot: slot, sequence: flows[Int(slot)].sequence))
  }

  // MARK: - The level

  /// A limit that is above the level by rounding alone does not make its flow a shared one: flows with one and the same
  /// limit would otherwise change sides for ever.
  private static let tolerance = 1 + 1e-12

  /// Finds the level, moves the flows whose limits it passes, and finds out which flow completes next.
  private mutating func rebalance() {
    while true {
      discardStale()
      guard sharedCount > 0 else {
        level = .infinity
        guard limitedRate > bandwidth * Self.tolerance, let largest = limitedByLimit.first else { break }
        share(largest.slot)
        continue
      }
      level = max(0, bandwidth - limitedRate) / Double(sharedCount)
      if let smallest = sharedByLimit.first, smallest.mark <= level {
        limit(smallest.slot)
      } else if let largest = limitedByLimit.first, -largest.mark > level * Self.tolerance {
        share(largest.slot)
      } else {
        break
      }
    }
    let limited = limitedByTime.first?.mark ?? .infinity
    let shared = sharedByMark.first.map { time + max(0, $0.mark - clock) / level } ?? .infinity
    let next = min(limited, shared)
    nextCompletion = flowCount == 0 ? .max : origin.nanoseconds + WholeNanoseconds.roundedUp(next)
  }

  /// A shared flow comes to run at its own limit.
  private mutating func limit(_ slot: UInt32) {
    let flow = flows[Int(slot)]
    leave(slot)
    flows[Int(slot)].mark = time + max(0, flow.mark - clock) / flow.limit
    flows[Int(slot)].phase = .limited
    flows[Int(slot)].stamp = stamp()
    limitedCount += 1
    limitedRate += flow.limit
    let stamp = flows[Int(slot)].stamp
    limitedByTime.insert(FlowHeap.Entry(mark: flows[Int(slot)].mark, sequence: stamp, slot: slot))
    limitedByLimit.insert(FlowHeap.Entry(mark: -flow.limit, sequence: stamp, slot: slot))
  }

  /// A limited flow comes to run at the level.
  private mutating func share(_ slot: UInt32) {
    let flow = flows[Int(slot)]
    leave(slot)
    flows[Int(slot)].mark = clock + max(0, flow.mark - time) * flow.limit
    enterShared(slot)
  }

  private mutating func enterShared(_ slot: UInt32) {
    flows[Int(slot)].phase = .shared
    flows[Int(slot)].stamp = stamp()
    sharedCount += 1
    let flow = flows[Int(slot)]
    sharedByMark.insert(FlowHeap.Entry(mark: flow.mark, sequence: flow.stamp, slot: slot))
    if flow.limit < .infinity {
      sharedByLimit.insert(FlowHeap.Entry(mark: flow.limit, sequence: flow.stamp, slot: slot))
    }
  }

  private mutating func leave(_ slot: UInt32) {
    switch flows[Int(slot)].phase {
    case .limited:
      limitedCount -= 1
      limitedRate = limitedCount == 0 ? 0 : limitedRate - flows[Int(slot)].limit
    case .shared: sharedCount -= 1
    case .free, .completed: break
    }
    flows[Int(slot)].phase = .free
  }

  private mutating func stamp() -> UInt32 {
    nextStamp &+= 1
    return nextStamp
  }

  private mutating func discardStale() {
    while let first = limitedByTime.first, !isCurrent(first, .limited) { limitedByTime.removeFirst() }
    while let first = limitedByLimit.first, !isCurrent(first, .limited) { limitedByLimit.removeFirst() }
    while let first = sharedByMark.first, !isCurrent(first, .shared) { sharedByMark.removeFirst() }
    while let first = sharedByLimit.first, !isCurrent(first, .shared) { sharedByLimit.removeFirst() }
    let flows = flows
    func sweep(_ heap: inout FlowHeap, _ phase: Phase, _ count: Int) {
      guard heap.count > 4 * count + 64 else { return }
      heap.keep { flows[Int($0.slot)].stamp == $0.sequence && flows[Int($0.slot)].phase == phase }
    }
    sweep(&limitedByTime, .limited, limitedCount)
    sweep(&limitedByLimit, .limited, limitedCount)
    sweep(&sharedByMark, .shared, sharedCount)
    sweep(&sharedByLimit, .shared, sharedCount)
  }

  private func isCurrent(_ entry: FlowHeap.Entry, _ phase: Phase) -> Bool {
    let flow = flows[Int(entry.slot)]
    return flow.stamp == entry.sequence && flow.phase == phase
  }
}
