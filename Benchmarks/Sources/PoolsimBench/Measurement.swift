// SPDX-License-Identifier: GPL-3.0-or-later

/// The costs of several repetitions of the same piece of work [ns per operation].
struct Measurement {
  /// From the cheapest to the dearest [ns per operation].
  let sorted: [Double]

  var minimum: Double { sorted[0] }
  var maximum: Double { sorted[sorted.count - 1] }

  var median: Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Times a piece of work, in processor time: what other programs do in between does not count.
  ///
  /// - Parameters:
  ///   - repetitions: How often to do it.
  ///   - work: Does it once and returns how many operations it did.
  /// - Precondition: `repetitions` is positive.
  init(repetitions: Int, _ work: () -> UInt64) {
    precondition(repetitions > 0, "a measurement needs a repetition")
    var costs: [Double] = []
    for _ in 0..<repetitions {
      let start = ProcessorTime.nanoseconds
      let operationCount = work()
      costs.append((ProcessorTime.nanoseconds - start) / Double(max(operationCount, 1)))
    }
    self.init(costs)
  }

  /// Takes costs that were measured elsewhere [ns per operation].
  ///
  /// - Precondition: There is at least one.
  init(_ costs: [Double]) {
    precondition(!costs.isEmpty, "a measurement needs a repetition")
    sorted = costs.sorted()
  }

  /// A duration [ns].
  static func nanoseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) * 1e-9
  }
}
