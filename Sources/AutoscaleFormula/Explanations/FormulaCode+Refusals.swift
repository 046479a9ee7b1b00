// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaCode {
  /// Mistakes for which the service refuses a formula.
  static let refusals: [FormulaCode: FormulaExplanation] = [
    .empty: .init(
      "the formula is empty", "It has no statement; space, comments and ; alone do nothing.",
      cure: "Assign a target.", example: "$TargetDedicatedNodes = 3;"),
    .tooLong: .init(
      "the formula is too long", "The service takes 8,192 characters, comments included.",
      cure: "Shorten names and comments; name what is repeated.",
      example: "w = 5 * TimeInterval_Minute;   // and then GetSample(w)"),
    .tooManyStatements: .init(
      "the formula has too many statements", "The service takes 100.",
      cure: "Write several assignments as one expression.", example: "n = min(20, ceil(p / 4));"),
    .unexpectedCharacter: .init(
      "a character begins nothing",
      "The language has letters, digits, \"strings\" and the operators of C, without % and ^. Quotes of word processors "
        + "and no-break spaces look right and are others.",
      cure: "Write what the message says.", example: "time('')   // time(\"\")"),
    .openString: .init(
      "a string is not closed", "A string ends on its line, and nothing in it is escaped.",
      cure: "Add the double quote.", example: "t = time(\"2026-03-02);   // time(\"2026-03-02\")"),
    .unexpectedToken: .init(
      "something stands where it cannot", "An operand, operator or parenthesis is missing before it, or too much.",
      cure: "Look at the place named and at what stands before it.", example: "x = (1 + 2;   // (1 + 2)"),
    .missingSemicolon: .init(
      "a ; is missing", "A line break ends no statement, so that the next name follows an expression directly.",
      cure: "Write ; at the end of the line that the message names.", example: "x = 1\ny = 2;   // x = 1;"),
    .malformedNumber: .init(
      "a number is malformed", "Numbers are decimal, with digits behind the point and in the exponent.",
      cure: "Write it so.", example: "x = 1.;   // 1 or 1.0"),
    .nestedTooDeeply: .init(
      "the formula is nested too deeply", "At most 256 parentheses or ? stand in each other.",
      cure: "Assign inner parts to variables.", example: "a = (x + 1) * 2; b = (a + 1) * 2;"),
    .unfilledTemplate: .init(
      "a placeholder was not filled in",
      "A template, pipeline or format string should have put a value here. Bicep does not interpolate in strings of "
        + "three quotes.",
      cure: "Render the template before the formula is sent.", example: "cap = ${maxNodes};   // cap = 20;"),
    .missingName: .init(
      "a name is missing",
      "A shell replaces $Name inside of double quotes by nothing, so that '.GetSample' stands alone.",
      cure: "Write the formula in single quotes, or in a file.",
      example: "--formula \"n = $PendingTasks.GetSample(1);\"   # --formula 'n = ...'"),
  ]
}
