// SPDX-License-Identifier: GPL-3.0-or-later

/// Texts of users inside of messages.
enum FormulaWording {
  /// The most characters of a user's text that a message repeats.
  static let longest = 60

  /// A text cut to a length that a message can carry.
  static func cut(_ text: String) -> String {
    guard text.unicodeScalars.count > longest else { return text }
    var cut = String.UnicodeScalarView()
    cut.append(contentsOf: text.unicodeScalars.prefix(longest))
    return String(cut) + "..."
  }

  /// A text without control, invisible or direction-changing characters, which are named by their number.
  static func visible(_ text: String) -> String {
    var result = ""
    for scalar in cut(text).unicodeScalars {
      if isVisible(scalar) { result.unicodeScalars.append(scalar) } else { result += number(of: scalar) }
    }
    return result
  }

  /// `U+00A0`.
  static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Whether a character shows, and shows as what it is.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (32..<127).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse, .unassigned,
      .nonspacingMark, .enclosingMark:
      return false
    default:
      return true
    }
  }

  /// The nearest of some names, as an ending of a message: `; did you mean weekday?`, or nothing.
  static func suggestion(for given: String, among names: [String]) -> String {
    guard let name = NearestName.of(given, among: names) else { return "" }
    return "; did you mean \(name)?"
  }

  /// `1 argument`, `2 arguments`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
