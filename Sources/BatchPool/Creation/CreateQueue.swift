// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The VM create requests of one subscription: first come, first served, paced by a token bucket.
struct CreateQueue {
  /// A request for VMs.
  struct Request {
    let pool: PoolID
    /// The resize that it belongs to: when the pool is past it, the request is void.
    let resize: UInt32
    /// The node to try again, or nil for new nodes.
    let node: NodeID?
    /// How many VMs are still asked for.
    var count: Int
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

  mutating func append(_ request: Request) {
    precondition(request.count > 0, "a request for \(request.count) VMs")
    requests.append(request)
  }

  /// Takes one VM off the first request.
  mutating func takeOne() {
    precondition(!isEmpty, "no request waits")
    requests[head].count -= 1
    if requests[head].count == 0 { removeFirst() }
  }

  /// - Complexity: O(1) amortised.
  mutating func removeFirst() {
    precondition(!isEmpty, "no request waits")
    head += 1
    if head == requests.count || head > 1_024 && head > requests.count / 2 {
      requests.removeFirst(head)
      head = 0
    }
  }

  /// Stops the program unless every request that waits asks for something.
  ///
  /// - Complexity: O(requests).
  func checkInvariants(_ id: SubscriptionID, at now: SimulationTime) {
    precondition(head <= requests.count, "at \(now): subscription \(id) has served more requests than it got")
    for request in requests[head...] {
      precondition(request.count > 0, "at \(now): subscription \(id) has a request for \(request.count) VMs")
      precondition(request.node == nil || request.count == 1, "at \(now): one VM is asked for \(request.count) times")
    }
    precondition(isEmpty || isGrantScheduled, "at \(now): the requests of subscription \(id) wait for nothing")
  }
}
