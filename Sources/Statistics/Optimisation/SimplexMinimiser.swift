// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Finds a minimum of a function of several variables without derivatives: the simplex method of Nelder and Mead.
///
/// GSL's `nmsimplex2` (Nelder and Mead 1965, doi:10.1093/comjnl/7.4.308). It needs values only, so that it suits figures
/// of a simulation; it finds a local minimum, and steps of a function that is not smooth can hold it: start it from
/// several points and compare what they come to.
public struct SimplexMinimiser: Hashable, Sendable {
  /// Where a search ended.
  public struct Minimum: Hashable, Sendable {
    /// The best point.
    public let point: [Double]
    /// The function there.
    public let value: Double
    /// Calls of the function.
    public let evaluations: Int
    /// Whether the simplex became as small as asked; otherwise the number of evaluations ran out.
    public let isConverged: Bool
  }

  /// The search ends when the corners of the simplex are within this distance of their centre on average, in the unit
  /// of the variables.
  public let sizeTolerance: Double
  /// The search ends after the step in which the function was called so often.
  public let evaluationLimit: Int

  /// Makes a minimiser.
  ///
  /// - Parameters:
  ///   - sizeTolerance: How small the simplex must become; above 0.
  ///   - evaluationLimit: How often the function may be called, give or take the calls of one step; at least 1.
  /// - Precondition: Both are in range.
  public init(sizeTolerance: Double, evaluationLimit: Int) {
    precondition(sizeTolerance > 0 && sizeTolerance.isFinite, "a size tolerance of \(sizeTolerance)")
    precondition(evaluationLimit >= 1, "an evaluation limit of \(evaluationLimit)")
    self.sizeTolerance = sizeTolerance
    self.evaluationLimit = evaluationLimit
  }

  /// Searches from a point.
  ///
  /// The first simplex is the point and, for every variable, the point moved along it by its step.
  ///
  /// - Parameters:
  ///   - start: The point; at least one variable.
  ///   - steps: One step a variable, none of them 0.
  ///   - function: The function; finite wherever it is called.
  /// - Returns: Where the search ended.
  /// - Precondition: `start` and `steps` have the same number of finite numbers, and the function gives finite ones.
  /// - Complexity: O(`evaluationLimit`) calls of the function; O(n) besides for each, with n variables.
  public func minimum(
    from start: [Double], steps: [Double], of function: ([Double]) -> Double
  ) -> Minimum {
    precondition(!start.isEmpty && start.count == steps.count, "\(start.count) variables and \(steps.count) steps")
    precondition(
      start.allSatisfy(\.isFinite) && steps.allSatisfy { $0 != 0 && $0.isFinite },
      "a start or a step is not a finite number, or a step is 0")
    GSLErrors.switchOffHandler()
    return withoutActuallyEscaping(function) { function in
      let objective = Objective(function)
      return withExtendedLifetime(objective) { search(objective, from: start, steps: steps) }
    }
  }

  private func search(_ objective: Objective, from start: [Double], steps: [Double]) -> Minimum {
    let count = start.count
    guard let point = gsl_vector_alloc(count), let step = gsl_vector_alloc(count),
      let minimiser = gsl_multimin_fminimizer_alloc(poolsim_gsl_multimin_nmsimplex2(), count)
    else { preconditionFailure("no memory for a search in \(count) variables") }
    defer {
      gsl_multimin_fminimizer_free(minimiser)
      gsl_vector_free(step)
      gsl_vector_free(point)
    }
    for index in 0..<count {
      gsl_vector_set(point, index, start[index])
      gsl_vector_set(step, index, steps[index])
    }
    // GSL keeps the address of this function for as long as it searches.
    return withUnsafeTemporaryAllocation(of: gsl_multimin_function.self, capacity: 1) { storage in
      storage.initialize(
        repeating: gsl_multimin_function(
          f: { point, objective in
            guard let point, let objective else { return .nan }
            return Unmanaged<Objective>.fromOpaque(objective).takeUnretainedValue().value(at: point)
          }, n: count, params: Unmanaged.passUnretained(objective).toOpaque()))
      var status = gsl_multimin_fminimizer_set(minimiser, storage.baseAddress, point, step)
      precondition(status == GSL_SUCCESS, "a simplex could not be set up: GSL status \(status)")
      var isConverged = false
      while !isConverged, objective.evaluations < evaluationLimit {
        status = gsl_multimin_fminimizer_iterate(minimiser)
        precondition(status == GSL_SUCCESS, "a step of the simplex failed: GSL status \(status)")
        isConverged =
          gsl_multimin_test_size(gsl_multimin_fminimizer_size(minimiser), sizeTolerance) == GSL_SUCCESS
      }
      let best = gsl_multimin_fminimizer_x(minimiser)
      return Minimum(
        point: (0..<count).map { gsl_vector_get(best, $0) }, value: gsl_multimin_fminimizer_minimum(minimiser),
        evaluations: objective.evaluations, isConverged: isConverged)
    }
  }

  /// The function as C calls it.
  private final class Objective {
    private let function: ([Double]) -> Double
    private(set) var evaluations = 0

    init(_ function: @escaping ([Double]) -> Double) {
      self.function = function
    }

    func value(at point: UnsafePointer<gsl_vector>) -> Double {
      evaluations += 1
      let variables = (0..<point.pointee.size).map { gsl_vector_get(point, $0) }
      let value = function(variables)
      precondition(value.isFinite, "the function is \(value) at \(variables)")
      return value
    }
  }
}
