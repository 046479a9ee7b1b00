// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// Something that happens at a set time, whether or not the pools are ready for it.
///
/// What a caller asks for and what befalls the pools stand in one list: at equal times its order decides.
public struct Intervention: Hashable, Sendable {
  /// What happens.
  public enum Action: Hashable, Sendable {
    /// The caller of the pool at this index asks for something.
    case request(pool: Int, PoolRequest)
    /// Something befalls the pools.
    case world(WorldEvent)
  }

  /// When it happens.
  public var time: SimulationTime
  /// What happens.
  public var action: Action

  /// Makes an intervention.
  public init(time: SimulationTime, action: Action) {
    self.time = time
    self.action = action
  }

  /// Whether a pool has another target afterwards, so that nodes may have to go.
  package var changesTarget: Bool {
    switch action {
    case .request(_, let request): request.changesTarget
    case .world: false
    }
  }

  /// Whether some nodes of a pool are chosen for it.
  var choosesNodes: Bool {
    if case .request(_, .restart) = action { true } else { changesTarget }
  }

  /// Its place among the events of its time: what befalls the pools comes before all requests but a stop.
  var priority: EventPriority {
    switch action {
    case .request(_, let request): request.priority
    case .world: .early
    }
  }
}
