// SPDX-License-Identifier: GPL-3.0-or-later

/// The error with which a resize ended or was refused, with the service's code.
///
/// Codes: Azure Batch REST reference, ResizeError and Batch error codes; .NET reference, PoolResizeErrorCodes.
public enum ResizeError: String, CaseIterable, Hashable, Sendable {
  /// The timeout passed before every wanted node was obtained.
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
  /// The request was refused: a formula sets the pool's size (409 Conflict).
  ///
  /// The code is this tool's own: the reference says 409 and names none.
  case poolScalesByFormula = "PoolScalesByFormula"

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
  /// the .NET reference of PoolResizeErrorCodes has them, `PoolBeingResized` as "Batch error codes" has it. That of
  /// `PoolScalesByFormula` is this tool's own, after the REST reference of Pool - Resize.
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
    case .poolScalesByFormula: "The specified pool is configured for automatic scaling and cannot be resized"
    }
  }

  /// What its caller can do about it, in a line.
  ///
  /// `AllocationFailed` as the documentation of managed-image pools advises ("Use a managed image to create a custom
  /// image pool", Azure Batch, 07/2020); the others follow from what ends the resize.
  public var cure: String {
    switch self {
    case .allocationTimedOut: "Resize again, or give the pool a longer resizeTimeout or its image more replicas."
    case .allocationFailed: "See that the image, and what it was made from, still exist; then resize again."
    case .resizeStopped: "Resize again once the pool is steady, if the nodes are still wanted."
    case .accountCoreQuotaReached: "Ask for a higher quota of dedicated cores, or for fewer or smaller nodes."
    case .accountLowPriorityCoreQuotaReached:
      "Ask for a higher quota of low-priority cores, or for fewer or smaller low-priority nodes."
    case .accountSpotCoreQuotaReached:
      "Ask for a higher quota of spot cores, or for fewer or smaller spot nodes."
    case .accountVMSeriesCoreQuotaReached:
      "Ask for a higher quota of the VM series, or take a size of another one."
    case .removeNodesFailed:
      "Resize again, with a longer resizeTimeout or a nodeDeallocationOption that does not wait for tasks."
    case .poolBeingResized: "Wait until the pool is steady, or stop its resize; then ask again."
    case .poolScalesByFormula: "Change the formula, or give the pool targets instead of it."
    }
  }
}
