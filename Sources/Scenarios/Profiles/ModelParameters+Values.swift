// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool

/// The mechanism's numbers between the format and the model: one line each.
extension ModelParameters {
  init(_ model: Section<ModelKeys>) {
    self.init(
      standardHDDBandwidth: model.standardHDDBandwidth, premiumSSDBandwidth: model.premiumSSDBandwidth,
      replicaConcurrency: model.replicaConcurrency, bandwidthVariation: model.bandwidthVariation,
      bootWorkingSet: model.bootWorkingSet, nodeReadLimit: model.nodeReadLimit, serviceDelay: model.serviceDelay,
      createRate: model.createRate, createBurst: model.createBurst, osBoot: model.osBoot,
      nodeAgentStart: model.nodeAgentStart, createFailureProbability: model.createFailureProbability,
      createAttempts: model.createAttempts, otherSourceBandwidthVariation: model.otherSourceBandwidthVariation,
      nodeRemoval: model.nodeRemoval)
  }

  /// The numbers as values of the format.
  func checkedValues(at place: SourcePlace) -> CheckedValue {
    let keys = ModelKeys.keys
    let contents: [(String, CheckedValue.Content)] = [
      (keys.standardHDDBandwidth.name, .quantity(standardHDDBandwidth)),
      (keys.premiumSSDBandwidth.name, .quantity(premiumSSDBandwidth)),
      (keys.replicaConcurrency.name, .integer(replicaConcurrency)),
      (keys.bandwidthVariation.name, .quantity(bandwidthVariation)),
      (keys.bootWorkingSet.name, .distribution(bootWorkingSet)),
      (keys.nodeReadLimit.name, .quantity(nodeReadLimit)),
      (keys.serviceDelay.name, .distribution(serviceDelay)),
      (keys.createRate.name, .quantity(createRate)),
      (keys.createBurst.name, .integer(createBurst)),
      (keys.osBoot.name, .distribution(osBoot)),
      (keys.nodeAgentStart.name, .distribution(nodeAgentStart)),
      (keys.createFailureProbability.name, .quantity(createFailureProbability)),
      (keys.createAttempts.name, .integer(createAttempts)),
      (keys.otherSourceBandwidthVariation.name, .quantity(otherSourceBandwidthVariation)),
      (keys.nodeRemoval.name, .distribution(nodeRemoval)),
    ]
    return CheckedValue(
      .map(contents.map { CheckedValue.Entry(key: $0, value: CheckedValue($1, at: place)) }), at: place)
  }
}
