// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import ServiceRules
import Foundation
import Scenarios
import TestSupport
import Testing

/// Whatever text is imported: the process lives, what comes out is a scenario, and errors have places and codes.
@Suite("AzurePool properties")
struct AzurePoolPropertyTests {
  private static let bodies: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("PoolBodies")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.compactMap {
      try? String(contentsOf: $0, encoding: .utf8)
    }
  }()

  private static let names = [
    "properties", "vmSize", "id", "name", "value", "resources", "type", "parameters", "variables", "defaultValue",
    "deploymentConfiguration", "virtualMachineConfiguration", "cloudServiceConfiguration", "imageReference",
    "publisher",
    "offer", "sku", "scaleSettings", "fixedScale", "autoScale", "formula", "evaluationInterval", "enableAutoScale",
    "autoScaleFormula", "targetDedicatedNodes", "currentDedicatedNodes", "autoScaleRun", "results", "resizeTimeout",
    "startTask", "networkConfiguration", "endpointConfiguration", "inboundNatPools", "interNodeCommunication", "copy",
    "count", "condition", "template", "expressionEvaluationOptions", "scope", "pool", "nullable", "existing",
    "responses", "200", "body", "url", "apiVersion", "VMSIZE", "",
  ]

  private static let scalars = [
    "null", "true", "false", "0", "-1", "300", "1e9", "100000000", "99999999999999999999", "0.5", "\"\"", "\"a\"",
    "\"PT15M\"", "\"P9Y\"", "\"0:15:00\"", "\"[parameters('x')]\"", "\"[variables('x')]\"", "\"Enabled\"",
    "\"\\u2028\"",
    "\"\\u0085\\u0001\"", "\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i\"",
    "\"Microsoft.Batch/batchAccounts/pools\"", "\"$TargetDedicatedNodes=5;x\"", "\"2019-08-01\"", "\"# , \\\"\"",
    "\"[concat(parameters('x'), '/', variables('properties'), copyIndex())]\"", "\"[variables('value')[0].name]\"",
    "\"[resourceId('Microsoft.Compute/images', variables('x'))]\"", "\"[format('{0}{1}', 1, reference('a'))]\"",
    "\"[if(equals(parameters('id'), variables('id')), createObject('vmSize', 1), json('null'))]\"", "\"[add(1,\"",
    "\"[parameters('properties').vmSize]\"", "\"[[x]\"", "\"inner\"",
  ]

  private static func json(_ chance: inout SplitMix64, depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 5 ? 1 : 4), using: &chance) {
    case 0: return scalars.randomElement(using: &chance) ?? "null"
    case 1:
      let elements = (0..<Int.random(in: 0...3, using: &chance)).map { _ in json(&chance, depth: depth + 1) }
      return "[\(elements.joined(separator: ","))]"
    default:
      let members = (0..<Int.random(in: 0...5, using: &chance)).map { _ in
        "\"\(names.randomElement(using: &chance) ?? "")\": \(json(&chance, depth: depth + 1))"
      }
      return "{\(members.joined(separator: ",\n"))}"
    }
  }

  /// A body with a few of its pieces cut out, doubled, or put in another's place.
  private static func mutated(_ text: String, _ chance: inout SplitMix64) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &chance) where bytes.count > 8 {
      let start = Int.random(in: 0..<bytes.count - 4, using: &chance)
      let end = min(bytes.count, start + Int.random(in: 1...40, using: &chance))
      switch Int.random(in: 0..<5, using: &chance) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &chance))
      case 2: bytes[start] = UInt8.random(in: 0...255, using: &chance)
      case 3: bytes = Array(bytes[..<start])
      default:
        // A value of another kind in the place of one.
        guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")),
          let stop = bytes[(colon + 1)...].firstIndex(where: { ",}\n".utf8.contains($0) })
        else { continue }
        bytes.replaceSubrange((colon + 1)..<stop, with: Array(json(&chance, depth: 4).utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func check(_ text: String) throws {
    do throws(Failure) {
      let imported = try AzurePoolImporter.scenario(fromJSON: text, file: "pool.json")
      _ = Preflight.findings(of: try ScenarioFile.parse(imported.yaml, file: "pool.yaml"))
    } catch {
      guard error.kind == .invalid, !error.diagnostics.isEmpty else { throw CheckFailure("\(error) of \(text)") }
      for diagnostic in error.diagnostics {
        let text = "\(diagnostic)"
        guard text.wholeMatch(of: /pool\.json:[1-9][0-9]*:[1-9][0-9]*: error\[E06[0-9][0-9]\]: .+/) != nil,
          !text.contains("\n")
        else { throw CheckFailure(text) }
      }
    }
  }

  @Test("any JSON is imported, or refused with file, line, column and code")
  func anyJSON() {
    withEvery("seed", in: UInt64(1)...3_000) { seed in
      var chance = SplitMix64(seed: seed)
      try Self.check(Self.json(&chance, depth: 0))
    }
  }

  @Test("any change of a body is imported, or refused with file, line, column and code")
  func anyMutation() {
    #expect(Self.bodies.count > 20)
    withEvery("seed", in: UInt64(1)...3_000) { seed in
      var chance = SplitMix64(seed: seed)
      try Self.check(Self.mutated(Self.bodies.randomElement(using: &chance) ?? "", &chance))
    }
  }

  private static let pool = """
    "vmSize": "Standard_F2", "virtualMachineConfiguration": { "imageReference": {
      "publisher": "p", "offer": "o", "sku": "s" } }
    """

  @Test("pools that are too many, or want too much together, are refused in words")
  func tooMuch() throws {
    func problem(_ text: String) -> String {
      do throws(Failure) {
        _ = try AzurePoolImporter.scenario(fromJSON: text, file: "pool.json")
        return "imported"
      } catch {
        return error.diagnostics.map { "\($0)" }.joined(separator: "\n")
      }
    }
    let large = "{ \(Self.pool), \"targetDedicatedNodes\": 90000000 }"
    #expect(problem("[\(large), \(large)]").hasPrefix("pool.json:1:1: error[E0604]: the pools want more than"))
    let many = Array(repeating: "{ \(Self.pool) }", count: 2_001).joined(separator: ",")
    #expect(problem("[\(many)]") == "imported")
    // Ten resources of ten each, eight deep, in a few lines.
    let nested = Array(repeating: "{ \"type\": \"x/y\", \"resources\": \"[variables('r')]\" }", count: 10)
    let bomb =
      "{ \"variables\": { \"r\": [\(nested.joined(separator: ","))] }, \"resources\": [{ \"resources\": \"[variables('r')]\" }] }"
    #expect(problem(bomb).contains("error[E0604]: the template has more than"), "\(problem(bomb))")
    let loop = "{ \"variables\": { \"a\": \"[variables('b')]\", \"b\": \"[variables('a')]\" }, \"resources\": [] }"
    #expect(problem(loop).contains("E0609"))
  }

  @Test("characters that YAML breaks lines at or refuses come through a formula and a name")
  func characters() throws {
    let formula = "x = \\u0085\\u009f\\u2028\\u2029\\ufeff\\uffff\\u0000\\u007f'\\\"\\\\ # : - ;"
    let imported = try AzurePoolImporter.scenario(
      fromJSON: "{ \(Self.pool), \"enableAutoScale\": true, \"autoScaleFormula\": \"\(formula)\" }", file: "pool.json")
    let normal = try ScenarioFile.parse(imported.yaml, file: "a").normalisedYAML()
    #expect(
      normal.contains("x = \\u0085\\u009f\\u2028\\u2029\\ufeff\\uffff\\u0000\\u007f'\\\"\\\\ # : - ;"), "\(normal)")
    #expect(try ScenarioFile.parse(normal, file: "b").normalisedYAML() == normal)
  }

  @Test("more pools than can be simulated are refused before they are made")
  func tooManyPools() {
    let pools = (1...3).map { "  p\($0): { count: 400000, targetDedicatedNodes: 1 }" }.joined(separator: "\n")
    do throws(Failure) {
      _ = try ScenarioFile.parse("poolsim: 1\nimage: { kind: marketplace }\npools:\n\(pools)\n", file: "a")
      Issue.record("1200000 pools")
    } catch {
      #expect(
        error.diagnostics.map(\.code.rawValue) == ["E0117"] && error.diagnostics.first?.place.line == 4,
        "\(error.diagnostics)")
    }
  }
}
