// SPDX-License-Identifier: GPL-3.0-or-later

public import Randomness

/// What befalls pools at a set time: no caller of a pool asked for it.
public enum WorldEvent: Hashable, Sendable {
  /// The image at this index (or the snapshot behind it) is deleted: nobody can read it any more. It is one of the
  /// user's own: a marketplace image is the platform's.
  case deleteImage(Int)
  /// The owner of the gallery version at this index changes its replicas, which takes effect after a time [s].
  case setReplicas(image: Int, count: Int, after: Distribution?)

  /// What makes the event impossible, in a sentence; nil when it is sound.
  func problem(among images: [ImageConfiguration]) -> String? {
    switch self {
    case .deleteImage(let image):
      guard images.indices.contains(image) else { return "there is no image \(image) to delete" }
      // Only the platform could, and reads of such an image are bound to no replica that could stop them.
      return images[image].kind == .marketplace
        ? "image \(images[image].name) is a marketplace image to be deleted" : nil
    case .setReplicas(let image, let count, _):
      guard images.indices.contains(image), images[image].kind == .gallery else {
        return "there is no gallery image \(image) whose replicas could change"
      }
      return (1...10_000).contains(count)
        ? nil : "image \(images[image].name) is to have \(count) replicas, not 1...10000"
    }
  }
}
