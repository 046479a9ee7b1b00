// SPDX-License-Identifier: GPL-3.0-or-later

/// The tasks of a pool that wait for slots, by what they need.
///
/// Tasks that need the same wait in one line: a job of a million equal tasks is one entry of it. Whose turn it is is then
/// the best of the first of each line: by priority, then by arrival, then by number.
struct TaskQueue {
  /// What a task needs, and how urgent it is.
  struct Need: Hashable, BitwiseCopyable {
    let priority: Int32
    let slots: UInt16
    let nodes: UInt16
  }

  /// Tasks of a job that follow each other and have never run.
  struct Range {
    let job: JobID
    var next: UInt32
    let end: UInt32
    /// The place of the next one in the order of arrival.
    var order: UInt64
  }

  /// A task that has run before and waits again.
  struct Again {
    let job: JobID
    let task: UInt32
    let order: UInt64
    let history: TaskHistory
  }

  /// A task whose turn it is.
  typealias Turn = (job: JobID, task: UInt32, order: UInt64, history: TaskHistory)

  /// Tasks that need the same.
  private struct Line {
    let need: Need
    var ranges = WaitingLine<Range>()
    /// A heap: the task that arrived first is on top.
    var again: [Again] = []

    /// The place of the first task in the order of arrival; nil when none waits.
    var firstOrder: UInt64? {
      switch (ranges.first?.order, again.first?.order) {
      case (let new?, let old?): min(new, old)
      case (let new, let old): new ?? old
      }
    }
  }

  /// The more urgent first; of equal priorities in the order in which they came up.
  private var lines: [Line] = []
  /// Tasks that wait.
  private(set) var count = 0
  /// The same, a multi-instance task once for each of its nodes.
  private(set) var instanceCount = 0

  var isEmpty: Bool { count == 0 }

  /// Tasks of a job begin to wait.
  ///
  /// - Complexity: O(lines).
  mutating func append(_ range: Range, need: Need) {
    assert(range.next < range.end, "nothing waits")
    count += Int(range.end - range.next)
    instanceCount += Int(range.end - range.next) * Int(need.nodes)
    let line = line(for: need)
    lines[line].ranges.append(range)
  }

  /// A task waits again, at the place that its arrival gives it.
  ///
  /// - Complexity: O(lines + log n) for n that wait again.
  mutating func append(_ task: Again, need: Need) {
    count += 1
    instanceCount += Int(need.nodes)
    let line = line(for: need)
    lines[line].again.append(task)
    Self.siftUp(&lines[line].again)
  }

  private mutating func line(for need: Need) -> Int {
    if let line = lines.firstIndex(where: { $0.need == need }) { return line }
    let place = lines.firstIndex { $0.need.priority < need.priority } ?? lines.count
    lines.insert(Line(need: need), at: place)
    return place
  }

  /// The line whose first task is to go next.
  ///
  /// - Parameters:
  ///   - inOrder: Whether the first of all must go, so that one that does not fit holds up the rest.
  ///   - fits: Whether there is room for a need.
  /// - Returns: The line and what its tasks need; nil when none can go.
  /// - Complexity: O(lines).
  func next(inOrder: Bool, where fits: (Need) -> Bool) -> (line: Int, need: Need)? {
    guard count > 0 else { return nil }
    var best: (line: Int, order: UInt64)?
    for line in lines.indices {
      if let best, lines[best.line].need.priority > lines[line].need.priority { break }
      guard let order = lines[line].firstOrder, best.map({ order < $0.order }) ?? true,
        inOrder || fits(lines[line].need)
      else { continue }
      best = (line, order)
    }
    guard let best, !inOrder || fits(lines[best.line].need) else { return nil }
    return (best.line, lines[best.line].need)
  }

  /// Takes the first task of a line.
  ///
  /// - Precondition: One waits there.
  mutating func removeFirst(ofLine line: Int) -> Turn {
    count -= 1
    instanceCount -= Int(lines[line].need.nodes)
    let again = lines[line].again.first
    guard let range = lines[line].ranges.first, again.map({ range.order < $0.order }) ?? true else {
      guard let again else { preconditionFailure("no task waits in line \(line)") }
      Self.removeTop(&lines[line].again)
      return (again.job, again.task, again.order, again.history)
    }
    if range.next + 1 == range.end {
      lines[line].ranges.removeFirst()
    } else {
      lines[line].ranges.changeFirst {
        $0.next += 1
        $0.order += 1
      }
    }
    return (range.job, range.next, range.order, TaskHistory())
  }

  /// Calls a function with every task that waits, or for tasks that have never run with all that follow each other.
  func forEach(_ body: (_ job: JobID, _ tasks: Swift.Range<UInt32>, _ history: TaskHistory) -> Void) {
    for line in lines {
      line.ranges.forEach { body($0.job, $0.next..<$0.end, TaskHistory()) }
      for task in line.again { body(task.job, task.task..<task.task + 1, task.history) }
    }
  }

  private static func siftUp(_ heap: inout [Again]) {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].order < heap[parent].order else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private static func removeTop(_ heap: inout [Again]) {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].order < heap[least].order {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  /// Stops the program unless the count is that of the lines.
  func checkInvariants(of pool: PoolID) {
    var waiting = 0
    forEach { _, tasks, _ in waiting += tasks.count }
    precondition(waiting == count, "pool \(pool) miscounts the tasks that wait")
  }
}
