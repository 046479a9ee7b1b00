// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes from images what other keys of theirs replace: replicas that are given leave nothing to assume.
enum ImageForms {
  private static let image = SystemKeys.keys.image.name

  /// A system whose images have either replicas or assumed ones.
  static func settled(_ system: SourceNode) -> SourceNode {
    let keys = SystemKeys.keys
    return changing(system) { key, value in
      switch key {
      case image: settledImage(value)
      case keys.images.name: changing(value) { _, image in settledImage(image) }
      case keys.pool.name: settledPool(value)
      case keys.pools.name: changing(value) { _, pool in settledPool(pool) }
      default: value
      }
    }
  }

  private static func settledPool(_ pool: SourceNode) -> SourceNode {
    changing(pool) { key, value in key == PoolKeys.keys.image.name ? settledImage(value) : value }
  }

  private static func settledImage(_ image: SourceNode) -> SourceNode {
    guard case .map = image.content, let replicas = image[ImageKeys.keys.replicas.name], !replicas.isNull else {
      return image
    }
    // What is not a number of replicas stays, and is refused.
    let assumed = ImageKeys.keys.assumedReplicas.name
    guard case .scalar(let text, isPlain: true)? = image[assumed]?.content, let count = Int(text),
      (1...10_000).contains(count)
    else { return image }
    return image.without([assumed])
  }

  /// A map with other values; everything else as it is.
  private static func changing(
    _ node: SourceNode, _ change: (_ key: String, _ value: SourceNode) -> SourceNode
  ) -> SourceNode {
    guard case .map(var entries) = node.content else { return node }
    for index in entries.indices { entries[index].value = change(entries[index].key, entries[index].value) }
    return SourceNode(.map(entries), at: node.place)
  }
}
