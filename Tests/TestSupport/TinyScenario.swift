// SPDX-License-Identifier: GPL-3.0-or-later

/// A scenario file that runs in no time, for tests of what stands around a run.
public enum TinyScenario {
  /// Two variants, managed image and gallery with two replicas, of one pool.
  ///
  /// - Parameters:
  ///   - nodes: Nodes wanted.
  ///   - replications: Replications of each variant.
  ///   - name: The name of the scenario.
  /// - Returns: The text of the file; tests replace single lines of it.
  public static func text(nodes: Int, replications: Int = 3, name: String = "tiny") -> String {
    """
    poolsim: 1
    name: \(name)
    profile: azure-2020
    seed: 7
    replications: \(replications)
    pool:
      vmSize: Standard_D2s_v3
      targetDedicatedNodes: \(nodes)
      resizeTimeout: 15 min
    resize:
      policy: until-target
      maxResizes: 20
    variants:
      managed: { image: { kind: managed } }
      gallery: { image: { kind: gallery, replicas: 2 } }

    """
  }

  /// A sweep of three cells, which differ in their seed alone.
  ///
  /// - Parameter replications: Replications of each cell.
  /// - Returns: The text of the file.
  public static func sweep(replications: Int = 1) -> String {
    """
    poolsim: 1
    name: s
    replications: \(replications)
    pool: { targetDedicatedNodes: 1 }
    image: { kind: gallery, replicas: 1 }
    sweep: { axes: { n: { path: seed, values: [1, 2, 3] } } }
    """
  }

  /// Two named pools, a count of copies among them, on an image that they share and one of their own.
  ///
  /// - Parameter replications: Replications of each variant.
  /// - Returns: The text of the file.
  public static func pools(replications: Int = 2) -> String {
    """
    poolsim: 1
    name: pools
    profile: azure-2020
    seed: 7
    replications: \(replications)
    images:
      shared: { kind: gallery, replicas: 2 }
    pools:
      front: { vmSize: Standard_D2s_v3, targetDedicatedNodes: 3, image: shared }
      back: { vmSize: Standard_D2s_v3, targetDedicatedNodes: 2, image: { kind: managed }, count: 2 }

    """
  }
}
