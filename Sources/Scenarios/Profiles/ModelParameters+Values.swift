// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool

/// The mechanism's numbers between the format and the model: one line each.
extension ModelParameters {
  /// Nil when a key is missing.
  init?(_ values: CheckedValue) {
    guard let standardHDDBandwidth = values["standardHDDBandwidth"]?.quantity,
      let premiumSSDBandwidth = values["premiumSSDBandwidth"]?.quantity,
      let replicaConcurrency = values["replicaConcurrency"]?.integer,
      let bandwidthVariation = values["bandwidthVariation"]?.quantity,
      let bootWorkingSet = values["bootWorkingSet"]?.distribution,
      let nodeReadLimit = values["nodeReadLimit"]?.quantity,
      let serviceDelay = values["serviceDelay"]?.distribution,
      let createRate = values["createRate"]?.quantity,
      let createBurst = values["createBurst"]?.integer,
      let osBoot = values["osBoot"]?.distribution,
      let nodeAgentStart = values["nodeAgentStart"]?.distribution,
      let createFailureProbability = values["createFailureProbability"]?.quantity,
      let createAttempts = values["createAttempts"]?.integer,
      let otherSourceBandwidthVariation = values["otherSourceBandwidthVariation"]?.quantity,
      let nodeRemoval = values["nodeRemoval"]?.distribution
    else { return nil }
    self.init(
      standardHDDBandwidth: standardHDDBandwidth, premiumSSDBandwidth: premiumSSDBandwidth,
      replicaConcurrency: replicaConcurrency, bandwidthVariation: bandwidthVariation, bootWorkingSet: bootWorkingSet,
      nodeReadLimit: nodeReadLimit, serviceDelay: serviceDelay, createRate: createRate, createBurst: createBurst,
      osBoot: osBoot, nodeAgentStart: nodeAgentStart, createFailureProbability: createFailureProbability,
      createAttempts: createAttempts, otherSourceBandwidthVariation: otherSourceBandwidthVariation,
      nodeRemoval: nodeRemoval)
  }

  /// The numbers as values of the format.
  func checkedValues(at place: SourcePlace) -> CheckedValue {
    let contents: [(String, CheckedValue.Content)] = [
      ("standardHDDBandwidth", .quantity(standardHDDBandwidth)),
      ("premiumSSDBandwidth", .quantity(premiumSSDBandwidth)),
      ("replicaConcurrency", .integer(replicaConcurrency)),
      ("bandwidthVariation", .quantity(bandwidthVariation)),
      ("bootWorkingSet", .distribution(bootWorkingSet)),
      ("nodeReadLimit", .quantity(nodeReadLimit)),
      ("serviceDelay", .distribution(serviceDelay)),
      ("createRate", .quantity(createRate)),
      ("createBurst", .integer(createBurst)),
      ("osBoot", .distribution(osBoot)),
      ("nodeAgentStart", .distribution(nodeAgentStart)),
      ("createFailureProbability", .quantity(createFailureProbability)),
      ("createAttempts", .integer(createAttempts)),
      ("otherSourceBandwidthVariation", .quantity(otherSourceBandwidthVariation)),
      ("nodeRemoval", .distribution(nodeRemoval)),
    ]
    return CheckedValue(
      .map(contents.map { CheckedValue.Entry(key: $0, value: CheckedValue($1, at: place)) }), at: place)
  }
}
