// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Foundation
import Testing

/// What the vendor's documentation, recordings of the service and reports of its users say a formula gives.
struct EvaluationCase: Decodable, CustomTestStringConvertible {
  /// A text, or a piece of it that repeats.
  enum Text: Decodable {
    case plain(String)
    case repeated(first: String, piece: String, count: Int, then: String)

    private enum Key: CodingKey { case first, `repeat`, then }

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        self = .plain(text)
        return
      }
      let values = try decoder.container(keyedBy: Key.self)
      var list = try values.nestedUnkeyedContainer(forKey: .repeat)
      self = .repeated(
        first: try values.decodeIfPresent(String.self, forKey: .first) ?? "", piece: try list.decode(String.self),
        count: try list.decode(Int.self), then: try values.decodeIfPresent(String.self, forKey: .then) ?? "")
    }

    var value: String {
      switch self {
      case .plain(let text): text
      case .repeated(let first, let piece, let count, let then):
        first + String(repeating: piece, count: count) + then
      }
    }
  }

  let id: String
  let fixture: Fixture
  let formula: Text
  let dialect: [String: String]?
  let results: String?
  let error: String?
  let line: Int?
  let column: Int?
  let detail: String?
  let targets_after: [Int]?
  let run_time_warnings: [String]?

  var testDescription: String { id }

  static func all<Case: Decodable>(_ type: Case.Type, in name: String) throws -> [Case] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases/\(name).jsonl")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return try lines.map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}

@Suite("Evaluation cases")
struct EvaluationCasesTests {
  @Test("every case gives its results, byte for byte, or its error at its place")
  func agree() throws {
    let cases = try EvaluationCase.all(EvaluationCase.self, in: "evaluation")
    #expect(cases.count == 80)
    for one in cases { try check(one) }
  }

  private func check(_ one: EvaluationCase) throws {
    var dialect = FormulaDialect()
    for (key, value) in one.dialect ?? [:] { #expect(dialect.set(key, to: value) == nil) }
    let formula: Formula
    do throws(FormulaError) {
      formula = try Formula(parsing: one.formula.value)
    } catch {
      compare(error, one)
      #expect(one.targets_after == nil, "\(one.id) is refused before an evaluation")
      return
    }
    let evaluation = formula.evaluate(in: one.fixture.snapshot, dialect: dialect)
    if let error = evaluation.error {
      compare(error, one)
      if let detail = one.detail { #expect(error.service.values.first?.value == detail, "\(one.id)") }
      if let targets = one.targets_after {
        #expect([evaluation.targetDedicatedNodes, evaluation.targetLowPriorityNodes] == targets, "\(one.id)")
      }
      return
    }
    #expect(one.error == nil, "\(one.id) should end with \(one.error ?? "")")
    #expect(evaluation.results == one.results, "\(one.id)")
    #expect(
      Set(evaluation.warnings.map(\.code.rawValue)) == Set(one.run_time_warnings ?? []),
      "\(one.id): \(evaluation.warnings)")
  }

  private func compare(_ error: FormulaError, _ one: EvaluationCase) {
    #expect(error.code.rawValue == one.error, "\(one.id): \(error)")
    if let line = one.line, let column = one.column {
      #expect(error.place == FormulaPlace(line: line, column: column), "\(one.id): \(error)")
    }
  }
}
