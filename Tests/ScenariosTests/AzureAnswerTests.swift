// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import Scenarios
import Testing

/// What an import tells of a pool as it was, and of the limits of a template's parameters.
@Suite("Answers and limits")
struct AzureAnswerTests {
  private static func data(_ members: String) -> String {
    """
    { "id": "front", "vmSize": "a", \(members), "virtualMachineConfiguration": { "imageReference": {
      "publisher": "Canonical", "offer": "UbuntuServer", "sku": "16.04.0-LTS" } } }
    """
  }

  private static func management(_ members: String) -> String {
    """
    { "name": "front", "properties": { "vmSize": "a", \(members),
      "scaleSettings": { "fixedScale": { "targetDedicatedNodes": 1200 } },
      "deploymentConfiguration": { "virtualMachineConfiguration": { "imageReference": {
        "publisher": "Canonical", "offer": "UbuntuServer", "sku": "16.04.0-LTS" } } } } }
    """
  }

  private static let short =
    "\"currentDedicatedNodes\": 912, \"currentLowPriorityNodes\": 0, \"allocationState\": \"Steady\""
  private static let error = "[{ \"code\": \"AllocationTimedout\", \"message\": \"x\" }]"
  private static let ending = ": compare with what poolsim run gives"

  private static let answers: [(json: String, note: String?)] = [
    (
      data("\"targetDedicatedNodes\": 1200, \(short), \"resizeErrors\": \(error)"),
      "pool front had 912 of 1200 dedicated nodes, its last resize ended with AllocationTimedOut\(ending)"
    ),
    (
      management("\(short), \"resizeOperationStatus\": { \"errors\": \(error) }"),
      "pool front had 912 of 1200 dedicated nodes, its last resize ended with AllocationTimedOut\(ending)"
    ),
    (
      data(
        "\"targetDedicatedNodes\": 3, \"targetLowPriorityNodes\": 9, \"currentDedicatedNodes\": 1, \"currentLowPriorityNodes\": 9, \"allocationState\": \"resizing\""
      ), "pool front had 1 of 3 dedicated nodes and 9 of 9 low-priority nodes while it was resized\(ending)"
    ),
    (
      data("\"targetDedicatedNodes\": 3, \"resizeErrors\": [{ \"code\": \"New\" }, { \"code\": \"New\" }]"),
      "pool front is one whose last resize ended with New\(ending)"
    ),
    (data("\"targetDedicatedNodes\": 912, \(short), \"resizeErrors\": null"), nil),
    (data("\"targetDedicatedNodes\": 5, \"resizeErrors\": []"), nil),
  ]

  @Test("an answer of a pool that is short of nodes, or of an error, is told and leaves the scenario alone")
  func answers() throws {
    for (json, note) in Self.answers {
      let imported = try AzurePoolImporter.scenario(fromJSON: json, file: "pool.json")
      #expect(imported.notes.filter { $0.hasSuffix(Self.ending) } == (note.map { [$0] } ?? []), "\(imported.notes)")
      #expect(!imported.yaml.contains("912 of") && !imported.yaml.contains("AllocationTimed"))
    }
  }

  private static func template(_ declaration: String) -> String {
    """
    { "parameters": { "p": { \(declaration) } }, "resources": [{ "type": "Microsoft.Batch/batchAccounts/pools",
      "name": "a/front", "properties": { "vmSize": "a", "deploymentConfiguration": { "virtualMachineConfiguration": {
        "imageReference": { "publisher": "Canonical", "offer": "UbuntuServer", "sku": "16.04.0-LTS" } } } } }] }
    """
  }

  private static func problems(_ declaration: String, given: String? = nil) -> [String] {
    let parameters = given.map { AzureParameterFile(json: "{ \"p\": { \"value\": \($0) } }", file: "values.json") }
    do throws(Failure) {
      _ = try AzurePoolImporter.scenario(fromJSON: template(declaration), file: "t.json", parameters: parameters)
      return []
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  @Test(
    "a value that its declaration does not allow is refused where it stands",
    arguments: [
      ("\"type\": \"int\", \"maxValue\": 100", "500", "the number 500; expected at most 100, its maxValue"),
      ("\"type\": \"int\", \"minValue\": 10", "5", "the number 5; expected at least 10, its minValue"),
      ("\"type\": \"string\", \"minLength\": 3", "\"ab\"", "expected at least 3 characters, its minLength"),
      ("\"type\": \"string\", \"maxLength\": 1", "\"ab\"", "expected at most 1 characters, its maxLength"),
      ("\"type\": \"array\", \"maxLength\": 1", "[1, 2]", "expected at most 1 elements, its maxLength"),
      (
        "\"type\": \"string\", \"allowedValues\": [\"x\", \"y\"]", "\"z\"",
        "expected one of its allowedValues: the text \"x\", the text \"y\""
      ),
      ("\"type\": \"array\", \"allowedValues\": [1, 2]", "[1, 3]", "expected one of its allowedValues"),
    ])
  func limits(declaration: String, value: String, says: String) {
    let given = Self.problems(declaration, given: value)
    #expect(given.count == 1 && given[0].hasPrefix("values.json:1:19: error[E0621]: the parameter 'p' is "), "\(given)")
    #expect(given.first?.contains(says) == true, "\(given)")
    let assumed = Self.problems(declaration + ", \"defaultValue\": \(value)")
    #expect(assumed.count == 1 && assumed[0].hasPrefix("t.json:1:"), "\(assumed)")
    #expect(assumed.first?.contains(says) == true, "\(assumed)")
  }

  @Test("a value within its limits, or one that only the deployment knows, is taken")
  func allowed() {
    #expect(Self.problems("\"minValue\": 1, \"maxValue\": 5, \"defaultValue\": 9", given: "5").isEmpty)
    #expect(Self.problems("\"allowedValues\": [\"Low\"], \"defaultValue\": \"low\"").isEmpty)
    #expect(Self.problems("\"allowedValues\": [1, 2, 3], \"defaultValue\": [1, 3]").isEmpty)
    #expect(Self.problems("\"maxLength\": 3, \"defaultValue\": \"[resourceGroup().location]\"").isEmpty)
    #expect(Self.problems("\"maxLength\": 3, \"defaultValue\": \"[concat('a', 'b')]\"").isEmpty)
    #expect(Self.problems("\"maxLength\": 3, \"defaultValue\": \"[concat('ab', 'cd')]\"").count == 1)
  }
}
