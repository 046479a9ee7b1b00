// SPDX-License-Identifier: GPL-3.0-or-later

/// How an event is shown: its number in fingerprints, its name, and whom it happens to.
///
/// The numbers are part of reference fingerprints and the names of event lists, so that a new event takes the next free
/// number: 22.
struct EventLabel {
  let number: UInt64
  let name: StaticString
  /// What ``id`` is the id of.
  let subject: StaticString
  let id: UInt32

  init(_ number: UInt64, _ name: StaticString, _ subject: StaticString, _ id: some TableID) {
    assert((1..<1 << 32).contains(number), "an event cannot have the number \(number)")
    self.number = number
    self.name = name
    self.subject = subject
    self.id = id.number
  }
}
