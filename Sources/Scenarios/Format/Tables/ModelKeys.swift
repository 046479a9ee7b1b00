// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Randomness

/// The mechanism's numbers: each with a value in the profile, which a scenario may replace.
struct ModelKeys: KeySet {
  static let keys = ModelKeys()
  static let format = MapFormat(keys.rows)

  private static let speed = ValueType<Double>.quantity(.bandwidth, 1...Dimension.bandwidth.limit)
  private static let variation = ValueType<Double>.quantity(.share, 0...10)

  let standardHDDBandwidth = Key<Double>(
    profile: "standardHDDBandwidth", Self.speed, "What one replica on standard hard-disk storage delivers.")
  let premiumSSDBandwidth = Key<Double>(
    profile: "premiumSSDBandwidth", Self.speed, "What one replica on premium solid-state storage delivers.")
  let replicaConcurrency = Key<Int>(
    profile: "replicaConcurrency", .integer(1...1_000_000), "Reads that one replica serves at once.")
  let bandwidthVariation = Key<Double>(
    profile: "bandwidthVariation", Self.variation,
    "Coefficient of variation of a replica's bandwidth from run to run.")
  let bootWorkingSet = Key<Distribution>(
    profile: "bootWorkingSet", .distribution(.data), "What a node reads of the image before its system is up.")
  let nodeReadLimit = Key<Double>(profile: "nodeReadLimit", Self.speed, "The fastest that one node reads.")
  let serviceDelay = Key<Distribution>(
    profile: "serviceDelay", .distribution(.duration), "From a resize request until its first node may be created.")
  let createRate = Key<Double>(
    profile: "createRate", .quantity(.rate, 1e-6...Dimension.rate.limit), "VM create requests of a subscription.")
  let createBurst = Key<Int>(
    profile: "createBurst", .integer(1...1_000_000_000), "VM create requests that may be sent at once.")
  let osBoot = Key<Distribution>(
    profile: "osBoot", .distribution(.duration), "From the end of the image read until the VM is provisioned.")
  let nodeAgentStart = Key<Distribution>(
    profile: "nodeAgentStart", .distribution(.duration), "From provisioned until the node agent has joined.")
  let createFailureProbability = Key<Double>(
    profile: "createFailureProbability", .quantity(.share, 0...1), "Probability that one attempt at a VM fails.")
  let createAttempts = Key<Int>(
    profile: "createAttempts", .integer(1...1_000), "Attempts at one VM before it is given up.")
  let otherSourceBandwidthVariation = Key<Double>(
    profile: "otherSourceBandwidthVariation", Self.variation,
    "Replaces bandwidthVariation, when it is larger, for a managed image that was not made from a snapshot.")
  let nodeRemoval = Key<Distribution>(
    profile: "nodeRemoval", .distribution(.duration), "From the decision to remove a node until it is gone.")
}
