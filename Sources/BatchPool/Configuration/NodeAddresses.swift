// SPDX-License-Identifier: GPL-3.0-or-later

/// The addresses that a pool's nodes can have; each limit is nil where there is none.
///
/// "Create an Azure Batch pool with specified public IP addresses" (2023-05-26) and "Create an Azure Batch pool in a
/// virtual network" (2022-11-14): with too few addresses, public ones or free ones of the subnet, the pool gets a part of
/// its nodes, and a resize error. One public address serves 100 dedicated or 100 spot nodes (REST reference,
/// publicIPAddressConfiguration).
public struct NodeAddresses: Hashable, Sendable {
  /// The nodes of one kind that one public address serves.
  static let nodesOfPublicAddress = 100

  /// Free addresses of the pool's subnet: one a node.
  public var subnet: Int?
  /// Public addresses of the user's own.
  public var publicAddresses: Int?

  /// Makes limits.
  public init(subnet: Int? = nil, publicAddresses: Int? = nil) {
    self.subnet = subnet
    self.publicAddresses = publicAddresses
  }

  /// The public addresses that nodes need.
  ///
  /// - Parameters:
  ///   - dedicated: Dedicated nodes.
  ///   - lowPriority: Spot nodes.
  /// - Returns: How many: no address serves nodes of both kinds.
  public static func publicAddresses(dedicated: Int, lowPriority: Int) -> Int {
    let share = nodesOfPublicAddress
    return (dedicated + share - 1) / share + (lowPriority + share - 1) / share
  }

  /// How many more nodes can have an address; dedicated nodes take theirs first [choice].
  ///
  /// - Parameters:
  ///   - wanted: Nodes wanted of each kind beside those that there are.
  ///   - present: Nodes that there are of each kind.
  /// - Returns: At most as many of each kind.
  func granted(
    _ wanted: (dedicated: Int, lowPriority: Int), beside present: (dedicated: Int, lowPriority: Int)
  ) -> (dedicated: Int, lowPriority: Int) {
    var granted = wanted
    if let subnet {
      let free = max(0, subnet - present.dedicated - present.lowPriority)
      granted.dedicated = min(granted.dedicated, free)
      granted.lowPriority = min(granted.lowPriority, free - granted.dedicated)
    }
    if let publicAddresses {
      let share = Self.nodesOfPublicAddress
      let others = Self.publicAddresses(dedicated: 0, lowPriority: present.lowPriority)
      let dedicated = max(0, publicAddresses - others) * share - present.dedicated
      granted.dedicated = min(granted.dedicated, max(0, dedicated))
      let taken = Self.publicAddresses(dedicated: present.dedicated + granted.dedicated, lowPriority: 0)
      let lowPriority = max(0, publicAddresses - taken) * share - present.lowPriority
      granted.lowPriority = min(granted.lowPriority, max(0, lowPriority))
    }
    return granted
  }
}
