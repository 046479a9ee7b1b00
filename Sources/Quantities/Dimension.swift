// SPDX-License-Identifier: GPL-3.0-or-later

/// What a number with a unit measures; numbers are kept in base units.
package enum Dimension: Sendable {
  /// Seconds.
  case duration
  /// Bytes.
  case data
  /// Bytes per second.
  case bandwidth
  /// Per second.
  case rate
  /// A part of a whole; its numbers may do without a unit.
  case share
  /// A plain number, which has no unit: how many tasks there are, or a price.
  case count

  package struct Unit: Sendable {
    package let name: String
    package let factor: Double
  }

  package var noun: String {
    switch self {
    case .duration: "a duration"
    case .data: "a size"
    case .bandwidth: "a bandwidth"
    case .rate: "a rate"
    case .share: "a share"
    case .count: "a number"
    }
  }

  /// The units, each with its factor to the base unit.
  package var units: [Unit] {
    switch self {
    case .duration: [("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400)].map(Unit.init)
    case .data: Self.sizes.map(Unit.init)
    case .bandwidth:
      Self.sizes.map { Unit(name: $0.0 + "/s", factor: $0.1) }
        + [("kbit/s", 125), ("Mbit/s", 125e3), ("Gbit/s", 125e6)].map(Unit.init)
    case .rate: [("/s", 1), ("/min", 1 / 60.0), ("/h", 1 / 3_600.0)].map(Unit.init)
    case .share: [("%", 0.01)].map(Unit.init)
    case .count: []
    }
  }

  /// Every dimension.
  package static let all: [Dimension] = [.duration, .data, .bandwidth, .rate, .share, .count]

  /// What a unit of any dimension is in base units; nil when there is no such unit.
  package static func factor(ofUnit name: String) -> Double? {
    all.lazy.flatMap(\.units).first { $0.name == name }?.factor
  }

  /// Whether a number needs no unit.
  package var allowsPlainNumbers: Bool {
    switch self {
    case .share, .count: true
    case .duration, .data, .bandwidth, .rate: false
    }
  }

  /// The unit that a user means by another word for it; nil where nothing is obvious.
  package func unit(meantBy word: String) -> String? {
    guard case .duration = self else { return nil }
    switch word.lowercased() {
    case "m", "mins", "minute", "minutes": return "min"
    case "sec", "secs", "second", "seconds": return "s"
    case "hr", "hrs", "hour", "hours": return "h"
    case "day", "days": return "d"
    default: return nil
    }
  }

  /// The way to write what is in the notation of Azure (`PT15M`, `00:15:00`), as an ending of a message, or nothing.
  package func ending(forAzure text: String) -> String {
    guard case .duration = self, let duration = try? AzureDuration(text.uppercased()) else { return "" }
    return "; write \(duration.scenarioText)"
  }

  private static let sizes: [(String, Double)] = [
    ("B", 1), ("KiB", 0x1p10), ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9),
    ("TB", 1e12),
  ]

  /// An example of how it is written.
  package var example: String {
    switch self {
    case .duration: "15 min"
    case .data: "90 MiB"
    case .bandwidth: "60 MiB/s"
    case .rate: "500/min"
    case .share: "5 %"
    case .count: "100"
    }
  }

  /// The largest number of any use, in base units: some 31 years, 1 PB, and the like.
  package var limit: Double {
    switch self {
    case .duration: 1e9
    case .data: 1e15
    case .bandwidth: 1e15
    case .rate: 1e9
    case .share: 1
    case .count: 1e9
    }
  }

  /// The text of a number in base units that reads back to the same number.
  package func text(_ number: Double) -> String {
    switch self {
    case .duration:
      if number >= 60, number / 60 == (number / 60).rounded() { return "\(NumberText.written(number / 60)) min" }
      return "\(NumberText.written(number)) s"
    case .data, .bandwidth:
      let suffix = if case .bandwidth = self { "/s" } else { "" }
      let mebibytes = number / 0x1p20
      // Division by a power of two is exact: what has few digits in MiB is shorter so.
      if number >= 0x1p20, "\(mebibytes)".count <= 8 { return "\(NumberText.written(mebibytes)) MiB\(suffix)" }
      return "\(NumberText.written(number)) B\(suffix)"
    case .rate:
      let perMinute = (number * 60).rounded()
      if perMinute >= 1, perMinute * (1 / 60.0) == number { return "\(NumberText.written(perMinute))/min" }
      return "\(NumberText.written(number))/s"
    case .share, .count:
      return NumberText.written(number)
    }
  }
}

/// A number as it was written: value and unit.
package struct WrittenQuantity {
  package enum Fault: Error, Equatable {
    case noNumber
    case missingUnit(Double)
    case wrongUnit(String)
  }

  /// Reads a number and its unit, and gives it in base units.
  package static func read(_ text: String, as dimension: Dimension) throws(Fault) -> Double {
    let (number, rest) = try number(atStartOf: text)
    let unit = rest.drop { $0 == " " }
    if unit.isEmpty {
      if dimension.allowsPlainNumbers { return number }
      throw .missingUnit(number)
    }
    guard let match = dimension.units.first(where: { $0.name == unit }) else { throw .wrongUnit(String(unit)) }
    // Minutes and hours per unit divide exactly where multiplying by 1/60 would not.
    return number * match.factor
  }

  /// The number that a text begins with, and what follows it.
  package static func number(atStartOf text: String) throws(Fault) -> (Double, Substring) {
    let bytes = Array(text.utf8)
    var end = 0
    func digits() -> Bool {
      let start = end
      while end < bytes.count, (48...57).contains(bytes[end]) { end += 1 }
      return end > start
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") { end += 1 }
    var hasDigits = digits()
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      hasDigits = digits() || hasDigits
    }
    guard hasDigits else { throw .noNumber }
    let mantissaEnd = end
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") { end += 1 }
      if !digits() { end = mantissaEnd }
    }
    guard let number = Double(String(decoding: bytes[..<end], as: UTF8.self)) else { throw .noNumber }
    return (number, text[text.utf8.index(text.startIndex, offsetBy: end)...])
  }
}
