// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Interchange
internal import Scenarios

/// The names of a variant and its pools, examined once for all of its rows.
final class VariantNames: Sendable {
  /// The scenario.
  let scenario: CellText
  /// The variant.
  let variant: CellText
  private let pools: [CellText]
  private static let allPools = CellText("")

  init(_ scenario: Scenario, _ variant: Scenario.Variant) {
    self.scenario = CellText(scenario.name)
    self.variant = CellText(variant.name)
    pools = variant.configuration.pools.map { CellText($0.name) }
  }

  /// The name of a pool; nil is all of them together.
  func pool(_ index: Int?) -> CellText {
    index.map { pools[$0] } ?? Self.allPools
  }
}

/// A row that belongs to a variant or one of its pools.
protocol VariantRow: Sendable {
  /// The names of the variant and its pools.
  var names: VariantNames { get }
  /// The pool, an index; nil for all of them together.
  var pool: Int? { get }
}

extension VariantRow {
  /// The first columns of a table about variants.
  ///
  /// - Parameter namesPools: Whether any scenario names its pools.
  /// - Returns: The columns.
  static func nameColumns(namesPools: Bool) -> [Column<Self>] {
    [
      Column("scenario", "The name of the scenario.", cell: { .text($0.names.scenario) }),
      Column("variant", "The name of the variant.", cell: { .text($0.names.variant) }),
    ]
      + (namesPools
        ? [
          Column(
            "pool",
            "The name of the pool; empty for all pools together. There is such a column only where pools have names.",
            cell: { .text($0.names.pool($0.pool)) })
        ] : [])
  }
}

/// A row that belongs to one replication of a variant.
protocol ReplicatedRow: VariantRow {
  /// The number of the replication, from 0.
  var replication: Int { get }
}

extension ReplicatedRow {
  /// The first columns of a table about replications.
  ///
  /// - Parameter namesPools: Whether any scenario names its pools.
  /// - Returns: The columns.
  static func replicationColumns(namesPools: Bool) -> [Column<Self>] {
    nameColumns(namesPools: namesPools)
      + [Column("replication", "The number of the replication, from 0.", cell: { .whole($0.replication) })]
  }
}

extension Scenario {
  /// The rows that a replication or figure has: one for all pools, and one for each where pools are named.
  func poolRows(of variant: Scenario.Variant) -> [Int?] {
    guard namesPools else { return [nil] }
    return [nil] + variant.configuration.pools.indices.map(Optional.some)
  }
}
