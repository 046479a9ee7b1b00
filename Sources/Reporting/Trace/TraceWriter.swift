// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
package import Files
internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
internal import Scenarios

/// Writes one replication of every variant as a trace in simulated time, for Perfetto or Chrome's tracing page.
///
///     process: variant (and pool) -> thread 0: resizes, thread n + 1: node n -> slices: waits, disk, reads, boots, starts
///                                 -> counters: nodes in each state
///
/// Format: "Trace Event Format", Google, 2016 (JSON object format; `ts` and `dur` in microseconds).
package enum TraceWriter {
  /// Writes the trace.
  ///
  /// - Parameters:
  ///   - trace: The first replication of every variant.
  ///   - writer: Where it goes.
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(nodes + timeline entries).
  package static func write(_ trace: ScenarioTrace, to writer: ByteWriter) throws(Failure) {
    let scenario = trace.scenario
    try writer.append("{\"displayTimeUnit\": \"ms\", \"traceEvents\": [")
    var events = TraceEvents(writer: writer)
    var firstProcess = 1
    for (variant, outcome) in zip(scenario.variants, trace.outcomes) {
      let pools = variant.configuration.pools
      for (index, pool) in pools.enumerated() {
        let name = scenario.namesPools ? "\(variant.name), \(pool.name)" : variant.name
        try events.name("process_name", name, process: firstProcess + index, thread: 0)
        try events.name("thread_name", "resizes", process: firstProcess + index, thread: 0)
      }
      try write(outcome, firstProcess: firstProcess, to: &events)
      firstProcess += pools.count
    }
    try writer.append("\n]}\n")
  }

  private static func write(
    _ outcome: RunOutcome, firstProcess: Int, to events: inout TraceEvents
  ) throws(Failure) {
    var resizeEnds: [ResizeName: SimulationTime] = [:]
    for resize in outcome.resizes {
      let endedAt = resize.endedAt ?? outcome.endedAt
      if let number = resize.resize { resizeEnds[ResizeName(pool: resize.pool, resize: number)] = endedAt }
      let number = resize.resize.map { "\($0)" } ?? "request"
      let name = "resize \(number): \(resize.error?.code ?? resize.outcome.rawValue)"
      try events.slice(
        name, from: resize.requestedAt, to: endedAt, process: firstProcess + resize.pool, thread: 0)
    }
    for node in outcome.nodes {
      let process = firstProcess + node.pool
      let thread = node.node + 1
      try events.name("thread_name", "node \(node.node)", process: process, thread: thread)
      // A node that was dropped stays in its last stage until the end of its resize.
      let droppedAt =
        node.state == .dropped ? resizeEnds[ResizeName(pool: node.pool, resize: node.resize)] : nil
      let stages: [(String, SimulationTime?, SimulationTime?)] = [
        ("waits for its image", node.requestedAt, node.diskStartedAt ?? node.creatingAt),
        ("disk is made", node.diskStartedAt, node.creatingAt),
        ("reads to boot", node.creatingAt, node.bootReadEndedAt),
        ("boots", node.bootReadEndedAt, node.bootedAt),
        ("starts", node.bootedAt, node.idleAt),
      ]
      for (name, start, end) in stages {
        guard let start else { continue }
        if let end {
          try events.slice(name, from: start, to: end, process: process, thread: thread)
        } else if let droppedAt {
          try events.slice(
            name + " (dropped)", from: start, to: max(start, droppedAt), process: process, thread: thread)
        }
      }
    }
    for entry in outcome.timeline {
      try events.counter(entry.state.name, entry.nodes, at: entry.time, process: firstProcess + entry.pool)
    }
  }
}

private struct ResizeName: Hashable {
  let pool: Int
  let resize: Int
}

/// The events of a trace, one a line.
private struct TraceEvents {
  let writer: ByteWriter
  private var isFirst = true

  init(writer: ByteWriter) {
    self.writer = writer
  }

  mutating func name(_ kind: String, _ name: String, process: Int, thread: Int) throws(Failure) {
    try begin("M", kind, process: process, thread: thread)
    try writer.append(", \"args\": {\"name\": \(JSONText.quoted(name))}}")
  }

  mutating func slice(
    _ name: String, from start: SimulationTime, to end: SimulationTime, process: Int, thread: Int
  ) throws(Failure) {
    try begin("X", name, process: process, thread: thread)
    try writer.append(", \"ts\": ")
    try writer.appendMicroseconds(start - .zero)
    try writer.append(", \"dur\": ")
    try writer.appendMicroseconds(end - start)
    try writer.append("}")
  }

  mutating func counter(_ name: String, _ value: Int, at time: SimulationTime, process: Int) throws(Failure) {
    try begin("C", name, process: process, thread: 0)
    try writer.append(", \"ts\": ")
    try writer.appendMicroseconds(time - .zero)
    try writer.append(", \"args\": {\"nodes\": \(value)}}")
  }

  private mutating func begin(_ phase: String, _ name: String, process: Int, thread: Int) throws(Failure) {
    try writer.append(isFirst ? "\n" : ",\n")
    isFirst = false
    try writer.append(
      "{\"ph\": \"\(phase)\", \"name\": \(JSONText.quoted(name)), \"pid\": \(process), \"tid\": \(thread)")
  }
}
