// SPDX-License-Identifier: GPL-3.0-or-later

/// A comment that silences diagnostics for its statement: `// poolsim: allow F113, F130`.
struct Allowance {
  let place: FormulaPlace
  let codes: Set<String>

  /// Reads a comment; nil when it is any other.
  init?(comment: ArraySlice<Unicode.Scalar>, place: FormulaPlace) {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: comment.drop { $0 == "/" })
    let words = String(text).split { " \t,:".contains($0) }
    guard words.count >= 3, words[0] == "poolsim", words[1] == "allow" else { return nil }
    self.place = place
    codes = Set(words[2...].map { $0.uppercased() })
  }
}
