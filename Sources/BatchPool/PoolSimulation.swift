// SPDX-License-Identifier: GPL-3.0-or-later

/// Which details a run keeps beside its figures.
public struct Recording: OptionSet, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// One ``NodeRecord`` a node.
  public static let nodes = Recording(rawValue: 1)
  /// The ``TimelineEntry`` list.
  public static let timeline = Recording(rawValue: 2)
}
