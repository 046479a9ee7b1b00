// SPDX-License-Identifier: GPL-3.0-or-later

public import Randomness

/// The mechanism's numbers: what a profile supplies and a scenario may override.
///
/// The type holds no values of the service; a profile does, each with its provenance. Sizes are bytes, times seconds,
/// rates per second.
public struct ModelParameters: Hashable, Sendable {
  /// Bandwidth of one image replica on standard hard-disk storage [bytes/s].
  public var standardHDDBandwidth = 1.0
  /// Bandwidth of one image replica on premium solid-state storage [bytes/s].
  public var premiumSSDBandwidth = 1.0
  /// Bandwidth of one image replica on zone-redundant standard storage [bytes/s].
  package var standardZRSBandwidth = 1.0
  /// Bandwidth of one image replica on premium solid-state storage of the second version [bytes/s].
  package var premiumSSDv2Bandwidth = 1.0
  /// Disks that one replica makes at once; further VMs wait first come, first served.
  public var replicaConcurrency = 1
  /// Coefficient of variation of a replica's bandwidth from run to run (lognormal, mean preserved); 0 for none.
  public var bandwidthVariation = 0.0
  /// Data that is read from the image to make a node's disk, before the VM is obtained [bytes].
  public var diskMaking = Distribution.zero
  /// Data that a node reads from the image to boot, after its VM has been obtained [bytes].
  public var bootWorkingSet = Distribution.zero
  /// The fastest that one disk is made and that one node can read [bytes/s].
  public var nodeReadLimit = 1.0
  /// Time from a resize request until its first VM may be requested [s].
  public var serviceDelay = Distribution.zero
  /// The most nodes of a deployment unit: the parts of a pool that create their nodes at the same time.
  public var deploymentUnitSize = 1_000_000_000
  /// Sustained rate of VM requests of one deployment unit [1/s].
  public var unitCreateRate = 1e9
  /// VM requests that a deployment unit may send at once before the rate applies.
  public var unitCreateBurst = 1_000_000_000
  /// Sustained rate of VM create requests of one subscription [1/s].
  public var createRate = 1.0
  /// VM create requests that a subscription may send at once before the rate applies.
  public var createBurst = 1
  /// Time from the end of the boot read until Linux is up [s].
  public var osBoot = Distribution.zero
  /// The same of Windows [s].
  public var windowsOSBoot = Distribution.zero
  /// By how much the boot of a node takes longer (above 1) or shorter whose system disk is ephemeral.
  package var ephemeralBootFactor = 1.0
  /// Time from then until the node agent has joined the pool [s].
  public var nodeAgentStart = Distribution.zero
  /// Probability that a node joins its pool late.
  public var stragglerProbability = 0.0
  /// How much later such a node joins [s].
  public var stragglerDelay = Distribution.zero
  /// Probability that one attempt to create a VM fails, found out when its disk has been made.
  public var createFailureProbability = 0.0
  /// Attempts at creating one VM before it is given up; at least 1.
  public var createAttempts = 1
  /// Coefficient of variation of the bandwidth of a managed image that was not made from a snapshot, where it is larger
  /// than ``bandwidthVariation``.
  public var otherSourceBandwidthVariation = 0.0
  /// Time from the decision to remove a node until it is gone [s].
  public var nodeRemoval = Distribution.zero
  /// How long a pool is `stopping` at least once its resize has been stopped [s].
  public var stopDuration = Distribution.zero
  /// Time from the moment at which a task gets its slot until it runs [s].
  public var dispatchDelay = Distribution.zero
  /// From the moment at which a sample is taken until a formula can read it [s].
  package var sampleLag = 0.0
  /// Share of samples that are never recorded.
  package var sampleLoss = 0.0
  /// How many of the newest samples of running tasks read 0.
  package var runningTasksTail = 0
  /// Share of evaluations that the service skips; the first is none of them.
  package var evaluationLoss = 0.0
  /// Whether an evaluation that changes no target resizes a steady pool that is not at its target: 1, or 0.
  package var retriesUnmetTarget = 1.0
  /// Whether the targets of an evaluation replace those of the resize under way: 1, or 0.
  package var supersedesResize = 1.0
  /// When the resize of a pool that scales by a formula times out, whatever its resizeTimeout is [s].
  package var autoscaleResizeTimeout = 900.0

  /// Makes a parameter set under which every stage takes no time, nothing fails, one unit holds every node, and one VM is
  /// requested and one disk made after the other: set the numbers that matter.
  public init() {}
}

/// One of the mechanism's numbers: everything that is known of it but its value, which a profile supplies.
///
/// ``all`` is the only list of them: the scenario format, its reference and schema, the profile's reader, the checks
/// before a run, calibration and sensitivity analysis read it.
public struct ModelParameter: Sendable {
  /// What a number counts or measures.
  public enum Unit: Hashable, Sendable {
    /// [bytes/s]
    case bytesPerSecond
    /// [bytes]
    case bytes
    /// [s]
    case seconds
    /// [1/s]
    case perSecond
    /// A part of a whole, or a coefficient of variation.
    case share
    /// A whole number.
    case count
  }

  /// Where a number is kept.
  public enum Field: Sendable {
    /// A number.
    case number(any WritableKeyPath<ModelParameters, Double> & Sendable)
    /// A whole number.
    case count(any WritableKeyPath<ModelParameters, Int> & Sendable)
    /// A distribution.
    case distribution(any WritableKeyPath<ModelParameters, Distribution> & Sendable)
  }

  /// The key in a profile, and below `model:` in a scenario.
  public let name: String
  /// What people call it in a table.
  public let title: String
  /// What people call the sigma of its distribution; empty for a number.
  public let spreadTitle: String
  /// What it means, in a sentence.
  public let meaning: String
  /// What its numbers measure.
  public let unit: Unit
  /// The numbers that the model takes, in ``unit``; of a distribution, any that is not negative.
  public let limits: ClosedRange<Double>
  /// Where it is kept.
  public let field: Field
  /// Whether tasks and formulas alone depend on it: a pool without them is the same whatever it is.
  package let isOfWork: Bool

  private init(
    _ name: String, _ title: String, spread: String = "", ofWork: Bool = false, _ unit: Unit,
    _ limits: ClosedRange<Double>, _ field: Field,
    _ meaning: String
  ) {
    (self.name, self.title, self.spreadTitle, self.unit) = (name, title, spread, unit)
    isOfWork = ofWork
    (self.limits, self.field, self.meaning) = (limits, field, meaning)
  }

  /// The parameter of a name, if there is one.
  ///
  /// - Complexity: O(1) for a table of fixed size.
  public static func named(_ name: String) -> ModelParameter? { all.first { $0.name == name } }

  private static let speeds = 1...1e15
  private static let variations = 0...10.0
  private static let times = 0...1e9

  /// Every parameter, in the order of the reference.
  public static let all: [ModelParameter] = [
    ModelParameter(
      "standardHDDBandwidth", "replica bandwidth, standard storage", .bytesPerSecond, speeds,
      .number(\.standardHDDBandwidth), "What one replica on standard hard-disk storage delivers."),
    ModelParameter(
      "premiumSSDBandwidth", "replica bandwidth, premium storage", .bytesPerSecond, speeds,
      .number(\.premiumSSDBandwidth), "What one replica on premium solid-state storage delivers."),
    ModelParameter(
      "standardZRSBandwidth", "replica bandwidth, zone-redundant storage", .bytesPerSecond, speeds,
      .number(\.standardZRSBandwidth), "What one replica on zone-redundant standard storage delivers."),
    ModelParameter(
      "premiumSSDv2Bandwidth", "replica bandwidth, premium storage v2", .bytesPerSecond, speeds,
      .number(\.premiumSSDv2Bandwidth), "What one replica on premium storage of the second version delivers."),
    ModelParameter(
      "replicaConcurrency", "disks that a replica makes at once", .count, 1...1_000_000,
      .count(\.replicaConcurrency), "Disks that one replica makes at once; boot reads are not counted."),
    ModelParameter(
      "bandwidthVariation", "spread of replica bandwidth between runs", .share, variations,
      .number(\.bandwidthVariation), "Coefficient of variation of a replica's bandwidth from run to run."),
    ModelParameter(
      "diskMaking", "work to make a disk", spread: "spread of the work to make a disk", .bytes, 0...1e15,
      .distribution(\.diskMaking),
      "What is read of the image to make a node's disk, before the VM is obtained."),
    ModelParameter(
      "bootWorkingSet", "boot working set", spread: "spread of the boot working set", .bytes, 0...1e15,
      .distribution(\.bootWorkingSet),
      "What a node reads of the image to boot, after its VM has been obtained."),
    ModelParameter(
      "nodeReadLimit", "read limit of a node", .bytesPerSecond, speeds, .number(\.nodeReadLimit),
      "The fastest that one disk is made and that one node reads."),
    ModelParameter(
      "serviceDelay", "service delay", spread: "spread of the service delay", .seconds, times,
      .distribution(\.serviceDelay),
      "From a resize request until its first VM may be requested."),
    ModelParameter(
      "deploymentUnitSize", "nodes of a deployment unit", .count, 1...1_000_000_000, .count(\.deploymentUnitSize),
      "The most nodes of a deployment unit; the units of a pool create their nodes at the same time."),
    ModelParameter(
      "unitCreateRate", "rate of VM requests of a unit", .perSecond, 1e-6...1e9, .number(\.unitCreateRate),
      "VM requests of a deployment unit."),
    ModelParameter(
      "unitCreateBurst", "VM requests of a unit at once", .count, 1...1_000_000_000, .count(\.unitCreateBurst),
      "VM requests that a deployment unit may send at once."),
    ModelParameter(
      "createRate", "rate of VM create requests", .perSecond, 1e-6...1e9, .number(\.createRate),
      "VM create requests of a subscription."),
    ModelParameter(
      "createBurst", "VM create requests at once", .count, 1...1_000_000_000, .count(\.createBurst),
      "VM create requests that may be sent at once."),
    ModelParameter(
      "osBoot", "boot of the operating system", spread: "spread of the boot", .seconds, times, .distribution(\.osBoot),
      "From the end of the boot read until Linux is up."),
    ModelParameter(
      "windowsOSBoot", "boot of Windows", spread: "spread of the boot of Windows", .seconds, times,
      .distribution(\.windowsOSBoot),
      "From the end of the boot read until Windows is up, of images whose os is windows."),
    ModelParameter(
      "ephemeralBootFactor", "boot with an ephemeral system disk", .share, 0...10, .number(\.ephemeralBootFactor),
      "The boot of the operating system takes so many times as long where image.osDisk is ephemeral."),
    ModelParameter(
      "nodeAgentStart", "start of the node agent", spread: "spread of the agent's start", .seconds, times,
      .distribution(\.nodeAgentStart),
      "From the end of the boot until the node agent has joined."),
    ModelParameter(
      "stragglerProbability", "nodes that join late", .share, 0...1, .number(\.stragglerProbability),
      "Probability that a node joins its pool late."),
    ModelParameter(
      "stragglerDelay", "how late they join", spread: "spread of how late they join", .seconds, times,
      .distribution(\.stragglerDelay), "How much later such a node joins."),
    ModelParameter(
      "createFailureProbability", "failure of an attempt at a VM", .share, 0...1,
      .number(\.createFailureProbability), "Probability that one attempt at a VM fails."),
    ModelParameter(
      "createAttempts", "attempts at a VM", .count, 1...1_000, .count(\.createAttempts),
      "Attempts at one VM before it is given up."),
    ModelParameter(
      "otherSourceBandwidthVariation", "spread of bandwidth without a snapshot", .share, variations,
      .number(\.otherSourceBandwidthVariation),
      "Replaces bandwidthVariation, when it is larger, for a managed image that was not made from a snapshot."),
    ModelParameter(
      "nodeRemoval", "removal of a node", spread: "spread of the removal", .seconds, times,
      .distribution(\.nodeRemoval),
      "From the decision to remove a node until it is gone."),
    ModelParameter(
      "stopDuration", "end of a stopped resize", spread: "spread of the end of a stopped resize", .seconds, times,
      .distribution(\.stopDuration), "How long a pool is stopping at least once its resize has been stopped."),
    ModelParameter(
      "dispatchDelay", "dispatch of a task", spread: "spread of the dispatch of a task", ofWork: true, .seconds, times,
      .distribution(\.dispatchDelay), "From the moment at which a task gets its slot until it runs."),
    ModelParameter(
      "sampleLag", "lag of samples", ofWork: true, .seconds, 0...3_600, .number(\.sampleLag),
      "From the moment at which a sample is taken until a formula can read it."),
    ModelParameter(
      "sampleLoss", "loss of samples", ofWork: true, .share, 0...1, .number(\.sampleLoss),
      "The share of samples never recorded."),
    ModelParameter(
      "runningTasksTail", "newest samples of running tasks that read 0", ofWork: true, .count, 0...100,
      .count(\.runningTasksTail),
      "How many of the newest samples of $RunningTasks read 0."),
    ModelParameter(
      "evaluationLoss", "loss of evaluations", ofWork: true, .share, 0...1, .number(\.evaluationLoss),
      "The share of evaluations that the service skips."),
    ModelParameter(
      "retriesUnmetTarget", "retry of an unmet target", ofWork: true, .share, 0...1, .number(\.retriesUnmetTarget),
      "Above 0 where an evaluation that changes no target resizes a steady pool that is not at its target."),
    ModelParameter(
      "supersedesResize", "replacement of a resize", ofWork: true, .share, 0...1, .number(\.supersedesResize),
      "Above 0 where the targets of an evaluation replace those of the resize under way."),
    ModelParameter(
      "autoscaleResizeTimeout", "timeout of a resize by formula", ofWork: true, .seconds, 300...1e9,
      .number(\.autoscaleResizeTimeout), "When a resize of a pool that scales by a formula times out."),
  ]

  /// Why the model cannot take the number that some parameters have; nil where it can.
  package func problem(in parameters: ModelParameters) -> String? {
    switch field {
    case .number(let path):
      let value = parameters[keyPath: path]
      return takes(value)
        ? nil : "\(name) is \(value); it must be \(limits.lowerBound > 0 ? "positive and finite" : bounds)"
    case .count(let path):
      let value = parameters[keyPath: path]
      return value >= Int(limits.lowerBound) && (value <= Int(limits.upperBound))
        ? nil : "\(name) is \(value), not \(bounds)"
    case .distribution: return nil
    }
  }

  /// Whether the model takes a number as the value, or as the median of its distribution.
  ///
  /// - Parameter number: The number, in ``unit``.
  /// - Returns: Whether it does.
  package func takes(_ number: Double) -> Bool {
    let isCount = if case .count = field { true } else { false }
    let isDistribution = if case .distribution = field { true } else { false }
    // A bandwidth below a byte a second is as good as none; the scenario format has the tighter limit.
    if isDistribution || !isCount && limits.lowerBound > 0 { return number > 0 && number.isFinite }
    return limits.contains(number)
  }

  private var bounds: String { "\(Int(limits.lowerBound))...\(Int(limits.upperBound))" }
}
