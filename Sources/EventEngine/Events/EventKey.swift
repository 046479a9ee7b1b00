// SPDX-License-Identifier: GPL-3.0-or-later

/// Names one scheduled event, so that it can be cancelled.
///
/// A key stays harmless when its event has been processed or cancelled: it then names nothing, and never comes to name
/// a later event. It means something only to the scheduler that made it.
@frozen
public struct EventKey: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline let order: EventOrder
  @usableFromInline let slot: UInt32

  @inlinable
  init(order: EventOrder, slot: UInt32) {
    self.order = order
    self.slot = slot
  }
}
