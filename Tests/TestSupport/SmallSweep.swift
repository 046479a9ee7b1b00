// SPDX-License-Identifier: GPL-3.0-or-later

/// Parts of a small file with a sweep, for tests of what stands around a sweep.
public enum SmallSweep {
  /// A scenario of four nodes on two replicas, without variants; two replications.
  public static let base = """
    poolsim: 1
    name: small
    seed: 7
    replications: 2
    pool: { targetDedicatedNodes: 4 }
    image: { kind: gallery, replicas: 2 }

    """

  /// Six cells: three numbers of nodes by two of replicas.
  public static let axes = """
    sweep:
      axes:
        nodes: { path: pool.targetDedicatedNodes, from: 2, to: 6, step: 2 }
        replicas: { path: image.replicas, values: [1, 3] }

    """

  /// A whole file of four cells with two variants and eight replications each. The larger pools are some hundred nodes on
  /// few replicas: in some replications one resize is not enough.
  public static let withTwoResizes = """
    poolsim: 1
    name: small
    seed: 7
    replications: 8
    pool: { targetDedicatedNodes: 4 }
    image: { kind: gallery, replicas: 2 }
    variants:
      gallery: {}
      managed: { image: { kind: managed } }
    sweep:
      axes:
        nodes: { path: pool.targetDedicatedNodes, values: [20, 680] }
        timeout: { path: pool.resizeTimeout, values: [15 min, 30 min] }

    """
}
