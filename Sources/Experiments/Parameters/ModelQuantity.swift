// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
internal import Randomness

/// A number of the mechanism that calibration and sensitivity analysis move.
///
/// Of a distribution it is the median, which keeps its shape, or the sigma of a lognormal, which keeps its median.
public enum ModelQuantity: String, CaseIterable, Hashable, Sendable {
  /// Bandwidth of one image replica on standard hard-disk storage [bytes/s].
  case standardHDDBandwidth
  /// Bandwidth of one image replica on premium solid-state storage [bytes/s].
  case premiumSSDBandwidth
  /// Reads that one replica serves at once; a whole number.
  case replicaConcurrency
  /// Coefficient of variation of a replica's bandwidth.
  case bandwidthVariation
  /// Median of the data that a node reads to boot [bytes].
  case bootWorkingSet = "bootWorkingSet.median"
  /// Sigma of the data that a node reads to boot.
  case bootWorkingSetSpread = "bootWorkingSet.sigma"
  /// The fastest that one node can read [bytes/s].
  case nodeReadLimit
  /// Median of the service delay [s].
  case serviceDelay = "serviceDelay.median"
  /// Sigma of the service delay.
  case serviceDelaySpread = "serviceDelay.sigma"
  /// VM create requests of a subscription [1/s].
  case createRate
  /// VM create requests that may be sent at once; a whole number.
  case createBurst
  /// Median of the boot of the operating system [s].
  case osBoot = "osBoot.median"
  /// Sigma of the boot of the operating system.
  case osBootSpread = "osBoot.sigma"
  /// Median of the start of the node agent [s].
  case nodeAgentStart = "nodeAgentStart.median"
  /// Sigma of the start of the node agent.
  case nodeAgentStartSpread = "nodeAgentStart.sigma"
  /// Probability that an attempt at a VM fails.
  case createFailureProbability
  /// Attempts at one VM; a whole number.
  case createAttempts
  /// Coefficient of variation of the bandwidth of a managed image that was not made from a snapshot.
  case otherSourceBandwidthVariation
  /// Median of the time until a node is removed [s].
  case nodeRemoval = "nodeRemoval.median"
  /// Sigma of the time until a node is removed.
  case nodeRemovalSpread = "nodeRemoval.sigma"

  /// Reads the number.
  ///
  /// - Parameter parameters: The mechanism's numbers.
  /// - Returns: The number; nil for the sigma of a distribution that is not lognormal.
  public func value(in parameters: ModelParameters) -> Double? {
    switch field {
    case .number(let path): parameters[keyPath: path]
    case .count(let path): Double(parameters[keyPath: path])
    case .median(let path): parameters[keyPath: path].quantile(0.5)
    case .sigma(let path): parameters[keyPath: path].parameters.first { $0.name == "sigma" }?.value
    }
  }

  /// Sets the number.
  ///
  /// - Parameters:
  ///   - value: The number, in the unit of the mechanism; within the quantity's range.
  ///   - parameters: The mechanism's numbers.
  /// - Precondition: The distribution has a positive median, and is lognormal where its sigma is set.
  public func set(_ value: Double, in parameters: inout ModelParameters) {
    guard let moved = setting(value, in: parameters) else { preconditionFailure("\(rawValue) cannot be \(value)") }
    parameters = moved
  }

  /// The parameters with another number; whole numbers are rounded to.
  ///
  /// - Parameters:
  ///   - value: The number, in the unit of the mechanism.
  ///   - parameters: The mechanism's numbers.
  /// - Returns: The parameters; nil when no distribution of that shape has such a median or sigma.
  func setting(_ value: Double, in parameters: ModelParameters) -> ModelParameters? {
    var moved = parameters
    switch field {
    case .number(let path): moved[keyPath: path] = value
    case .count(let path): moved[keyPath: path] = Int(value.rounded())
    case .median(let path):
      let distribution = parameters[keyPath: path]
      // A lognormal distribution keeps its parameters exact: no detour through a factor.
      let scaled =
        if let sigma = distribution.parameters.first(where: { $0.name == "sigma" })?.value {
          try? Distribution.lognormal(median: value, sigma: sigma)
        } else {
          try? distribution.scaled(by: value / distribution.quantile(0.5))
        }
      guard let scaled else { return nil }
      moved[keyPath: path] = scaled
    case .sigma(let path):
      let median = parameters[keyPath: path].quantile(0.5)
      guard let spread = try? Distribution.lognormal(median: median, sigma: value) else { return nil }
      moved[keyPath: path] = spread
    }
    return moved
  }

  /// The key of the profile that holds the number.
  public var profileKey: String {
    String(rawValue.prefix { $0 != "." })
  }

  /// Whether the number is the sigma of a distribution.
  package var isSpread: Bool {
    if case .sigma = field { true } else { false }
  }

  /// What the number is called where values of a profile are: the key, and `.sigma` behind it for a spread.
  package var parameterName: String {
    isSpread ? rawValue : profileKey
  }

  private enum Field {
    case number(WritableKeyPath<ModelParameters, Double>)
    case count(WritableKeyPath<ModelParameters, Int>)
    case median(WritableKeyPath<ModelParameters, Distribution>)
    case sigma(WritableKeyPath<ModelParameters, Distribution>)
  }

  private var field: Field {
    switch self {
    case .standardHDDBandwidth: .number(\.standardHDDBandwidth)
    case .premiumSSDBandwidth: .number(\.premiumSSDBandwidth)
    case .replicaConcurrency: .count(\.replicaConcurrency)
    case .bandwidthVariation: .number(\.bandwidthVariation)
    case .bootWorkingSet: .median(\.bootWorkingSet)
    case .bootWorkingSetSpread: .sigma(\.bootWorkingSet)
    case .nodeReadLimit: .number(\.nodeReadLimit)
    case .serviceDelay: .median(\.serviceDelay)
    case .serviceDelaySpread: .sigma(\.serviceDelay)
    case .createRate: .number(\.createRate)
    case .createBurst: .count(\.createBurst)
    case .osBoot: .median(\.osBoot)
    case .osBootSpread: .sigma(\.osBoot)
    case .nodeAgentStart: .median(\.nodeAgentStart)
    case .nodeAgentStartSpread: .sigma(\.nodeAgentStart)
    case .createFailureProbability: .number(\.createFailureProbability)
    case .createAttempts: .count(\.createAttempts)
    case .otherSourceBandwidthVariation: .number(\.otherSourceBandwidthVariation)
    case .nodeRemoval: .median(\.nodeRemoval)
    case .nodeRemovalSpread: .sigma(\.nodeRemoval)
    }
  }
}

extension ModelQuantity {
  /// The unit in which people read and write the number; empty for a pure number.
  public var unit: String {
    switch self {
    case .standardHDDBandwidth, .premiumSSDBandwidth, .nodeReadLimit: "MiB/s"
    case .bootWorkingSet: "MiB"
    case .serviceDelay, .osBoot, .nodeAgentStart, .nodeRemoval: "s"
    case .createRate: "1/s"
    case .bandwidthVariation, .otherSourceBandwidthVariation, .createFailureProbability, .bootWorkingSetSpread,
      .serviceDelaySpread, .osBootSpread, .nodeAgentStartSpread, .nodeRemovalSpread, .replicaConcurrency, .createBurst,
      .createAttempts:
      ""
    }
  }

  /// The size of ``unit`` in the unit of the mechanism.
  public var unitSize: Double {
    unit.hasPrefix("MiB") ? 1_048_576 : 1
  }

  /// What people call the number.
  public var title: String {
    switch self {
    case .standardHDDBandwidth: "replica bandwidth, standard storage"
    case .premiumSSDBandwidth: "replica bandwidth, premium storage"
    case .replicaConcurrency: "reads that a replica serves at once"
    case .bandwidthVariation: "spread of replica bandwidth between runs"
    case .bootWorkingSet: "boot working set"
    case .bootWorkingSetSpread: "spread of the boot working set"
    case .nodeReadLimit: "read limit of a node"
    case .serviceDelay: "service delay"
    case .serviceDelaySpread: "spread of the service delay"
    case .createRate: "rate of VM create requests"
    case .createBurst: "VM create requests at once"
    case .osBoot: "boot of the operating system"
    case .osBootSpread: "spread of the boot"
    case .nodeAgentStart: "start of the node agent"
    case .nodeAgentStartSpread: "spread of the agent's start"
    case .createFailureProbability: "failure of an attempt at a VM"
    case .createAttempts: "attempts at a VM"
    case .otherSourceBandwidthVariation: "spread of bandwidth without a snapshot"
    case .nodeRemoval: "removal of a node"
    case .nodeRemovalSpread: "spread of the removal"
    }
  }
}
