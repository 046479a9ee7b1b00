// SPDX-License-Identifier: GPL-3.0-or-later

internal import Randomness

/// The names of pools and images as numbers, for random draws.
///
/// A pool draws under the key of its *name*, so that another pool, before it or behind it, changes no draw of it. An
/// image from which one pool boots draws under that pool's key, and one from which several boot under a key of its own
/// name: an image of a pool's own is part of the pool, a shared one is nobody's.
///
/// The key is the 64-bit FNV-1a hash of the name's UTF-8 bytes (Fowler, Noll and Vo,
/// http://www.isthe.com/chongo/tech/comp/fnv/), mixed by the finaliser of SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195), less that of ``unnamed``. That name, which a scenario's only pool has unless it is given
/// another, so has the key 0: such a scenario draws what it drew when keys were places in a list.
///
/// Nodes and resizes of a pool have the numbers from its key on. Two of P pools with N nodes each so share a draw with a
/// probability of about P * P * N / 2^64: 5e-9 for 1,000 pools of 100,000 nodes.
struct DrawKeys {
  /// The name whose key is 0.
  static let unnamed = "pool"

  /// The key of every pool, in the order of the configuration.
  let pools: [UInt64]
  /// The key of every image, in the order of the configuration.
  let images: [UInt64]

  /// - Complexity: O(pools + images), and the bytes of their names.
  init(_ configuration: SystemConfiguration) {
    pools = configuration.pools.map { Self.key($0.name) }
    var users = [Int](repeating: 0, count: configuration.images.count)
    var owners = [Int](repeating: 0, count: configuration.images.count)
    for (index, pool) in configuration.pools.enumerated() {
      users[pool.image] += 1
      owners[pool.image] = index
    }
    // Images may have one name, when one of them is a pool's own that other pools share by its id.
    var namesakes: [String: UInt64] = [:]
    var images: [UInt64] = []
    for (index, image) in configuration.images.enumerated() {
      if users[index] == 1 {
        images.append(pools[owners[index]])
      } else {
        // No pool is named so: no shared image has the key of a pool.
        let number = namesakes[image.name, default: 0]
        namesakes[image.name] = number + 1
        images.append(Self.key("image\0\(image.name)\0\(number)"))
      }
    }
    self.images = images
    assert(pools.count == configuration.pools.count && images.count == configuration.images.count, "a key is missing")
  }

  /// The key of a name.
  ///
  /// - Complexity: O(bytes of the name).
  static func key(_ name: String) -> UInt64 {
    mixed(EntityName.number(name)) &- mixed(EntityName.number(unnamed))
  }

  /// Spreads names that differ in their last letter alone over all numbers.
  static func mixed(_ hash: UInt64) -> UInt64 {
    var mixed = hash
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SystemConfiguration {
  /// The number of an intervention among those that concern an image or a pool that boots from it: with the image, its
  /// name in random draws.
  ///
  /// - Complexity: O(interventions).
  func number(of intervention: InterventionID, among image: ImageID) -> UInt64 {
    let earlier = interventions[..<intervention.index]
    return UInt64(
      earlier.count { other in
        switch other.action {
        case .request(let pool, _): pools[pool].image == image.index
        case .world(.deleteImage(let other)), .world(.setReplicas(let other, _, _)): other == image.index
        }
      })
  }
}
