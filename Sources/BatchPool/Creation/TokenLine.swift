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
  }

  var bucket: TokenBucket
  /// Whether the event that lets the next request through is scheduled.
  var isGrantScheduled = false
  private var requests: [Request] = []
  private var head = 0

  init(bucket: TokenBucket) {
    self.bucket = bucket
  }

  var isEmpty: Bool { head == requests.count }

  /// The request that is served next.
  var first: Request? { isEmpty ? nil : requests[head] }

  mutating func append(_ request: Request) { requests.append(request) }

  /// - Complexity: O(1) amortised.
  mutating func removeFirst() {
    precondition(!isEmpty, "no request waits")
    head += 1
    if head == requests.count || head > 1_024 && head > requests.count / 2 {
      requests.removeFirst(head)
      head = 0
    }
  }

  /// Stops the program unless the line is served.
  func checkInvariants(_ id: SubscriptionID, at now: SimulationTime) {
    precondition(head <= requests.count, "at \(now): subscription \(id) has served more requests than it got")
    precondition(isEmpty || isGrantScheduled, "at \(now): the requests of subscription \(id) would wait for ever")
  }
}
