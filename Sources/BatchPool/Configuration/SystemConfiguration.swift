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

  /// Makes a system.
  public init(
    parameters: ModelParameters, images: [ImageConfiguration], pools: [PoolConfiguration],
    resizePolicy: ResizePolicy = ResizePolicy(), interventions: [Intervention] = []
  ) {
    self.parameters = parameters
    self.images = images
    self.pools = pools
    self.resizePolicy = resizePolicy
    self.interventions = interventions
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

/// Something that happens at a set time, whether or not the pools are ready for it.
public struct Intervention: Hashable, Sendable {
  /// What happens.
  public enum Action: Hashable, Sendable {
    /// The image at this index (or the snapshot behind it) is deleted: nobody can read it any more.
    case deleteImage(Int)
    /// The caller stops the resize of the pool at this index.
    case stopResize(Int)
  }

  /// When it happens.
  public var time: SimulationTime
  /// What happens.
  public var action: Action

  /// Makes an intervention.
  public init(time: SimulationTime, action: Action) {
    self.time = time
    self.action = action
  }
}
