// SPDX-License-Identifier: GPL-3.0-or-later

/// One step of an evaluation.
public struct FormulaTraceEntry: Sendable {
  /// What happened.
  public enum Event: Sendable {
    /// An expression had a value.
    case value(FormulaValue)
    /// An expression was not evaluated.
    case skipped
    /// A variable was given a value.
    case assigned(FormulaValue)
  }

  /// Where the expression begins.
  public let place: FormulaPlace
  /// Its text, on one line and shortened; the name of a variable that was assigned.
  public let text: String
  /// What happened.
  public let event: Event
  /// The samples that a method read or counted.
  public let window: FormulaSampleWindow?

  /// The name of a value's type, in the vendor's words.
  public static func typeName(of value: FormulaValue) -> String { value.type.rawValue }
}

/// The samples that a method of a metric read or counted.
public struct FormulaSampleWindow: Hashable, Sendable {
  /// The instant after which samples count.
  public let older: FormulaInstant
  /// The last instant whose sample counts.
  public let newer: FormulaInstant
  /// How many samples there are.
  public let available: Int
  /// How many there should be.
  public let expected: Int

  /// The share of samples that are there, 0 to 100 [%].
  ///
  /// Choice: a window without length expects nothing and has 0 %.
  public var percent: Double {
    expected == 0 ? 0 : min(100, 100 * Double(available) / Double(expected))
  }

  /// How many samples a window should hold: one each 30 s begun, and at least one.
  ///
  /// Choice: rounded up, so that 29 of 30 in 15 minutes is the recorded 96.6667 %.
  static func expected(in length: FormulaInterval) -> Int {
    guard length.ticks > 0 else { return 0 }
    let period = FormulaInterval.samplePeriod.ticks
    return Int((length.ticks - 1) / period + 1)
  }
}
