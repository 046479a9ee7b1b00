// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
@testable import Scenarios
import Testing

/// The work of checking many variants, counted: what a variant leaves to the base is not checked again.
@Suite("Checks of many variants")
struct CheckedSectionsTests {
  static let base = """
    poolsim: 1
    image: { kind: gallery, replicas: 2 }
    pool: { targetDedicatedNodes: 5 }
    model: { createBurst: 100 }
    """

  /// The systems of variants that say something of their own, checked one after the other as a scenario does.
  static func systems(
    _ variants: [String], _ sections: CheckedSections, _ problems: inout DiagnosticList
  ) throws -> [CheckedSystem?] {
    let base = try ScenarioDocument.parse(base, file: "a.yaml").root
    var systems: [CheckedSystem?] = []
    for text in variants {
      let own = try ScenarioDocument.parse(text, file: "a.yaml").root
      systems.append(CheckedSystem(base.overlaid(by: own), sections, &problems))
    }
    return systems
  }

  @Test("one section is checked for each variant that says something of one", arguments: [10, 200])
  func oneForEach(count: Int) throws {
    var problems = DiagnosticList()
    let (one, many) = (CheckedSections(), CheckedSections())
    let texts = (1...count).map { "pool: { targetDedicatedNodes: \($0) }" }
    _ = try Self.systems([texts[0]], one, &problems)
    let systems = try Self.systems(texts, many, &problems)
    #expect(many.checks - one.checks == count - 1)
    #expect(systems.map { $0?.system.pool?.targetDedicatedNodes } == (1...count).map { $0 })
    #expect(problems.isEmpty)
  }

  @Test("a section is that of its own variant, also after another one's")
  func eachItsOwn() throws {
    var problems = DiagnosticList()
    let texts = [
      "pool: { targetDedicatedNodes: 1 }", "image: { kind: gallery, replicas: 3 }", "pool: { targetDedicatedNodes: 2 }",
      "model: { createBurst: 7 }", "image: { kind: gallery, replicas: 3 }",
    ]
    let systems = try Self.systems(texts, CheckedSections(), &problems)
    #expect(systems.map { $0?.system.pool?.targetDedicatedNodes } == [1, 5, 2, 5, 5])
    #expect(systems.map { $0?.configuration(&problems)?.system.images.first?.replicas } == [2, 3, 2, 2, 3])
    #expect(systems.map { $0?.configuration(&problems)?.system.parameters.createBurst } == [100, 100, 100, 7, 100])
    #expect(problems.isEmpty)
  }

  @Test("what is wrong is not kept")
  func mistakes() throws {
    var problems = DiagnosticList()
    let sections = CheckedSections()
    let wrong = "pool: { targetDedicatedNodes: -1 }"
    let systems = try Self.systems([wrong, "pool: { targetDedicatedNodes: 1 }", wrong], sections, &problems)
    #expect(systems.map { $0 != nil } == [false, true, false])
    #expect(problems.diagnostics.map(\.code) == [.outOfRange])
  }
}
