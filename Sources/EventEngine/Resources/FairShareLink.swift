// SPDX-License-Identifier: GPL-3.0-or-later

/// A link that its flows share equally, each up to a common limit, with room for so many at once.
///
///     submit -> waiting, first come first served -> active, at most `admissionLimit` -> completed
///     submit, taking no place ------------------> active, any number                  -> completed
///
/// With n active flows each progresses at min(`flowLimit`, `bandwidth` / n): processor sharing with a cap, which is
/// max-min fairness on one link. All active flows progress alike, so that one clock of bytes per flow stands for all
/// of them: a flow of b bytes that becomes active when the clock shows V completes when it shows V + b. A change of
/// the number of flows changes only the speed of that clock, and each change costs O(log n) instead of O(n). It is
/// the virtual time of fair queueing (Demers, Keshav and Shenker 1989, doi:10.1145/75247.75248; Parekh and Gallager
/// 1993, doi:10.1109/90.234856), applied to fluid flows.
///
/// The link computes in continuous time. Only what it tells is rounded: a flow counts as completed at the first whole
/// nanosecond at or after its completion, and the flow that takes its place begins at the unrounded instant, so that
/// rounding does not accumulate.
///
/// It schedules nothing itself. After every change the owner asks for ``nextCompletionTime``, and at that time takes
/// what has completed:
///
/// ```swift
/// var link = FairShareLink(bandwidth: 100)         // bytes/s
/// link.submit(1, bytes: 300, at: .zero)
/// link.submit(2, bytes: 100, at: .zero)
/// // Each gets 50 bytes/s: flow 2 completes after 2 s, and flow 1, which then has the link for itself, after 4 s.
/// while let time = link.nextCompletionTime {
///   while let flow = link.takeCompletion(at: time) { print(flow, time) }
/// }
/// ```
///
/// It is not for flows with a limit of their own; that is ``CappedFairShareLink``. A link has one owner and cannot be
/// copied.
public struct FairShareLink: ~Copyable {
  @usableFromInline
  enum FlowState: UInt8, Sendable, BitwiseCopyable {
    case free, waiting, active, completed
  }

  @usableFromInline
  struct Flow: Sendable, BitwiseCopyable {
    /// The size while waiting, the mark at which the clock completes it while active [bytes].
    @usableFromInline var bytes: Double
    @usableFromInline var value: UInt32
    @usableFromInline var sequence: UInt32
    @usableFromInline var state: FlowState
    /// Whether it is one of those of which only so many are active at once.
    @usableFromInline let takesPlace: Bool

    @inlinable
    init(bytes: Double, value: UInt32, sequence: UInt32, state: FlowState, takesPlace: Bool) {
      self.bytes = bytes
      self.value = value
      self.sequence = sequence
      self.state = state
      self.takesPlace = takesPlace
    }
  }

  /// What all flows together can carry [bytes/s].
  public let bandwidth: Double
  /// What one flow can carry [bytes/s].
  public let flowLimit: Double
  /// Flows that are active at once, of those that take a place; the others wait.
  public let admissionLimit: Int

  /// When the next active flow completes [ns]; the largest number when none is active.
  @usableFromInline var nextCompletion = Int64.max
  /// Bytes that all flows together still wanted at the time of ``clock``.
  @usableFromInline var wanted = 0.0
  /// Bytes per second that all active flows together get at present.
  @usableFromInline var rate = 0.0
  /// The time of ``clock``: whole nanoseconds, and the rest [s].
  @usableFromInline var clockTime = SimulationTime.zero
  @usableFromInline var clockFraction = 0.0
  /// Bytes that each active flow has got since the link was last idle.
  @usableFromInline var clock = 0.0
  /// Bytes per second of each active flow at present.
  @usableFromInline var speed = 0.0
  /// The number of active flows that ``speed`` is for.
  @usableFromInline var speedCount = -1
  @usableFromInline var activeCount = 0
  /// Active flows that take a place.
  @usableFromInline var placeCount = 0
  @usableFromInline var served = 0.0

  @usableFromInline var flows = FlowSlots<Flow>()
  @usableFromInline var nextSequence: UInt32 = 0
  /// Active flows by their mark; entries of cancelled flows remain until they come up.
  @usableFromInline var active = FlowOrder()
  @usableFromInline var waiting = FlowLine()
  @usableFromInline var completed = FlowLine()
  /// Values, not slots, of flows that have become active.
  @usableFromInline var admitted = FlowLine()

  /// Bytes of all flows so far, whatever has become of them.
  public private(set) var submittedBytes = 0.0
  /// Bytes that flows still wanted when they were cancelled.
  public private(set) var cancelledBytes = 0.0

  /// A link without flows.
  ///
  /// - Parameters:
  ///   - bandwidth: What all flows together can carry [bytes/s].
  ///   - flowLimit: What one flow can carry [bytes/s]; infinity for no limit.
  ///   - admissionLimit: Flows that are active at once, of those that take a place.
  /// - Precondition: `bandwidth` is positive and finite, `flowLimit` positive, `admissionLimit` at least 1.
  /// - Complexity: O(1).
  public init(bandwidth: Double, flowLimit: Double = .infinity, admissionLimit: Int = .max) {
    precondition(bandwidth > 0 && bandwidth.isFinite, "the bandwidth of a link must be positive and finite")
    precondition(flowLimit > 0, "the limit of a flow must be positive")
    precondition(admissionLimit >= 1, "a link must admit at least one flow")
    self.bandwidth = bandwidth
    self.flowLimit = flowLimit
    self.admissionLimit = admissionLimit
  }

  /// Flows that are active at present.
  public var activeFlowCount: Int { activeCount }

  /// Flows that wait to be admitted at present.
  public var waitingFlowCount: Int { waiting.count }

  /// Flows at present, active and waiting; those that have completed and were not taken are not among them.
  ///
  /// - Parameter now: The present time.
  /// - Returns: How many there are.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(1), besides the completions until now.
  @inlinable
  public mutating func flowCount(at now: SimulationTime) -> Int {
    settleIfDue(by: now)
    return activeCount + waiting.count
  }

  /// When the next flow completes if nothing else happens, rounded up to whole nanoseconds; nil without active flows.
  ///
  /// A flow that has completed and was not taken yet counts with the time at which it did.
  ///
  /// - Complexity: O(1).
  @inlinable
  public var nextCompletionTime: SimulationTime? {
    if !completed.isEmpty { return clockTime }
    return nextCompletion == .max ? nil : SimulationTime(nanoseconds: nextCompletion)
  }

  /// Adds a flow: it becomes active at once if there is room, and otherwise waits its turn.
  ///
  /// A flow that takes no place becomes active at once in any case and keeps nobody out, but shares the bandwidth like
  /// all others.
  ///
  /// - Parameters:
  ///   - value: What ``takeCompletion(at:)`` and, if it takes a place, ``takeAdmission(at:)`` will return for it.
  ///   - bytes: How much it carries [bytes].
  ///   - takesPlace: Whether it takes one of the places, of which there are ``admissionLimit``.
  ///   - now: The present time.
  /// - Returns: The flow's name, to cancel it with.
  /// - Precondition: `bytes` is finite and not negative; `now` is not before an earlier call's.
  /// - Complexity: O(log n) for n active flows.
  @discardableResult
  public mutating func submit(
    _ value: UInt32, bytes: Double, takesPlace: Bool = true, at now: SimulationTime
  ) -> FlowHandle {
    precondition(bytes >= 0 && bytes.isFinite, "at \(now): a flow of \(bytes) bytes")
    settleIfDue(by: now)
    // A flow that only waits changes nothing for the active ones: their clock need not be read.
    let hasRoom = !takesPlace || placeCount < admissionLimit
    if hasRoom { advance(to: now) }
    let sequence = nextSequence
    nextSequence &+= 1
    let flow = Flow(bytes: bytes, value: value, sequence: sequence, state: .waiting, takesPlace: takesPlace)
    let slot = flows.take(flow)
    submittedBytes += bytes
    wanted += bytes
    if !takesPlace {
      activate(slot, flow)
      findNextCompletion()
    } else {
      waiting.append(slot, sequence)
      if hasRoom { admit() }
    }
    assert(placeCount <= admissionLimit, "at \(now): more flows are active than the link admits")
    return FlowHandle(slot: slot, sequence: sequence)
  }

  /// Takes a flow off the link, whether it waits, is active, or has completed without being taken.
  ///
  /// - Returns: Whether there was such a flow.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(log n) amortised for n flows.
  @discardableResult
  public mutating func cancel(_ handle: FlowHandle, at now: SimulationTime) -> Bool {
    advance(to: now)
    guard handle.slot < flows.usedCount else { return false }
    let flow = flows[handle.slot]
    guard flow.sequence == handle.sequence else { return false }
    switch flow.state {
    case .free: return false
    case .waiting:
      waiting.forgetOne()
      wanted -= flow.bytes
      cancelledBytes += flow.bytes
    case .active:
      let rest = max(0, flow.bytes - clock)
      wanted -= rest
      cancelledBytes += rest
      countOut(flow)
    case .completed: completed.forgetOne()
    }
    release(handle.slot)
    admit()
    return true
  }

  /// Takes a flow that has completed by now: the one that did so first.
  ///
  /// - Returns: The flow's value; nil when there is none.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(log n) amortised for n active flows.
  public mutating func takeCompletion(at now: SimulationTime) -> UInt32? {
    if nextCompletion <= now.nanoseconds { settle(through: now) }
    while let entry = completed.removeFirst() {
      let flow = flows[entry.slot]
      guard flow.state == .completed, flow.sequence == entry.sequence else { continue }
      completed.forgetOne()
      release(entry.slot)
      return flow.value
    }
    return nil
  }

  /// Takes a flow that has become active by now: the one that did so first, whether or not it has left again.
  ///
  /// - Returns: The flow's value; nil when there is none.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(1) amortised, besides the completions until now.
  public mutating func takeAdmission(at now: SimulationTime) -> UInt32? {
    if nextCompletion <= now.nanoseconds { settle(through: now) }
    guard let entry = admitted.removeFirst() else { return nil }
    admitted.forgetOne()
    return entry.slot
  }

  /// Whether ``takeCompletion(at:)`` or ``takeAdmission(at:)`` have something to give without time passing.
  @inlinable
  public var hasNews: Bool { completed.count | admitted.count != 0 }

  /// Bytes that the flows on the link still want.
  ///
  /// - Parameter now: The present time.
  /// - Returns: The bytes, up to rounding; never negative.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(1), besides the completions until now.
  @inlinable
  public mutating func outstandingBytes(at now: SimulationTime) -> Double {
    settleIfDue(by: now)
    return max(0, wanted - rate * secondsSinceClock(at: now))
  }

  /// Bytes that the link has carried.
  ///
  /// - Parameter now: The present time.
  /// - Returns: The bytes, up to rounding.
  /// - Precondition: `now` is not before an earlier call's.
  /// - Complexity: O(1), besides the completions until now.
  public mutating func servedBytes(at now: SimulationTime) -> Double {
    settle(through: now)
    return served + rate * secondsSinceClock(at: now)
  }
}
