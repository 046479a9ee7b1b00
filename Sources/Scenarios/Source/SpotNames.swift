// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// The two names of the target of spot nodes: Azure Batch turned its low-priority VMs into spot VMs in March 2026, and its
/// API kept the older name. A scenario may use either; what reads it sees the older one.
enum SpotNames {
  static let spot = "targetSpotNodes"
  static let lowPriority = "targetLowPriorityNodes"

  /// A path with the name that is read.
  static func settled(_ path: [String]) -> [String] {
    path.last == spot ? path.dropLast() + [lowPriority] : path
  }

  /// A text with the name that is read, before it is laid over another or is laid under one: whichever of two layers has
  /// the target last gives it, by whatever name.
  ///
  /// - Parameters:
  ///   - node: What was written.
  ///   - problems: Gets an error for each map that has both.
  /// - Returns: The same with one name.
  /// - Complexity: O(n) in the size of the text.
  static func settled(_ node: SourceNode, _ problems: inout DiagnosticList) -> SourceNode {
    switch node.content {
    case .scalar, .null: return node
    case .list(let elements): return SourceNode(.list(elements.map { settled($0, &problems) }), at: node.place)
    case .map(var entries):
      for index in entries.indices { entries[index].value = settled(entries[index].value, &problems) }
      guard let own = entries.firstIndex(where: { $0.key == spot && isTarget($0.value) }) else {
        return SourceNode(.map(entries), at: node.place)
      }
      if let other = entries.firstIndex(where: { $0.key == lowPriority }) {
        guard entries[other].value.isNull || entries[own].value.isNull else {
          problems.add(
            .exclusive, at: entries[own].keyPlace,
            "targetSpotNodes and targetLowPriorityNodes are two names of one target; keep targetSpotNodes")
          return SourceNode(.map(entries.filter { $0.key != spot }), at: node.place)
        }
        entries.remove(at: entries[other].value.isNull ? other : own)
      }
      for index in entries.indices where entries[index].key == spot { entries[index].key = lowPriority }
      return SourceNode(.map(entries), at: node.place)
    }
  }

  /// Something of that name which is a map or a list is a pool, a variant or an axis that its user called so.
  private static func isTarget(_ node: SourceNode) -> Bool {
    switch node.content {
    case .scalar, .null: true
    case .map, .list: false
    }
  }
}
