// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

/// The numbers of nodes that the user sets while importing: replicas are assumed by them, and nobody asks for them again.
struct AzureTargets {
  /// The pools with their targets.
  private(set) var pools: [AzurePool]
  /// Whether nothing but targets is set.
  private(set) var areAll = true

  /// Looks for targets among overrides.
  ///
  /// - Parameters:
  ///   - overrides: `PATH=VALUE` each.
  ///   - pools: The pools as they are read.
  init(_ overrides: [String], pools: [AzurePool]) {
    self.pools = pools
    let paths = AzurePoolScenario.paths(of: pools)
    for override in overrides {
      let sides = override.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2, let point = sides[0].lastIndex(of: "."),
        let index = paths.firstIndex(of: String(sides[0][..<point])), let nodes = Int(sides[1]),
        (0...SystemConfiguration.mostNodes).contains(nodes)
      else {
        areAll = false
        continue
      }
      switch sides[0][point...] {
      case ".targetDedicatedNodes": self.pools[index].targetDedicatedNodes = nodes
      case ".targetLowPriorityNodes", ".targetSpotNodes": self.pools[index].targetLowPriorityNodes = nodes
      default:
        areAll = false
        continue
      }
      self.pools[index].target = .asked
      if let autoscale = self.pools[index].autoscale {
        // Who says how many nodes there are to be asks for a pool of a fixed size.
        self.pools[index].replacedFormula = autoscale.formula ?? ""
        self.pools[index].autoscale = nil
      }
    }
  }
}
