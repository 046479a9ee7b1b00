// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities
internal import Scenarios
internal import BatchPool

/// One variant as rules look at it.
///
/// A class: some sixty rules look at each of a hundred thousand variants, and none may copy what it looks at.
final class PreflightSubject: Sendable {
  /// What a rule found.
  struct Hit: Hashable, Sendable {
    let pool: String?
    let message: String
    /// Where the scenario says what is wrong, if it is one value alone.
    let place: SourcePlace?
    /// What happens in this case; nil for what the rule says.
    let severity: PreflightRule.Severity?
    /// Whether it is about a number that nobody has given.
    let isAssumed: Bool

    init(
      _ message: String, pool: String? = nil, at place: SourcePlace? = nil, severity: PreflightRule.Severity? = nil,
      isAssumed: Bool = false
    ) {
      self.pool = pool
      self.place = place
      self.severity = isAssumed ? .advice : severity
      self.isAssumed = isAssumed
      // Regions and the like are texts of any kind; a finding is one line, and has to be readable.
      let isLine = message.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
      let line =
        isLine
        ? message : String(message.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
      self.message = line.utf8.count > 500 && line.count > 500 ? line.prefix(497) + "..." : line
    }
  }

  /// An image, or the snapshot behind several, with the pools that boot from it.
  struct Use: Sendable {
    let image: ScenarioFacts.Image
    var pools: [ScenarioFacts.Pool]
    /// Pools, every copy counted, that boot from one image.
    var poolCount: Int
    /// Nodes of all of them.
    var dedicatedNodes: Int
    var lowPriorityNodes: Int

    var nodes: Int { dedicatedNodes + lowPriorityNodes }

    /// The snapshot behind the pools' images, if one of them tells.
    var snapshot: String? { pools.lazy.compactMap(\.image.snapshot).first }

    /// The pool when there is one alone.
    var pool: String? { pools.count == 1 ? pools.first?.name : nil }

    /// The pools in a sentence.
    var poolNames: String {
      let names = pools.prefix(4).map { $0.count > 1 ? "\($0.name) (\($0.count) copies)" : $0.name }
      return names.joined(separator: ", ") + (pools.count > 4 ? " and \(pools.count - 4) more" : "")
    }

    /// The pools in brackets where there are several.
    var among: String { poolCount > 1 ? " (\(poolNames))" : "" }

    /// The nodes in a sentence: `3000 dedicated nodes` or `3000 dedicated nodes in 2 pools (a, b)`.
    func sum(_ nodes: Int, _ noun: String) -> String {
      "\(nodes) \(noun)" + (poolCount > 1 ? " in \(poolCount) pools\(among)" : "")
    }
  }

  let account: ScenarioFacts.Account
  let pools: [ScenarioFacts.Pool]
  /// What the caller does later.
  let steps: [ScenarioFacts.Step]
  /// What the pools work on.
  let work: [ScenarioFacts.Work]
  /// The creation date of the pools.
  let date: CalendarDate
  /// VM create requests that a subscription may send at once.
  let createBurst: Int
  /// Every image with its pools.
  let images: [Use]
  /// Images of the user's own: managed ones and those of a gallery.
  let customImages: [Use]
  let managedImages: [Use]
  let galleryImages: [Use]
  /// Pools of images of the user's own.
  let customPools: [ScenarioFacts.Pool]
  let managedPools: [ScenarioFacts.Pool]
  /// Every managed image, or the snapshot that several share, with its pools.
  let managedSources: [Use]
  /// Every managed image, with the most nodes that its pools ask for at once.
  let managedGrowths: [(use: Use, newNodes: Int)]
  /// Every number of replicas that a gallery image has at a time, with what it has to serve then.
  let replicaCounts: [ReplicaCount]

  init(_ variant: Scenario.Variant, on date: CalendarDate) {
    account = variant.facts.account
    let pools = variant.facts.pools
    self.pools = pools
    customPools = pools.filter { $0.image.kind != .marketplace }
    managedPools = pools.filter { $0.image.kind == .managed }
    let steps = variant.facts.steps
    self.steps = steps
    work = variant.facts.work
    self.date = date
    createBurst = variant.configuration.parameters.createBurst
    let images = Self.uses(pools) { $0.key }
    self.images = images
    customImages = images.filter { $0.image.kind != .marketplace }
    managedImages = images.filter { $0.image.kind == .managed }
    galleryImages = images.filter { $0.image.kind == .gallery }
    replicaCounts = galleryImages.flatMap { Self.replicaCounts(of: $0, steps) }
    managedGrowths = managedImages.map { use in
      (use, Self.replicaCounts(of: use, steps).reduce(0) { max($0, $1.newNodes) })
    }
    // One image may be given twice, once without its snapshot.
    var snapshots: [String: String] = [:]
    for image in pools.map(\.image) {
      if let key = image.key, let snapshot = image.snapshot { snapshots[key] = snapshot.lowercased() }
    }
    managedSources = Self.uses(managedPools) { image in
      (image.snapshot?.lowercased() ?? image.key.flatMap { snapshots[$0] }).map { "snapshot " + $0 } ?? image.key
    }
  }

  /// Pools on images of their own have no key: every copy of them is alone.
  private static func uses(_ pools: [ScenarioFacts.Pool], by key: (ScenarioFacts.Image) -> String?) -> [Use] {
    var uses: [Use] = []
    var places: [String: Int] = [:]
    for pool in pools {
      let key = key(pool.image)
      let count = key == nil ? 1 : pool.count
      if let key, let place = places[key] {
        uses[place].pools.append(pool)
        uses[place].poolCount += count
        uses[place].dedicatedNodes += pool.dedicatedNodes * count
        uses[place].lowPriorityNodes += pool.lowPriorityNodes * count
        continue
      }
      if let key { places[key] = uses.count }
      uses.append(
        Use(
          image: pool.image, pools: [pool], poolCount: count, dedicatedNodes: pool.dedicatedNodes * count,
          lowPriorityNodes: pool.lowPriorityNodes * count))
    }
    return uses
  }

  /// What the nodes of the second kind are called on the day, and what their VMs are.
  var spotNoun: String { date < CalendarDate.firstSpot ? "low-priority" : "spot" }

  /// A hit for every image of the user's own that satisfies a condition.
  func customImages(where isBroken: (ScenarioFacts.Image) -> Bool, _ message: String) -> [Hit] {
    customImages.filter { isBroken($0.image) }.map { Hit(message + $0.among, pool: $0.pool) }
  }

  /// A region as Azure compares it: `West Europe` is `westeurope`.
  static func region(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace }
  }

  static func minutes(_ seconds: Double) -> String {
    Dimension.duration.text(seconds)
  }

  static func ceilingOfQuotient(_ number: Int, _ divisor: Int) -> Int {
    (number + divisor - 1) / divisor
  }
}
