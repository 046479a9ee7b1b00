// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Scenarios

/// Images that a template names by an expression of which not everything is known.
extension AzureImage {
  /// A name, a resource group, a subscription and a version may all read so.
  private static let placeholder = "1.0.0"

  /// An image of which some parts are unknown; nil where the rest does not say what kind of image it is.
  ///
  /// - Parameters:
  ///   - partial: What is known of the id.
  ///   - expression: The text from which the unknown stems.
  init?(partial: AzureText?, expression: String) {
    if let partial, let image = try? AzureImage(identifier: partial.filled { _ in Self.placeholder }) {
      let name = image.name.contains(Self.placeholder) ? "image" : image.name
      self.init(kind: image.kind, name: name, shown: partial.shown)
      return
    }
    let shown = partial?.shown ?? expression
    if shown.lowercased().contains("microsoft.compute/galleries") {
      self.init(kind: .gallery, name: "image", shown: shown)
    } else if shown.lowercased().contains("microsoft.compute/images") {
      self.init(kind: .managed, name: "image", shown: shown)
    } else {
      return nil
    }
  }

  /// What is wrong with the id of something else than an image, of which the deployment knows single names only; nil where
  /// that does not show.
  static func fault(of partial: AzureText) -> String? {
    guard case .known(let start)? = partial.parts.first, start.hasPrefix("/") else { return nil }
    for case .unknown(let unknown) in partial.parts {
      guard case .deployment = unknown.reason else { return nil }
    }
    do throws(Malformed) {
      _ = try AzureImage(identifier: partial.filled { _ in placeholder })
      return nil
    } catch {
      return error.reason
    }
  }
}
