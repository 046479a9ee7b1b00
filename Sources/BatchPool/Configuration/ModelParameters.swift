// SPDX-License-Identifier: GPL-3.0-or-later

public import Randomness

/// The mechanism's numbers: what a profile supplies and a scenario may override.
///
/// The type holds no values of its own; a profile does, each with its provenance. Sizes are bytes, times seconds,
/// rates per second.
public struct ModelParameters: Hashable, Sendable {
  /// Bandwidth of one image replica on standard hard-disk storage [bytes/s].
  public var standardHDDBandwidth: Double
  /// Bandwidth of one image replica on premium solid-state storage [bytes/s].
  public var premiumSSDBandwidth: Double
  /// Reads that one replica serves at once; further reads wait first come, first served.
  public var replicaConcurrency: Int
  /// Coefficient of variation of a replica's bandwidth from run to run (lognormal, mean preserved); 0 for none.
  public var bandwidthVariation: Double
  /// Data that a node reads from the image before its operating system is up [bytes].
  public var bootWorkingSet: Distribution
  /// The fastest that one node can read [bytes/s].
  public var nodeReadLimit: Double
  /// Time from a resize request until its first node may be created [s].
  public var serviceDelay: Distribution
  /// Sustained rate of VM create requests of one subscription [1/s].
  public var createRate: Double
  /// VM create requests that a subscription may send at once before the rate applies.
  public var createBurst: Int
  /// Time from the end of the image read until the operating system is up and the VM counts as provisioned [s].
  public var osBoot: Distribution
  /// Time from provisioned until the node agent has joined the pool [s].
  public var nodeAgentStart: Distribution
  /// Probability that one attempt to create a VM fails, found out at the end of its boot.
  public var createFailureProbability: Double
  /// Attempts at creating one VM before it is given up; at least 1.
  public var createAttempts: Int
  /// Coefficient of variation of the bandwidth of a managed image that was not made from a snapshot, where it is larger
  /// than ``bandwidthVariation``.
  public var otherSourceBandwidthVariation: Double
  /// Time from the decision to remove a node until it is gone [s].
  public var nodeRemoval: Distribution

  /// Makes a parameter set; every value is the caller's.
  public init(
    standardHDDBandwidth: Double, premiumSSDBandwidth: Double, replicaConcurrency: Int, bandwidthVariation: Double,
    bootWorkingSet: Distribution, nodeReadLimit: Double, serviceDelay: Distribution, createRate: Double,
    createBurst: Int, osBoot: Distribution, nodeAgentStart: Distribution, createFailureProbability: Double,
    createAttempts: Int, otherSourceBandwidthVariation: Double, nodeRemoval: Distribution
  ) {
    self.standardHDDBandwidth = standardHDDBandwidth
    self.premiumSSDBandwidth = premiumSSDBandwidth
    self.replicaConcurrency = replicaConcurrency
    self.bandwidthVariation = bandwidthVariation
    self.bootWorkingSet = bootWorkingSet
    self.nodeReadLimit = nodeReadLimit
    self.serviceDelay = serviceDelay
    self.createRate = createRate
    self.createBurst = createBurst
    self.osBoot = osBoot
    self.nodeAgentStart = nodeAgentStart
    self.createFailureProbability = createFailureProbability
    self.createAttempts = createAttempts
    self.otherSourceBandwidthVariation = otherSourceBandwidthVariation
    self.nodeRemoval = nodeRemoval
  }
}
