// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
internal import Diagnostics
internal import Quantities
internal import BatchPool
internal import EventEngine

/// Reads the values of pool bodies.
extension AzurePoolReader {
  /// Something that no simulation depends on: `Enabled`, `Disabled`, `true` or `false`; anything else is kept aside.
  mutating func fact(_ value: AzureBody?) -> Bool? {
    guard let value, !value.value.isNull else { return nil }
    if let truth = value.truth { return truth }
    switch value.text?.lowercased() {
    case "enabled": return true
    case "disabled": return false
    case "true", "false":
      asides.addQuoted(value.path)
      return value.text?.lowercased() == "true"
    default:
      asides.addUnresolved(value.path)
      return nil
    }
  }

  mutating func truth(_ value: AzureBody) -> Bool? {
    if let truth = value.truth { return truth }
    if let word = value.knownText?.lowercased(), word == "true" || word == "false" {
      asides.addQuoted(value.path)
      return word == "true"
    }
    _ = text(value, expected: "true or false", isText: false)
    return nil
  }

  mutating func nodes(_ value: AzureBody?) -> Int? {
    guard let value, !value.value.isNull else { return nil }
    return count(value, of: "nodes", in: 0...SystemConfiguration.mostNodes)
  }

  /// A whole number of something within a range; nil with a problem for anything else.
  mutating func count(_ value: AzureBody, of noun: String, in range: ClosedRange<Int>) -> Int? {
    guard let digits = digits(value) else {
      _ = text(value, expected: "a whole number", isText: false)
      return nil
    }
    guard let count = Int(digits), range.contains(count) else {
      add(
        .bodyOutOfRange, at: value.value,
        "\(PrintableText.short(digits)) \(noun); expected a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
      return nil
    }
    return count
  }

  mutating func timeout(_ value: AzureBody?) -> AzureDuration? {
    guard let value, !value.value.isNull else { return nil }
    if let length = length(value) {
      guard length.nanoseconds >= PoolConfiguration.shortestResizeTimeout.nanoseconds else {
        add(
          .bodyResizeTimeout, at: value.value,
          "\(value.name) is \(length.scenarioText), which is below the 5 min (PT5M) that the service takes")
        return nil
      }
      return length
    }
    guard let text = text(value, expected: "a duration such as PT15M") else { return nil }
    do throws(AzureDuration.Malformed) {
      let duration = try AzureDuration(text)
      guard duration.nanoseconds >= PoolConfiguration.shortestResizeTimeout.nanoseconds else {
        add(
          .bodyResizeTimeout, at: value.value,
          "\(PrintableText.short(text)) is below 5 min (PT5M), which the service refuses")
        return nil
      }
      return duration
    } catch {
      addDuration(value, text, error)
      return nil
    }
  }

  /// A duration as logs have it, in milliseconds, or as PowerShell writes it: `{ "Ticks": 9000000000, ... }`, of 100 ns each.
  private mutating func length(_ value: AzureBody) -> AzureDuration? {
    guard value.unknown == nil else { return nil }
    if let ticks = value["Ticks"], case .number(let digits) = ticks.value.kind, let count = Int64(digits),
      (0...Int64.max / 100).contains(count)
    {
      return AzureDuration(nanoseconds: count * 100)
    }
    let digits: String
    switch value.value.kind {
    case .number(let number): digits = number
    case .text(let text): digits = text
    default: return nil
    }
    guard let count = Int64(digits), (0...Int64.max / 1_000_000).contains(count) else { return nil }
    asides.addMilliseconds(value.path)
    return AzureDuration(nanoseconds: count * 1_000_000)
  }

  mutating func addDuration(_ value: AzureBody, _ text: String, _ error: AzureDuration.Malformed) {
    add(
      .bodyDuration, at: value.value,
      "'\(PrintableText.short(text))' is not a duration: \(error.reason); expected one such as PT15M")
  }

  /// The most retries of a start task that a scenario has.
  private static let mostRetries = 1_000

  mutating func startTask(_ value: AzureBody?) -> AzurePool.StartTask? {
    if let value, value.unknown != nil { asides.addUnresolved(value.path) }
    guard let value, value.isObject, !value.members.isEmpty else { return nil }
    var task = AzurePool.StartTask()
    for name in ["maxTaskRetryCount", "waitForSuccess"] {
      if let member = value[name], member.unknown != nil { asides.addUnresolved(member.path) }
    }
    if let retries = value.given("maxTaskRetryCount"), retries.unknown == nil {
      guard let digits = digits(retries), let count = Int(digits), (-1...Self.mostRetries).contains(count) else {
        add(
          .bodyOutOfRange, at: retries.value,
          "maxTaskRetryCount is \(retries.value.description); expected 0 to \(Self.mostRetries), or -1 for no limit")
        return nil
      }
      task.maxTaskRetryCount = count < 0 ? Self.mostRetries : count
      if count < 0 {
        notes.append("\(retries.path): no limit, for which \(Self.mostRetries) tries stand in the scenario")
      }
    }
    if let waits = fact(value.given("waitForSuccess")) { task.waitForSuccess = waits }
    sort(value, .startTask)
    return task
  }

  // MARK: - Texts and expressions

  /// A text, or nil with a problem; expressions of a template have words of their own.
  mutating func text(_ body: AzureBody, expected: String = "a text", isText: Bool = true) -> String? {
    guard !isUnknown(body, expected: expected) else { return nil }
    guard isText, let text = body.text else {
      add(.wrongMemberType, at: body.value, "\(body.name) is \(body.value.description); expected \(expected)")
      return nil
    }
    return text
  }

  /// Whether something that the model needs is an expression that nothing tells the value of; that is a problem.
  mutating func isUnknown(_ body: AzureBody?, expected: String) -> Bool {
    guard let body, body.unknown != nil else { return false }
    ask(body, expected: expected)
    return true
  }

  /// Asks for something that the model needs and only an expression says.
  mutating func ask(_ body: AzureBody, expected: String) {
    guard let unknown = body.unknown else { return }
    add(
      unknown.code, at: body.value,
      "\(body.name) is the expression \(PrintableText.short(body.text ?? "")); \(unknown.explanation(expected: expected))"
    )
  }
}
