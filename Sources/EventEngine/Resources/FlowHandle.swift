// SPDX-License-Identifier: GPL-3.0-or-later

/// Names one flow on one link, so that it can be cancelled.
///
/// A handle stays harmless when its flow has completed or been cancelled: it then names nothing. It means something only
/// to the ``FairShareLink`` or ``CappedFairShareLink`` that made it, and as long as fewer than 2^32 further flows have
/// been submitted there.
@frozen
public struct FlowHandle: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline let slot: UInt32
  @usableFromInline let sequence: UInt32

  @inlinable
  init(slot: UInt32, sequence: UInt32) {
    self.slot = slot
    self.sequence = sequence
  }
}
