// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What `resizes.csv` says of the scenario that ships for the errors of the service.
@Suite("Resize errors on the command line")
struct ResizeErrorCommandTests {
  private static let scenario = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scenarios/resize-errors.yaml").path

  /// The rows of a variant, by column.
  private static func rows(of variant: String, replications: Int) throws -> [[String: String]] {
    let folder = try TemporaryFolder()
    let ending = try Poolsim.run(
      ["run", scenario, "--replications", "\(replications)", "--output", "result", "--quiet"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    let lines = try folder.read("result/resizes.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    let rows = lines.dropFirst().filter { $0[1] == variant }
    #expect(rows.allSatisfy { $0.count == header.count }, "\(rows)")
    return rows.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// From 180 s on 50 nodes at once, then one a second: 169 are begun before 300 s, since the stop comes before what
  /// else happens in its instant.
  @Test("a stopped resize awaits the nodes that are being created, keeps them, and says that it was stopped")
  func stopMeetsCreation() throws {
    let rows = try Self.rows(of: "ResizeStopped-underway", replications: 5)
    #expect(rows.count == 5)
    for row in rows {
      #expect(row["outcome"] == "stopped" && row["error_code"] == "ResizeStopped")
      #expect(row["error_message"] == "Desired number of nodes could not be allocated due to a stop resize operation")
      #expect(row["nodes_before"] == "0" && row["nodes_after"] == "169" && row["target_nodes"] == "250")
      // After the stop at 5 min the last nodes are read and booted; before the resizeTimeout of 15 min.
      let end = try #require(row["ended_at_s"].flatMap(Double.init))
      #expect(end > 400 && end < 900, "\(end)")
    }
  }

  @Test("a timeout that only low-priority nodes miss does not speak of dedicated ones")
  func lowPriorityTimeout() throws {
    for row in try Self.rows(of: "AllocationTimedOut-low-priority", replications: 5) {
      #expect(row["outcome"] == "failed" && row["error_code"] == "AllocationTimedOut")
      #expect(
        row["error_message"]
          == "Desired number of low priority nodes could not be allocated as the resize timeout was reached")
      let nodes = try #require(row["nodes_after"].flatMap { Int($0) })
      #expect(nodes > 100 && nodes < 500, "\(nodes)")
    }
    for row in try Self.rows(of: "AllocationTimedOut", replications: 5) {
      #expect(
        row["error_message"]
          == "Desired number of dedicated nodes could not be allocated as the resize timeout was reached")
    }
  }

  @Test("two quotas that are met together are both told: the code is the first, the message has both")
  func bothQuotas() throws {
    for row in try Self.rows(of: "AccountCoreQuotaReached-both", replications: 2) {
      #expect(row["outcome"] == "failed" && row["error_code"] == "AccountCoreQuotaReached")
      #expect(
        row["error_message"]
          == "The specified account has reached core quota; AccountLowPriorityCoreQuotaReached: "
          + "The specified account has reached low priority core quota")
      #expect(row["nodes_after"] == "170")
    }
  }
}
