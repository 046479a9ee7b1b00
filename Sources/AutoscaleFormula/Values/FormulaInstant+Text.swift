// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaInstant {
  /// Reads a date of the W3C's profile of ISO 8601 (NOTE-datetime, 1998) or of RFC 1123; nil for anything else.
  ///
  /// - Complexity: O(1): no text that it takes is long.
  public init?(text: String) {
    guard text.utf8.count <= 40 else { return nil }
    var reader = DateReader(text)
    guard let instant = reader.w3c() else {
      reader = DateReader(text)
      guard let instant = reader.rfc1123() else { return nil }
      self = instant
      return
    }
    self = instant
  }
}

/// Reads the letters and digits of a date from the front.
private struct DateReader {
  private var rest: Substring.UTF8View

  /// The fields of a date and time.
  private struct Fields {
    var year: Int64 = 1
    var month: Int64 = 1
    var day: Int64 = 1
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0
    /// [100 ns]
    var fraction: Int64 = 0
    /// Time before UTC [min].
    var offset: Int64 = 0
  }

  init(_ text: String) {
    rest = Substring(text).utf8
  }

  // MARK: - Forms

  mutating func w3c() -> FormulaInstant? {
    var fields = Fields()
    guard let year = digits(4) else { return nil }
    fields.year = year
    if rest.isEmpty { return instant(fields) }
    guard skip("-"), let month = digits(2) else { return nil }
    fields.month = month
    if rest.isEmpty { return instant(fields) }
    guard skip("-"), let day = digits(2) else { return nil }
    fields.day = day
    if rest.isEmpty { return instant(fields) }
    guard skip("T"), let hour = digits(2), skip(":"), let minute = digits(2) else { return nil }
    (fields.hour, fields.minute) = (hour, minute)
    if skip(":") {
      guard let second = digits(2) else { return nil }
      fields.second = second
      if skip(".") {
        guard let fraction = fraction() else { return nil }
        fields.fraction = fraction
      }
    }
    guard let offset = zone() else { return nil }
    fields.offset = offset
    return rest.isEmpty ? instant(fields) : nil
  }

  /// `Ddd, DD Mon YYYY hh:mm:ss GMT`.
  ///
  /// Choice: the name of the day is not compared with the date, which says the same.
  mutating func rfc1123() -> FormulaInstant? {
    var fields = Fields()
    guard ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(letters(3)), skip(","), skip(" "),
      let day = digits(2), skip(" ")
    else { return nil }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard let month = months.firstIndex(of: letters(3)), skip(" "), let year = digits(4), skip(" "),
      let hour = digits(2), skip(":"), let minute = digits(2), skip(":"), let second = digits(2), skip(" "),
      letters(3) == "GMT", rest.isEmpty
    else { return nil }
    (fields.year, fields.month, fields.day) = (year, Int64(month) + 1, day)
    (fields.hour, fields.minute, fields.second) = (hour, minute, second)
    return instant(fields)
  }

  private func instant(_ fields: Fields) -> FormulaInstant? {
    guard (1...9999).contains(fields.year), (1...12).contains(fields.month),
      (1...CivilDate.days(inMonth: fields.month, of: fields.year)).contains(fields.day), fields.hour < 24,
      fields.minute < 60, fields.second < 60
    else { return nil }
    let day = CivilDate.daysSince1970(year: fields.year, month: fields.month, day: fields.day)
    let minutes = day * 1440 + fields.hour * 60 + fields.minute - fields.offset
    return FormulaInstant(
      ticks: (minutes * 60 + fields.second) * FormulaInterval.ticksPerSecond + fields.fraction)
  }

  // MARK: - Pieces

  /// Decimals of a second [100 ns].
  ///
  /// Choice: one to seven. Six are known to be read and nine to be refused (nextflow-io/nextflow#3866); seven are as
  /// many as a tick has.
  private mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var count = 0
    while let digit = digit() {
      count += 1
      guard count <= 7 else { return nil }
      value = value * 10 + digit
    }
    guard count > 0 else { return nil }
    for _ in count..<7 { value *= 10 }
    return value
  }

  /// The time zone, as the time before UTC [min].
  ///
  /// Choice: a time without a zone is in UTC, as all times of the service are; zones reach 14 hours, as in .NET.
  private mutating func zone() -> Int64? {
    if rest.isEmpty || skip("Z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = digits(2), skip(":"), let minutes = digits(2), minutes < 60,
      hours * 60 + minutes <= 14 * 60
    else { return nil }
    return (hours * 60 + minutes) * (isEast ? 1 : -1)
  }

  private mutating func digits(_ count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func digit() -> Int64? {
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
    rest = rest.dropFirst()
    return Int64(byte - UInt8(ascii: "0"))
  }

  private mutating func letters(_ count: Int) -> String {
    let taken = String(decoding: Array(rest.prefix(count)), as: UTF8.self)
    rest = rest.dropFirst(count)
    return taken
  }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, byte == UInt8(ascii: scalar) else { return false }
    rest = rest.dropFirst()
    return true
  }
}
