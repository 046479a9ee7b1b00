// SPDX-License-Identifier: GPL-3.0-or-later

/// What a pool body says, as far as the model has a place for it.
struct AzurePool: Sendable {
  /// The interface that a body belongs to.
  enum Plane: String, Sendable {
    /// Azure Resource Manager: `properties.deploymentConfiguration`, `properties.scaleSettings`.
    case management = "management plane"
    /// The Batch service, and `az batch pool`.
    case data = "data plane"
  }

  /// A start task without what it runs: only what is waited for matters.
  struct StartTask: Hashable, Sendable {
    var maxTaskRetryCount = 0
    var waitForSuccess = true
  }

  let plane: Plane
  /// Where the body stands in the text: empty when it is the whole text, or `value[0]`, say.
  let path: String
  /// What the body calls the pool; nil when only the address of the request did.
  var identifier: String?
  var vmSize: String
  var image: AzureImage
  /// The operating system that the node agent was made for, for a comment.
  var nodeAgent: String?
  var targetDedicatedNodes: Int
  var targetLowPriorityNodes: Int
  /// Whether the body says how many nodes it wants.
  var hasTarget: Bool
  /// nil when the body leaves it to the service.
  var resizeTimeout: AzureDuration?
  var startTask: StartTask?

  var targetNodes: Int { targetDedicatedNodes + targetLowPriorityNodes }
}
