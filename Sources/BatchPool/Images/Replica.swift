// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// One copy of an image: a link that its readers share.
struct Replica {
  var link: FairShareLink
  /// The event at the link's next completion, and its time.
  var completionEvent: EventKey?
  var completionTime: SimulationTime?

  init(link: FairShareLink) {
    self.link = link
  }
}

/// The changing state of one image source.
struct Image {
  /// Its replicas: a range of the system's replicas; empty when reads are unconstrained.
  let replicas: Range<Int>
  var isDeleted = false
}
