// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// Everything that one run simulates: pools, the images they share, the caller's policy and what happens on the way.
public struct SystemConfiguration: Hashable, Sendable {
  /// The mechanism's numbers.
  public var parameters: ModelParameters
  /// Image sources, each with replicas of its own.
  public var images: [ImageConfiguration]
  /// Pools; every pool's first resize is requested at time 0.
  public var pools: [PoolConfiguration]
  /// What the caller does when a resize ends below the target.
  public var resizePolicy: ResizePolicy
  /// Things that happen at set times, in order of time; equal times keep their order here.
  public var interventions: [Intervention]
  /// The account's quotas, which all pools share.
  public var quotas: [CoreQuota]
  /// The work of the pools, a stream of jobs each; empty when no tasks are simulated.
  public var work: [WorkStream]
  /// How long the pools are looked at; nil until nothing more happens.
  ///
  /// Needed where something could happen for ever: nodes that are preempted or fail.
  public var duration: SimulationDuration?

  /// Makes a system.
  public init(
    parameters: ModelParameters, images: [ImageConfiguration], pools: [PoolConfiguration],
    resizePolicy: ResizePolicy = ResizePolicy(), interventions: [Intervention] = [], quotas: [CoreQuota] = [],
    work: [WorkStream] = [], duration: SimulationDuration? = nil
  ) {
    self.parameters = parameters
    self.images = images
    self.pools = pools
    self.resizePolicy = resizePolicy
    self.interventions = interventions
    self.quotas = quotas
    self.work = work
    self.duration = duration
  }

  /// The replicas that an image has at its best time.
  func mostReplicas(ofImage index: Int) -> Int {
    guard images[index].kind == .gallery else { return 1 }
    var most = images[index].replicas
    for intervention in interventions {
      if case .world(.setReplicas(index, let count, _)) = intervention.action { most = max(most, count) }
    }
    return most
  }
}

/// What the caller does when a resize ends below the target.
public struct ResizePolicy: Hashable, Sendable {
  /// Whether the caller asks again.
  public enum Repetition: String, CaseIterable, Hashable, Sendable {
    /// One resize, whatever it reaches.
    case once
    /// Another resize until the target is reached, within ``ResizePolicy/maxResizes``.
    case untilTarget = "until-target"
  }

  /// Whether the caller asks again.
  public var repetition: Repetition
  /// The most resizes that a pool gets; at least 1.
  public var maxResizes: Int
  /// Time between the end of a resize and the next request.
  public var pause: SimulationDuration

  /// Makes a policy.
  public init(repetition: Repetition = .untilTarget, maxResizes: Int = 20, pause: SimulationDuration = .zero) {
    self.repetition = repetition
    self.maxResizes = maxResizes
    self.pause = pause
  }
}

extension SystemConfiguration {
  /// The longest that one stage of a node can take, and the end of every run: 1e9 s, some 31 years.
  ///
  /// It keeps every sum of times representable.
  static let longestStage = SimulationDuration.seconds(1e9)
}
