// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Foundation
import Synchronization

/// What happens on Ctrl-C: outputs that are being written are removed and the program ends.
///
/// It does not wait for replications that run: a large one takes long, and there is nothing to keep of it.
final class Interruption: Sendable {
  static let shared = Interruption()

  private let message = Mutex("interrupted; no result was written")
  private let discards = Mutex<[@Sendable () -> Void]>([])

  /// Listens to SIGINT, SIGTERM and, unless the caller wants it ignored (nohup), SIGHUP.
  ///
  /// What a signal causes runs as ordinary code on a queue of its own.
  func watch() {
    let queue = DispatchQueue(label: "interruption")
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let handler = signal(number, SIG_IGN)
      let wasIgnored = unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if number == SIGHUP, wasIgnored { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in end(by: number) }
      source.resume()
      // It listens as long as the program runs.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }

  /// Remembers how to give up an output that is being written.
  func register(_ discard: @escaping @Sendable () -> Void) {
    discards.withLock { $0.append(discard) }
  }

  /// Changes what is said when the program is interrupted.
  func says(_ text: String) {
    message.withLock { $0 = text }
  }

  /// Gives up every output that is not complete.
  func discardOutputs() {
    for discard in discards.withLock({ $0 }) { discard() }
  }

  private func end(by number: Int32) {
    discardOutputs()
    Terminal.tell("poolsim: \(message.withLock { $0 })")
    _exit(128 + number)
  }
}
