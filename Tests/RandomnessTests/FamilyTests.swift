// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

/// The table of families: what a scenario file can say, and what a distribution says of itself.
@Suite("Families of distributions")
struct FamilyTests {
  /// Values that every form takes, whatever its parameters are.
  private static func values(_ form: Distribution.Form) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: form.parameters.enumerated().map { ($1.name, Double($0 + 1)) })
  }

  @Test("the families have the names of the scenario format, in the order of its reference")
  func names() {
    #expect(
      Distribution.families.map(\.name) == [
        "constant", "lognormal", "exponential", "weibull", "gamma", "uniform", "triangular", "normal", "empirical",
      ])
  }

  @Test("what a form makes has its name, its parameters and its values", arguments: Distribution.families.map(\.name))
  func formsMakeWhatTheySay(family: String) throws {
    let forms = try #require(Distribution.families.first { $0.name == family }).forms
    #expect(forms.isEmpty == (family == "empirical"))
    for form in forms {
      #expect(form.family == family)
      let values = Self.values(form)
      let distribution = try form.make(named: values)
      #expect(distribution.name == family)
      #expect(distribution.parameters.map(\.name) == form.parameters.map(\.name))
      #expect(distribution.parameters.map(\.hasUnit) == form.parameters.map { $0.kind == .scale })
      #expect(distribution.parameters.map(\.value) == form.parameters.map { values[$0.name] ?? .nan })
      #expect(form.parameters.allSatisfy { $0.meaning.hasSuffix(".") })
    }
  }

  /// Parameters that carry the unit double, the others stay; so do mean and support, and the variance quadruples.
  @Test("scaling scales what carries the unit", arguments: Distribution.families.map(\.name))
  func scales(family: String) throws {
    let forms = try #require(Distribution.families.first { $0.name == family }).forms
    let distributions =
      forms.isEmpty
      ? [try Distribution.empirical([1, 5, 5, 9])] : try forms.map { try $0.make(named: Self.values($0)) }
    for distribution in distributions {
      let doubled = try distribution.scaled(by: 2)
      #expect(doubled.parameters.map(\.value) == distribution.parameters.map { $0.hasUnit ? 2 * $0.value : $0.value })
      #expect(doubled.mean == 2 * distribution.mean)
      #expect(doubled.variance == 4 * distribution.variance)
      #expect(doubled.support.lowerBound == 2 * distribution.support.lowerBound)
      #expect(doubled.support.upperBound == 2 * distribution.support.upperBound)
      #expect(throws: DistributionError.self) { try distribution.scaled(by: 0) }
    }
  }

  @Test("a distribution describes itself by name and parameters")
  func descriptions() throws {
    #expect("\(try Distribution.constant(5))" == "constant(5)")
    #expect("\(try Distribution.lognormal(median: 90, sigma: 0.3))" == "lognormal(median 90, sigma 0.3)")
    #expect(
      "\(try Distribution.lognormal(mean: 90, coefficientOfVariation: 0.5))"
        == "lognormal(mean 90, coefficientOfVariation 0.5)")
    #expect("\(try Distribution.triangular(low: 1, mode: 2.5, high: 3))" == "triangular(low 1, mode 2.5, high 3)")
    #expect("\(try Distribution.empirical([4]))" == "empirical(1 value)")
    #expect("\(try Distribution.empirical([4, 1]))" == "empirical(2 values)")
  }

  @Test("the wrong parameters are refused")
  func refusesMisuse() async {
    await #expect(processExitsWith: .failure) { _ = try Distribution.families[1].forms[0].make([1]) }
    await #expect(processExitsWith: .failure) {
      _ = try Distribution.families[1].forms[0].make(named: ["median": 1, "mean": 2])
    }
  }
}
