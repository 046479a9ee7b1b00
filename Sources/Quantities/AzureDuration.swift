// SPDX-License-Identifier: GPL-3.0-or-later

/// A length of time as pool bodies write it: ISO 8601 (`PT15M`, `P1DT2H`), or the clock of the tools (`00:15:00`,
/// `1.02:00:00` by .NET, `1 day, 2:00:00` by Python).
package struct AzureDuration: Hashable, Sendable {
  /// Why a text is not a duration.
  package struct Malformed: Error, Hashable, Sendable {
    package let reason: String
  }

  private static let second: Int64 = 1_000_000_000
  private static let minute = 60 * second
  private static let hour = 60 * minute
  private static let day = 24 * hour

  /// The length [ns], never negative.
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads a duration.
  ///
  /// - Throws: `Malformed` with the reason, such as a month, which has no fixed length.
  package init(_ text: String) throws(Malformed) {
    guard !text.isEmpty else { throw Malformed(reason: "it is empty") }
    guard text.first != "-" else { throw Malformed(reason: "it is negative") }
    nanoseconds = text.first == "P" ? try Self.standard(text) : try Self.clock(text)
  }

  /// The duration as a scenario writes it: whole minutes, or seconds.
  package var scenarioText: String {
    if nanoseconds % Self.minute == 0 { return "\(nanoseconds / Self.minute) min" }
    let seconds = nanoseconds / Self.second
    let rest = nanoseconds % Self.second
    guard rest != 0 else { return "\(seconds) s" }
    var digits = String(String(rest + Self.second).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(seconds).\(digits) s"
  }

  /// Adds parts up; a sum that cannot be held is 292 years long and a mistake.
  private struct Sum {
    package var nanoseconds: Int64 = 0

    package mutating func add(_ count: Int64, of unit: Int64) throws(Malformed) {
      let (part, partOverflows) = count.multipliedReportingOverflow(by: unit)
      let (sum, sumOverflows) = nanoseconds.addingReportingOverflow(part)
      guard !partOverflows, !sumOverflows else { throw Malformed(reason: "it is longer than 292 years") }
      nanoseconds = sum
    }

    /// Adds a decimal fraction of a unit; every unit is divisible by 10^9.
    package mutating func add(fraction digits: Substring, of unit: Int64) throws(Malformed) {
      guard digits.utf8.count <= 9 else { throw Malformed(reason: "it has more than nine digits after the point") }
      var place = unit
      for digit in digits.utf8 {
        place /= 10
        try add(Int64(digit - UInt8(ascii: "0")), of: place)
      }
    }
  }

  private static func digits(of text: inout Substring) -> Substring {
    let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
    text = text[digits.endIndex...]
    return digits
  }

  private static func number(_ digits: Substring) throws(Malformed) -> Int64 {
    guard let number = Int64(digits) else { throw Malformed(reason: "it is longer than 292 years") }
    return number
  }

  // MARK: - ISO 8601

  private static func standard(_ text: String) throws(Malformed) -> Int64 {
    let dateUnits: [(letter: Character, unit: Int64?)] = [("Y", nil), ("M", nil), ("W", 7 * day), ("D", day)]
    let timeUnits: [(letter: Character, unit: Int64?)] = [("H", hour), ("M", minute), ("S", second)]
    let malformed = Malformed(reason: "after P come days (D), then T and hours (H), minutes (M) and seconds (S)")
    var rest = text.dropFirst()
    var units = dateUnits[...]
    var isTime = false
    var needsPart = true
    var hasFraction = false
    var sum = Sum()
    while !rest.isEmpty {
      if rest.first == "T", !isTime {
        rest = rest.dropFirst()
        units = timeUnits[...]
        (isTime, needsPart) = (true, true)
        continue
      }
      let whole = digits(of: &rest)
      var fraction: Substring?
      if rest.first == "." || rest.first == "," {
        rest = rest.dropFirst()
        fraction = digits(of: &rest)
      }
      guard !whole.isEmpty, fraction?.isEmpty != true, !hasFraction, let letter = rest.popFirst(),
        let place = units.firstIndex(where: { $0.letter == letter })
      else { throw malformed }
      guard let unit = units[place].unit else { throw Malformed(reason: "years and months have no fixed length") }
      units = units[(place + 1)...]
      try sum.add(try number(whole), of: unit)
      if let fraction {
        try sum.add(fraction: fraction, of: unit)
        hasFraction = true
      }
      needsPart = false
    }
    guard !needsPart else { throw malformed }
    return sum.nanoseconds
  }

  // MARK: - Clocks

  private static func clock(_ text: String) throws(Malformed) -> Int64 {
    let malformed = Malformed(reason: "it is neither of ISO 8601 nor hours:minutes:seconds")
    var rest = text[...]
    var sum = Sum()
    var first = digits(of: &rest)
    for separator in [".", " days, ", " day, "] where rest.hasPrefix(separator) {
      guard !first.isEmpty else { throw malformed }
      try sum.add(try number(first), of: day)
      rest = rest.dropFirst(separator.count)
      first = digits(of: &rest)
      break
    }
    guard rest.popFirst() == ":" else { throw malformed }
    let minutes = digits(of: &rest)
    guard rest.popFirst() == ":" else { throw malformed }
    let seconds = digits(of: &rest)
    guard (1...2).contains(first.count), minutes.count == 2, seconds.count == 2 else { throw malformed }
    let parts = (try number(first), try number(minutes), try number(seconds))
    guard parts.0 < 24, parts.1 < 60, parts.2 < 60 else {
      throw Malformed(reason: "a clock has at most 23 hours, 59 minutes and 59 seconds")
    }
    try sum.add(parts.0, of: hour)
    try sum.add(parts.1, of: minute)
    try sum.add(parts.2, of: second)
    guard !rest.isEmpty else { return sum.nanoseconds }
    guard rest.popFirst() == "." else { throw malformed }
    let fraction = digits(of: &rest)
    guard !fraction.isEmpty, rest.isEmpty else { throw malformed }
    try sum.add(fraction: fraction, of: second)
    return sum.nanoseconds
  }
}
