// SPDX-License-Identifier: GPL-3.0-or-later

/// What things cost, as the scenario gives it; what it leaves out is not billed.
package struct Prices: Hashable, Sendable {
  /// The currency of every price, such as `EUR`.
  package var currency: String
  /// An hour of a dedicated node that has a VM.
  package var dedicatedNodeHour: Double?
  /// An hour of a low-priority (spot) node that has a VM.
  package var spotNodeHour: Double?
  /// One GiB of one replica for a month of 730 hours.
  package var replicaGiBMonth: Double?
  /// What is in use of an image [GiB].
  package var occupiedImageGiB: Double?

  /// Makes prices.
  package init(
    currency: String, dedicatedNodeHour: Double? = nil, spotNodeHour: Double? = nil, replicaGiBMonth: Double? = nil,
    occupiedImageGiB: Double? = nil
  ) {
    self.currency = currency
    self.dedicatedNodeHour = dedicatedNodeHour
    self.spotNodeHour = spotNodeHour
    self.replicaGiBMonth = replicaGiBMonth
    self.occupiedImageGiB = occupiedImageGiB
  }
}

extension Prices {
  init(_ prices: Section<PriceKeys>) {
    self.init(
      currency: prices.currency, dedicatedNodeHour: prices.dedicatedNodeHour, spotNodeHour: prices.spotNodeHour,
      replicaGiBMonth: prices.replicaGiBMonth, occupiedImageGiB: prices.occupiedImage.map { $0 / 0x1p30 })
  }
}
