// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import EventEngine
internal import Quantities

/// Gathers the tasks of a trace: cuts it, scales it, and refuses what no run could replay.
struct TraceCollector {
  enum LineFault: Error {
    /// The file cannot be read further.
    case reading(Failure)
    /// A line is wrong, or the file as a whole.
    case line(Int?, String)
  }

  /// The most tasks of a trace.
  static let mostTasks = Int(Int32.max)

  private let file: TraceFile
  private(set) var entries: [TaskTrace.Entry] = []
  private(set) var jobNames: [String] = []
  /// Jobs that were left out because of unknown numbers.
  var skipped = 0
  private var latest = -Double.infinity

  init(_ file: TraceFile) {
    self.file = file
  }

  /// What becomes of a task that was submitted at a time.
  ///
  /// - Parameters:
  ///   - submitted: The time as the file has it [s].
  ///   - line: The line of the file.
  /// - Returns: The time in the run; nil when the task is cut off.
  /// - Throws: What is wrong with the time.
  mutating func time(_ submitted: Double, line: Int) throws(LineFault) -> SimulationTime? {
    let limit = Dimension.duration.limit
    guard submitted >= 0, submitted <= limit else {
      let shown = NumberText.written(submitted)
      throw .line(
        line,
        submitted < 0
          ? "the time of submission is \(shown) s; expected 0 or more"
          : "the time of submission is \(shown) s, and at most 1e9 s are simulated; count from the start of the log")
    }
    guard submitted >= latest else {
      let times = [submitted, latest].map { NumberText.written($0) }
      throw .line(
        line, "this was submitted at \(times[0]) s, and what stands before it at \(times[1]) s; sort the file")
    }
    latest = submitted
    guard submitted >= file.from, submitted < file.until else { return nil }
    let scaled = (submitted - file.from) / file.speedup
    guard scaled <= limit else {
      throw .line(line, "this would be submitted after more than 1e9 s; give a larger speedup")
    }
    return SimulationTime(seconds: scaled)
  }

  /// A name for a job.
  ///
  /// - Returns: Its number.
  mutating func job(_ name: String) -> UInt32 {
    jobNames.append(name)
    return UInt32(jobNames.count - 1)
  }

  mutating func add(
    at time: SimulationTime, duration seconds: Double, job: UInt32, slots: Int, nodes: Int, line: Int
  ) throws(LineFault) {
    guard seconds >= 0, seconds <= Dimension.duration.limit else {
      throw .line(line, "the task runs \(NumberText.written(seconds)) s; expected 0 to 1e9 s")
    }
    guard (1...256).contains(slots), (1...65_535).contains(nodes) else {
      throw .line(
        line, "the task takes \(slots) slots of \(nodes) nodes; expected at most 256 slots of at most 65535 nodes")
    }
    guard entries.count < Self.mostTasks else {
      throw .line(line, "there are more than \(Self.mostTasks) tasks; cut the trace with from and until")
    }
    entries.append(
      TaskTrace.Entry(
        submittedAt: time, duration: SimulationDuration(seconds: seconds), job: job, slots: UInt16(slots),
        nodes: UInt16(nodes)))
  }
}
