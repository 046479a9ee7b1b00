// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The VM create requests of one subscription: first come, first served, paced by a token bucket.
struct CreateQueue {
  /// A request for VMs.
  struct Request {
    let pool: UInt32
    /// The resize that it belongs to: when the pool is past it, the request is void.
    let resize: UInt32
    /// The node to try again, or nil for new nodes.
    let node: UInt32?
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
    requests.append(request)
  }

  /// Takes one VM off the first request.
  mutating func takeOne() {
    requests[head].count -= 1
    if requests[head].count == 0 { removeFirst() }
  }

  /// - Complexity: O(1) amortised.
  mutating func removeFirst() {
    head += 1
    if head == requests.count || head > 1_024 && head > requests.count / 2 {
      requests.removeFirst(head)
      head = 0
    }
  }
}
