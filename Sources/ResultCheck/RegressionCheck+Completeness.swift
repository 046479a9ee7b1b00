// SPDX-License-Identifier: GPL-3.0-or-later

extension RegressionCheck {
  /// Findings about replications that are missing: within a table, and of one table beside the other.
  ///
  /// - Parameters:
  ///   - baseline: What was right.
  ///   - candidate: What is checked.
  /// - Returns: A finding a variant, or a pool of one, of which something is missing.
  /// - Complexity: O(rows).
  static func incomplete(_ baseline: ResultTable, _ candidate: ResultTable) -> [CheckFinding] {
    let mostOfBaseline = mostReplications(baseline)
    let mostOfCandidate = mostReplications(candidate)
    return baseline.groups.compactMap { group in
      guard let other = candidate.group(group.key) else { return nil }
      let scenario = group.key.scenario
      let reason =
        gap(in: group, of: baseline, called: "baseline", most: mostOfBaseline[scenario] ?? 0)
        ?? gap(in: other, of: candidate, called: "candidate", most: mostOfCandidate[scenario] ?? 0)
        ?? difference(group, other, baseline, candidate)
      return reason.map { CheckFinding(group.key, nil, .cannotTell, reason: $0) }
    }
  }

  private static func mostReplications(_ table: ResultTable) -> [String: Int] {
    var most: [String: Int] = [:]
    for group in table.groups { most[group.key.scenario] = max(most[group.key.scenario] ?? 0, group.replicationCount) }
    return most
  }

  /// What is missing of a group by what its own file and manifest say.
  private static func gap(
    in group: ResultTable.Group, of table: ResultTable, called name: String, most: Int
  ) -> String? {
    let count = group.replicationCount
    if let stated = table.statedReplications[group.key.scenario], stated != count {
      return "the \(name) has \(count) replications, and its manifest states \(stated)"
    }
    if let last = group.replications.max(), last + 1 != count {
      return "the \(name) has \(count) replications, of which the last is number \(last): some are missing"
    }
    return count < most ? "the \(name) has \(count) replications here and \(most) of other variants" : nil
  }

  /// Other numbers of replications on both sides, unless both manifests say that so many were wanted of other seeds.
  private static func difference(
    _ group: ResultTable.Group, _ other: ResultTable.Group, _ baseline: ResultTable, _ candidate: ResultTable
  ) -> String? {
    let (first, second) = (group.replicationCount, other.replicationCount)
    guard first != second else { return nil }
    let scenario = group.key.scenario
    let areWanted =
      baseline.statedReplications[scenario] != nil && candidate.statedReplications[scenario] != nil
      && baseline.seeds[scenario] != candidate.seeds[scenario]
    guard !areWanted else { return nil }
    return "the baseline has \(first) replications and the candidate \(second); run as many of both"
  }
}
