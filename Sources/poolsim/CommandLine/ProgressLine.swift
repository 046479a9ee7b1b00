// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Synchronization

/// One line on standard error that says how far the work is, for a terminal only.
final class ProgressLine: Sendable {
  static let shared = ProgressLine()

  private struct State {
    var isEnabled = false
    var isShown = false
    var start = ContinuousClock.now
    var latest: ContinuousClock.Instant?
  }

  private static let interval = Duration.milliseconds(100)

  private let state = Mutex(State())

  /// Allows the line, if standard error is a terminal.
  func enable() {
    state.withLock {
      $0.isEnabled = Terminal.showsProgress
      $0.start = .now
    }
  }

  /// Shows how far the work is, at most ten times a second.
  func show(_ progress: ExperimentProgress) {
    state.withLock { state in
      guard state.isEnabled else { return }
      let now = ContinuousClock.now
      if let latest = state.latest, now - latest < Self.interval { return }
      state.latest = now
      state.isShown = true
      let elapsed = (now - state.start) / .seconds(1)
      let rest = elapsed * Double(progress.total - progress.done) / Double(max(progress.done, 1))
      write(
        "\r\u{1B}[K\(progress.scenario): \(progress.done) of \(progress.total) replications, "
          + "about \(Int(rest.rounded(.up))) s left")
    }
  }

  /// Removes the line.
  func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      write("\r\u{1B}[K")
    }
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
