// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

/// What a vendor's page says about pools, in our words, with what it leaves open.
///
/// The numbers that a claim is judged by stand in ``ClaimTarget``; nothing here takes part in a run.
package struct PublishedClaim: Hashable, Sendable {
  /// The name of a claim.
  package enum Identifier: String, CaseIterable, Hashable, Sendable {
    /// A shared image brings a pool to its steady state faster.
    case fasterSteadyState = "C1"
    /// A shared image shortens the idle latency of a VM.
    case shorterIdleLatency = "C2"
    /// Above a size, a managed-image pool may need several resizes.
    case severalResizes = "C3"
    /// A longer resizeTimeout and repeated resizes help.
    case longerTimeout = "C4"
    /// How many replicas a pool's size asks for.
    case replicaRule = "C5"
    /// How long a resizeTimeout a pool's size asks for.
    case timeoutRule = "C6"
    /// A later page on how long a resizeTimeout a pool's size asks for.
    case laterTimeoutRule = "C6b"
    /// What recordings of the service show.
    case recordings = "recorded"
  }

  /// The name of the claim.
  package let identifier: Identifier
  /// What the page says, in our words.
  package let statement: String
  /// The page, with its date.
  package let source: String
  /// Conditions that the page does not state.
  package let openConditions: String
  /// What stands in for them here.
  package let assumption: String
  /// Whether `poolsim calibrate` fits parameters to the claim; one that it does not fit tests the fit.
  package let isFitted: Bool

  /// Whether it is about managed images, which were retired on 31 March 2026.
  package var concernsManagedImages: Bool {
    switch identifier {
    case .fasterSteadyState, .shorterIdleLatency, .severalResizes, .longerTimeout: true
    case .replicaRule, .timeoutRule, .laterTimeoutRule, .recordings: false
    }
  }

  private static let managedImagePage = "\"Use a managed image to create a custom image pool\", Azure Batch, 07/2020"
  private static let galleryPage =
    "\"Use the Shared Image Gallery (Azure Compute Gallery) to create a custom image pool\", Azure Batch, 07/2020"
  private static let laterGalleryPage =
    "\"Use the Shared Image Gallery (Azure Compute Gallery) to create a custom image pool\", Azure Batch, 03/2021 (in "
    + "07/2020 it said one for every 600 nodes)"
  private static let gainAssumption =
    "\"Up to\" is an upper bound: the largest mean gain over pools of 50, 100, 150, 200, 250 and 300 nodes (what a managed "
    + "image reaches in one resize) and 2, 3, 4, 6, 8 and 10 replicas, on standard storage, with the default resizeTimeout "
    + "of 15 min and the same random circumstances on both sides; runs with a second resize count"

  /// Every claim, in order.
  package static let all: [PublishedClaim] = [
    PublishedClaim(
      identifier: .fasterSteadyState,
      statement: "with a shared image the pool reaches its steady state up to 25 % faster than with a managed image",
      source: managedImagePage + "; repeated in " + galleryPage,
      openConditions:
        "number of nodes, number of replicas, storage, VM size, image, and what \"faster\" is measured in",
      assumption: gainAssumption + "; \"faster\" is the share by which the time to the steady state is shorter",
      isFitted: true),
    PublishedClaim(
      identifier: .shorterIdleLatency,
      statement: "with a shared image the idle latency of a VM is up to 30 % shorter than with a managed image",
      source: managedImagePage + "; repeated in " + galleryPage,
      openConditions: "the same as for C1, from when the latency counts, and whether it is a mean over VMs",
      assumption: gainAssumption + "; the latency runs from entering `creating` until first `idle`, as a mean over the "
        + "nodes of a pool. The French page has \"inférieure à 30 %\" (the latency is \"below 30 %\"), a mistranslation "
        + "of \"up to 30 % shorter\" that lacks a subject to compare with; under either reading the gain stays at or "
        + "under 30 %",
      isFitted: true),
    PublishedClaim(
      identifier: .severalResizes,
      statement: "a managed-image pool of more than 300 nodes might need several resizes to reach its target",
      source: managedImagePage,
      openConditions: "how likely, at which resizeTimeout, and how many resizes",
      assumption:
        "Default resizeTimeout of 15 min; \"might\" is read as: one resize is enough in at least 95 % of runs "
        + "at 300 nodes, in at most 70 % at 350 and 15 % at 400; the mean number of resizes grows with the number of "
        + "nodes",
      isFitted: true),
    PublishedClaim(
      identifier: .longerTimeout,
      statement: "a pool of fixed size should have a resizeTimeout of 20 to 30 min; where it ends below its target, it "
        + "should be resized again",
      source: managedImagePage,
      openConditions: "for which sizes, and how often to repeat",
      assumption:
        "Judged by what it promises: a longer timeout takes fewer resizes of 1,000 nodes, and repeating (at most 20 "
        + "times) reaches the target in at least 99 % of runs",
      isFitted: false),
    PublishedClaim(
      identifier: .replicaRule,
      statement: "a gallery image should have at least one replica for every 300 nodes of a pool: 10 for 3,000",
      source: laterGalleryPage,
      openConditions: "what fails with fewer, and at which resizeTimeout",
      assumption:
        "With that many replicas, and the resizeTimeout of C6, one resize is enough in at least 95 % of runs; by "
        + "the rule that was given up, 2 replicas for 1,000 nodes in 15 min, in at most half of them",
      isFitted: false),
    PublishedClaim(
      identifier: .timeoutRule,
      statement:
        "a gallery-image pool should have a resizeTimeout of at least 15 min for every 1,000 nodes: 30 min for "
        + "2,000",
      source: galleryPage,
      openConditions: "with how many replicas, and how surely it is enough",
      assumption: "With the replicas of C5, one resize within that time is enough in at least 95 % of runs",
      isFitted: false),
    PublishedClaim(
      identifier: .laterTimeoutRule,
      statement: "a pool of more than 300 nodes of a custom image should have a resizeTimeout of 30 min",
      source: "\"Pool and node errors\", Azure Batch, 08/2019",
      openConditions: "up to which size it is enough, and how surely",
      assumption:
        "A managed image, twice the size from which the advice holds: with 600 nodes one resize is enough in at "
        + "least 95 % of runs",
      isFitted: false),
    PublishedClaim(
      identifier: .recordings,
      statement: "the time from the request to the steady state, as recorded in logs and test sessions",
      source: RecordedStart.all.map(\.source).joined(separator: "; "),
      openConditions: "what the service did at the same time, and what other places and days give",
      assumption:
        "Each recorded start lies within the central 95 % of simulated starts of as many nodes of a marketplace "
        + "image",
      isFitted: false),
  ]

  /// The claim of that name.
  package static func named(_ identifier: Identifier) -> PublishedClaim {
    guard let claim = all.first(where: { $0.identifier == identifier }) else {
      preconditionFailure("the list of claims lacks \(identifier.rawValue)")
    }
    return claim
  }
}
