// SPDX-License-Identifier: GPL-3.0-or-later

package import EventEngine

/// Where a span of time went: how long each thing was waited for.
///
/// It is exact: the parts add up to the span, in nanoseconds. At any moment one thing alone is waited for, the one that would
/// have to be quicker for the next step to come sooner.
package struct TimeAccount: Hashable, Sendable {
  /// What is waited for, in the order in which it comes.
  package enum Part: Int, CaseIterable, Sendable {
    /// The pool had another size until then.
    case earlierSizes
    /// Resizes that did not reach the size, until the caller asked for it again.
    case earlierResizes
    /// From the request until the service begins to allocate.
    case serviceDelay
    /// The image version is on its way to the region.
    case imageReplication
    /// The deployment unit asks for so many VMs a minute.
    case unitRate
    /// All pools of the subscription may ask for so many VMs a minute.
    case subscriptionRate
    /// Attempts at the VM that failed, until the disk making of the last one began.
    case failedAttempts
    /// Every place at the replica is taken.
    case replicaPlaces
    /// The replica serves others at the same time: what the making of the disk takes beyond what the node could read.
    case diskBandwidth
    /// As fast as the node can read, the making of its disk takes that long.
    case diskReadRate
    /// Nodes that leave the pool, or a stop that is under way.
    case removal
    /// The replica serves others at the same time: what the boot read takes beyond what the node could read.
    case bootBandwidth
    /// As fast as the node can read, its boot read takes that long.
    case bootReadRate
    /// The operating system boots.
    case osBoot
    /// The agent starts.
    case nodeAgent
    /// The start task runs, and the pool waits for its success.
    case startTask
    /// The node lost its VM, or was to leave and stayed after all, before it was idle.
    case interruption
  }

  /// By the raw value of the part [ns].
  private var nanoseconds = [Int64](repeating: 0, count: Part.allCases.count)

  /// Makes an account of no time.
  package init() {}

  /// Makes an account of several spans together.
  ///
  /// - Complexity: O(accounts).
  package init(adding accounts: some Sequence<TimeAccount>) {
    for account in accounts {
      for place in nanoseconds.indices { nanoseconds[place] += account.nanoseconds[place] }
    }
  }

  /// How long one thing was waited for.
  package internal(set) subscript(part: Part) -> SimulationDuration {
    get { SimulationDuration(nanoseconds: nanoseconds[part.rawValue]) }
    set { nanoseconds[part.rawValue] = newValue.nanoseconds }
  }

  /// The whole span.
  package var total: SimulationDuration { SimulationDuration(nanoseconds: nanoseconds.reduce(0, +)) }

  /// A part as a share of the whole; 0 of no time.
  package func share(_ part: Part) -> Double {
    let total = total.seconds
    return total > 0 ? self[part].seconds / total : 0
  }
}

/// Fills in an account from one moment to the next.
struct TimeAccountant {
  private(set) var account = TimeAccount()
  /// The moment up to which the account goes.
  private(set) var now: SimulationTime

  init(from start: SimulationTime) {
    now = start
  }

  /// Until a moment one thing was waited for; a moment that is over already, or that never came, changes nothing.
  mutating func spend(until time: SimulationTime, on part: TimeAccount.Part) {
    guard time > now, time != Node.never else { return }
    account[part] = account[part] + (time - now)
    now = time
  }

  /// Until a moment bytes were read: what that takes at the node's own rate, and before it what sharing cost.
  mutating func spend(
    until time: SimulationTime, atOwnRate duration: SimulationDuration, _ ownRate: TimeAccount.Part,
    sharing: TimeAccount.Part
  ) {
    guard time > now, time != Node.never else { return }
    let rest = (time - now) - min(duration, time - now)
    // Links count whole nanoseconds: one of them is not what sharing cost.
    if rest.nanoseconds > 1 { spend(until: now + rest, on: sharing) }
    spend(until: time, on: ownRate)
  }
}
