// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import BatchPool

/// The scenario format, key by key.
enum ScenarioFormat {
  /// The version that `poolsim:` names.
  static let version = 1

  private static let mostNodes = SystemConfiguration.mostNodes
  private static let positiveSpeed = 1...Dimension.bandwidth.limit

  static let image = MapFormat(
    [
      KeyFormat(
        "kind", .choice(ImageConfiguration.Kind.allCases.map(\.rawValue)), .required,
        "managed: one source; gallery: as many replicas as its owner keeps; marketplace: replicated by the platform."),
      KeyFormat("replicas", .integer(1...10_000), .defaults(to: "1"), "Replicas of a gallery image that serve reads."),
      KeyFormat(
        "storage", .choice(ImageConfiguration.Storage.allCases.map(\.rawValue)), .defaults(to: "standard-hdd"),
        "What the replicas are kept on."),
      KeyFormat(
        "availableAfter", .distribution(.duration), .optional,
        "When a gallery version is replicated to the pools' region, from the first resize request: no node is made before."
      ),
    ] + AccountFormat.imageKeys)

  static let startTask = MapFormat([
    KeyFormat("duration", .distribution(.duration), .required, "How long one try runs."),
    KeyFormat("failureProbability", .quantity(.share, 0...1), .defaults(to: "0"), "Probability that one try fails."),
    KeyFormat("maxTaskRetryCount", .integer(0...1_000), .defaults(to: "0"), "Tries after the first failed one."),
    KeyFormat(
      "waitForSuccess", .boolean, .defaults(to: "true"),
      "Whether a node takes work only after its start task succeeded."),
  ])

  private static let poolKeys =
    [
      KeyFormat("vmSize", .name, .defaults(to: "Standard_D2s_v3"), "The VM size."),
      KeyFormat(
        "targetDedicatedNodes", .integer(0...mostNodes), .defaultsBeside("targetLowPriorityNodes", to: "0"),
        "Dedicated nodes wanted; 0 when targetLowPriorityNodes alone is given."),
      KeyFormat("targetLowPriorityNodes", .integer(0...mostNodes), .defaults(to: "0"), "Low-priority nodes wanted."),
      KeyFormat(
        "resizeTimeout", .quantity(.duration, 300...Dimension.duration.limit), .defaults(to: "15 min"),
        "How long one resize may take; the service refuses less than 5 min."),
      KeyFormat(
        "image", .nameOr(image), .optional,
        "What the nodes boot from: the name of one of images, or an image of the pool's own."),
      KeyFormat(
        "subscription", .name, .defaults(to: "default"),
        "Pools of one subscription share its VM create requests; own gives every copy of the pool one of its own."),
      KeyFormat("startTask", .map(startTask), .optional, "What every node runs before it takes work."),
    ] + EventFormat.poolKeys
    + [
      KeyFormat(
        "coresPerNode", .integer(1...10_000), .optional,
        "Cores of one node, for quotas; the name of the VM size tells them for most sizes.")
    ] + AccountFormat.poolKeys

  static let pool = MapFormat(poolKeys)

  static let namedPool = MapFormat(
    poolKeys + [
      KeyFormat(
        "count", .integer(1...1_000_000), .defaults(to: "1"),
        "So many copies of the pool, each with an image of its own unless the image is named or has an id.")
    ])

  static let resize = MapFormat([
    KeyFormat(
      "policy", .choice(ResizePolicy.Repetition.allCases.map(\.rawValue)), .defaults(to: "until-target"),
      "What the caller does when a resize ends below the target: nothing, or ask again."),
    KeyFormat("maxResizes", .integer(1...100_000), .defaults(to: "20"), "The most resizes that a pool gets."),
    KeyFormat(
      "pause", .quantity(.duration, 0...Dimension.duration.limit), .defaults(to: "0 s"),
      "Time between the end of a resize and the next request."),
  ])

  /// The mechanism's numbers: each with a value in the profile.
  static let model = MapFormat([
    KeyFormat(
      "standardHDDBandwidth", .quantity(.bandwidth, positiveSpeed), .optional,
      "What one replica on standard hard-disk storage delivers."),
    KeyFormat(
      "premiumSSDBandwidth", .quantity(.bandwidth, positiveSpeed), .optional,
      "What one replica on premium solid-state storage delivers."),
    KeyFormat("replicaConcurrency", .integer(1...1_000_000), .optional, "Reads that one replica serves at once."),
    KeyFormat(
      "bandwidthVariation", .quantity(.share, 0...10), .optional,
      "Coefficient of variation of a replica's bandwidth from run to run."),
    KeyFormat(
      "bootWorkingSet", .distribution(.data), .optional, "What a node reads of the image before its system is up."),
    KeyFormat("nodeReadLimit", .quantity(.bandwidth, positiveSpeed), .optional, "The fastest that one node reads."),
    KeyFormat(
      "serviceDelay", .distribution(.duration), .optional, "From a resize request until its first node may be created."),
    KeyFormat(
      "createRate", .quantity(.rate, 1e-6...Dimension.rate.limit), .optional, "VM create requests of a subscription."),
    KeyFormat("createBurst", .integer(1...1_000_000_000), .optional, "VM create requests that may be sent at once."),
    KeyFormat(
      "osBoot", .distribution(.duration), .optional, "From the end of the image read until the VM is provisioned."),
    KeyFormat(
      "nodeAgentStart", .distribution(.duration), .optional, "From provisioned until the node agent has joined."),
    KeyFormat(
      "createFailureProbability", .quantity(.share, 0...1), .optional, "Probability that one attempt at a VM fails."),
    KeyFormat("createAttempts", .integer(1...1_000), .optional, "Attempts at one VM before it is given up."),
    KeyFormat(
      "otherSourceBandwidthVariation", .quantity(.share, 0...10), .optional,
      "In place of bandwidthVariation, when it is larger, for a managed image that was not made from a snapshot."),
    KeyFormat(
      "nodeRemoval", .distribution(.duration), .optional, "From the decision to remove a node until it is gone."),
  ])

  /// What may differ between variants.
  private static let variantKeys = [
    KeyFormat("profile", .text, .defaults(to: "azure-2020"), "The parameter set: a built-in name, or a profile file."),
    KeyFormat("account", .map(AccountFormat.account), .optional, "The Batch account, for the service's own rules."),
    KeyFormat("image", .nameOr(image), .optional, "What the nodes of every pool boot from that names no image itself."),
    KeyFormat("images", .named(.map(image)), .optional, "Images that pools share, by name."),
    KeyFormat("pool", .map(pool), .optional, "The pool."),
    KeyFormat("pools", .named(.map(namedPool)), .optional, "Several pools, by name, in place of pool."),
    KeyFormat("resize", .map(resize), .optional, "How the caller repeats resizes."),
    KeyFormat("actions", .list(.map(EventFormat.action)), .optional, "What the caller does later, and when."),
    KeyFormat("faults", .list(.map(EventFormat.fault)), .optional, "What goes wrong, and when."),
    KeyFormat("quota", .map(AccountFormat.quota), .optional, "The account's quotas of cores, which all pools share."),
    KeyFormat(
      "duration", .quantity(.duration, 1...Dimension.duration.limit), .optional,
      "How long the pools are looked at; until nothing more happens unless given. Needed when nodes are preempted or fail."
    ),
    KeyFormat("model", .map(model), .optional, "Values that replace those of the profile."),
  ]

  private static let headKeys = [
    KeyFormat("poolsim", .integer(version...version), .required, "The format version: \(version)."),
    KeyFormat("name", .name, .optional, "The name in every result; the file's name unless given."),
    KeyFormat("description", .text, .optional, "What the scenario is for."),
    KeyFormat("extends", .text, .optional, "A scenario file that this one is laid over."),
    KeyFormat("seed", .seed, .defaults(to: "1"), "The seed of the random numbers."),
    KeyFormat("replications", .integer(1...10_000_000), .defaults(to: "100"), "Replications of every variant."),
  ]

  /// A system as a variant sees it, with the keys of the scenario as a whole.
  static let system = MapFormat(headKeys + variantKeys)

  static let root = MapFormat(
    headKeys + variantKeys + [
      KeyFormat(
        "variants", .named(.map(MapFormat(variantKeys))), .optional,
        "Systems to compare: each overrides the keys that it names; the first is the baseline."),
      KeyFormat("sweep", .sweep, .optional, "What poolsim sweep varies."),
    ])

  /// The keys that only the scenario as a whole has.
  static let wholeKeys = Set(headKeys.map(\.name))

  /// The sections of a system, for the normalised text.
  static let sections = variantKeys
}
