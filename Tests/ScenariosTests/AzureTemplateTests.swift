// SPDX-License-Identifier: GPL-3.0-or-later

import AzureImport
import Diagnostics
import Quantities
import ServiceRules
import BatchPool
import EventEngine
import Scenarios
import Testing

/// The expressions of ARM templates, as far as no deployment is needed for them.
@Suite("AzureTemplate")
struct AzureTemplateTests {
  /// A template with one pool.
  struct Template {
    var parameters = "{}"
    var variables = "{}"
    var name = "\"account/pool\""
    var vmSize = "\"Standard_F2\""
    var image = "{ \"publisher\": \"p\", \"offer\": \"o\", \"sku\": \"s\" }"
    var nodes = "10"
    var more = ""

    var pool: String {
      """
      { "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2022-10-01", "name": \(name),
        "properties": { "vmSize": \(vmSize), "deploymentConfiguration": { "virtualMachineConfiguration": {
          "imageReference": \(image), "nodeAgentSkuId": "[parameters('agent')]" } },
          "scaleSettings": { "fixedScale": {
            "targetDedicatedNodes": \(nodes) } }\(more) } }
      """
    }

    func json(pools: [String]? = nil) -> String {
      """
      { "parameters": \(parameters), "variables": \(variables), "resources": [
      \((pools ?? [pool]).joined(separator: ",\n"))
      ] }
      """
    }
  }

  static func imported(_ json: String, parameters: String? = nil) throws(Failure) -> ImportedScenario {
    try AzurePoolImporter.scenario(
      fromJSON: json, file: "template.json",
      parameters: parameters.map { AzureParameterFile(json: $0, file: "values.json") })
  }

  /// `NAME DEDICATED VMSIZE KIND` of every pool.
  static func pools(_ json: String, parameters: String? = nil) throws -> [String] {
    let imported = try Self.imported(json, parameters: parameters)
    let system = try ScenarioFile.parse(imported.yaml, file: "pool.yaml").variants[0].configuration
    return system.pools.map {
      "\($0.name) \($0.targetDedicatedNodes) \($0.vmSize) \(system.images[$0.image].kind.rawValue)"
    }
  }

  static func problems(_ json: String, parameters: String? = nil) -> [String] {
    do throws(Failure) {
      let yaml = try imported(json, parameters: parameters).yaml
      return ["imported: \(yaml)"]
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  // MARK: - Functions

  @Test(
    "an expression of numbers and truths is worked out",
    arguments: [
      ("12", 12), ("int('12')", 12), ("add(2, mul(3, 4))", 14), ("sub(20, 5)", 15), ("div(7, 2)", 3), ("mod(7, 4)", 3),
      ("min(3, 2, 9)", 2), ("max(3, int('11'))", 11), ("length('four')", 4), ("length(variables('sizes'))", 3),
      ("variables('sizes')[1]", 20), ("variables('sizes')[add(1, 1)]", 30), ("variables('map').large.nodes", 700),
      ("variables('map')[toLower('LARGE')]['nodes']", 700), ("variables('map').?none", 0),
      ("if(equals(parameters('kind'), 'test'), 1, 2)", 1), ("if(not(true()), 1, 2)", 2),
      ("if(and(true(), equals(1, 1)), 1, 2)", 1), ("if(or(false(), greater(2, 3)), 1, 2)", 2),
      ("if(empty(parameters('none')), 5, 6)", 5), ("coalesce(parameters('none'), 8)", 8),
      ("if(less(1, 2), variables('chain'), 0)", 10), (" add( 1 ,\\n 2 ) ", 3), ("PARAMETERS('Nodes')", 40),
      ("if(false(), reference('x').nodes, 4)", 4), ("if(or(true(), equals(resourceGroup().name, 'x')), 4, 5)", 4),
      ("createObject('a', 6).a", 6), ("int(bool('false'))", -1), ("length(null())", 0), ("parameters('computed')", 41),
    ])
  func numbers(expression: String, expected: Int) throws {
    let template = Template(
      parameters: """
        { "kind": { "defaultValue": "test" }, "nodes": { "defaultValue": 40 }, "none": { "nullable": true },
          "computed": { "defaultValue": "[add(parameters('nodes'), 1)]" } }
        """,
      variables: """
        { "sizes": [10, "[add(10, 10)]", 30], "map": { "Large": { "nodes": "[mul(7, 100)]" } },
          "chain": "[variables('sizes')[0]]" }
        """, nodes: "\"[\(expression)]\"")
    guard expected >= 0 else {
      #expect(Self.problems(template.json()).allSatisfy { $0.contains("E0619") })
      return
    }
    #expect(try Self.pools(template.json()) == ["pool \(expected) Standard_F2 marketplace"])
  }

  @Test(
    "an expression of texts is worked out",
    arguments: [
      ("concat('Standard_', 'F', 2)", "Standard_F2"), ("format('{0}_F{1}', 'Standard', 2)", "Standard_F2"),
      ("format('{{{0}}}', 1)", "{1}"), ("toUpper('standard')", "STANDARD"), ("toLower(concat('A', 'B'))", "ab"),
      ("string(12)", "12"), ("concat('it''s')", "it's"), ("'plain'", "plain"), ("concat('é', '')", "é"),
      ("if(equals('a', 'A'), 'same', 'other')", "other"), ("concat(string(true()))", "True"),
    ])
  func texts(expression: String, expected: String) throws {
    let pools = try Self.pools(Template(vmSize: "\"[\(expression)]\"").json())
    #expect(pools == ["pool 10 \(expected) marketplace"])
  }

  @Test("a text in two brackets is none, and neither is one without an end")
  func literals() throws {
    #expect(try Self.pools(Template(vmSize: "\"[[a]\"").json()) == ["pool 10 [a] marketplace"])
    #expect(try Self.pools(Template(vmSize: "\"[a\"").json()) == ["pool 10 [a marketplace"])
  }

  // MARK: - What only the deployment knows

  @Test(
    "an id whose subscription is unknown still shows what image it is, and no rule about subscriptions speaks",
    arguments: [
      ("resourceId('Microsoft.Compute/images', 'base')", "managed", "images/base"),
      ("resourceId(parameters('group'), 'microsoft.compute/images', parameters('open'))", "managed", "images/{param"),
      ("resourceId('Microsoft.Compute/galleries/images', 'g', 'base')", "gallery", "/galleries/g/images/base"),
      (
        "resourceId('Microsoft.Compute/galleries/images/versions', 'g', 'base', parameters('open'))", "gallery", "/vers"
      ),
      (
        "concat(resourceGroup().id, '/providers/Microsoft.Compute/images/', 'base')", "managed",
        "{resourceGroup().name}"
      ),
      (
        "format('{0}/resourceGroups/g/providers/Microsoft.Compute/images/base', subscription().id)", "managed",
        "/subscriptions/{subscription().subscriptionId}/"
      ),
      ("reference(resourceId('Microsoft.Compute/images', 'base')).id", "managed", "reference(resourceId("),
      ("variables('image')", "gallery", "/images/{uniqueString(resourceGroup().id)}"),
    ])
  func images(expression: String, kind: String, comment: String) throws {
    let template = Template(
      parameters: "{ \"group\": { \"defaultValue\": \"g\" }, \"open\": { \"type\": \"string\" } }",
      variables: """
        { "image": "[resourceId('Microsoft.Compute/galleries/images', 'g', uniqueString(resourceGroup().id))]" }
        """, image: "{ \"id\": \"[\(expression)]\" }", nodes: "100")
    #expect(try Self.pools(template.json()) == ["pool 100 Standard_F2 \(kind)"])
    let imported = try Self.imported(template.json())
    #expect(imported.yaml.contains(comment) && !imported.yaml.contains("id: \""), "\(imported.yaml)")
    let date = try #require(CalendarDate("2020-07-01"))
    let scenario = try ScenarioFile.parse(imported.yaml, file: "a", overrides: ["account={subscription: s, region: r}"])
    let subjects = Preflight.findings(of: scenario, on: date).map { "\($0)" }
    #expect(!subjects.contains { $0.contains("another subscription") || $0.contains("malformed") }, "\(subjects)")
  }

  @Test("an id that is known whole is kept for the rules")
  func wholeIdentifier() throws {
    let image = "{ \"id\": \"[resourceId('sub', 'g', 'Microsoft.Compute/images', 'base')]\" }"
    let yaml = try Self.imported(Template(image: image).json()).yaml
    #expect(yaml.contains("id: \"/subscriptions/sub/resourceGroups/g/providers/Microsoft.Compute/images/base\""))
  }

  @Test("what the model does not need may be unknown: it is named, and the pool imported")
  func notNeeded() throws {
    let more = """
      , "interNodeCommunication": "[parameters('open')]", "startTask": "[reference('x').task]",
        "networkConfiguration": { "endpointConfiguration": { "inboundNatPools": "[variables('none')]" } }
      """
    let template = Template(
      parameters: "{ \"open\": { \"type\": \"string\" } }", name: "\"[concat(uniqueString('a'), '/front')]\"",
      more: more)
    #expect(try Self.pools(template.json()) == ["pool 10 Standard_F2 marketplace"])
    let imported = try Self.imported(template.json())
    #expect(imported.yaml.contains("name: front\n"), "\(imported.yaml)")
    let notes = imported.notes
    for path in ["properties.interNodeCommunication", "properties.startTask", "endpointConfiguration.inboundNatPools"] {
      #expect(notes.contains { $0.hasPrefix("kept aside") && $0.contains(path) }, "\(path) in \(notes)")
    }
  }

  @Test("a formula that only the deployment knows leaves the pool one that scales by a formula")
  func unknownFormula() throws {
    let json = Template().json().replacing(
      "\"fixedScale\": {\n      \"targetDedicatedNodes\": 10 }",
      with: "\"autoScale\": { \"formula\": \"[parameters('f')]\", \"evaluationInterval\": \"[parameters('i')]\" }"
    ).replacing("\"parameters\": {}", with: "\"parameters\": { \"f\": {}, \"i\": {} }")
    let imported = try Self.imported(json)
    #expect(
      imported.yaml.contains("autoscale: true") && !imported.yaml.contains("autoScaleFormula"), "\(imported.yaml)")
    #expect(imported.notes.contains { $0.contains("autoScale.formula") && $0.contains("autoScale.evaluationInterval") })
    #expect(imported.notes.contains { $0.contains("--set pool.targetDedicatedNodes=N") })
  }

  @Test(
    "what the model needs and nothing tells is asked for by name, with its place and a cure",
    arguments: [
      (
        Template(vmSize: "\"[parameters('size')]\""), "3:29", "E0617",
        "vmSize is the expression [parameters('size')]; the parameter 'size' has neither a value nor a default; give it a VM size such as STANDARD_D2S_V3 with --parameters FILE"
      ),
      (Template(nodes: "\"[parameters('size')]\""), "6:31", "E0617", "give it a whole number with --parameters FILE"),
      (
        Template(nodes: "\"[reference('x').nodes]\""), "6:31", "E0617",
        "only the deployment knows reference('x').nodes; write a whole number in its place"
      ),
      (Template(image: "\"[parameters('size')]\""), "4:23", "E0617", "imageReference is the expression"),
      (Template(image: "{ \"id\": \"[parameters('size')]\" }"), "4:31", "E0617", "give it the id of an image with"),
      (
        Template(image: "{ \"id\": \"[resourceId('Microsoft.Compute/snapshots', 'a')]\" }"), "4:31", "E0612",
        "it names a snapshot, not an image"
      ),
      (
        Template(nodes: "\"[cidrHost('fd00::/64', 1)]\""), "6:31", "E0617",
        "the function cidrHost of IPv6 is not evaluated here"
      ),
      (Template(nodes: "\"[parameters('sise')]\""), "6:31", "E0619", "the template declares no parameter 'sise'"),
      (Template(nodes: "\"[variables('none')]\""), "6:31", "E0619", "the template has no variable 'none'"),
      (Template(nodes: "\"[add(1, 'a')]\""), "6:31", "E0619", "'a' is the text \"a\", not a whole number"),
      (Template(nodes: "\"[div(1, 0)]\""), "6:31", "E0619", "div of 1 by 0"),
      (Template(nodes: "\"[mul(9223372036854775807, 2)]\""), "6:31", "E0619", "is beyond 64 bits"),
      (Template(nodes: "\"[add(1, 2]\""), "6:31", "E0619", "',' or ')' was expected"),
      (Template(nodes: "\"[add(1, 2) 3]\""), "6:31", "E0619", "its end was expected at character 12, not 3"),
      (Template(nodes: "\"[]\""), "6:31", "E0619", "it ends where a function or a literal was expected"),
      (Template(nodes: "\"[concat('a]\""), "6:31", "E0619", "the text at character 9 has no closing quote"),
      (Template(nodes: "\"[format('{1}', 2)]\""), "6:31", "E0619", "names {1}, but 1 values follow"),
      (Template(nodes: "\"[if(1, 2)]\""), "6:31", "E0619", "if has 2 arguments; it takes 3"),
    ])
  func needed(template: Template, place: String, code: String, says: String) {
    var template = template
    template.parameters = "{ \"size\": { \"type\": \"string\" } }"
    let expected = "template.json:\(place): error[\(code)]: "
    let problems = Self.problems(template.json())
    #expect(problems.count == 1 && problems[0].hasPrefix(expected) && problems[0].contains(says), "\(problems)")
  }

  @Test("a pool that cannot be imported hides nothing of what is wrong with the others")
  func oneBadPool() {
    let bad = Template(nodes: "\"[parameters('nodes')]\"").pool
    let worse = Template(vmSize: "\"\"", nodes: "-1").pool
    let json = Template(parameters: "{ \"nodes\": {} }").json(pools: [bad, Template().pool, worse])
    #expect(
      Self.problems(json).map { String($0.prefix { $0 != "]" }) } == [
        "template.json:6:31: error[E0617", "template.json:13:29: error[E0616", "template.json:16:31: error[E0607",
      ])
    let values = Self.problems(json, parameters: "{ \"nodes\": { \"value\": 3 } }")
    #expect(values.count == 2 && !values.contains { $0.contains("E0617") }, "\(values)")
  }

  @Test("settings of which only the deployment knows anything are asked for, not taken for none")
  func wholeSettings() {
    let json = Template().json()
    for (given, unknown, says) in [
      ("{ \"fixedScale\": {\n      \"targetDedicatedNodes\": 10 } }", "scaleSettings", "scaleSettings is the"),
      ("{\n      \"targetDedicatedNodes\": 10 }", "fixedScale", "fixedScale is the expression"),
    ] {
      let changed = json.replacing(given, with: "\"[reference('x').\(unknown)]\"")
      #expect(changed != json)
      #expect(
        Self.problems(changed).count == 1 && Self.problems(changed)[0].contains(says), "\(Self.problems(changed))")
    }
  }

  // MARK: - Parameters

  static let open = Template(
    parameters: """
      { "size": { "type": "string", "defaultValue": "Standard_F2" }, "nodes": { "type": "int" },
        "image": { "type": "object", "defaultValue": { "publisher": "p", "offer": "o", "sku": "s" } } }
      """, vmSize: "\"[parameters('size')]\"", image: "\"[parameters('image')]\"", nodes: "\"[parameters('nodes')]\"")

  @Test(
    "a file of parameters gives values in either shape, before defaults, whatever the case of the names",
    arguments: [
      """
      { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "contentVersion": "1.0.0.0", "parameters": { "nodes": { "value": 300 }, "SIZE": { "value": "Standard_A1" } } }
      """,
      "{ \"nodes\": { \"value\": 300 }, \"size\": { \"value\": \"Standard_A1\" } }",
      "{ \"nodes\": 300, \"size\": \"Standard_A1\" }",
    ])
  func parameters(file: String) throws {
    #expect(try Self.pools(Self.open.json(), parameters: file) == ["pool 300 Standard_A1 marketplace"])
    let imported = try Self.imported(Self.open.json(), parameters: file)
    #expect(imported.warnings.isEmpty)
    #expect(
      imported.notes.contains { $0.contains("default values here") && $0.hasSuffix(": image") }, "\(imported.notes)")
  }

  @Test("values are not expressions, and stand in for objects too")
  func literalValues() throws {
    let image = """
      { "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/base" }
      """
    let file = "{ \"nodes\": { \"value\": 300 }, \"size\": { \"value\": \"[a]\" }, \"image\": { \"value\": \(image) } }"
    #expect(try Self.pools(Self.open.json(), parameters: file) == ["pool 300 [a] managed"])
  }

  @Test("a parameter that the template does not declare is named as a warning, with the one that may be meant")
  func undeclared() throws {
    let file = "{ \"nodes\": { \"value\": 3 },\n  \"sise\": { \"value\": \"a\" } }"
    let warnings = try Self.imported(Self.open.json(), parameters: file).warnings
    #expect(warnings.map { "\($0.place)" } == ["values.json:2:3"])
    #expect(warnings.first?.message == "the template declares no parameter 'sise'; did you mean size?")
  }

  @Test(
    "what is wrong in the file of parameters is told with its own place",
    arguments: [
      ("[]", "values.json:1:1: error[E0620]: an array stands where parameters were expected"),
      ("{ \"nodes\": {} }", "values.json:1:12: error[E0620]: the parameter 'nodes' has no value; expected { \"value\""),
      ("{ \"nodes\": { \"value\": \"x\" } }", "values.json:1:23: error[E0606]: targetDedicatedNodes is the text \"x\""),
      ("{ \"nodes\": 3", "values.json:1:13: error[E0602]: the text ends"),
      ("{ \"nodes\": 3, \"nodes\": 4 }", "values.json:1:15: error[E0605]: the name \"nodes\" stands in line 1 already"),
      (
        "{ \"nodes\": { \"reference\": { \"secretName\": \"x\" } } }",
        "template.json:7:31: error[E0617]: targetDedicatedNodes is the expression [parameters('nodes')]; only the deployment"
      ),
    ])
  func wrongParameters(file: String, says: String) {
    let problems = Self.problems(Self.open.json(), parameters: file)
    #expect(problems.count == 1 && problems[0].hasPrefix(says), "\(problems)")
  }

  @Test("parameters for a body that is not a template are not used, and a note says so")
  func noTemplate() throws {
    let body = "{ \"id\": \"a\", \"vmSize\": \"b\", \"targetDedicatedNodes\": 1, \(Self.marketplace) }"
    let notes = try Self.imported(body, parameters: "{ \"nodes\": 3 }").notes
    #expect(notes.contains { $0.contains("not a template") }, "\(notes)")
  }

  static let marketplace = """
    "virtualMachineConfiguration": { "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } }
    """

  // MARK: - Templates in templates, loops

  @Test("a template of the Batch tools holds a body of the data plane")
  func batchTools() throws {
    let json = """
      { "parameters": { "poolId": { "type": "string" }, "nodeCount": { "type": "int" } },
        "pool": { "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2016-12-01", "properties": {
          "id": "[parameters('poolId')]", "vmSize": "Standard_D3_v2", "targetDedicatedNodes": "[parameters('nodeCount')]",
          "enableAutoScale": false, \(Self.marketplace) } } }
      """
    let file = "{ \"poolId\": { \"value\": \"mine\" }, \"nodeCount\": { \"value\": 2 } }"
    let imported = try Self.imported(json, parameters: file)
    #expect(imported.yaml.contains("name: mine\n") && imported.yaml.contains("targetDedicatedNodes: 2\n"))
    #expect(Self.problems(json).contains { $0.contains("the parameter 'nodeCount' has neither") })
  }

  @Test(
    "a template in a template has the parameters that it is given in its own scope, or else those around it",
    arguments: [("inner", "pool 7 Standard_F2 marketplace"), ("outer", "pool 5 Standard_F2 marketplace")])
  func nested(scope: String, expected: String) throws {
    let inner = Template(parameters: "{ \"nodes\": { \"defaultValue\": 1 } }", nodes: "\"[parameters('nodes')]\"")
    let json = """
      { "parameters": { "nodes": { "defaultValue": 5 } }, "resources": [ { "type": "Microsoft.Resources/deployments",
        "properties": { "expressionEvaluationOptions": { "scope": "\(scope)" },
          "parameters": { "nodes": { "value": "[add(parameters('nodes'), 2)]" } }, "template": \(inner.json()) } } ] }
      """
    #expect(try Self.pools(json) == [expected])
  }

  @Test("a loop whose pools differ becomes all of them, one whose pools are alike becomes copies")
  func loops() throws {
    let template = Template(
      variables: """
        { "pools": [{ "name": "a", "size": "Standard_A1", "nodes": 3 }, { "name": "b", "size": "Standard_B1", "nodes": 4 }] }
        """, name: "\"[concat('account/', variables('pools')[copyIndex()].name)]\"",
      vmSize: "\"[variables('pools')[copyIndex('loop')].size]\"",
      nodes: "\"[variables('pools')[sub(copyIndex(1), 1)].nodes]\"")
    let loop = ", \"copy\": { \"name\": \"loop\", \"count\": \"[length(variables('pools'))]\" }, \"properties\""
    let json = template.json().replacing(", \n  \"properties\"", with: loop).replacing(
      ",\n  \"properties\"", with: loop)
    #expect(
      try Self.pools(json) == ["a 3 Standard_A1 marketplace", "b 4 Standard_B1 marketplace"])
    let alike = Template(name: "\"account/p\"").json().replacing(
      ",\n  \"properties\"", with: ", \"copy\": { \"count\": \"[add(1, 1)]\" },\n  \"properties\"")
    #expect(try Self.pools(alike) == ["p-1 10 Standard_F2 marketplace", "p-2 10 Standard_F2 marketplace"])
    let open = alike.replacing("[add(1, 1)]", with: "[parameters('count')]").replacing(
      "\"parameters\": {}", with: "\"parameters\": { \"count\": {} }")
    #expect(Self.problems(open).first?.contains("count is the expression [parameters('count')]") == true)
  }

  @Test("a condition that is worked out counts; one that cannot be is named, and the pool taken as deployed")
  func conditions() throws {
    func json(_ condition: String) -> String {
      Template(parameters: "{ \"on\": {}, \"no\": { \"defaultValue\": false } }").json(pools: [
        Template(name: "\"a/kept\"").pool,
        Template(name: "\"a/maybe\"").pool.replacing(
          ",\n  \"properties\"", with: ", \"condition\": \"[\(condition)]\",\n  \"properties\""),
      ])
    }
    #expect(try Self.pools(json("and(parameters('no'), parameters('on'))")).count == 1)
    #expect(try Self.pools(json("not(parameters('no'))")).count == 2)
    let notes = try Self.imported(json("parameters('on')")).notes
    #expect(notes.contains { $0.contains("resources[1]: taken as deployed") && $0.contains("'on'") }, "\(notes)")
  }

  // MARK: - Limits

  @Test(
    "what refers to itself, nests too deep or grows too large gets a diagnostic",
    arguments: [
      ("{ \"a\": \"[variables('a')]\" }", "variables('a')", "E0619", "the variable 'a' refers to itself"),
      (
        "{ \"a\": \"[add(1, variables('b'))]\", \"b\": \"[variables('a')]\" }", "variables('b')", "E0619",
        "refers to itself"
      ),
      (
        "{}", String(repeating: "add(1, ", count: 70) + "1" + String(repeating: ")", count: 70), "E0604", "nests deeper"
      ),
      ("{}", String(repeating: "(", count: 10_000), "E0619", "a function or a literal was expected at character 2"),
      ("{}", String(repeating: "a(", count: 10_000), "E0604", "it nests deeper than 64 levels"),
      ("{ \"a\": [1] }", "variables('a')" + String(repeating: "[0", count: 10_000), "E0604", "it nests deeper than 64"),
      ("{ \"a\": [1] }", "variables('a')" + String(repeating: ".a", count: 10_000), "E0619", "is an array"),
      ("{}", String(repeating: " ", count: 30_000) + "1", "E0604", "it is longer than 24576 bytes"),
      (Self.chain(300) { "variables('v\($0)')" }, "variables('v300')", "E0604", "deeper than 128 levels"),
      (
        Self.chain(40) { "concat(variables('v\($0)'), variables('v\($0)'))" }, "variables('v40')", "E0604",
        "longer than"
      ),
    ])
  func limits(variables: String, expression: String, code: String, says: String) {
    let problems = Self.problems(Template(variables: variables, nodes: "\"[\(expression)]\"").json())
    #expect(problems.count == 1 && problems[0].contains(code) && problems[0].contains(says), "\(problems)")
  }

  /// Variables each of which is made of the one before.
  static func chain(_ length: Int, _ link: (Int) -> String) -> String {
    let links = (1...length).map { "\"v\($0)\": \"[\(link($0 - 1))]\"" }
    return "{ \"v0\": \"12345678\", \(links.joined(separator: ", ")) }"
  }

  @Test("a large object that many resources use is not looked through for ever")
  func largeObject() throws {
    let junk = String(repeating: "0, ", count: 200_000) + "0"
    let resources = Array(repeating: "\"[variables('pool')]\"", count: 5_000).joined(separator: ", ")
    let pool = Template().pool.replacing(
      ",\n  \"properties\"", with: ", \"copy\": { \"count\": 1 }, \"junk\": [\(junk)], \"properties\"")
    let problems = Self.problems("{ \"variables\": { \"pool\": \(pool) }, \"resources\": [\(resources)] }")
    #expect(problems.first?.contains("E0604") == true, "\(problems.first ?? "")")
    #expect(problems.allSatisfy { $0.contains("need more than 1000000 steps") })
  }

  @Test("a chain of variables that is not too long is followed, and a name that many use is worked out once")
  func chains() throws {
    let long = Template(variables: Self.chain(50) { "variables('v\($0)')" }, vmSize: "\"[variables('v50')]\"")
    #expect(try Self.pools(long.json()) == ["pool 10 12345678 marketplace"])
    // Two uses of each: 2^30 if every use were worked out anew.
    let wide = Template(
      variables: Self.chain(30) { "if(equals(variables('v\($0)'), variables('v\($0)')), variables('v\($0)'), 'x')" },
      vmSize: "\"[variables('v30')]\"")
    #expect(try Self.pools(wide.json()) == ["pool 10 12345678 marketplace"])
  }
}
