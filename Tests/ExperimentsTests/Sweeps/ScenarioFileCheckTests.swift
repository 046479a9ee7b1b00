// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Foundation
import Quantities
import Scenarios
import Sweeps
import TestSupport
import Testing

/// What `validate` accepts and refuses. `scripts/checks/schema` holds the JSON Schema against the same files.
@Suite("Checks of scenario files")
struct ScenarioFileCheckTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
  }

  /// What is wrong with a file; rules of the service do not count, because a scenario that breaks them is one still.
  private static func errors(in file: String) async throws -> [Diagnostic] {
    let path = root.appending(path: file).path
    let day = try #require(CalendarDate("2020-07-01"))
    do {
      _ = try await ScenarioFileCheck(ScenarioDocument.load(path: path), overrides: [], on: day, jobs: 2)
      return []
    } catch let failure as Failure {
      return failure.diagnostics
    }
  }

  @Test("every scenario that ships is accepted, and so is every form of what is one of several")
  func accepts() async throws {
    let files = try Self.files(in: "scenarios") + Self.files(in: "Tests/SchemaCases/accepted")
    #expect(files.count > 15)
    for file in files { #expect(try await Self.errors(in: file).isEmpty, "\(file)") }
  }

  @Test("one mistake in a file is refused, with its place")
  func refuses() async throws {
    let files = try Self.files(in: "Tests/SchemaCases/refused")
    #expect(files.count > 40)
    for file in files {
      let errors = try await Self.errors(in: file)
      #expect(!errors.isEmpty, "\(file)")
      #expect(errors.allSatisfy { $0.place.file.hasSuffix(".yaml") }, "\(file): \(errors)")
    }
  }
}
