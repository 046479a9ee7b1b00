// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import Testing

/// Formulas in the documents that `import` reads.
@Suite("Formulas of Azure's documents")
struct AzureFormulaTests {
  private static let template = """
    {
      "parameters": { "most": { "defaultValue": 20 }, "whole": { "defaultValue": "x = byDefault;" } },
      "variables": {
        "composed": "[concat('$TargetDedicatedNodes = min(', string(parameters('most')), ', n);')]",
        "literal": "a = 1;\\nb = \\"\\u00e9\\";"
      },
      "resources": [
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "acc/composed", "properties": {
            "taskSlotsPerNode": 4,
            "scaleSettings": { "autoScale": { "formula": "[variables('composed')]", "evaluationInterval": "PT10M" } } } },
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "acc/literal", "properties": {
            "scaleSettings": { "autoScale": { "formula": "[variables('literal')]" } } } },
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "acc/whole", "properties": {
            "scaleSettings": { "autoScale": { "formula": "[parameters('whole')]" } } } },
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "[concat('acc/loop', copyIndex())]",
          "copy": { "name": "l", "count": 2 }, "properties": {
            "scaleSettings": { "autoScale": { "formula": "[concat('x = ', copyIndex())]" } } } },
        { "type": "Microsoft.Batch/batchAccounts/pools", "name": "acc/off", "condition": "[equals(1, 2)]", "properties": {
            "scaleSettings": { "autoScale": { "formula": "left out" } } } },
        { "type": "Microsoft.Resources/deployments", "properties": {
            "expressionEvaluationOptions": { "scope": "inner" }, "parameters": { "f": { "value": "x = inner" } },
            "template": { "parameters": { "f": {} }, "resources": [
              { "type": "Microsoft.Batch/batchAccounts/pools", "name": "acc/deep", "properties": {
                  "scaleSettings": { "autoScale": { "formula": "[parameters('f')]" } } } } ] } } }
      ]
    }
    """

  private static func refusal(_ json: String, parameters: String? = nil, pool: String? = nil) -> [String] {
    do throws(Failure) {
      let given = parameters.map { AzureParameterFile(json: $0, file: "p.json") }
      _ = try AzureFormula.all(inJSON: json, file: "t.json", parameters: given, pool: pool)
      return []
    } catch {
      return error.diagnostics.map { "\($0.place) \($0.code): \($0.message)" }
    }
  }

  @Test("a template's expressions are evaluated, and each formula has its pool, its place and what the pool says")
  func readsTemplates() throws {
    let formulas = try AzureFormula.all(inJSON: Self.template, file: "t.json")
    #expect(formulas.map(\.pool) == ["composed", "literal", "whole", "loop0", "loop1", "deep"])
    #expect(formulas[0].text == "$TargetDedicatedNodes = min(20, n);")
    #expect(formulas[0].taskSlotsPerNode == 4 && formulas[0].evaluationInterval == 600)
    #expect(
      "\(formulas[0].place)" == "t.json:4:17" && formulas[0].literal == nil, "no character has a place of its own")
    #expect(formulas[1].text == "a = 1;\nb = \"é\";" && "\(formulas[1].place)" == "t.json:5:16")
    #expect(formulas[1].taskSlotsPerNode == nil && formulas[1].evaluationInterval == nil)
    #expect(formulas[3...4].map(\.text) == ["x = 0", "x = 1"])
    #expect(formulas[5].text == "x = inner")
  }

  @Test("the characters of a formula stand where the document writes them, escapes and parameters included")
  func placesCharacters() throws {
    let values = "{ \"parameters\": { \"whole\": { \"value\": \"[[x = 1]\" } } }"
    let given = AzureParameterFile(json: values, file: "p.json")
    let formulas = try AzureFormula.all(inJSON: Self.template, file: "t.json", parameters: given)
    for formula in formulas {
      guard let literal = formula.literal else { continue }
      let scalars = Array(formula.text.unicodeScalars)
      #expect(literal.offsets.count == scalars.count + 1)
      for (scalar, offset) in zip(scalars, literal.offsets) where scalar.properties.isAlphabetic && scalar.isASCII {
        #expect(literal.bytes[offset] == UInt8(ascii: scalar), "\(formula.pool): \(scalar)")
      }
      #expect(literal.bytes[literal.offsets[scalars.count]] == UInt8(ascii: "\""))
    }
    let whole = try #require(formulas.first { $0.pool == "whole" })
    #expect(whole.place.file == "p.json", "what is given is not an expression")
    #expect(whole.literal?.file == "p.json" && whole.text == "[[x = 1]")
  }

  @Test("what only a deployment knows is refused where it stands, unless another pool is meant")
  func refusesUnknown() throws {
    let json = Self.template.replacing("[parameters('whole')]", with: "[resourceGroup().name]")
    let found = Self.refusal(json)
    #expect(
      found.count == 1 && found[0].contains("E0617: formula is the expression [resourceGroup().name]"), "\(found)")
    #expect(found[0].hasPrefix("t.json:14:"))
    #expect(try AzureFormula.all(inJSON: json, file: "t.json", pool: "deep").map(\.text) == ["x = inner"])
    #expect(Self.refusal(json, pool: "dep") == ["t.json:1:1 E0610: no pool dep with a formula; did you mean deep?"])
  }

  @Test("bodies of both planes and lists of them are read, also where they lack what an import needs")
  func readsBodies() throws {
    let list = """
      { "value": [
        { "id": "data", "autoScaleFormula": "x = 1", "autoScaleEvaluationInterval": "PT5M", "maxTasksPerNode": 2 },
        { "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a/pools/m",
          "properties": { "scaleSettings": { "autoScale": { "formula": "x = 2" } } } },
        { "id": "none", "autoScaleFormula": null } ] }
      """
    let formulas = try AzureFormula.all(inJSON: list, file: "t.json")
    #expect(formulas.map { "\($0.pool) \($0.text)" } == ["data x = 1", "m x = 2"])
    #expect(formulas[0].taskSlotsPerNode == 2 && formulas[0].evaluationInterval == 300)
    #expect(
      Self.refusal("{ \"autoScaleFormula\": 3 }") == ["t.json:1:23 E0606: the formula is the number 3; expected a text"]
    )
    #expect(
      Self.refusal("{ \"autoScaleFormula\": \"x\" }", parameters: "{}")[0].contains("E0620: this is not a template"))
    #expect(Self.refusal("{ \"autoScaleFormula\": ")[0].contains("E0602"))
    #expect(Self.refusal("[]")[0].contains("E0610: no pool of this document has a formula"))
  }

  @Test("variables that stand for very many resources end, and a formula that is nowhere is told")
  func endsWithBombs() {
    let nested = Array(repeating: "{ \"type\": \"x/y\", \"resources\": \"[variables('r')]\" }", count: 10)
    let bomb =
      "{ \"variables\": { \"r\": [\(nested.joined(separator: ","))] }, \"resources\": [{ \"resources\": \"[variables('r')]\" }] }"
    #expect(Self.refusal(bomb).count == 1)
  }
}
