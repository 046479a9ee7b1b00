// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import EventEngine
import BatchPool
import Scenarios
import Testing

/// The functions of ARM templates that need no deployment, each with the value that the reference of ARM template functions
/// gives for it.
@Suite("Azure functions")
struct AzureFunctionTests {
  private static let variables = """
    { "list": ["b", "a", "c", "a"], "numbers": [3, 1, 2], "object": { "One": 1, "two": { "x": "[add(1, 1)]" } },
      "pools": [{ "name": "p", "nodes": 4, "kind": "big" }, { "name": "q", "nodes": 6, "kind": "small" },
        { "name": "r", "nodes": 8, "kind": "big" }],
      "copy": [{ "name": "sizes", "count": 3, "input": "[add(copyIndex('sizes'), 10)]" },
        { "name": "named", "count": "[length(variables('pools'))]",
          "input": { "name": "[variables('pools')[copyIndex('named')].name]" } }] }
    """

  /// What an expression comes to, as a text behind an x; or what is wrong with it.
  static func value(_ expression: String) -> String {
    let json = """
      { "variables": \(variables), "resources": [{ "type": "Microsoft.Batch/batchAccounts/pools", "name": "a/p",
        "properties": { "vmSize": "[concat('x', string(\(expression)))]", "deploymentConfiguration": {
          "virtualMachineConfiguration": { "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } } } }] }
      """
    do throws(Failure) {
      let yaml = try AzurePoolImporter.scenario(fromJSON: json, file: "t.json").yaml
      return try ScenarioFile.parse(yaml, file: "t.yaml").variants[0].configuration.pools[0].vmSize
    } catch {
      return "\(error.diagnostics.first.map { "\($0)" } ?? "")"
    }
  }

  private static let cases: [(String, String)] = [
    // Texts.
    ("trim('  a ')", "xa"), ("replace('a-b', '-', '_')", "xa_b"), ("substring('Standard_D2', 9, 2)", "xD2"),
    ("substring('abc', 1)", "xbc"), ("padLeft(7, 3, '0')", "x007"), ("first('abc')", "xa"), ("last('abc')", "xc"),
    ("take('abc', 2)", "xab"), ("skip('abc', 2)", "xc"), ("indexOf('abcabc', 'C')", "x2"),
    ("lastIndexOf('abcabc', 'a')", "x3"), ("split('D2,D4', ',')[1]", "xD4"),
    ("split('a;b-c', createArray(';', '-'))[2]", "xc"),
    ("join(createArray('a', 'b'), '-')", "xa-b"), ("startsWith('Standard', 'stan')", "xTrue"),
    ("endsWith('Standard', 'ARD')", "xTrue"), ("contains('abc', 'bc')", "xTrue"), ("contains('abc', 'BC')", "xFalse"),
    ("format('{0:D3}-{1:X2}-{2:00}', 7, 255, 3)", "x007-FF-03"), ("base64('ab')", "xYWI="),
    ("base64ToString('YWI=')", "xab"), ("base64ToJson('eyJhIjoxfQ==').a", "x1"),
    ("uriComponent('a/b')", "xa%2Fb"), ("uriComponentToString('a%2Bb')", "xa+b"),
    ("dataUriToString(dataUri('ab'))", "xab"), ("json('{\\\"a\\\": [1, 2]}').a[1]", "x2"),
    // Arrays and objects.
    ("length(array(1))", "x1"), ("first(variables('list'))", "xb"), ("last(range(5, 3))", "x7"),
    ("length(union(variables('list'), createArray('d')))", "x4"),
    ("length(intersection(variables('list'), createArray('a', 'z')))", "x1"),
    ("indexOf(variables('list'), 'a')", "x1"), ("lastIndexOf(variables('list'), 'a')", "x3"),
    ("contains(variables('list'), 'c')", "xTrue"), ("contains(variables('object'), 'ONE')", "xTrue"),
    ("skip(variables('list'), 3)[0]", "xa"), ("take(variables('list'), 1)[0]", "xb"),
    ("concat(variables('numbers'), createArray(9))[3]", "x9"), ("max(variables('numbers'))", "x3"),
    ("min(variables('numbers'))", "x1"), ("items(variables('object'))[0].key", "xOne"),
    ("objectKeys(variables('object'))[1]", "xtwo"), ("union(variables('object'), createObject('one', 5)).One", "x5"),
    ("shallowMerge(createArray(createObject('a', 1), createObject('a', 2))).a", "x2"),
    ("tryGet(variables('object'), 'two', 'x')", "x2"), ("empty(tryGet(variables('object'), 'none'))", "xTrue"),
    ("indexFromEnd(variables('list'), 2)", "xc"), ("empty(tryIndexFromEnd(variables('list'), 9))", "xTrue"),
    ("length(string(variables('object').two))", "x7"), ("equals(variables('numbers'), createArray(3, 1, 2))", "xTrue"),
    ("equals(createObject('A', 1), createObject('a', 1))", "xTrue"), ("less('a', 'b')", "xTrue"),
    ("float('1.5')", "x1.5"),
    // Lambdas.
    ("map(variables('pools'), lambda('p', lambdaVariables('p').nodes))[1]", "x6"),
    ("map(variables('list'), lambda('e', 'i', add(lambdaVariables('i'), 1)))[3]", "x4"),
    ("length(filter(variables('pools'), lambda('p', greater(lambdaVariables('p').nodes, 4))))", "x2"),
    (
      "reduce(variables('pools'), 0, lambda('sum', 'p', add(lambdaVariables('sum'), lambdaVariables('p').nodes)))",
      "x18"
    ),
    ("sort(variables('numbers'), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))[0]", "x1"),
    (
      "toObject(variables('pools'), lambda('p', lambdaVariables('p').name), lambda('p', lambdaVariables('p').nodes)).r",
      "x8"
    ),
    ("length(groupBy(variables('pools'), lambda('p', lambdaVariables('p').kind)).big)", "x2"),
    ("mapValues(createObject('a', 2), lambda('v', mul(lambdaVariables('v'), 3))).a", "x6"),
    // Dates and loops.
    ("dateTimeAdd('2026-01-31T10:00:00Z', 'P1M')", "x2026-02-28T10:00:00Z"),
    ("dateTimeAdd('2020-04-07 14:53:14Z', '-P3Y')", "x2017-04-07T14:53:14Z"),
    ("dateTimeToEpoch('2026-11-28T00:00:00Z')", "x1795824000"), ("dateTimeFromEpoch(0)", "x1970-01-01T00:00:00Z"),
    ("variables('sizes')[2]", "x12"), ("variables('named')[1].name", "xq"),
    // Ranges of addresses.
    ("replace(cidrSubnet('10.144.0.0/20', 24, 3), '/', '_')", "x10.144.3.0_24"),
    ("cidrHost('10.144.3.0/24', 1)", "x10.144.3.2"),
    ("replace(cidrSubnet('0.0.0.0/0', 32, 5), '/', '_')", "x0.0.0.5_32"), ("cidrHost('10.0.0.7/32', 0)", "x10.0.0.7"),
    ("parseCidr('10.144.1.9/20').network", "x10.144.0.0"), ("parseCidr('10.144.0.0/20').netmask", "x255.255.240.0"),
    ("parseCidr('10.144.0.0/20').broadcast", "x10.144.15.255"), ("parseCidr('10.144.0.0/20').cidr", "x20"),
    ("parseCidr('10.144.0.0/20').firstUsable", "x10.144.0.1"), ("parseCidr('10.0.0.0/20').lastUsable", "x10.0.15.254"),
  ]

  @Test("a function of the template's own has its own parameters, may call others, and sees nothing else")
  func ownFunctions() throws {
    let template = """
      { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "functions": [ { "namespace": "__bicep", "members": {
          "twice": { "parameters": [ { "name": "n", "type": "int" } ], "output": { "type": "int", "value": "[mul(parameters('n'), 2)]" } },
          "more": { "parameters": [ { "name": "n", "type": "int" } ], "output": { "type": "int", "value": "[add(__bicep.twice(parameters('n')), 1)]" } },
          "endless": { "parameters": [], "output": { "type": "int", "value": "[__bicep.endless()]" } } } } ],
        "parameters": { "n": { "type": "int", "defaultValue": 100 } },
        "resources": [ { "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2025-06-01", "name": "a/p",
          "properties": { "vmSize": "Standard_D2s_v5", "deploymentConfiguration": { "virtualMachineConfiguration": {
            "imageReference": { "publisher": "p", "offer": "o", "sku": "s" }, "nodeAgentSkuId": "b" } },
            "scaleSettings": { "fixedScale": { "targetDedicatedNodes": "[EXPRESSION]" } } } } ] }
      """
    func imported(_ expression: String) throws(Failure) -> String {
      try AzurePoolImporter.scenario(fromJSON: template.replacing("EXPRESSION", with: expression), file: "t.json").yaml
    }
    #expect(try imported("__bicep.more(parameters('n'))").contains("targetDedicatedNodes: 201\n"))
    #expect(try imported("add(__bicep.twice(3), __bicep.Twice(4))").contains("targetDedicatedNodes: 14\n"))
    for (expression, says) in [
      ("__bicep.twice(1, 2)", "it takes 1"), ("__bicep.endless()", "deeper than"),
      ("__bicep.thrice(1)", "not evaluated"),
      ("__bicep.twice(reference('x').n)", "only the deployment knows"),
    ] {
      do throws(Failure) {
        let yaml = try imported(expression)
        Issue.record("\(expression): \(yaml)")
      } catch {
        #expect(error.diagnostics.contains { "\($0)".contains(says) }, "\(expression): \(error.diagnostics)")
      }
    }
  }

  @Test("a function that needs no deployment is worked out")
  func values() {
    for (expression, expected) in Self.cases {
      let value = Self.value(expression)
      #expect(value == expected, "\(expression): \(value)")
    }
  }

  @Test(
    "what is wrong, unknown or the deployment's is told at its place",
    arguments: [
      ("utcNow()", "E0617", "only the deployment knows utcNow()"),
      ("newGuid()", "E0617", "only the deployment knows newGuid()"),
      ("contoso.name()", "E0617", "the function contoso.name is not evaluated here"),
      ("mysterious(1)", "E0617", "the function mysterious is not evaluated here"),
      ("substring('abc', 2, 5)", "E0619", "is beyond the 3 that there are"),
      ("join('a', ',')", "E0619", "not an array"), ("lambdaVariables('x')", "E0619", "no lambda around this declares"),
      ("map(variables('list'), 3)", "E0619", "stands where a lambda was expected"),
      ("map(variables('list'), lambda('a', 'b', 'c', 1))", "E0619", "a lambda declares 3 variables"),
      ("filter(variables('list'), lambda('x', 1))", "E0619", "not true or false"),
      ("substring('abc', -9223372036854775808)", "E0619", "is beyond 32 bits"),
      ("indexFromEnd(variables('list'), -9223372036854775808)", "E0619", "is beyond 32 bits"),
      ("take('abc', 9223372036854775807)", "E0619", "is beyond 32 bits"),
      ("format('{0,-9223372036854775808}', 5)", "E0617", "is not evaluated here"),
      ("format('{0:D-9223372036854775808}', 5)", "E0617", "is not evaluated here"),
      ("range(0, 100000)", "E0619", "range takes a count of 0 to 10000"),
      ("json('{')", "E0619", "the text is not JSON"),
      ("dateTimeAdd('yesterday', 'P1D')", "E0619", "is not a date"),
      ("fail('too small')", "E0619", "the template fails: too small"),
      ("dateTimeAdd('2026-01-01', '3 days')", "E0619", "is not a duration"),
      ("base64ToString('*')", "E0619", "in base64"),
      ("cidrHost('10.0.0.0/30', 2)", "E0619", "has no host 2"), ("cidrHost('10.0.0/24', 1)", "E0619", "is not a range"),
      ("cidrSubnet('10.0.0.0/24', 20, 0)", "E0619", "has no subnet 0 of the length 20"),
      ("cidrSubnet('10.0.0.0/24', 26, 4)", "E0619", "has no subnet 4"),
    ])
  func faults(expression: String, code: String, says: String) {
    let problem = Self.value(expression)
    #expect(problem.hasPrefix("t.json:7:") || problem.hasPrefix("t.json:6:"), "\(problem)")
    #expect(problem.contains(code) && problem.contains(says), "\(problem)")
  }
}
