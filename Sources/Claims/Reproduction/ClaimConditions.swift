// SPDX-License-Identifier: GPL-3.0-or-later

package import EventEngine
internal import Scenarios

/// The conditions under which the claims are judged, where the pages state none; ``PublishedClaim`` says why.
package enum ClaimConditions {
  /// The VM size; the model does not distinguish them.
  package static let vmSize = "Standard_D2s_v3"
  /// The service's default resizeTimeout: 15 min (Azure Batch REST reference, Pool - Add).
  package static let defaultTimeout = ScenarioDefaults.resizeTimeout
  /// The most resizes that a caller asks for.
  package static let mostResizes = ScenarioDefaults.maxResizes

  /// Sizes over which a gain is largest (C1, C2).
  package static let gainNodes = [50, 100, 150, 200, 250, 300]
  /// Replicas of the gallery image over which a gain is largest (C1, C2).
  package static let gainReplicas = [2, 3, 4, 6, 8, 10]

  /// Sizes at which one resize is enough or not (C3).
  package static let singleResizeNodes = [300, 350, 400]
  /// Sizes over which the mean number of resizes grows (C3).
  ///
  /// The number is a staircase: between 400 and 600 nodes two resizes are enough, so that a step there would be chance.
  package static let growthNodes = [300, 350, 400, 800, 1_000]

  /// Timeouts of the table for C3 and C4.
  package static let timeouts: [SimulationDuration] = [.seconds(900), .seconds(1_200), .seconds(1_800)]
  /// Sizes of the table for C3 and C4.
  package static let timeoutNodes = [300, 350, 400, 500, 600, 800, 1_000]

  /// Sizes of the surface of gains.
  package static let surfaceNodes = [50, 100, 150, 200, 250, 300, 400, 600, 800, 1_000]
  /// Replicas of the surface of gains.
  package static let surfaceReplicas = gainReplicas

  /// The size at which a longer timeout must take fewer resizes (C4); it is one of ``timeoutNodes``.
  package static let timeoutGainNodes = 1_000

  /// Nodes for which one replica is recommended (C5).
  package static let nodesPerReplica = 300
  /// Nodes for which one replica was recommended before that (C5): a rule that was given up must fail.
  package static let olderRule = PoolCase(.gallery(replicas: 2), nodes: 1_000)
  /// A managed-image pool above 300 nodes in the 30 min that a later page asks for (C6b).
  package static let laterTimeout = PoolCase(.managed, nodes: 600, resizeTimeout: .seconds(1_800))
  /// The same of a gallery image with one replica, where there are no managed images any more.
  package static let laterTimeoutOfOneReplica = PoolCase(
    .gallery(replicas: 1), nodes: 600, resizeTimeout: .seconds(1_800))
  /// Nodes for which 15 min of resizeTimeout are recommended (C6).
  package static let nodesPerTimeout = 1_000

  /// The recommended case for a size: replicas by C5, resizeTimeout by C6.
  package static func recommended(nodes: Int) -> PoolCase {
    PoolCase(
      .gallery(replicas: (nodes + nodesPerReplica - 1) / nodesPerReplica), nodes: nodes,
      resizeTimeout: .seconds(
        max(defaultTimeout.seconds, defaultTimeout.seconds * Double(nodes) / Double(nodesPerTimeout))))
  }

  /// Sizes and replicas over which a gain is largest.
  static let gainCells: [(nodes: Int, replicas: Int)] = gainNodes.flatMap { nodes in
    gainReplicas.map { (nodes, $0) }
  }

  /// The two sides of a gain, managed image first.
  static func gain(nodes: Int, replicas: Int) -> (managed: PoolCase, gallery: PoolCase) {
    (PoolCase(.managed, nodes: nodes), PoolCase(.gallery(replicas: replicas), nodes: nodes))
  }

  /// The cases that the fitted claims need: C1 to C3.
  static let fittedCases: [PoolCase] = unique(
    gainCells.flatMap { [gain(nodes: $0, replicas: $1).managed, gain(nodes: $0, replicas: $1).gallery] }
      + (singleResizeNodes + growthNodes).map { PoolCase(.managed, nodes: $0) })

  /// The cases of the table for C3 and C4.
  static let timeoutCases: [PoolCase] = timeouts.flatMap { timeout in
    timeoutNodes.map { PoolCase(.managed, nodes: $0, resizeTimeout: timeout) }
  }

  /// The cases of C5 and C6: the pages' own examples, and 1,000 nodes.
  static let recommendedCases: [PoolCase] = [1_000, 3_000, 2_000].map(recommended)

  /// The cases of every claim.
  static let claimCases: [PoolCase] = unique(
    fittedCases + timeoutCases + recommendedCases + [olderRule, laterTimeout] + RecordedStart.all.map(\.poolCase))

  /// The cases of the claims that hold without managed images.
  static let lastingCases: [PoolCase] = unique(
    recommendedCases + [olderRule, laterTimeoutOfOneReplica] + RecordedStart.all.map(\.poolCase))

  /// The cases of the surface.
  static let surfaceCases: [PoolCase] = surfaceNodes.flatMap { nodes in
    [PoolCase(.managed, nodes: nodes)] + surfaceReplicas.map { PoolCase(.gallery(replicas: $0), nodes: nodes) }
  }

  /// Cases without repetitions, in order of first appearance.
  static func unique(_ cases: [PoolCase]) -> [PoolCase] {
    var seen: Set<PoolCase> = []
    return cases.filter { seen.insert($0).inserted }
  }
}
