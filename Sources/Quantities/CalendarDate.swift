// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// A day of the calendar: rules begin and end on one.
package struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The year, such as 2026.
  package let year: Int
  /// The month, from 1.
  package let month: Int
  /// The day of the month, from 1.
  package let day: Int

  /// Reads `YYYY-MM-DD`; nil when the text is anything else.
  package init?(_ text: String) {
    guard text.utf8.count == 10 else { return nil }
    self.init(startOf: text)
  }

  /// Reads the date that a text begins with, as versions of the Batch API do (`2019-08-01.10.0`).
  package init?(startOf text: String) {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.joined().utf8.allSatisfy({ (48...57).contains($0) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  private init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day of the page on managed images that the claims are taken from: every rule that ended did so later.
  package static let firstPublished = CalendarDate(year: 2020, month: 7, day: 1)

  /// The first day of the month in which Azure Batch turned its low-priority VMs into spot VMs (Azure/Batch issue 196,
  /// 2026-02-25: from early March 2026 on).
  package static let firstSpot = CalendarDate(year: 2026, month: 3, day: 1)

  /// The date of the page on galleries that asks for images prepared as managed images are.
  package static let galleryPreparation = CalendarDate(year: 2024, month: 3, day: 4)

  /// Today, by Coordinated Universal Time.
  package static var today: CalendarDate {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    return CalendarDate(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1)
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Whether `left` is the earlier day.
  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
