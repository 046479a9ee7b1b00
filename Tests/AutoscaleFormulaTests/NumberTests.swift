// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Foundation
import TestSupport
import Testing

@Suite("Numbers of formulas")
struct NumberTests {
  /// What C prints.
  private func reference(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    return value == 0 ? "0" : String(format: "%.6g", value)
  }

  @Test("numbers are printed as C prints them with %.6g, for twenty thousand bit patterns")
  func agreesWithC() {
    var random = SplitMix64(seed: 96)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      guard !value.isNaN else { continue }
      #expect(FormulaValue.number(value).resultText == reference(value), "\(value)")
    }
  }

  @Test("so are numbers of the usual size, ties, and the ends of the range")
  func agreesWithCOnUsual() {
    var random = SplitMix64(seed: 97)
    var values: [Double] = [
      0, -0.0, 0.5, 100_000.5, 100_001.5, 999_999.5, 999_999.4999, 1e6, 1e-4, 9.99999e-5, 9.999995e-5, 0.000_099_999_95,
      123_456.5, 123_457.5, 1e15, 1e16, 1e22, 1e23, .leastNonzeroMagnitude, 10 * .leastNonzeroMagnitude,
      .leastNormalMagnitude * 0.99, .greatestFiniteMagnitude,
      .leastNormalMagnitude, .infinity, -.infinity, 1.0000005, 1.0000015, 2.5, 1e100, 0x1p-1074, 0x1p1023,
    ]
    for _ in 0..<5_000 {
      values.append((random.unit() * 2_000_000).rounded() / 16)
      values.append(random.unit() * 100)
      values.append((random.unit() * 1e12).rounded())
    }
    for value in values { #expect(FormulaValue.number(value).resultText == reference(value), "\(value)") }
    #expect(FormulaValue.number(.nan).resultText == "nan")
  }

  @Test("division by zero, overflow and negative zero follow IEEE 754, and division by zero is a warning")
  func followsIEEE() throws {
    #expect(
      try variables("a = 1/0; b = -1/0; c = 0/0; d = -0; e = 1e308 * 10; f = 1e999; g = 0 * -1; h = 1e-200 * 1e-200")
        == ["a=inf", "b=-inf", "c=nan", "d=0", "e=inf", "f=inf", "g=0", "h=0"])
    #expect(try warningCodes("a = 1/0") == ["F141"])
    #expect(try warningCodes("a = 1e308 * 10") == [])
    #expect(try warningCodes("v = $PendingTasks.GetSample(2) / 0", .c) == ["F141"])
  }

  @Test("NaN is true, unequal to itself and below and above nothing")
  func treatsNaN() throws {
    #expect(
      try variables(
        "n = 0/0; a = n ? 1 : 0; b = n == n; c = n != n; d = n < 1; e = n > 1; f = !n; g = n && 1; h = n || 0")
        == ["a=1", "b=0", "c=1", "d=0", "e=0", "f=0", "g=1", "h=1", "n=nan"])
  }

  @Test("logarithms are within one unit in the last place of C's, and exact for powers of the base")
  func logarithms() throws {
    for power in stride(from: -300, through: 300, by: 25) {
      let text = power < 0 ? "1e\(power)" : "1e+\(power)"
      #expect(try variables("x = log(\(text)) == \(power)") == ["x=1"], "\(power)")
    }
    for power in 0..<60 { #expect(try variables("x = lg(\(1 << power)) == \(power)") == ["x=1"], "\(power)") }
    var random = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let value = Double(bitPattern: random.next() & 0x7FEF_FFFF_FFFF_FFFF)
      let evaluation = try evaluate("a = ln(\(value)); b = lg(\(value)); c = log(\(value))")
      for (variable, expected) in zip(evaluation.variables, [log(value), log2(value), log10(value)]) {
        guard case .number(let number) = variable.value else { continue }
        #expect((number - expected).magnitude <= expected.ulp, "\(variable.name) of \(value)")
      }
    }
    #expect(
      try variables("a = ln(0); b = lg(-1); c = log(1/0); d = ln(1); e = lg(0.5); f = ln(5e-324)")
        == ["a=-inf", "b=nan", "c=inf", "d=0", "e=-1", "f=-744.44"])
    #expect(try warningCodes("a = ln(0)") == ["F141"])
    #expect(try warningCodes("a = ln(2)") == [])
  }
}
