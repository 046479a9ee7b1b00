// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Scenarios

extension PreflightSubject {
  /// A number of replicas that a gallery image has for a time, and what it has to serve in that time.
  struct ReplicaCount: Sendable {
    let use: Use
    let replicas: Int
    /// From when on, in seconds; nil for the number that the image begins with.
    let start: Double?
    /// Where the scenario sets it; nil for the number that the image begins with.
    let place: SourcePlace?
    /// The most nodes that the image's pools want together in that time.
    var nodes = 0
    /// The most shares of so many nodes, pool by pool, in that time.
    var shares = Shares()
    /// The most nodes that are asked for at once, in that time or by a resize that may still go on at its beginning.
    var newNodes = 0

    /// Whether nobody has given the number.
    var isAssumed: Bool { start == nil && use.image.replicaOrigin == .assumed }

    /// A finding about the number, where it is set.
    func hit(_ message: String) -> Hit {
      Hit(message, pool: use.pool, at: place, isAssumed: isAssumed)
    }

    /// The number in a sentence: `3 replicas`, or `3 replicas from 30 min on`.
    var text: String {
      let noun = replicas == 1 ? "replica" : "replicas"
      if isAssumed { return "\(replicas) \(noun) (assumed: no file says how many)" }
      if use.image.replicaOrigin == .shallow { return "\(replicas) \(noun) (shallow replication)" }
      if start == nil, use.image.replicaOrigin == .standard { return "\(replicas) \(noun) (the default)" }
      let count = "\(replicas) \(noun)"
      return start.map { "\(count) from \(PreflightSubject.minutes($0)) on" } ?? count
    }
  }

  /// Nodes of pools in shares of 300 and of 600, each begun one counted; no share serves two pools.
  struct Shares: Sendable {
    var of300 = 0
    var of600 = 0
  }

  /// A hit for every number of replicas that satisfies a condition, where it is set.
  func replicaCounts(where isBroken: (ReplicaCount) -> Bool, _ message: (ReplicaCount) -> String) -> [Hit] {
    replicaCounts.filter(isBroken).map { $0.hit(message($0)) }
  }

  /// Every number of replicas that an image has, in the order in which they take effect.
  ///
  /// - Complexity: O(steps * pools on the image).
  static func replicaCounts(of use: Use, _ steps: [ScenarioFacts.Step]) -> [ReplicaCount] {
    var history = ReplicaHistory(use)
    // Replicas that are changed at the very start are there for the first resize.
    let atStart = steps.prefix { $0.time <= 0 && $0.change.isOfReplicas }
    for step in atStart { history.take(step) }
    history.growFirst()
    for step in steps.dropFirst(atStart.count) { history.take(step) }
    return history.counts
  }
}

/// Walks through what happens to the pools on an image.
private struct ReplicaHistory {
  private let use: PreflightSubject.Use
  private(set) var counts: [PreflightSubject.ReplicaCount]
  /// What every pool on the image wants now.
  private var sizes: [ScenarioFacts.Size]
  /// What they want together, and in shares of their own.
  private var nodes = 0
  private var shares = PreflightSubject.Shares()
  /// Growth that was asked for, and until when its resizes may go on.
  private var growths: [(time: Double, end: Double, nodes: Int)] = []

  init(_ use: PreflightSubject.Use) {
    self.use = use
    counts = [PreflightSubject.ReplicaCount(use: use, replicas: use.image.replicas, start: nil, place: nil)]
    sizes = use.pools.map {
      ScenarioFacts.Size(dedicatedNodes: 0, lowPriorityNodes: 0, resizeTimeout: $0.first.resizeTimeout)
    }
  }

  /// The first resize of every pool.
  mutating func growFirst() {
    for index in sizes.indices { change(index, to: use.pools[index].first, at: 0) }
  }

  mutating func take(_ step: ScenarioFacts.Step) {
    switch step.change {
    case .resize(let dedicatedNodes, let lowPriorityNodes, let resizeTimeout):
      for index in sizes.indices where isTarget(use.pools[index].name, of: step) {
        let size = ScenarioFacts.Size(
          dedicatedNodes: dedicatedNodes ?? sizes[index].dedicatedNodes,
          lowPriorityNodes: lowPriorityNodes ?? sizes[index].lowPriorityNodes,
          resizeTimeout: resizeTimeout ?? use.pools[index].first.resizeTimeout)
        change(index, to: size, at: step.time)
      }
    case .removal(let nodes):
      for index in sizes.indices where isTarget(use.pools[index].name, of: step) {
        let dedicated = min(nodes, sizes[index].dedicatedNodes)
        var size = sizes[index]
        size.dedicatedNodes -= dedicated
        size.lowPriorityNodes = max(0, size.lowPriorityNodes - (nodes - dedicated))
        set(index, to: size)
      }
    case .replicas(let replicas):
      guard use.pools.contains(where: { step.target == nil || $0.image.name == step.target }) else { return }
      var count = PreflightSubject.ReplicaCount(
        use: use, replicas: replicas, start: step.time, place: step.place, nodes: nodes, shares: shares)
      count.newNodes = growths.filter { $0.end > step.time }.map(\.nodes).max() ?? 0
      counts.append(count)
    }
  }

  private func isTarget(_ pool: String, of step: ScenarioFacts.Step) -> Bool {
    step.target == nil || step.target == pool
  }

  /// Pools that are alike and share the image grow together.
  private func copies(_ index: Int) -> Int {
    use.image.key == nil ? 1 : use.pools[index].count
  }

  /// Notes what a pool wants from now on.
  private mutating func set(_ index: Int, to size: ScenarioFacts.Size) {
    let copies = copies(index)
    func added(_ share: Int) -> Int {
      PreflightSubject.ceilingOfQuotient(size.nodes, share)
        - PreflightSubject.ceilingOfQuotient(sizes[index].nodes, share)
    }
    nodes += (size.nodes - sizes[index].nodes) * copies
    shares.of300 += added(300) * copies
    shares.of600 += added(600) * copies
    sizes[index] = size
  }

  private mutating func change(_ index: Int, to size: ScenarioFacts.Size, at time: Double) {
    let added = (size.nodes - sizes[index].nodes) * copies(index)
    set(index, to: size)
    let latest = counts.count - 1
    if added > 0 {
      if let last = growths.last, last.time == time {
        growths[growths.count - 1] = (time, max(last.end, time + size.resizeTimeout), last.nodes + added)
      } else {
        growths.append((time, time + size.resizeTimeout, added))
      }
      counts[latest].newNodes = max(counts[latest].newNodes, growths.last?.nodes ?? 0)
    }
    counts[latest].nodes = max(counts[latest].nodes, nodes)
    counts[latest].shares.of300 = max(counts[latest].shares.of300, shares.of300)
    counts[latest].shares.of600 = max(counts[latest].shares.of600, shares.of600)
  }
}
