// SPDX-License-Identifier: GPL-3.0-or-later

/// A start of a real pool whose time to the steady state is on record.
///
/// Marketplace images, few nodes: no log of a managed-image or gallery pool of more than some 20 nodes is public.
package struct RecordedStart: Hashable, Sendable {
  /// Nodes wanted.
  package let nodes: Int
  /// From the request until the pool was steady [s].
  package let seconds: Double
  /// Where it is recorded.
  package let source: String

  /// The case that simulates it.
  package var poolCase: PoolCase { PoolCase(.marketplace, nodes: nodes) }

  /// The recordings, in order of time.
  package static let all: [RecordedStart] = [
    RecordedStart(
      nodes: 2, seconds: 27.2, source: "azure-powershell, recording TestRemoveComputeNodes, 2024-03-21, uksouth"),
    RecordedStart(
      nodes: 15, seconds: 55, source: "Azure Batch, example of the event \"Pool resize complete\""),
    RecordedStart(
      nodes: 2, seconds: 62.2,
      source: "azure-powershell, recording TestRebootAndReimageComputeNode, 2024-03-22, uksouth"),
    RecordedStart(
      nodes: 2, seconds: 65.6, source: "azure-powershell, recording TestRemoveComputeNodes, 2018-05-25, westus"),
    RecordedStart(
      nodes: 2, seconds: 95, source: "batch-shipyard issue 349, log, 2020-05-17: 95 to 117 s, looked at every 21.5 s"),
  ]
}
