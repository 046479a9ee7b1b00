// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Files
internal import Interchange
internal import Scenarios

/// A scenario made from the request body of a pool.
package struct ImportedScenario: Hashable, Sendable {
  /// The scenario.
  package let yaml: String
  /// What a user should know: what was assumed, and what the format has no place for.
  package let notes: [String]
  /// What may be a mistake, with its place: values for parameters that the template does not have.
  package let warnings: [Diagnostic]

  /// Makes an imported scenario.
  package init(yaml: String, notes: [String], warnings: [Diagnostic] = []) {
    self.yaml = yaml
    self.notes = notes
    self.warnings = warnings
  }
}

/// From the pool bodies of Azure Batch to scenarios.
///
/// Takes bodies of the management plane (`properties...`, requests and answers of Pool - Create, 2019-08-01 and later),
/// of the data plane (Pool - Add, 2019-08-01.10.0 and later, `az batch pool show`), lists of either, the pools of an
/// ARM template with the expressions that need no deployment, and the examples of the REST specifications. Differences in the case of names between versions
/// (`nodeAgentSKUId`, `nodeAgentSkuId`) do not matter. What no simulation needs but the service's own rules ask about
/// (the id of an image, inter-node communication, inbound NAT pools, a formula, the account) is taken over as well.
package enum AzurePoolImporter {
  /// The largest text that is read [bytes].
  package static var mostBytes: Int { PositionedJSONReader.mostListBytes }

  /// Reads a document.
  ///
  /// - Parameter path: The file, or `-` for standard input.
  /// - Returns: The text.
  /// - Throws: `Failure` when it cannot be read, or with the place of the first byte that is in another encoding.
  package static func text(ofFile path: String) throws(Failure) -> String {
    try text(TextFile.bytes(path, upTo: mostBytes), file: path)
  }

  /// Takes the bytes of a document for a text.
  ///
  /// - Parameters:
  ///   - bytes: The bytes, in UTF-8 as JSON has to be.
  ///   - file: What the file is called in diagnostics.
  /// - Returns: The text.
  /// - Throws: `Failure` with the place of the first byte that is in another encoding.
  package static func text(_ bytes: [UInt8], file: String) throws(Failure) -> String {
    try TextFile.text(bytes, file: file, otherwise: .bodyEncoding)
  }

  /// Makes a scenario from a pool body, or one with several pools from a list of them.
  ///
  /// - Parameters:
  ///   - json: The text.
  ///   - file: What the file is called in diagnostics.
  ///   - parameters: What the parameters of a template are given instead of their defaults.
  ///   - overrides: Values of the scenario to set, `PATH=VALUE` each; targets among them count before anything is assumed.
  /// - Returns: The scenario, and what to know about it.
  /// - Throws: `Failure` with the place of everything that is wrong.
  package static func scenario(
    fromJSON json: String, file: String, parameters: AzureParameterFile? = nil, overrides: [String] = []
  ) throws(Failure) -> ImportedScenario {
    try scenario(from: [AzureDocument(json: json, file: file)], parameters: parameters, overrides: overrides)
  }

  /// Makes one scenario from several files: pools, their account, and the versions of their images.
  ///
  /// - Parameters:
  ///   - documents: The files, one at least.
  ///   - parameters: What the parameters of templates are given instead of their defaults.
  ///   - overrides: Values of the scenario to set, `PATH=VALUE` each; targets among them count before anything is assumed.
  /// - Returns: The scenario, and what to know about it.
  /// - Throws: `Failure` with the place of everything that is wrong.
  /// - Complexity: O(n) in the length of the documents; of a list one element is held at a time.
  package static func scenario(
    from documents: [AzureDocument], parameters: AzureParameterFile? = nil, overrides: [String] = []
  ) throws(Failure) -> ImportedScenario {
    try refuseParameters(among: overrides)
    let texts = AzureTexts(documents, parameters: parameters)
    func fail(_ problems: [TextProblem]) -> Failure {
      Failure(
        kind: .invalid, diagnostics: problems.prefix(DiagnosticList.mostTold).map { texts.diagnostic($0) })
    }
    let reader = try read(texts, documents, fail)
    guard !reader.pools.isEmpty else {
      let clues = reader.leads + reader.companions
      throw fail(
        clues.isEmpty ? [TextProblem(.noPool, at: 0, "no pool is left: the conditions of all are false")] : clues)
    }
    let file = documents[0].file
    let facts = AzureFacts(account: reader.account, file: reader.accountFile, versions: reader.versions)
    let targets = AzureTargets(overrides, pools: reader.pools)
    let imported = AzurePoolScenario(
      pools: targets.pools, facts: facts, keptAside: reader.asides.keptAside, file: file, overrides: overrides)
    do throws(Failure) {
      _ = try ScenarioFile.parse(imported.yaml, file: "\(file) (as a scenario)")
    } catch {
      // Pools that are fine alone can be too many together; everything else is this program's fault.
      let isTooMuch = error.diagnostics.allSatisfy { $0.code == .impossible }
      throw isTooMuch ? fail(error.diagnostics.map { TextProblem(.bodyTooLarge, at: 0, $0.message) }) : error
    }
    var yaml = imported.yaml
    if !targets.areAll { yaml = try ScenarioFile.parse(yaml, file: file, overrides: overrides).ownYAML() }
    let strangers = facts.strangers(to: reader.pools).map {
      TextProblem(
        .differingFiles, at: $0.offset,
        "the version \(PrintableText.short($0.name)) is not of an image that a pool boots from, and is not used")
    }
    var notes = limited(imported.notes) + limited(reader.notes) + reader.asides.notes
    if reader.nodeCount > 0 {
      notes.append(
        "a list of \(reader.nodeCount) \(reader.nodeCount == 1 ? "node" : "nodes") is recognised, and nothing of it is in the scenario: keep the file, to fit a profile to"
      )
    }
    if parameters != nil, !reader.hasTemplate {
      notes.append("this is not a template: the parameters that are given are not used")
    }
    return ImportedScenario(
      yaml: yaml, notes: notes.map(AzureSecrets.masked),
      warnings: (reader.warnings + reader.leads + strangers).map { texts.diagnostic($0) })
  }

  /// What the documents hold.
  ///
  /// - Throws: `Failure` with everything that is wrong in any of them.
  private static func read(
    _ texts: AzureTexts, _ documents: [AzureDocument], _ fail: ([TextProblem]) -> Failure
  ) throws(Failure) -> AzurePoolReader {
    let stream = AzureStream()
    var parameterProblems: [TextProblem] = []
    let given: AzureParameters?
    do throws(TextProblem) {
      given = try texts.readParameters(&parameterProblems)
    } catch {
      throw fail(parameterProblems + [error])
    }
    // Without the values that were meant, everything that needs them would be asked for.
    guard parameterProblems.isEmpty else { throw fail(parameterProblems) }
    for piece in texts.documents { stream.read(piece, given) }
    stream.compareAccounts()
    let problems = stream.reader.problems
    guard !problems.isEmpty else { return stream.reader }
    if let index = documents.firstIndex(where: { isScenario($0.json) }) {
      throw fail([
        TextProblem(isScenarioAlready.code, at: texts.documents[index].start, isScenarioAlready.message)
      ])
    }
    throw fail(problems.sorted { $0.offset < $1.offset })
  }

  /// The most notes about single pools.
  private static let mostNotes = 100

  /// Of thousands of pools nobody reads thousands of notes.
  private static func limited(_ notes: [String]) -> [String] {
    guard notes.count > mostNotes else { return notes }
    return notes.prefix(mostNotes) + ["\(notes.count - mostNotes) more notes like these are left out"]
  }

  private static let isScenarioAlready = TextProblem(
    .notJSON, at: 0,
    "this is a scenario already, which poolsim run takes as it is; expected what Azure prints of a pool")

  /// Whether a text is a scenario: the key of its format version begins a line, or is at the top of its JSON.
  package static func isScenario(_ text: String) -> Bool {
    if text.split(whereSeparator: \.isNewline).contains(where: { $0.hasPrefix("poolsim:") }) { return true }
    guard let (document, _) = try? PositionedJSONReader.read(Array(text.utf8)) else { return false }
    return AzureBody(document, path: "")["poolsim"] != nil
  }

  /// Refuses to set what a scenario does not have and a template does.
  private static func refuseParameters(among overrides: [String]) throws(Failure) {
    let wrong = overrides.filter { $0.hasPrefix("parameters.") }
    guard !wrong.isEmpty else { return }
    throw Failure(
      kind: .invalid,
      diagnostics: wrong.map {
        Diagnostic(
          .override, at: SourcePlace(file: "--set \(PrintableText.short($0))"),
          "--set sets values of the scenario; those of a template's parameters are given with --parameters FILE")
      })
  }
}
