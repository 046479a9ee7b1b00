// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Synchronization

/// What happens on Ctrl-C: outputs that are being written are removed and the program ends.
///
/// It does not wait for replications that run: a large one takes long, and there is nothing to keep of it.
final class Interruption: Sendable {
  static let shared = Interruption()

  private let discards = Mutex<[@Sendable () -> Void]>([])

  /// Listens to SIGINT, SIGTERM and, unless the caller wants it ignored (nohup), SIGHUP.
  ///
  /// The signals are blocked and a thread of their own waits for them, so that what they cause runs as ordinary code.
  func watch() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let handler = signal(number, SIG_DFL)
      let isIgnored = unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if number == SIGHUP, isIgnored {
        signal(number, SIG_IGN)
      } else {
        sigaddset(&signals, number)
      }
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let awaited = signals
    Thread.detachNewThread { [self] in
      var awaited = awaited
      var number: Int32 = 0
      while sigwait(&awaited, &number) != 0 {}
      end(by: number)
    }
  }

  /// Remembers how to give up an output that is being written.
  func register(_ discard: @escaping @Sendable () -> Void) {
    discards.withLock { $0.append(discard) }
  }

  /// Gives up every output that is not complete.
  func discardOutputs() {
    for discard in discards.withLock({ $0 }) { discard() }
  }

  private func end(by number: Int32) {
    discardOutputs()
    Terminal.tell("poolsim: interrupted; no result was written")
    _exit(128 + number)
  }
}
