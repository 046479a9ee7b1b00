// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// The keys that the service's own rules ask about; all are optional, and only quotas, the image's source and its id
/// change a simulation.
enum AccountFormat {
  private static let mostCores = 100_000_000

  static let account = MapFormat([
    KeyFormat("apiVersion", .text, .optional, "The version of the Batch API that makes the pools, such as 2019-08-01."),
    KeyFormat("region", .text, .optional, "The region of the account, such as westeurope."),
    KeyFormat("subscription", .text, .optional, "The id of the account's subscription."),
    KeyFormat(
      "poolAllocationMode", .choice(ScenarioFacts.PoolAllocationMode.allCases.map(\.rawValue)), .optional,
      "Whether pools live in subscriptions of the Batch service or in the user's own."),
    KeyFormat(
      "authentication", .choice(ScenarioFacts.Authentication.allCases.map(\.rawValue)), .optional,
      "How the client that makes the pools proves who it is."),
    KeyFormat(
      "managedImageLimit", .choice(["2500", "2000"]), .optional,
      "Which of the published limits of dedicated nodes for a managed image holds for the account; both unless given."),
  ])

  static let quota = MapFormat([
    KeyFormat(
      "dedicatedCores", .integer(0...mostCores), .optional, "Cores that dedicated nodes of the account may have."),
    KeyFormat(
      "lowPriorityCores", .integer(0...mostCores), .optional, "Cores that low-priority nodes of the account may have."),
    KeyFormat(
      "spotCores", .integer(0...mostCores), .optional,
      "The same under the name that the quota has where low-priority nodes are spot VMs."),
    KeyFormat(
      "vmSeriesCores", .named(.integer(0...mostCores)), .optional,
      "Cores that dedicated nodes of a VM series may have, by series, such as DSv3 or standardDSv3Family."),
  ])

  static let imageKeys = [
    KeyFormat(
      "source", .choice(ScenarioFacts.ImageSource.allCases.map(\.rawValue)), .optional, "What the image was made from."),
    KeyFormat("region", .text, .optional, "The region of the image."),
    KeyFormat("subscription", .text, .optional, "The id of the image's subscription; its id tells it as well."),
    KeyFormat("id", .text, .optional, "The resource id of the image; equal ids are one image."),
    KeyFormat("thirdParty", .boolean, .optional, "Whether its base is a third party's, with terms of its own."),
    KeyFormat("extensions", .boolean, .optional, "Whether VM extensions were installed in it."),
    KeyFormat("managedDisk", .boolean, .optional, "Whether the VM that it was made from had a managed disk."),
    KeyFormat(
      "dataDisks", .choice(ScenarioFacts.DataDisks.allCases.map(\.rawValue)), .optional,
      "Whether it has data disks, and whether nodes mount and format them."),
    KeyFormat(
      "defaultTemporaryDrive", .boolean, .optional, "Whether its system uses the temporary drive where Azure puts it."),
    KeyFormat("encryptedDisk", .boolean, .optional, "Whether its system disk is encrypted."),
    KeyFormat("snapshot", .name, .optional, "The snapshot that it was made from; images may share one."),
    KeyFormat("replicatedRegions", .list(.text), .optional, "The regions that a gallery version is replicated to."),
  ]

  static let poolKeys = [
    KeyFormat("interNodeCommunication", .boolean, .optional, "Whether its nodes may talk to each other directly."),
    KeyFormat("inboundNatPools", .boolean, .optional, "Whether it has inbound NAT pools."),
    KeyFormat(
      "autoscale", .boolean, .optional,
      "Whether the service sizes it by a formula; the targets are then what the formula is expected to ask for."),
    KeyFormat("autoScaleFormula", .text, .optional, "The formula; it is kept for reference, and not evaluated."),
    KeyFormat(
      "autoScaleEvaluationInterval", .quantity(.duration, 300...604_800), .optional,
      "How often the service evaluates the formula: every 5 minutes to every 168 hours."),
  ]
}
