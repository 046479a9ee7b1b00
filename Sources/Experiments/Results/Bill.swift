// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
internal import EventEngine
package import Scenarios

/// What one run cost, term by term.
///
/// A VM is billed while it exists, and each replica of a gallery image as a snapshot of what is in use of it ("Create an image
/// version in an Azure Compute Gallery", 2025; "Managed disks pricing", 2026). Nothing is billed that has no price.
package struct Bill: Hashable, Sendable {
  /// Something that is billed.
  package struct Term: Hashable, Sendable {
    /// The key of its price.
    package let name: String
    /// How much of it there was.
    package let quantity: Double
    /// What the quantity counts.
    package let unit: String
    /// What one of it costs.
    package let price: Double

    /// What all of it costs.
    package var cost: Double { quantity * price }
  }

  /// Hours of the month that a price is for.
  static let hoursPerMonth = 730.0

  /// The terms that have a price.
  package let terms: [Term]
  /// The currency of all of them.
  package let currency: String

  /// What everything costs.
  package var cost: Double { terms.reduce(0) { $0 + $1.cost } }

  /// Bills a run; nil without prices.
  ///
  /// - Parameters:
  ///   - outcome: The run.
  ///   - system: What was run.
  ///   - prices: What things cost.
  /// - Complexity: O(pools + images x interventions).
  package init?(_ outcome: RunOutcome, of system: SystemConfiguration, _ prices: Prices?) {
    guard let prices else { return nil }
    func hours(lowPriority: Bool) -> Double {
      outcome.nodeTimes.reduce(0) { $0 + ($1.isLowPriority == lowPriority ? $1.time.hours($1.time.billed) : 0) }
    }
    var terms: [Term] = []
    if let price = prices.dedicatedNodeHour {
      terms.append(
        Term(name: "dedicatedNodeHour", quantity: hours(lowPriority: false), unit: "node hour", price: price))
    }
    if let price = prices.spotNodeHour {
      terms.append(Term(name: "spotNodeHour", quantity: hours(lowPriority: true), unit: "node hour", price: price))
    }
    if let price = prices.replicaGiBMonth, let size = prices.occupiedImageGiB {
      let months = Self.replicaHours(system, until: outcome.endedAt) / Self.hoursPerMonth
      terms.append(Term(name: "replicaGiBMonth", quantity: months * size, unit: "GiB month", price: price))
    }
    self.terms = terms
    currency = prices.currency
  }

  /// Hours of all replicas of gallery images. A replica that is added counts from the moment at which it is asked for.
  private static func replicaHours(_ system: SystemConfiguration, until end: SimulationTime) -> Double {
    var hours = 0.0
    for (index, image) in system.images.enumerated() where image.kind == .gallery {
      var (count, since) = (image.replicas, SimulationTime.zero)
      for intervention in system.interventions where intervention.time <= end {
        guard case .world(let event) = intervention.action else { continue }
        switch event {
        case .setReplicas(index, let replicas, _):
          hours += Double(count) * (intervention.time - since).seconds / 3_600
          (count, since) = (replicas, intervention.time)
        case .deleteImage(index):
          hours += Double(count) * (intervention.time - since).seconds / 3_600
          (count, since) = (0, intervention.time)
        case .setReplicas, .deleteImage: break
        }
      }
      hours += Double(count) * (end - since).seconds / 3_600
    }
    return hours
  }
}
