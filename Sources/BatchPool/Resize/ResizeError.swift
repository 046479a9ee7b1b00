// SPDX-License-Identifier: GPL-3.0-or-later

/// The error with which a resize ended or was refused, with the service's code.
///
/// Codes: Azure Batch REST reference, ResizeError and Batch error codes; .NET reference, PoolResizeErrorCodes.
public enum ResizeError: String, CaseIterable, Hashable, Sendable {
  /// The timeout passed before every wanted node was provisioned.
  case allocationTimedOut = "AllocationTimedOut"
  /// The service could not make the nodes, for example because the image was deleted.
  case allocationFailed = "AllocationFailed"
  /// The caller stopped the resize.
  case resizeStopped = "ResizeStopped"
  /// The account has no cores left for dedicated nodes.
  case accountCoreQuotaReached = "AccountCoreQuotaReached"
  /// The account has no cores left for low-priority nodes.
  case accountLowPriorityCoreQuotaReached = "AccountLowPriorityCoreQuotaReached"
  /// The account has no cores left for spot nodes.
  case accountSpotCoreQuotaReached = "AccountSpotCoreQuotaReached"
  /// The account has no cores left for dedicated nodes of the VM series.
  case accountVMSeriesCoreQuotaReached = "AccountVMSeriesCoreQuotaReached"
  /// The timeout passed before every surplus node was removed.
  case removeNodesFailed = "RemoveNodesFailed"
  /// The request was refused: the pool was being resized (409 Conflict).
  case poolBeingResized = "PoolBeingResized"

  /// The message of ``allocationTimedOut`` where only low-priority nodes are missing.
  ///
  /// This tool's own: nobody quotes the service's. It is the message about dedicated nodes with the words with which the
  /// service speaks of the others when their allocation fails (Azure/doAzureParallel issue 349: "Desired number of low
  /// priority nodes could not be allocated").
  public static let lowPriorityTimeoutMessage =
    "Desired number of low priority nodes could not be allocated as the resize timeout was reached"

  /// The service's code.
  public var code: String { rawValue }

  /// The message that the service shows beside the code.
  ///
  /// `AllocationFailed` as the documentation of managed-image pools quotes it ("Use a managed image to create a custom
  /// image pool", Azure Batch, 07/2020); `AllocationTimedOut` as users report it (Azure/Batch issue 40); the others as
  /// the .NET reference of PoolResizeErrorCodes has them, `PoolBeingResized` as "Batch error codes" has it.
  public var message: String {
    switch self {
    case .allocationTimedOut:
      "Desired number of dedicated nodes could not be allocated as the resize timeout was reached"
    case .allocationFailed:
      "There was an error encountered while performing the last resize on the pool. "
        + "Please try resizing the pool again. Code: AllocationFailed"
    case .resizeStopped: "Desired number of nodes could not be allocated due to a stop resize operation"
    case .accountCoreQuotaReached: "The specified account has reached core quota"
    case .accountLowPriorityCoreQuotaReached: "The specified account has reached low priority core quota"
    case .accountSpotCoreQuotaReached: "The specified account has reached spot core quota"
    case .accountVMSeriesCoreQuotaReached: "The specified account has reached VM series core quota"
    case .removeNodesFailed: "One or more failures were encountered in removing nodes from the pool"
    case .poolBeingResized: "The specified pool is being resized"
    }
  }
}
