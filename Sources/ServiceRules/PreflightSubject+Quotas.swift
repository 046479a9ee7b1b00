// SPDX-License-Identifier: GPL-3.0-or-later

internal import Scenarios

extension PreflightSubject {
  /// A quota of the account beside what the pools need of it.
  struct QuotaUse: Sendable {
    let quota: Int
    /// Which cores it is of.
    let noun: String
    let needed: Int
    let pool: String?
  }

  /// Every quota that the scenario gives, with what its pools need of it, as far as their VM sizes tell.
  ///
  /// - Complexity: O(pools) for every quota.
  var quotaUses: [QuotaUse] {
    func use(_ quota: Int, _ noun: String, _ pools: [ScenarioFacts.Pool], _ nodes: (ScenarioFacts.Pool) -> Int)
      -> QuotaUse
    {
      let wanted = pools.filter { nodes($0) > 0 }
      return QuotaUse(
        quota: quota, noun: noun, needed: wanted.reduce(0) { $0 + nodes($1) * $1.count * ($1.cores ?? 0) },
        pool: wanted.count == 1 ? wanted.first?.name : nil)
    }
    var uses: [QuotaUse] = []
    if let quota = account.dedicatedCoreQuota { uses.append(use(quota, "dedicated", pools) { $0.dedicatedNodes }) }
    if let quota = account.lowPriorityCoreQuota { uses.append(use(quota, spotNoun, pools) { $0.lowPriorityNodes }) }
    for series in account.vmSeriesQuotas {
      let own = pools.filter { VMFamilies.key(ofSize: $0.vmSize) == series.key }
      uses.append(use(series.cores, series.name, own) { $0.dedicatedNodes })
    }
    return uses.filter { $0.quota > 0 }
  }
}
