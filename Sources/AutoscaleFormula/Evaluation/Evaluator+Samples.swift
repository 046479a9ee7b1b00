// SPDX-License-Identifier: GPL-3.0-or-later

/// A metric on which a method is called.
struct MetricUse {
  let metric: FormulaMetric
  /// The name as it was written.
  let spelling: String
  /// The opening parenthesis, which the service's messages name.
  let place: FormulaPlace
}

extension Evaluator {
  mutating func value(of method: SampleMethod, _ use: MetricUse, _ arguments: [FormulaValue]) throws(FormulaError)
    -> FormulaValue
  {
    switch method {
    case .getSample: return .vector(try sample(of: use, arguments))
    case .getSamplePercent:
      let (window, rest) = try window(of: use, arguments)
      guard rest.isEmpty else { throw wrongWindow(use, rest[0]) }
      return .number(window.percent)
    case .getSamplePeriod: return .interval(.samplePeriod)
    case .count: return .number(Double(context.sampleCount(of: use.metric)))
    case .historyBeginTime:
      guard let oldest = context.oldestSample(of: use.metric) else {
        throw FormulaError(
          .tooFewSamples, at: use.place, "\(use.spelling) has no samples, and so no oldest one",
          recordedDetail: "Insufficient data from data set: \(use.spelling)")
      }
      return .instant(oldest)
    }
  }

  // MARK: - GetSample

  private mutating func sample(of use: MetricUse, _ arguments: [FormulaValue]) throws(FormulaError) -> [Double] {
    switch arguments[0] {
    case .number, .vector:
      guard arguments.count == 1 else {
        throw FormulaError(
          .wrongType, at: use.place, "GetSample with a count takes no other argument; a window begins with a time")
      }
      return try newest(try number(arguments[0], at: use.place, "the count of GetSample"), of: use)
    case .instant, .interval, .text, .option:
      break
    }
    let (window, rest) = try window(of: use, arguments)
    guard rest.count <= 1 else { throw wrongWindow(use, rest[0]) }
    let wanted =
      try rest.first.map { percent throws(FormulaError) in
        try number(percent, at: use.place, "the percentage of GetSample")
      } ?? dialect.defaultSamplePercent
    guard window.percent >= wanted else { throw tooFew(use, window, wanted: wanted) }
    try spend(window.available, at: use.place)
    let values = context.samples(of: use.metric, after: window.older, through: window.newer)
    return seen(values, of: use.metric)
  }

  /// The newest samples: as many as are asked for, or as there are, and never an error (recorded by a live test of the
  /// Azure SDK for .NET). Choice: the count is cut to a whole number; NaN and what is below zero ask for none.
  private mutating func newest(_ count: Double, of use: MetricUse) throws(FormulaError) -> [Double] {
    let available = context.sampleCount(of: use.metric)
    let wanted = count >= Double(available) ? available : max(0, count.isNaN ? 0 : Int(max(0, count)))
    try spend(wanted, at: use.place)
    return seen(context.newestSamples(wanted, of: use.metric), of: use.metric)
  }

  private func seen(_ values: [Double], of metric: FormulaMetric) -> [Double] {
    metric == .preemptedNodeCount && dialect.preemptedNodeCount == .zero ? values.map { _ in 0 } : values
  }

  private func tooFew(_ use: MetricUse, _ window: FormulaSampleWindow, wanted: Double) -> FormulaError {
    let wantedText = NumberText.text(wanted)
    let received = NumberText.text(window.percent)
    return FormulaError(
      .tooFewSamples, at: use.place,
      "too few samples of \(use.spelling): \(wantedText) % wanted, \(received) % there "
        + "(\(window.available) of \(window.expected)); test GetSamplePercent first, with ? :",
      recordedDetail: "Insufficient data from data set: \(use.spelling) wanted \(wantedText)%, received \(received)%")
  }

  // MARK: - Windows

  /// The window that the first one or two arguments span, and the other arguments.
  ///
  /// A timeinterval looks back from now. The two ends may come in either order: the vendor's page writes (1 min, 6 min),
  /// a test of its SDK (10 s, 0 s). Choice: one may be a timestamp and the other a timeinterval. The window is open at its
  /// older end and closed at the newer.
  private mutating func window(of use: MetricUse, _ arguments: [FormulaValue]) throws(FormulaError)
    -> (window: FormulaSampleWindow, rest: [FormulaValue])
  {
    guard let start = try instant(arguments[0], at: use.place) else { throw wrongWindow(use, arguments[0]) }
    var end = context.now
    var rest = arguments[1...]
    if let second = rest.first, let instant = try instant(second, at: use.place) {
      end = instant
      rest = rest.dropFirst()
    }
    let older = min(start, end)
    let newer = max(start, end)
    let window = FormulaSampleWindow(
      older: older, newer: newer, available: context.sampleCount(of: use.metric, after: older, through: newer),
      expected: FormulaSampleWindow.expected(in: newer.since(older)))
    self.window = window
    return (window, Array(rest))
  }

  /// The end of a window; nil for a value that is not a time.
  private func instant(_ value: FormulaValue, at place: FormulaPlace) throws(FormulaError) -> FormulaInstant? {
    switch value {
    case .instant(let instant): instant
    case .interval(let back): try bounded(context.now.subtracting(back), at: place)
    case .number, .vector, .text, .option: nil
    }
  }

  private func wrongWindow(_ use: MetricUse, _ value: FormulaValue) -> FormulaError {
    FormulaError(
      .wrongType, at: use.place,
      "a window of samples is given by timeintervals or timestamps, not by a \(value.type.rawValue)")
  }
}
