// SPDX-License-Identifier: GPL-3.0-or-later

/// Blocks of 1 KiB that hold entries, reused last freed first so that they stay in the cache.
///
/// The first 16 bytes of a chunk hold the address of the previous chunk of its chain and the number of chunks before it;
/// 63 entries follow. A chain is named by its tail, the address after its last entry, so that a tail at a multiple of
/// 1 KiB means that the last chunk is full, or that there is none.
@frozen
@usableFromInline
struct EventChunks: ~Copyable {
  @usableFromInline typealias Chunk = UnsafeMutablePointer<EventEntry>

  /// The tail of an empty chain: a chunk that is never used.
  @usableFromInline let none: Chunk
  /// The chunk freed last, linked to the others; ``none`` when there is none.
  @usableFromInline var firstFree: Chunk
  /// The slabs that chunks are cut from, the latest first, each linked to the next by its first chunk.
  @usableFromInline var latestSlab: Chunk
  @usableFromInline var chunkCount: Int

  @inlinable
  init() {
    none = EventChunks.allocateSlab(chunkCount: 1)
    EventChunks.setLink(of: none, to: none)
    firstFree = none
    latestSlab = none
    chunkCount = 0
  }

  @inlinable
  deinit {
    var slab = latestSlab
    while slab != none {
      let next = EventChunks.link(of: slab)
      slab.deallocate()
      slab = next
    }
    none.deallocate()
  }

  /// The size of a chunk, counting its link as an entry.
  @inlinable
  static var entriesPerChunk: Int { 64 }

  @inlinable
  static var payloadCount: Int { entriesPerChunk - 1 }

  @inlinable
  static var offsetMask: UInt { UInt(entriesPerChunk * MemoryLayout<EventEntry>.stride - 1) }

  @inlinable
  static func allocateSlab(chunkCount: Int) -> Chunk {
    let byteCount = chunkCount * entriesPerChunk * MemoryLayout<EventEntry>.stride
    return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: Int(offsetMask) + 1)
      .bindMemory(to: EventEntry.self, capacity: chunkCount * entriesPerChunk)
  }

  @inlinable
  static func link(of chunk: Chunk) -> Chunk {
    UnsafeRawPointer(chunk).load(as: Chunk.self)
  }

  @inlinable
  static func setLink(of chunk: Chunk, to other: Chunk) {
    UnsafeMutableRawPointer(chunk).storeBytes(of: other, as: Chunk.self)
  }

  /// The number of chunks before this one in its chain.
  @inlinable
  static func ordinal(of chunk: Chunk) -> Int {
    UnsafeRawPointer(chunk).load(fromByteOffset: 8, as: Int.self)
  }

  /// The chunk in which a chain that is not empty ends.
  @inlinable
  static func lastChunk(of tail: Chunk) -> Chunk {
    let offset = (UInt(bitPattern: tail) &- 1) & offsetMask
    return tail - Int(offset &+ 1) / MemoryLayout<EventEntry>.stride
  }

  /// The number of entries in a chain that is not empty.
  @inlinable
  static func entryCount(of tail: Chunk) -> Int {
    let chunk = lastChunk(of: tail)
    return ordinal(of: chunk) &* payloadCount &+ (tail - chunk) &- 1
  }

  /// Adds a chunk to a chain whose last chunk is full or that has none, and returns the new tail.
  @inlinable
  @inline(never)
  mutating func extend(_ tail: Chunk) -> Chunk {
    if firstFree == none { allocateChunks() }
    let chunk = firstFree
    firstFree = EventChunks.link(of: chunk)
    var ordinal = 0
    if tail == none {
      EventChunks.setLink(of: chunk, to: none)
    } else {
      let previous = tail - EventChunks.entriesPerChunk
      EventChunks.setLink(of: chunk, to: previous)
      ordinal = EventChunks.ordinal(of: previous) &+ 1
    }
    UnsafeMutableRawPointer(chunk).storeBytes(of: ordinal, toByteOffset: 8, as: Int.self)
    return chunk + 1
  }

  @inlinable
  mutating func release(_ chunk: Chunk) {
    EventChunks.setLink(of: chunk, to: firstFree)
    firstFree = chunk
  }

  /// Turns the links of a chain round and returns its oldest chunk.
  ///
  /// - Precondition: The chain is not empty.
  @inlinable
  func reverse(_ tail: Chunk) -> Chunk {
    var chunk = EventChunks.lastChunk(of: tail)
    var newer = none
    while true {
      let older = EventChunks.link(of: chunk)
      EventChunks.setLink(of: chunk, to: newer)
      if older == none { return chunk }
      newer = chunk
      chunk = older
    }
  }

  /// Doubles the number of chunks.
  @inlinable
  mutating func allocateChunks() {
    let added = Swift.max(chunkCount, 31)
    let slab = EventChunks.allocateSlab(chunkCount: added + 1)
    EventChunks.setLink(of: slab, to: latestSlab)
    latestSlab = slab
    for number in stride(from: added, to: 0, by: -1) {
      release(slab + number * EventChunks.entriesPerChunk)
    }
    chunkCount += added
  }
}
