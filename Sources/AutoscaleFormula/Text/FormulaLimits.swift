// SPDX-License-Identifier: GPL-3.0-or-later

/// How large a formula, and its evaluation, may be.
public enum FormulaLimits {
  /// The most characters of a formula (Azure SDK for .NET, `BatchErrorCodeStrings.AutoScaleFormulaTooLong` and its
  /// message, which names 8192; "Create a formula to automatically scale compute nodes in a Batch pool": 8 KB).
  ///
  /// Choice: a character is a Unicode scalar, as in ``FormulaPlace``; for ASCII it is a byte as well.
  public static let characters = 8192

  /// The most statements of a formula (same page, 2022).
  ///
  /// Choice: empty statements do not count, because nothing is evaluated for them.
  public static let statements = 100

  /// How deeply parentheses, arguments and the middle of `?:` may stand in each other.
  ///
  /// Choice: the service documents no such limit; this one keeps the reader's own recursion small, and no formula that
  /// a user wrote comes near it.
  public static let nesting = 256

  /// The most elements of vectors that one evaluation may produce or read.
  ///
  /// Choice: the service stops an evaluation after 30 s (REST reference, "Pool - Evaluate Auto Scale"); a count of work
  /// stops it at the same point on every machine.
  public static let elements = 20_000_000

  /// The time between two samples of a metric [s] ("Create a formula to automatically scale compute nodes in a Batch
  /// pool", `GetSamplePeriod`).
  public static let samplePeriodSeconds = 30
}
