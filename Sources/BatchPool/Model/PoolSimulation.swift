// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// Runs one replication of a system of pools.
///
///     SystemConfiguration + seed + replication -> PoolSimulation.run -> RunOutcome
///
/// A run depends on nothing else: the same arguments give the same outcome on every machine with the same GSL.
public enum PoolSimulation {
  /// The version of the model: it changes whenever a run of the same configuration, seed and replication comes to
  /// other figures, so that stored results are not mixed with those of another model.
  ///
  /// 3 has `creating` and `steady` as recordings of the service show them (docs/guides/mechanism.md); in 3.1 the time of a
  /// preempted node is not billed.
  public static let modelVersion = "3.1"

  /// Runs one replication to its end.
  ///
  /// - Parameters:
  ///   - configuration: The system.
  ///   - seed: Names the experiment; systems that share it meet the same random circumstances.
  ///   - replication: The number of the replication, from 0.
  ///   - recording: Details to keep beside the figures.
  /// - Returns: The figures of every pool and of all together, the resizes, and the details asked for.
  /// - Precondition: `configuration` is valid, see ``SystemConfiguration/problems()``.
  /// - Complexity: O(E log N) for E events and N nodes.
  public static func run(
    _ configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording = []
  ) -> RunOutcome {
    run(configuration, seed: seed, replication: replication, recording: recording, checkingInvariantsEvery: nil)
  }

  /// Runs one replication and stops every so many events to check that nodes and bytes are conserved.
  package static func run(
    _ configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording,
    checkingInvariantsEvery eventCount: UInt64?
  ) -> RunOutcome {
    var simulation = start(configuration, seed: seed, replication: replication, recording: recording)
    var end = RunEnd.eventLimitReached
    while end == .eventLimitReached {
      end = simulation.run(until: horizon(of: configuration), maximumEvents: eventCount)
      if eventCount != nil { simulation.model.checkInvariants(at: simulation.scheduler.now) }
    }
    simulation.model.nodes.showStarting(until: simulation.model.endTime)
    return simulation.model.outcome(events: simulation.scheduler.processedCount, end: end)
  }

  /// Runs one replication and shows every event to an observer.
  ///
  /// - Parameters:
  ///   - configuration: The system.
  ///   - seed: Names the experiment.
  ///   - replication: The number of the replication, from 0.
  ///   - maximumEvents: Stop after this many events; nil to run to the end.
  ///   - parts: What of every event counts.
  /// - Returns: A fingerprint of the event stream: two runs that differ in any event differ in it, except with a probability
  ///   of 2^-64.
  public static func fingerprint(
    _ configuration: SystemConfiguration, seed: UInt64, replication: Int, maximumEvents: UInt64? = nil,
    including parts: EventFingerprintParts = .all
  ) -> UInt64 {
    var simulation = start(configuration, seed: seed, replication: replication, recording: [])
    var fingerprint = EventFingerprint<PoolEvent>(parts)
    _ = simulation.run(until: horizon(of: configuration), maximumEvents: maximumEvents, observer: &fingerprint)
    return fingerprint.value
  }

  /// The events of one replication, a line each: time [ns], priority where it is not the normal one, event.
  ///
  /// - Parameters:
  ///   - configuration: The system.
  ///   - seed: Names the experiment.
  ///   - replication: The number of the replication, from 0.
  ///   - maximumEvents: Stop after this many events; nil to run to the end.
  /// - Returns: The lines, in the order of processing.
  /// - Precondition: `configuration` is valid, see ``SystemConfiguration/problems()``.
  package static func eventLines(
    _ configuration: SystemConfiguration, seed: UInt64, replication: Int, maximumEvents: UInt64? = nil
  ) -> [String] {
    var simulation = start(configuration, seed: seed, replication: replication, recording: [])
    var trace = EventTrace<PoolEvent>()
    _ = simulation.run(until: horizon(of: configuration), maximumEvents: maximumEvents, observer: &trace)
    return trace.records.map { record in
      let priority = record.priority == .normal ? "" : " priority \(record.priority.rawValue)"
      return "\(record.time.nanoseconds) ns\(priority) \(record.event)"
    }
  }

  private static func horizon(of configuration: SystemConfiguration) -> SimulationTime {
    .zero + (configuration.duration ?? SystemConfiguration.longestStage)
  }

  private static func start(
    _ configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording
  ) -> Simulation<PoolModel> {
    if let problem = configuration.structuralProblems().first { preconditionFailure(problem) }
    // Once for each run this would cost a tenth of a pool of ten nodes; scenarios are checked when they are read.
    assert(configuration.parameterProblems().isEmpty, "\(configuration.parameterProblems())")
    var simulation = Simulation(
      model: PoolModel(configuration: configuration, seed: seed, replication: replication, recording: recording))
    simulation.model.start(&simulation.scheduler)
    return simulation
  }
}

/// Which details a run keeps beside its figures.
public struct Recording: OptionSet, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// One ``NodeRecord`` a node.
  public static let nodes = Recording(rawValue: 1)
  /// The ``TimelineEntry`` list.
  public static let timeline = Recording(rawValue: 2)
  /// What every ``NodeRecord`` waited for; with ``nodes`` alone.
  package static let accounts = Recording(rawValue: 4)
  /// One ``TaskRecord`` a task.
  public static let tasks = Recording(rawValue: 8)
  /// The service's text of the results of every ``EvaluationRecord``.
  public static let evaluations = Recording(rawValue: 16)
}
