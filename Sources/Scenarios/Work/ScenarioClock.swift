// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine

/// What time it is at the beginning of a run.
struct ScenarioClock: Hashable, Sendable {
  private static let secondsPerWeek: Int64 = 604_800
  /// 1970-01-05, the first Monday of that year, after the beginning of the year [s].
  private static let firstMonday: Int64 = 4 * 86_400

  /// How far the week is, from Monday 00:00 on, in the time zone that the clock is written with.
  let weekTime: SimulationDuration
  /// What time it is at the start.
  let instant: FormulaInstant

  /// Reads a date and time of ISO 8601, such as `2026-11-30T08:00:00Z` or `2026-11-30T08:00:00+01:00`; nil for anything
  /// else.
  init?(_ text: String) {
    // Hours are those of the clock on the wall: the zone says where that hangs, and moves nothing.
    guard text.contains("T"), let start = FormulaInstant(text: text),
      let instant = FormulaInstant(text: Self.withoutZone(text))
    else { return nil }
    self.instant = start
    let ticksPerSecond: Int64 = 10_000_000
    let week = Self.secondsPerWeek * ticksPerSecond
    let ticks = (instant.ticks - Self.firstMonday * ticksPerSecond) % week
    weekTime = SimulationDuration(nanoseconds: (ticks < 0 ? ticks + week : ticks) * 100)
  }

  private static func withoutZone(_ text: String) -> String {
    let zone = text.suffix(6)
    guard let sign = zone.first, sign == "+" || sign == "-" else { return text }
    return String(text.dropLast(6))
  }
}
