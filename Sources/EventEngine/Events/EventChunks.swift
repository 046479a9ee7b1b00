// SPDX-License-Identifier: GPL-3.0-or-later

/// Blocks of 4 KiB that hold entries, reused last freed first so that they stay in the cache.
///
/// The first 8 bytes of a chunk link it to the next of its chain; the entries lie at its very end. A chain is extended at
/// its tail, the address after its last entry: at a multiple of the chunk's size, the last chunk is full.
@frozen
@usableFromInline
struct EventChunks<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>
  @usableFromInline typealias Address = UnsafeMutableRawPointer

  /// The tail of an empty chain: the end of a chunk that is never used.
  @usableFromInline let none: Address
  /// The chunk freed last, linked to the others; ``none`` when there is none.
  @usableFromInline var firstFree: Address
  /// The chunks of the latest slab that have never been used.
  @usableFromInline var unused: Address
  @usableFromInline var unusedEnd: Address
  /// The slabs that chunks are cut from, the latest first, each linked to the one before by its first chunk.
  @usableFromInline var latestSlab: Address
  /// The number of chunks in the latest slab.
  @usableFromInline var slabCapacity: Int

  @inlinable
  init() {
    // Of these two, so that nothing that is used ends where the second begins.
    latestSlab = EventChunks.allocateSlab(chunkCount: 2)
    none = latestSlab + EventChunks.byteCount
    firstFree = none
    unused = none
    unusedEnd = none
    slabCapacity = 8
  }

  @inlinable
  deinit {
    var slab = latestSlab
    while slab + EventChunks.byteCount != none {
      let older = EventChunks.link(of: slab)
      slab.deallocate()
      slab = older
    }
    slab.deallocate()
  }

  /// All slabs have half the capacity of the next, from 8 chunks on.
  @inlinable
  var reservedByteCount: Int { (slabCapacity - 8) * EventChunks.byteCount }

  /// The size of a chunk [bytes]: a power of two with room for the link and eight entries, at least 4 KiB.
  @inlinable
  static var byteCount: Int {
    let needed = 8 * MemoryLayout<Entry>.stride + 8
    return Swift.max(4_096, 1 &<< (Int.bitWidth &- (needed &- 1).leadingZeroBitCount))
  }

  @inlinable
  static var offsetMask: UInt { UInt(byteCount - 1) }

  /// The number of entries in a full chunk.
  @inlinable
  static var capacity: Int { (byteCount - 8) / MemoryLayout<Entry>.stride }

  /// Where a chunk's entries begin [bytes].
  @inlinable
  static var firstOffset: Int { byteCount - capacity * MemoryLayout<Entry>.stride }

  @inlinable
  static func allocateSlab(chunkCount: Int) -> Address {
    .allocate(byteCount: chunkCount * byteCount, alignment: byteCount)
  }

  @inlinable
  static func link(of chunk: Address) -> Address {
    chunk.load(as: Address.self)
  }

  @inlinable
  static func setLink(of chunk: Address, to other: Address) {
    chunk.storeBytes(of: other, as: Address.self)
  }

  /// The entries of a chunk.
  @inlinable
  static func entries(of chunk: Address) -> UnsafeMutablePointer<Entry> {
    (chunk + firstOffset).assumingMemoryBound(to: Entry.self)
  }

  /// The chunk in which a chain that is not empty ends.
  @inlinable
  static func lastChunk(of tail: Address) -> Address {
    tail - Int(bitPattern: ((UInt(bitPattern: tail) &- 1) & offsetMask) &+ 1)
  }

  /// Calls a function with every chunk of a chain, the oldest first, and the number of entries in it.
  ///
  /// The function may release the chunk and change any other chain: where the chain goes on is known beforehand.
  ///
  /// - Parameters:
  ///   - oldest: The first chunk of the chain.
  ///   - entryCount: The number of entries in the chain, at least 1.
  ///   - body: What is called.
  @inlinable
  @inline(__always)
  static func forEachChunk(
    from oldest: Address, count entryCount: Int, _ body: (_ chunk: Address, _ number: Int) -> Void
  ) {
    assert(entryCount > 0, "a chain without entries has no first chunk")
    var chunk = oldest
    var remaining = entryCount
    while remaining > 0 {
      assert(UInt(bitPattern: chunk) & offsetMask == 0, "a chain leads to what is not the start of a chunk")
      let number = Swift.min(remaining, EventChunks.capacity)
      let next = EventChunks.link(of: chunk)
      body(chunk, number)
      chunk = next
      remaining &-= number
    }
  }

  /// Calls a function with every entry of a chain, the oldest first.
  @inlinable
  @inline(__always)
  static func forEachEntry(from oldest: Address, count entryCount: Int, _ body: (Entry) -> Void) {
    forEachChunk(from: oldest, count: entryCount) { chunk, number in
      let entries = EventChunks.entries(of: chunk)
      for place in 0..<number { body(entries[place]) }
    }
  }

  /// The bits in which the times of the entries of a chain differ.
  @inlinable
  static func difference(from oldest: Address, count entryCount: Int) -> UInt64 {
    let reference = EventChunks.entries(of: oldest)[0].order.ticks
    var difference: UInt64 = 0
    forEachEntry(from: oldest, count: entryCount) { difference |= $0.order.ticks ^ reference }
    return difference
  }

  /// A chunk that is free.
  @inlinable
  mutating func take() -> Address {
    if firstFree != none {
      let chunk = firstFree
      assert(UInt(bitPattern: chunk) & EventChunks.offsetMask == 0, "a free chunk is not one")
      firstFree = EventChunks.link(of: chunk)
      return chunk
    }
    if unused == unusedEnd { addSlab() }
    let chunk = unused
    unused += EventChunks.byteCount
    assert(unused <= unusedEnd, "a chunk beyond the end of its slab")
    return chunk
  }

  @inlinable
  mutating func release(_ chunk: Address) {
    assert(UInt(bitPattern: chunk) & EventChunks.offsetMask == 0, "what is released is not a chunk")
    assert(chunk != firstFree, "a chunk was released twice")
    EventChunks.setLink(of: chunk, to: firstFree)
    firstFree = chunk
  }

  /// Allocates as many chunks as there are.
  @inlinable
  @inline(never)
  mutating func addSlab() {
    let slab = EventChunks.allocateSlab(chunkCount: 1 + slabCapacity)
    EventChunks.setLink(of: slab, to: latestSlab)
    latestSlab = slab
    unused = slab + EventChunks.byteCount
    unusedEnd = unused + slabCapacity * EventChunks.byteCount
    slabCapacity *= 2
  }
}
