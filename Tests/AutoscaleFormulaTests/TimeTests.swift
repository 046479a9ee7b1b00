// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Foundation
import TestSupport
import Testing

@Suite("Times of formulas")
struct TimeTests {
  @Test(
    "times of the documented forms are read",
    arguments: [
      ("2026", "2026-01-01T00:00:00.000Z"), ("2026-03", "2026-03-01T00:00:00.000Z"),
      ("2026-03-02", "2026-03-02T00:00:00.000Z"), ("2026-03-02T12:34", "2026-03-02T12:34:00.000Z"),
      ("2026-03-02T12:34Z", "2026-03-02T12:34:00.000Z"), ("2026-03-02T12:34:56Z", "2026-03-02T12:34:56.000Z"),
      ("2026-03-02T12:34:56.1Z", "2026-03-02T12:34:56.100Z"),
      ("2026-03-02T12:34:56.1239999Z", "2026-03-02T12:34:56.123Z"),
      ("2026-03-02T00:30:00+01:00", "2026-03-01T23:30:00.000Z"), ("2026-12-31T23:30-14:00", "2027-01-01T13:30:00.000Z"),
      ("2024-02-29", "2024-02-29T00:00:00.000Z"), ("2000-02-29", "2000-02-29T00:00:00.000Z"),
      ("0001-01-01", "0001-01-01T00:00:00.000Z"), ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.999Z"),
      ("Mon, 02 Mar 2026 11:50:00 GMT", "2026-03-02T11:50:00.000Z"),
      ("Fri, 02 Mar 2026 11:50:00 GMT", "2026-03-02T11:50:00.000Z"), ("", "2026-03-02T12:00:00.000Z"),
    ])
  func reads(text: String, result: String) throws {
    #expect(try variables("t = time(\"\(text)\")") == ["t=\(result)"])
  }

  @Test(
    "other times are refused at the call",
    arguments: [
      "2026-2", "26-03-02", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-03-00",
      "2026-03-02T24:00Z", "2026-03-02T12:60Z", "2026-03-02T12:00:60Z", "2026-03-02T12", "2026-03-02 12:00",
      "2026-03-02T12:00:00.Z", "2026-03-02T12:00:00.12345678Z", "2026-03-02T12:00:00z", "2026-03-02t12:00:00Z",
      "2026-03-02T12:00+1:00", "2026-03-02T12:00+14:01", "2026-03-02T12:00+0100", "0000-01-01", "10000-01-01",
      "0001-01-01T00:00+01:00", "9999-12-31T23:59-00:01", " 2026-03-02", "2026-03-02Z", "now", "02/03/2026",
      "Mon, 2 Mar 2026 11:50:00 GMT", "Mon, 02 Mar 2026 11:50:00 UTC", "Xxx, 02 Mar 2026 11:50:00 GMT",
      "Mon, 29 Feb 2026 11:50:00 GMT", "Mon, 02 mar 2026 11:50:00 GMT", "２０２６",
    ])
  func refuses(text: String) {
    #expect(mistakePlace(in: "t = time(\"\(text)\")") == "F034 1:5", "\(text)")
  }

  @Test("dates agree with Foundation's calendar, from year 1583 to 9999, leap days included")
  func agreesWithCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var random = SplitMix64(seed: 15)
    for _ in 0..<2000 {
      let seconds = -12_212_553_600 + Int64(random.unit() * 265_000_000_000)
      let instant = try #require(FormulaInstant(secondsSince1970: seconds))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      let text = String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d.000Z", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0,
        parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
      #expect(instant.resultText == text)
      #expect(FormulaInstant(text: String(text.dropLast(5)) + "Z") == instant)
    }
  }

  @Test("members of a time are those of UTC, and Sunday is 0")
  func members() throws {
    #expect(
      try variables(
        """
        t = time("2024-02-29T23:58:59Z");
        a = t.year; b = t.month; c = t.day; d = t.weekday; e = t.hour; f = t.minute; g = t.second;
        s = time("2026-03-01").weekday; old = time("0001-01-01").weekday; h = time("1969-12-31T23:00Z").hour
        """) == [
          "a=2024", "b=2", "c=29", "d=4", "e=23", "f=58", "g=59", "h=23", "old=1", "s=0",
          "t=2024-02-29T23:58:59.000Z",
        ])
  }

  @Test("intervals are exact, and round to the nearest tick with ties to the even one")
  func roundsTicks() throws {
    let tick = "TimeInterval_100ns"
    #expect(
      try variables(
        """
        a = \(tick) * 0.5 == 0 * \(tick); b = \(tick) * 1.5 == 2 * \(tick); c = \(tick) * 2.5 == 2 * \(tick);
        d = 3 * \(tick) / 2 == 2 * \(tick); e = TimeInterval_Week / 7 == TimeInterval_Day;
        f = 10 * \(tick) == TimeInterval_Microsecond; g = 1000 * TimeInterval_Microsecond == TimeInterval_Millisecond;
        h = TimeInterval_Year == 365 * TimeInterval_Day; i = -TimeInterval_Hour + TimeInterval_Hour == TimeInterval_Zero;
        j = 0.1 * (10 * TimeInterval_Second) == TimeInterval_Second
        """) == "abcdefghij".map { "\($0)=1" })
  }

  @Test("intervals print days and decimals only where there are some")
  func printsIntervals() throws {
    #expect(
      try variables(
        """
        a = TimeInterval_Zero; b = 26 * TimeInterval_Hour; c = -TimeInterval_Minute; d = TimeInterval_Millisecond;
        e = TimeInterval_100ns; f = TimeInterval_Year
        """) == [
          "a=00:00:00", "b=1.02:00:00", "c=-00:01:00", "d=00:00:00.001000", "e=00:00:00.0000001", "f=365.00:00:00",
        ])
  }

  @Test(
    "times out of range end the evaluation at the operator",
    arguments: [
      ("x = time(\"9999-12-31\") + 2 * TimeInterval_Day", "F033 1:24"),
      ("x = time(\"0001-01-01\") - TimeInterval_Day", "F033 1:24"),
      ("x = TimeInterval_Year * 1e9", "F033 1:23"), ("x = TimeInterval_Year * 30000", "F033 1:23"),
      ("x = TimeInterval_Year * (0 / 0)", "F033 1:23"), ("x = TimeInterval_Day / 1e-300", "F033 1:22"),
      ("x = TimeInterval_Day / (0 / 0)", "F033 1:22"), ("x = TimeInterval_Day / 0", "F035 1:22"),
      ("x = TimeInterval_Day / -0", "F035 1:22"),
      ("x = TimeInterval_Year * 29000 + TimeInterval_Year * 29000", "F033 1:31"),
      ("x = -(TimeInterval_Year * 29000) - TimeInterval_Year * 29000", "F033 1:34"),
      ("x = $PendingTasks.GetSamplePercent(TimeInterval_Year * 5000)", "F033 1:35"),
      ("x = $PendingTasks.GetSample(TimeInterval_Year * -9000)", "F033 1:28"),
    ])
  func isOutOfRange(text: String, place: String) {
    #expect(mistakePlace(in: text) == place, "\(text)")
  }
}
