// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
package import EventEngine

/// One pool under the conditions of a claim: image, number of nodes, resizeTimeout; repeated until the target is reached.
package struct PoolCase: Hashable, Sendable {
  /// What the nodes boot from, on standard hard-disk storage.
  package enum Image: Hashable, Sendable {
    /// A managed image.
    case managed
    /// A gallery version with so many replicas.
    case gallery(replicas: Int)
    /// A marketplace image, which is not a bottleneck.
    case marketplace

    /// Copies that serve reads; 0 of a marketplace image, whose copies are the platform's.
    package var replicas: Int {
      switch self {
      case .managed: 1
      case .gallery(let replicas): replicas
      case .marketplace: 0
      }
    }
  }

  /// What the nodes boot from.
  package let image: Image
  /// Dedicated nodes wanted.
  package let nodes: Int
  /// How long one resize may take.
  package let resizeTimeout: SimulationDuration

  /// Makes a case.
  package init(_ image: Image, nodes: Int, resizeTimeout: SimulationDuration = ClaimConditions.defaultTimeout) {
    self.image = image
    self.nodes = nodes
    self.resizeTimeout = resizeTimeout
  }

  /// The system to simulate.
  ///
  /// - Parameter parameters: The mechanism's numbers.
  /// - Returns: The system.
  package func configuration(_ parameters: ModelParameters) -> SystemConfiguration {
    let source =
      switch image {
      case .managed: ImageConfiguration(name: "image", kind: .managed)
      case .gallery(let replicas): ImageConfiguration(name: "image", kind: .gallery, replicas: replicas)
      case .marketplace: ImageConfiguration(name: "image", kind: .marketplace)
      }
    return SystemConfiguration(
      parameters: parameters, images: [source],
      pools: [
        PoolConfiguration(
          name: "pool", vmSize: ClaimConditions.vmSize, targetDedicatedNodes: nodes, resizeTimeout: resizeTimeout,
          image: 0)
      ],
      resizePolicy: ResizePolicy(repetition: .untilTarget, maxResizes: ClaimConditions.mostResizes))
  }
}
