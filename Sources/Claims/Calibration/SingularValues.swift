// SPDX-License-Identifier: GPL-3.0-or-later

/// The singular values of a small matrix and the directions that belong to them.
///
/// Hestenes' one-sided Jacobi method (Hestenes 1958, doi:10.1137/0106005): pairs of columns are rotated until all are
/// orthogonal; their lengths are the singular values, and the product of the rotations holds the directions. It finds
/// small values with small relative error, which is what is asked of it here, and needs no more columns than rows.
struct SingularValues: Sendable {
  /// The singular values, the largest first: one a column.
  let values: [Double]
  /// For every value its right singular vector, of length 1, with its largest component positive.
  let directions: [[Double]]

  /// Decomposes a matrix.
  ///
  /// - Parameter rows: The rows, each as long as the others.
  /// - Precondition: There are rows and columns, and every number is finite.
  /// - Complexity: O(rows × columns²) a sweep; a handful of sweeps.
  init(rows: [[Double]]) {
    guard let width = rows.first?.count, width > 0 else { preconditionFailure("a matrix without rows or columns") }
    precondition(
      rows.allSatisfy { $0.count == width && $0.allSatisfy(\.isFinite) }, "rows of unequal length, or no numbers")
    var columns = (0..<width).map { column in rows.map { $0[column] } }
    var rotations = (0..<width).map { column in (0..<width).map { $0 == column ? 1.0 : 0 } }
    for _ in 0..<Self.sweepLimit {
      var isDone = true
      for left in 0..<width {
        for right in (left + 1)..<width {
          guard let (cosine, sine) = Self.rotation(columns[left], columns[right]) else { continue }
          isDone = false
          Self.rotate(&columns, left, right, cosine, sine)
          Self.rotate(&rotations, left, right, cosine, sine)
        }
      }
      if isDone { break }
    }
    let lengths = columns.map { Self.dot($0, $0).squareRoot() }
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    values = order.map { lengths[$0] }
    directions = order.map { index in
      let direction = rotations[index]
      let largest = direction.max { $0.magnitude < $1.magnitude } ?? 1
      return largest < 0 ? direction.map { -$0 } : direction
    }
  }

  /// Sweeps after which rounding keeps the last pairs from becoming more orthogonal.
  private static let sweepLimit = 60

  /// Cosine and sine of the rotation that makes two columns orthogonal; nil when they are as far as rounding allows.
  private static func rotation(_ left: [Double], _ right: [Double]) -> (Double, Double)? {
    let (leftSquare, rightSquare, product) = (dot(left, left), dot(right, right), dot(left, right))
    guard product.magnitude > 1e-15 * (leftSquare * rightSquare).squareRoot(), product.magnitude > 1e-300 else {
      return nil
    }
    let ratio = (rightSquare - leftSquare) / (2 * product)
    let tangent = (ratio < 0 ? -1 : 1) / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return (cosine, cosine * tangent)
  }

  private static func rotate(
    _ columns: inout [[Double]], _ left: Int, _ right: Int, _ cosine: Double, _ sine: Double
  ) {
    for row in columns[left].indices {
      let (first, second) = (columns[left][row], columns[right][row])
      columns[left][row] = cosine * first - sine * second
      columns[right][row] = sine * first + cosine * second
    }
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
