// SPDX-License-Identifier: GPL-3.0-or-later

/// Paces requests: a sustained rate, and a burst that may be spent at once.
///
/// A bucket holds at most `burst` tokens, starts full, gains `rate` tokens a second and gives one to every request.
/// It is kept as one number, the time at which the bucket would be full again if nobody asked any more: the generic
/// cell rate algorithm in its virtual-scheduling form (ITU-T I.371, 2004, Annex A). Taken as fast as it allows, the
/// k-th token (from 0) leaves a bucket that was full at time 0 at max(0, (k + 1 - burst) / rate).
///
/// ```swift
/// var requests = TokenBucket(rate: 500.0 / 60, burst: 1_500)
/// let time = requests.nextAvailability(at: scheduler.now)   // now, as long as the burst lasts
/// // ... and in an event at that time:
/// let isGranted = requests.take(at: scheduler.now)
/// ```
///
/// Token k's time is computed from a whole number of tokens, not summed up, so that no rounding accumulates however
/// long a backlog lasts.
@frozen
public struct TokenBucket: Hashable, Sendable, BitwiseCopyable {
  /// Tokens gained per second [1/s].
  public let rate: Double
  /// The most tokens that the bucket holds.
  public let burst: Int

  /// When the bucket last was full.
  @usableFromInline var epoch = SimulationTime.zero
  /// Tokens taken since then.
  @usableFromInline var taken = 0
  /// When the next token is there, as long as the bucket is not full again.
  @usableFromInline var nextToken = SimulationTime.zero

  /// A full bucket.
  ///
  /// - Parameters:
  ///   - rate: Tokens gained per second [1/s].
  ///   - burst: The most tokens that the bucket holds.
  /// - Precondition: `rate` is positive and finite, `burst` at least 1.
  /// - Complexity: O(1).
  @inlinable
  public init(rate: Double, burst: Int) {
    precondition(rate > 0 && rate.isFinite, "the rate of a token bucket must be positive and finite")
    precondition(burst >= 1, "a token bucket must hold at least one token")
    self.rate = rate
    self.burst = burst
  }

  /// The earliest time, not before `now`, at which ``take(at:)`` gives a token.
  ///
  /// - Parameter now: The present time.
  /// - Returns: The time, rounded up to a whole nanosecond.
  /// - Complexity: O(1).
  @inlinable
  public func nextAvailability(at now: SimulationTime) -> SimulationTime {
    max(now, nextToken)
  }

  /// Takes a token, if there is one.
  ///
  /// - Parameter now: The present time, not before that of an earlier call.
  /// - Returns: Whether there was one.
  /// - Complexity: O(1).
  @inlinable
  public mutating func take(at now: SimulationTime) -> Bool {
    // Full again: everything that was taken has been gained back. A multiplication tells most buckets that are far from
    // it; the millisecond is a thousand times what it may round.
    if taken > 0, Double(taken) <= ((now - epoch).seconds + 1e-3) * rate, now >= time(ofTokens: taken) {
      epoch = now
      taken = 0
    }
    guard taken == 0 || now >= nextToken else { return false }
    if taken == 0 { epoch = now }
    taken += 1
    assert(epoch <= now, "a bucket is full in the future")
    nextToken = taken < burst ? epoch : time(ofTokens: taken + 1 - burst)
    return true
  }

  /// When the bucket has gained so many tokens since ``epoch``, rounded up to a whole nanosecond.
  @inlinable
  func time(ofTokens count: Int) -> SimulationTime {
    epoch + SimulationDuration(nanoseconds: WholeNanoseconds.roundedUp(Double(count) / rate))
  }
}
