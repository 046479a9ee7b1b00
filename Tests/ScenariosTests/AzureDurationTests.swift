// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Quantities
import Testing

/// Lengths of time as pool bodies write them, and numbers as people read them.
@Suite("Durations of Azure")
struct AzureDurationTests {
  private static let second: Int64 = 1_000_000_000

  @Test(
    "ISO 8601 and the clocks of .NET and Python give the same lengths",
    arguments: [
      ("PT15M", 900, "15 min"), ("P1DT2H", 93_600, "1560 min"), ("P1W", 604_800, "10080 min"), ("PT90S", 90, "90 s"),
      ("P2D", 172_800, "2880 min"), ("PT0S", 0, "0 min"), ("PT1H30M5S", 5_405, "5405 s"), ("PT1.5H", 5_400, "90 min"),
      ("P0.5D", 43_200, "720 min"), ("PT0,25M", 15, "15 s"), ("00:15:00", 900, "15 min"), ("0:15:00", 900, "15 min"),
      ("1.02:00:00", 93_600, "1560 min"), ("1 day, 2:00:00", 93_600, "1560 min"),
      ("2 days, 0:00:01", 172_801, "172801 s"), ("23:59:59", 86_399, "86399 s"),
    ])
  func lengths(text: String, seconds: Int64, shown: String) throws {
    let duration = try AzureDuration(text)
    #expect(duration.nanoseconds == seconds * Self.second)
    #expect(duration.scenarioText == shown)
  }

  @Test(
    "fractions of a second are kept to the nanosecond, and shown without trailing zeros",
    arguments: [
      ("PT1.5S", 1_500_000_000, "1.5 s"), ("PT0.000000001S", 1, "0.000000001 s"),
      ("00:00:01.25", 1_250_000_000, "1.25 s"),
      ("0:00:00.050", 50_000_000, "0.05 s"), ("P0.00001D", 864_000_000, "0.864 s"),
    ])
  func fractions(text: String, nanoseconds: Int64, shown: String) throws {
    let duration = try AzureDuration(text)
    #expect(duration.nanoseconds == nanoseconds && duration.scenarioText == shown)
  }

  private static let standard = "after P come days (D), then T and hours (H), minutes (M) and seconds (S)"
  private static let clock = "it is neither of ISO 8601 nor hours:minutes:seconds"

  @Test(
    "what is no length is refused with its reason",
    arguments: [
      ("", "it is empty"), ("-PT5M", "it is negative"), ("P1Y", "years and months have no fixed length"),
      ("P2M", "years and months have no fixed length"), ("P", standard), ("PT", standard), ("P1DT", standard),
      ("P5", standard), ("PTS", standard), ("PT5X", standard), ("PT5M3H", standard), ("PT1.S", standard),
      ("PT1.5H3M", standard), ("P1DT2HT3M", standard),
      ("PT1.0123456789S", "it has more than nine digits after the point"),
      ("P99999999999999999999D", "it is longer than 292 years"), ("P9000000000W", "it is longer than 292 years"),
      ("P100000DT2000000000000H", "it is longer than 292 years"),
      ("P106751DT24H999999M", "it is longer than 292 years"),
      ("15", clock), ("15:00", clock), ("0:5:00", clock), ("0:05:0", clock), ("100:00:00", clock), (":00:00", clock),
      (".1:00:00", clock), ("00:15:00x", clock), ("00:15:00.", clock), ("00:15:00.5x", clock), ("abc", clock),
      ("24:00:00", "a clock has at most 23 hours, 59 minutes and 59 seconds"),
      ("1:60:00", "a clock has at most 23 hours, 59 minutes and 59 seconds"),
      ("1:00:60", "a clock has at most 23 hours, 59 minutes and 59 seconds"),
      ("99999999999999999999.00:00:00", "it is longer than 292 years"),
    ])
  func refusals(text: String, reason: String) {
    #expect(throws: AzureDuration.Malformed(reason: reason), "\(text)") { try AzureDuration(text) }
  }
}

@Suite("Quantities as text")
struct QuantityTextTests {
  @Test(
    "a number has an exponent where JSON would write one, and is exact",
    arguments: [
      (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (1e21, "1e+21"), (-2.5e22, "-2.5e+22"), (1e-5, "0.00001"),
      (1.5e-5, "0.000015"),
      (-1.5e-5, "-0.000015"), (1e16, "10000000000000000"), (123_456_789_012_345_680, "123456789012345680"),
      (-0.0, "0"), (300, "300"), (0.1, "0.1"),
    ])
  func numbers(number: Double, text: String) {
    #expect(NumberText.text(number) == text && Double(text) == number)
  }

  @Test("what a dimension writes it reads, its example included")
  func dimensions() throws {
    for dimension in Dimension.all {
      #expect(try WrittenQuantity.read(dimension.example, as: dimension) > 0)
      #expect(dimension.noun.hasPrefix("a ") && dimension.limit >= 1)
      for number in [0.25, 0.015, 1 / 60.0, 0.5, 0.01] + (dimension.limit > 1 ? [1, 61, 90, 3_600, 0x1p20, 5e7] : []) {
        #expect(try WrittenQuantity.read(dimension.text(number), as: dimension) == number, "\(dimension.text(number))")
      }
    }
    #expect(Dimension.duration.text(120) == "2 min" && Dimension.duration.text(90) == "90 s")
    #expect(Dimension.data.text(90 * 0x1p20) == "90 MiB" && Dimension.bandwidth.text(0x1p20) == "1 MiB/s")
    #expect(Dimension.rate.text(500 / 60.0) == "500/min" && Dimension.share.text(0.05) == "0.05")
  }

  @Test("other words for units of time are understood, and nothing else is")
  func words() {
    let meant = [
      ("m", "min"), ("Minutes", "min"), ("secs", "s"), ("second", "s"), ("HR", "h"), ("hours", "h"), ("day", "d"),
      ("days", "d"),
    ]
    for (word, unit) in meant { #expect(Dimension.duration.unit(meantBy: word) == unit) }
    #expect(Dimension.duration.unit(meantBy: "fortnight") == nil && Dimension.data.unit(meantBy: "m") == nil)
    #expect(Dimension.duration.ending(forAzure: "pt15m") == "; write 15 min")
    #expect(Dimension.duration.ending(forAzure: "soon").isEmpty && Dimension.rate.ending(forAzure: "PT15M").isEmpty)
  }

  @Test("a number ends where its digits end, and needs a unit of its dimension")
  func reading() throws {
    func read(_ text: String) throws -> Double { try WrittenQuantity.read(text, as: .duration) }
    #expect(try read("5e+2 s") == 500 && read("2.5E-1min") == 15 && read("+1.h") == 3_600 && read(".5 d") == 43_200)
    for text in ["", "-", ".", "s", "e5 s"] {
      #expect(throws: WrittenQuantity.Fault.noNumber, "\(text)") { try read(text) }
    }
    #expect(throws: WrittenQuantity.Fault.missingUnit(7)) { try read("7") }
    #expect(throws: WrittenQuantity.Fault.wrongUnit("e s")) { try read("1e s") }
    #expect(throws: WrittenQuantity.Fault.wrongUnit("MiB")) { try read("1 MiB") }
    #expect(try WrittenQuantity.read("0.25", as: .share) == 0.25)
  }
}
