// SPDX-License-Identifier: GPL-3.0-or-later

/// The error with which a resize ended, with the service's code (Azure Batch REST reference, ResizeError).
public enum ResizeError: String, CaseIterable, Hashable, Sendable {
  /// The timeout passed before every wanted node was provisioned.
  case allocationTimedOut = "AllocationTimedOut"
  /// The service could not make the nodes, for example because the image was deleted.
  case allocationFailed = "AllocationFailed"
  /// The caller stopped the resize.
  case resizeStopped = "ResizeStopped"

  /// The service's code.
  public var code: String { rawValue }

  /// The message that the service shows beside the code.
  ///
  /// The wording for `AllocationFailed` is the one that the documentation of managed-image pools quotes
  /// ("Use a managed image to create a custom image pool", Azure Batch, 07/2020).
  public var message: String {
    switch self {
    case .allocationTimedOut:
      "Desired number of nodes could not be allocated within the resize timeout"
    case .allocationFailed:
      "There was an error encountered while performing the last resize on the pool. "
        + "Please try resizing the pool again. Code: AllocationFailed"
    case .resizeStopped:
      "The resize was stopped by the user"
    }
  }
}
