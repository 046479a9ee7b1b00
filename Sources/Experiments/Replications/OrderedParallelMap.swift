// SPDX-License-Identifier: GPL-3.0-or-later

/// Independent pieces of work on several cores, their results handed over one by one in the order of their numbers.
///
///     work(0) work(1) work(2) ...   on at most `jobs` cores
///        \       |       /
///         deliver(0), deliver(1), deliver(2) ...   on the caller, never two at once
///
/// What is delivered, and in which order, does not depend on how the pieces were scheduled. At most
/// ``window(ofPieces:)`` results exist at a time, so that memory stays bounded however many pieces there are.
public struct OrderedParallelMap: Hashable, Sendable {
  /// Pieces of work that run at once; at least 1.
  public let jobs: Int

  /// Pieces that may be under way or wait for an earlier one, at most.
  ///
  /// Twice ``jobs``: a slow piece holds the others up only after each core has finished another one. No more than there
  /// are pieces.
  package func window(ofPieces count: Int) -> Int {
    max(1, jobs > count / 2 ? count : 2 * jobs)
  }

  /// Makes a map over several cores.
  ///
  /// - Parameter jobs: Pieces of work that run at once.
  /// - Precondition: `jobs` is at least 1.
  public init(jobs: Int) {
    precondition(jobs >= 1, "there must be at least one job, not \(jobs)")
    self.jobs = jobs
  }

  /// Does the pieces 0 to `count` - 1.
  ///
  /// Cancelling the surrounding task stops it between pieces.
  ///
  /// - Parameters:
  ///   - count: How many pieces there are.
  ///   - work: Does one piece; runs on any core.
  ///   - deliver: Takes one result; called in the order of the pieces.
  /// - Throws: `CancellationError`, or what `deliver` throws.
  /// - Complexity: O(count) calls of `work`; memory for ``window(ofPieces:)`` results.
  public func run<Result: Sendable>(
    _ count: Int, work: @escaping @Sendable (Int) -> Result, deliver: (Int, Result) throws -> Void
  ) async throws {
    let jobs = self.jobs
    let window = window(ofPieces: count)
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      // Piece `i` waits for its predecessors in place `i` modulo the window.
      var finished = [Result?](repeating: nil, count: window)
      var started = 0
      var returned = 0
      var delivered = 0
      func startMore() {
        while started < count, started - returned < jobs, started - delivered < window {
          let index = started
          group.addTask { (index, work(index)) }
          started += 1
        }
      }
      startMore()
      while let (index, result) = try await group.next() {
        try Task.checkCancellation()
        returned += 1
        finished[index % window] = result
        // The cores get their next piece before this one is written out.
        startMore()
        while delivered < count, let next = finished[delivered % window] {
          finished[delivered % window] = nil
          try deliver(delivered, next)
          delivered += 1
        }
        startMore()
      }
      try Task.checkCancellation()
    }
  }
}
