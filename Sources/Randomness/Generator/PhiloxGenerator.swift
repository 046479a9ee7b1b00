// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Philox4x32-10 as a generator of GSL: what GSL's distributions draw from.
///
/// It owns the memory that GSL's pointers lead to and can be set to the start of any stream in a few stores.
struct PhiloxGenerator: ~Copyable {
  /// What GSL's functions take.
  let handle: UnsafeMutablePointer<gsl_rng>
  /// The state within `handle`.
  private let state: UnsafeMutablePointer<PhiloxState>
  private let type: UnsafeMutablePointer<gsl_rng_type>

  /// Makes a generator at the start of the stream of key, entity and attempt 0.
  init() {
    GNUScientificLibrary.switchOffErrorHandler()
    type = .allocate(capacity: 1)
    type.initialize(to: Self.registration)
    guard let handle = gsl_rng_alloc(type), let raw = handle.pointee.state else {
      preconditionFailure("no memory for a random number generator")
    }
    self.handle = handle
    state = raw.bindMemory(to: PhiloxState.self, capacity: 1)
  }

  deinit {
    gsl_rng_free(handle)
    type.deallocate()
  }

  /// Goes to the start of a stream.
  ///
  /// - Complexity: O(1): a few stores; the first block is made when it is drawn from.
  @inline(__always)
  func start(key: UInt64, entity: UInt64, attempt: UInt32) {
    state.pointee = PhiloxState(key: key, entity: entity, attempt: attempt)
  }

  /// The next number in [0, 1) without the way through GSL.
  @inline(__always)
  func nextUnit() -> Double {
    state.pointee.nextUnit()
  }

  /// The next 32 random bits without the way through GSL.
  @inline(__always)
  func nextWord() -> UInt32 {
    state.pointee.nextWord()
  }

  /// What GSL asks of a generator. The seed that GSL sets names the stream of entity 0 under that key.
  private static var registration: gsl_rng_type {
    let name: StaticString = "philox4x32-10"
    return gsl_rng_type(
      name: UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
      max: UInt(UInt32.max), min: 0, size: MemoryLayout<PhiloxState>.size,
      set: { state, seed in
        state?.initializeMemory(
          as: PhiloxState.self, to: PhiloxState(key: UInt64(seed), entity: 0, attempt: 0))
      },
      get: { state in
        guard let state else { return 0 }
        return UInt(state.assumingMemoryBound(to: PhiloxState.self).pointee.nextWord())
      },
      get_double: { state in
        guard let state else { return 0 }
        return state.assumingMemoryBound(to: PhiloxState.self).pointee.nextUnit()
      })
  }
}
