// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The VM create requests of all subscriptions.
struct Creation: ~Copyable {
  private var queues: Table<SubscriptionID, CreateQueue>

  init(_ configuration: SystemConfiguration) {
    let count = (configuration.pools.map(\.subscription).max() ?? -1) + 1
    let bucket = TokenBucket(rate: configuration.parameters.createRate, burst: configuration.parameters.createBurst)
    queues = Table(repeating: CreateQueue(bucket: bucket), count: count)
  }

  @inline(__always)
  subscript(subscription: SubscriptionID) -> CreateQueue {
    _read { yield queues[subscription] }
    _modify { yield &queues[subscription] }
  }

  /// Stops the program unless every queue is sound.
  mutating func checkInvariants(at now: SimulationTime) {
    for subscription in queues.ids { queues[subscription].checkInvariants(subscription, at: now) }
  }
}

/// What happens to VM create requests.
enum CreationEvent: Hashable, Sendable, BitwiseCopyable {
  /// The next request of a subscription is let through.
  case granted(SubscriptionID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .granted(let subscription): EventLabel(3, "createGranted", "subscription", subscription)
    }
  }
}
