// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

/// How long the VMs of a first resize take from the end of its service delay until the last one is obtained, computed without
/// the engine.
///
///     requests, paced by units and by the subscription -> replicas -> disk making -> obtained -> boot read
///
/// The same rules as those of the model (docs/guides/mechanism.md, sections 2 and 3), written once more as one loop over
/// requests and completions in floating-point time: no events, no queue of them, no rounding to nanoseconds. It knows no
/// failures, no timeout and one pool.
struct ObtainingTime: Sendable {
  /// Nodes to be obtained.
  let nodes: Int
  /// The mechanism's numbers.
  let parameters: ModelParameters
  /// When each VM is requested, from the end of the service delay [s], in order.
  let requests: [Double]

  init(nodes: Int, _ parameters: ModelParameters) {
    self.nodes = nodes
    self.parameters = parameters
    requests = Self.requests(nodes, parameters)
  }

  /// When the VMs of a pool are requested: due by the buckets of its units, then one token each of the subscription's.
  private static func requests(_ nodes: Int, _ parameters: ModelParameters) -> [Double] {
    var due: [Double] = []
    var rest = nodes
    while rest > 0 {
      let unit = min(rest, parameters.deploymentUnitSize)
      due += (0..<unit).map { max(0, Double($0 + 1 - parameters.unitCreateBurst)) / parameters.unitCreateRate }
      rest -= unit
    }
    due.sort()
    let burst = Double(parameters.createBurst)
    var (tokens, now) = (burst, 0.0)
    return due.map { due in
      let time = max(now, due)
      tokens = min(burst, tokens + (time - now) * parameters.createRate)
      let wait = max(0, 1 - tokens) / parameters.createRate
      tokens = max(0, tokens - 1)
      now = time + wait
      return now
    }
  }

  /// The time at which the last VM is obtained [s].
  ///
  /// - Parameters:
  ///   - bandwidths: Of every replica [bytes/s]; none of a marketplace image, whose VMs are obtained when they are requested.
  ///   - disks: The work of every VM's disk, in the order of requests [bytes].
  ///   - boots: The work of every VM's boot read [bytes].
  /// - Returns: The time, from the end of the service delay.
  /// - Complexity: O(nodes × (replicas + flows of a replica)).
  func seconds(bandwidths: [Double], disks: [Double], boots: [Double]) -> Double {
    guard !bandwidths.isEmpty else { return requests.last ?? 0 }
    precondition(disks.count == nodes && boots.count == nodes, "work of \(disks.count) of \(nodes) nodes")
    var replicas = bandwidths.map { SharedReplica(bandwidth: $0, parameters) }
    var (now, next, obtained) = (0.0, 0, 0)
    while obtained < nodes {
      var end = Double.infinity
      var first = 0
      for index in replicas.indices where now + replicas[index].remaining < end {
        (first, end) = (index, now + replicas[index].remaining)
      }
      let arrival = next < nodes ? requests[next] : .infinity
      precondition(min(arrival, end).isFinite, "\(obtained) of \(nodes) nodes are obtained, and nothing goes on")
      for index in replicas.indices { replicas[index].advance(by: max(0, min(arrival, end) - now)) }
      now = min(arrival, end)
      if end <= arrival {
        if replicas[first].endFlow(boots, disks) { obtained += 1 }
      } else {
        let chosen = replicas.indices.min { (replicas[$0].load, $0) < (replicas[$1].load, $1) } ?? 0
        replicas[chosen].request(next, disks)
        next += 1
      }
    }
    return now
  }
}

/// A replica that serves disk makings, so many at once, and boot reads, all at the same rate.
private struct SharedReplica {
  private struct Flow {
    let node: Int
    let isDisk: Bool
    /// What each flow will have got since the start when this one ends [bytes].
    let end: Double
  }

  let bandwidth: Double
  private let limit: Double
  private let places: Int
  private var flows: [Flow] = []
  private var waiting: [Int] = []
  private var firstWaiting = 0
  private var diskCount = 0
  /// What each flow has got since the start [bytes].
  private var served = 0.0
  /// The smallest end, and where that flow stands.
  private var soonest = Double.infinity
  private var soonestIndex = 0

  init(bandwidth: Double, _ parameters: ModelParameters) {
    self.bandwidth = bandwidth
    limit = parameters.nodeReadLimit
    places = parameters.replicaConcurrency
  }

  /// Flows and waiting VMs.
  var load: Int { flows.count + waiting.count - firstWaiting }

  /// The rate of each flow [bytes/s].
  private var rate: Double { min(limit, bandwidth / Double(flows.count)) }

  /// The time until the next flow ends, if nothing else happens [s].
  var remaining: Double { flows.isEmpty ? .infinity : max(0, soonest - served) / rate }

  mutating func advance(by seconds: Double) {
    if !flows.isEmpty { served += seconds * rate }
  }

  /// A VM comes to have its disk made.
  mutating func request(_ node: Int, _ disks: [Double]) {
    if diskCount < places { begin(node, isDisk: true, disks[node]) } else { waiting.append(node) }
  }

  /// Ends the flow that is due.
  ///
  /// - Returns: Whether a VM has been obtained.
  mutating func endFlow(_ boots: [Double], _ disks: [Double]) -> Bool {
    let ended = flows[soonestIndex]
    served = max(served, ended.end)
    flows.swapAt(soonestIndex, flows.count - 1)
    flows.removeLast()
    findSoonest()
    guard ended.isDisk else { return false }
    diskCount -= 1
    begin(ended.node, isDisk: false, boots[ended.node])
    if firstWaiting < waiting.count {
      let node = waiting[firstWaiting]
      firstWaiting += 1
      begin(node, isDisk: true, disks[node])
    }
    return true
  }

  private mutating func begin(_ node: Int, isDisk: Bool, _ work: Double) {
    if isDisk { diskCount += 1 }
    flows.append(Flow(node: node, isDisk: isDisk, end: served + work))
    if served + work < soonest { (soonest, soonestIndex) = (served + work, flows.count - 1) }
  }

  private mutating func findSoonest() {
    soonest = .infinity
    for (index, flow) in flows.enumerated() where flow.end < soonest { (soonest, soonestIndex) = (flow.end, index) }
  }
}
