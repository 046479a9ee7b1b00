// SPDX-License-Identifier: GPL-3.0-or-later

/// The buckets of entries that lie beyond the front, in levels of ever finer digits of time.
///
/// All entries here are later than a reference time, the last time of the front. An entry belongs to the level that
/// covers the highest bit in which its time differs from the reference, and within the level to the bucket named by
/// its own eight bits from the level's shift upwards:
///
///     bit  62 ...... 55 | 54 ...... 47 | 46 ..... 36 | 35 ......... 0
///          level 0        level 1        level 2       within the front
///
/// As long as the reference only moves on, no entry has to move but those of the bucket that is opened next, as in a
/// radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990, doi:10.1145/77600.77615); here the levels are made and dropped
/// as the population demands.
@frozen
@usableFromInline
struct EventLevels<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>
  @usableFromInline typealias Chunks = EventChunks<Event>
  @usableFromInline typealias Address = UnsafeMutableRawPointer

  /// Where the entries of a bucket are.
  @frozen
  @usableFromInline
  struct Chain: BitwiseCopyable {
    @usableFromInline let first: Address
    @usableFromInline var chunkCount: Int

    @inlinable
    init(first: Address, chunkCount: Int) {
      self.first = first
      self.chunkCount = chunkCount
    }
  }

  @usableFromInline var chunks: Chunks
  /// Where the chain of every bucket ends, 256 buckets a level; where no chunk is used, for an empty bucket.
  @usableFromInline var tails: GrowableBuffer<Address>
  /// The chain of every bucket that is not empty.
  @usableFromInline var chains: GrowableBuffer<Chain>
  /// Which buckets of a level hold entries, four words a level.
  @usableFromInline var occupancy: GrowableBuffer<UInt64>
  /// The lowest bit of every level's digit.
  @usableFromInline var shifts: GrowableBuffer<Int>
  /// By the number of leading zeros of the difference to the reference: the first bucket and the shift of the level.
  @usableFromInline let routes: UnsafeMutablePointer<UInt32>
  /// The number of levels in use.
  @usableFromInline var count: Int

  @inlinable
  init() {
    chunks = Chunks()
    tails = GrowableBuffer(capacity: 0)
    chains = GrowableBuffer(capacity: 0)
    occupancy = GrowableBuffer(capacity: 0)
    shifts = GrowableBuffer(capacity: 0)
    routes = .allocate(capacity: 65)
    routes.initialize(repeating: 0, count: 65)
    count = 0
  }

  @inlinable
  deinit {
    routes.deallocate()
  }

  /// The number of levels for which there is room, whose buckets are empty when not in use.
  @inlinable
  var capacity: Int { shifts.capacity }

  @inlinable
  static var bucketCount: Int { 256 }

  @inlinable
  static var wordCount: Int { 4 }

  /// The shift of level 0, which is always there.
  @inlinable
  static var rootShift: Int { 55 }

  /// Adds level 0 when it is not there yet.
  @inlinable
  mutating func makeRoot() {
    if count == 0 { append(from: EventLevels.rootShift, to: 63) }
  }

  /// Adds a level below the others that covers the bits `low..<high`; there are never more than 63, one a bit.
  @inlinable
  mutating func append(from low: Int, to high: Int) {
    assert(low >= 0 && low < high && high <= 63, "a level of no bits of time")
    if count == capacity { grow() }
    shifts[count] = low
    let route = UInt32(truncatingIfNeeded: count &* EventLevels.bucketCount &<< 8 | low)
    var bit = low
    while bit < high {
      routes[63 &- bit] = route
      bit &+= 1
    }
    count &+= 1
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    let larger = Swift.max(8, capacity * 2)
    let (bucketCount, wordCount) = (tails.capacity, occupancy.capacity)
    tails.grow(to: larger * EventLevels.bucketCount, keeping: 0..<bucketCount)
    (tails.base + bucketCount).initialize(repeating: chunks.none, count: tails.capacity - bucketCount)
    chains.grow(to: larger * EventLevels.bucketCount, keeping: 0..<bucketCount)
    occupancy.grow(to: larger * EventLevels.wordCount, keeping: 0..<wordCount)
    (occupancy.base + wordCount).initialize(repeating: 0, count: occupancy.capacity - wordCount)
    shifts.grow(to: larger, keeping: 0..<shifts.capacity)
  }

  /// Lets times that differ from the reference in lower bits only, or not at all, belong to the finest level, where the
  /// reference itself has its bucket.
  @inlinable
  func routeEqualTimes() {
    let shift = shifts[count &- 1]
    let route = routes[63 &- shift]
    for place in (64 &- shift)...64 { routes[place] = route }
  }

  /// The bucket of an entry whose time differs from a reference in a bit that a level covers.
  @inlinable
  func bucket(of ticks: UInt64, after reference: UInt64) -> Int {
    let route = routes[(ticks ^ reference).leadingZeroBitCount]
    return Int(truncatingIfNeeded: route &>> 8) &+ Int(truncatingIfNeeded: (ticks &>> UInt64(route & 0xFF)) & 0xFF)
  }

  @inlinable
  @inline(__always)
  mutating func append(_ entry: Entry, to bucket: Int) {
    assert(bucket < count &* EventLevels.bucketCount, "a bucket of a level that is not in use")
    var tail = tails[bucket]
    if UInt(bitPattern: tail) & Chunks.offsetMask == 0 { tail = extend(bucket) }
    tail.storeBytes(of: entry, as: Entry.self)
    tails[bucket] = tail + MemoryLayout<Entry>.stride
  }

  /// Adds a chunk to a bucket whose last chunk is full or that has none, and returns where its entries begin.
  @inlinable
  @inline(never)
  mutating func extend(_ bucket: Int) -> Address {
    let chunk = chunks.take()
    let tail = tails[bucket]
    if tail == chunks.none {
      occupancy[bucket &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bucket & 63)
      chains[bucket] = Chain(first: chunk, chunkCount: 1)
    } else {
      Chunks.setLink(of: tail - Chunks.byteCount, to: chunk)
      chains[bucket].chunkCount &+= 1
    }
    return chunk + Chunks.firstOffset
  }

  @inlinable
  var reservedByteCount: Int {
    let bucketByteCount = MemoryLayout<Address>.stride + MemoryLayout<Chain>.stride
    return capacity * EventLevels.bucketCount * bucketByteCount + chunks.reservedByteCount
  }

  @inlinable
  func isEmpty(_ bucket: Int) -> Bool { tails[bucket] == chunks.none }

  /// The number of entries in a bucket that is not empty.
  @inlinable
  func entryCount(in bucket: Int) -> Int {
    assert(!isEmpty(bucket), "an empty bucket has no chain")
    let tail = tails[bucket]
    let lastCount = (tail - Chunks.lastChunk(of: tail) - Chunks.firstOffset) / MemoryLayout<Entry>.stride
    return (chains[bucket].chunkCount &- 1) &* Chunks.capacity &+ lastCount
  }

  /// Empties a bucket and returns the first chunk of what was in it.
  @inlinable
  mutating func take(_ bucket: Int) -> Address {
    assert(!isEmpty(bucket), "an empty bucket has no chain")
    tails[bucket] = chunks.none
    occupancy[bucket &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: bucket & 63))
    return chains[bucket].first
  }

  /// The first bucket of a level that holds entries, at or after a bucket of that level; nil when there is none.
  @inlinable
  func firstOccupied(in level: Int, from digit: Int = 0) -> Int? {
    guard digit < EventLevels.bucketCount else { return nil }
    assert(level < capacity, "a level for which there is no room")
    let words = occupancy.base + level &* EventLevels.wordCount
    var word = digit &>> 6
    var bits = words[word] & (UInt64.max &<< UInt64(truncatingIfNeeded: digit & 63))
    while bits == 0 {
      word &+= 1
      if word == EventLevels.wordCount { return nil }
      bits = words[word]
    }
    return level &* EventLevels.bucketCount &+ word &<< 6 &+ bits.trailingZeroBitCount
  }

  /// The bits in which the times in the latest chunk of a bucket differ from each other, and from a reference as well.
  @inlinable
  func sample(in bucket: Int, start: UInt64) -> (spread: UInt64, offset: UInt64) {
    let count = (entryCount(in: bucket) &- 1) % Chunks.capacity &+ 1
    let chunk = Chunks.lastChunk(of: tails[bucket])
    let reference = Chunks.entries(of: chunk)[0].order.ticks
    let spread = Chunks.difference(from: chunk, count: count)
    return (spread, spread | (reference ^ start))
  }
}
