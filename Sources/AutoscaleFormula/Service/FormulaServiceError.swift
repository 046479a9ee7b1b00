// SPDX-License-Identifier: GPL-3.0-or-later

/// An error in the words of the service.
public struct FormulaServiceError: Hashable, Sendable {
  /// A detail.
  public struct Value: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its text.
    public let value: String
  }

  /// The status of the answer to the request: 400 where the formula is refused; 200 where an evaluation ends.
  public let status: Int
  /// The code.
  public let code: String
  /// What a person reads.
  public let message: String
  /// The details.
  public let values: [Value]
}

extension FormulaError {
  /// What the service answers.
  ///
  /// The codes and messages of syntax and length are those of the REST reference and the Azure SDK for .NET; those of
  /// evaluations are recorded (undefined symbols in the tests of the Azure SDK for JavaScript, samples in the Azure SDK
  /// for .NET and Azure/batch-shipyard#138). Choice: other mistakes of an evaluation have the code of an undefined symbol,
  /// and details in words of our own.
  public var service: FormulaServiceError {
    if code.refusesRequest {
      return code == .tooLong
        ? FormulaServiceError(
          status: 400, code: "AutoScaleFormulaTooLong",
          message:
            "The specified autoscale formula is too long. The maximum length is \(FormulaLimits.characters) characters.",
          values: [])
        : FormulaServiceError(
          status: 400, code: "AutoScalingFormulaSyntaxError",
          message: "The specified auto-scaling formula has a syntax error.", values: [detail])
    }
    guard code == .tooFewSamples else {
      return FormulaServiceError(
        status: 200, code: "AutoScalingFormulaEvaluationError",
        message: "The specified auto-scaling formula has evaluation error", values: [detail])
    }
    return FormulaServiceError(
      status: 200, code: "InsufficientSampleData",
      message: "Autoscale evaluation failed due to insufficient sample data", values: [detail])
  }

  private var detail: FormulaServiceError.Value {
    let text = recordedDetail ?? message
    guard place != .endOfEvaluation else { return .init(name: "Message", value: text) }
    return .init(name: "Message", value: "Line \(place.line), Col \(place.column): \(text)")
  }
}
