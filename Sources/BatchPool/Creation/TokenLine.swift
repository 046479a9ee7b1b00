// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The VM requests of one subscription that wait for a token of its bucket, first come first served.
struct TokenLine {
  /// A request for one VM.
  struct Request {
    let unit: UnitID
    /// The resize that it belongs to: when the pool is past it, the request is void.
    let resize: UInt32
    /// The node that wants another VM, or nil for a new node.
    let node: NodeID?
    /// When the unit's own rate let it through.
    let dueAt: SimulationTime
  }

  var bucket: TokenBucket
  /// The event that lets the next request through.
  var grantEvent: EventKey?
  var requests = WaitingLine<Request>()

  init(bucket: TokenBucket) {
    self.bucket = bucket
  }

  /// Stops the program unless the line is served.
  func checkInvariants(_ id: SubscriptionID, at now: SimulationTime) {
    precondition(
      requests.isEmpty || grantEvent != nil, "at \(now): the requests of subscription \(id) would wait for ever")
  }
}
