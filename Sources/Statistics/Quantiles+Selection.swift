// SPDX-License-Identifier: GPL-3.0-or-later

extension Quantiles {
  /// The quantile of a sample in any order, without sorting it: the number that `quantile(_:ofSorted:)` gives.
  ///
  /// The two order statistics are found by selection (Hoare 1961, doi:10.1145/366622.366647), which partitions only the
  /// side that they are on.
  ///
  /// - Parameters:
  ///   - probability: The share of the sample below the quantile, 0 to 1.
  ///   - sample: The numbers, none of them a NaN; they are rearranged.
  /// - Returns: The quantile, in the unit of the numbers; nil for an empty sample.
  /// - Precondition: `probability` is between 0 and 1.
  /// - Complexity: O(n) expected, O(n log n) at worst.
  public static func quantile(_ probability: Double, rearranging sample: inout [Double]) -> Double? {
    precondition((0...1).contains(probability), "a quantile needs a probability, not \(probability)")
    guard !sample.isEmpty else { return nil }
    let position = Double(sample.count - 1) * probability
    let index = Int(position)
    return sample.withUnsafeMutableBufferPointer { numbers in
      select(index, of: numbers)
      let lower = numbers[index]
      guard index + 1 < numbers.count else { return lower }
      var upper = numbers[index + 1]
      for number in numbers[(index + 1)...] { upper = min(upper, number) }
      return lower + (position - Double(index)) * (upper - lower)
    }
  }

  /// Moves the number that sorting would put at an index there; no number before it is larger, none behind smaller.
  private static func select(_ index: Int, of numbers: UnsafeMutableBufferPointer<Double>) {
    var (low, high) = (0, numbers.count - 1)
    // Bad pivots all along: sort what is left.
    var remainingRounds = 2 * (Int.bitWidth - numbers.count.leadingZeroBitCount)
    while low < high {
      guard remainingRounds > 0 else {
        var rest = numbers[low...high]
        rest.sort()
        return
      }
      remainingRounds -= 1
      let (first, middle, last) = (numbers[low], numbers[low + (high - low) / 2], numbers[high])
      let pivot = max(min(first, middle), min(max(first, middle), last))
      var (left, right) = (low, high)
      while left <= right {
        while numbers[left] < pivot { left += 1 }
        while numbers[right] > pivot { right -= 1 }
        guard left <= right else { break }
        numbers.swapAt(left, right)
        left += 1
        right -= 1
      }
      if index <= right {
        high = right
      } else if index >= left {
        low = left
      } else {
        return
      }
    }
  }
}
