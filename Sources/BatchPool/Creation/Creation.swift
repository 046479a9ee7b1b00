// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The VM requests of all pools: those of each deployment unit, and those that wait for a token of their subscription.
struct Creation: ~Copyable {
  private var units: Table<UnitID, DeploymentUnit>
  private var lines: Table<SubscriptionID, TokenLine>
  /// A unit's bucket when it is full.
  let fullBucket: TokenBucket
  /// The most nodes of a unit.
  let unitSize: Int

  init(_ configuration: SystemConfiguration) {
    let parameters = configuration.parameters
    let count = (configuration.pools.map(\.subscription).max() ?? -1) + 1
    let bucket = TokenBucket(rate: parameters.createRate, burst: parameters.createBurst)
    lines = Table(repeating: TokenLine(bucket: bucket), count: count)
    units = Table(minimumCapacity: configuration.pools.count)
    fullBucket = TokenBucket(rate: parameters.unitCreateRate, burst: parameters.unitCreateBurst)
    unitSize = parameters.deploymentUnitSize
  }

  @inline(__always)
  subscript(subscription: SubscriptionID) -> TokenLine {
    _read { yield lines[subscription] }
    _modify { yield &lines[subscription] }
  }

  @inline(__always)
  subscript(unit: UnitID) -> DeploymentUnit {
    _read { yield units[unit] }
    _modify { yield &units[unit] }
  }

  /// The ids of all units.
  var unitIDs: Range<UnitID> { units.ids }

  /// Adds a unit without nodes.
  mutating func append(_ unit: DeploymentUnit) -> UnitID {
    let id = units.nextID
    units.append(unit)
    return id
  }

  /// Stops the program unless every unit and every line is sound.
  mutating func checkInvariants(at now: SimulationTime) {
    for unit in units.ids { units[unit].checkInvariants(unit, size: unitSize, at: now) }
    for subscription in lines.ids { lines[subscription].checkInvariants(subscription, at: now) }
  }
}

/// What happens to VM requests.
enum CreationEvent: Hashable, Sendable, BitwiseCopyable {
  /// The next request of a unit is due.
  case due(UnitID)
  /// The next request that waits for a token of its subscription gets one.
  case granted(SubscriptionID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .due(let unit): EventLabel(18, "vmRequestDue", "unit", unit)
    case .granted(let subscription): EventLabel(3, "createGranted", "subscription", subscription)
    }
  }
}
