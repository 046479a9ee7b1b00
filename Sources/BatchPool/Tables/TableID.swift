// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that names one element of a ``Table``, from 0.
///
/// Every kind of element has a type of its own, so that the number of a pool cannot name a node.
protocol TableID: Strideable, Hashable, Sendable, BitwiseCopyable, CustomStringConvertible where Stride == Int {
  /// The number.
  var number: UInt32 { get }

  init(number: UInt32)
}

extension TableID {
  @inline(__always)
  init(_ index: Int) {
    self.init(number: UInt32(index))
  }

  /// The number as an index.
  @inline(__always)
  var index: Int { Int(number) }

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  @inline(__always)
  func distance(to other: Self) -> Int { other.index - index }

  @inline(__always)
  func advanced(by count: Int) -> Self { Self(index + count) }

  var description: String { String(number) }
}

/// A pool: its place in the configuration.
struct PoolID: TableID {
  let number: UInt32
}

/// An image source: its place in the configuration.
struct ImageID: TableID {
  let number: UInt32
}

/// A copy of an image; those of one image follow each other.
struct ReplicaID: TableID {
  let number: UInt32
}

/// A node, in order of creation over all pools.
struct NodeID: TableID {
  let number: UInt32
}

/// A subscription, whose VM create requests are paced together.
struct SubscriptionID: TableID {
  let number: UInt32
}

/// A deployment unit of any pool, in order of creation.
struct UnitID: TableID {
  let number: UInt32
}

/// A quota: its place in the configuration.
struct QuotaID: TableID {
  let number: UInt32
}

/// Something that happens at a set time: its place in the configuration.
struct InterventionID: TableID {
  let number: UInt32
}

/// A stream of jobs: its place in the configuration's work.
struct StreamID: TableID {
  let number: UInt32
}

/// A job of any stream, in order of submission.
struct JobID: TableID {
  let number: UInt32
}

/// An attempt at a task that goes on; numbers are used again.
struct AttemptID: TableID {
  let number: UInt32
}

/// The share of a node that an attempt at a task has; numbers are used again.
struct PlaceID: TableID {
  let number: UInt32
}

/// A resize of any pool, in the order in which they were requested; refused requests count.
struct ResizeID: TableID {
  let number: UInt32
}

extension SystemConfiguration {
  /// A pool.
  subscript(pool: PoolID) -> PoolConfiguration {
    @inline(__always) _read { yield pools[pool.index] }
  }

  /// An image source.
  subscript(image: ImageID) -> ImageConfiguration {
    @inline(__always) _read { yield images[image.index] }
  }

  /// A stream of jobs.
  subscript(stream: StreamID) -> WorkStream {
    @inline(__always) _read { yield work[stream.index] }
  }

  /// Something that happens at a set time.
  subscript(intervention: InterventionID) -> Intervention {
    @inline(__always) _read { yield interventions[intervention.index] }
  }
}
