// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics

extension Survey {
  /// The indices of every figure and axis.
  ///
  /// - Parameter designed: The points of ``design()``: A, B, and for every axis A with that column of B.
  /// - Returns: Figure by figure, axis by axis; without numbers where a figure does not vary.
  func indices(_ designed: [SensitivityPoint]) -> [Sensitivity.Index] {
    let count = settings.designPoints
    precondition(designed.count == count * (axes.count + 2), "\(designed.count) points of a design")
    return SensitivityFigure.allCases.flatMap { figure in
      let values = designed.map { $0.number(figure) }
      func block(_ index: Int) -> [Double] { Array(values[index * count..<(index + 1) * count]) }
      let indices = SobolIndices(a: block(0), b: block(1), mixed: axes.indices.map { block($0 + 2) })
      return axes.enumerated().map { index, axis in
        Sensitivity.Index(
          figure: figure, axis: axis, first: indices?.first[index], total: indices?.total[index],
          firstInterval: indices?.firstIntervals[index], totalInterval: indices?.totalIntervals[index])
      }
    }
  }
}
