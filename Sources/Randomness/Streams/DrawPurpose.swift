// SPDX-License-Identifier: GPL-3.0-or-later

/// What random numbers are drawn for: the boot of an operating system, the bandwidth of a replica.
///
/// Every pair of purpose and entity of a replication has an independent stream, so a model that draws each kind of
/// quantity under a purpose of its own can gain or lose a draw without shifting any other. The raw value is part of
/// the stream's key: changing it changes results.
public struct DrawPurpose: RawRepresentable, Hashable, Sendable {
  /// The number that stands for the purpose in the key of its streams.
  public let rawValue: UInt32

  /// Makes the purpose with a number.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
