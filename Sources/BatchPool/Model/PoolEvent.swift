// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What can happen in a system of pools, by the slice of the model that knows what to do.
///
/// A value of at most 8 bytes: an id says to whom it happens, the rest is looked up.
enum PoolEvent: Hashable, Sendable, BitwiseCopyable {
  case caller(CallerEvent)
  case resize(ResizeEvent)
  case creation(CreationEvent)
  case image(ImageEvent)
  case node(NodeEvent)
  case work(WorkEvent)
  /// One of the configured events of the world happens.
  case world(InterventionID)
}

extension PoolEvent: FingerprintedEvent, CustomStringConvertible {
  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .caller(let event): event.label
    case .resize(let event): event.label
    case .creation(let event): event.label
    case .image(let event): event.label
    case .node(let event): event.label
    case .work(let event): event.label
    case .world(let event): EventLabel(10, "intervention", "index", event)
    }
  }

  /// The number of the event in the upper half, whom it happens to in the lower.
  var fingerprint: UInt64 {
    let label = label
    return label.number << 32 | UInt64(label.id)
  }

  var description: String {
    let label = label
    return "\(label.name)(\(label.subject): \(label.id))"
  }
}
