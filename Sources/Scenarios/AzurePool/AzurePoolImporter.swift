// SPDX-License-Identifier: GPL-3.0-or-later

/// A scenario made from the request body of a pool.
public struct ImportedScenario: Hashable, Sendable {
  /// The scenario.
  public let yaml: String
  /// What somebody should know: what was assumed, and what the format has no place for.
  public let notes: [String]

  /// Makes an imported scenario.
  public init(yaml: String, notes: [String]) {
    self.yaml = yaml
    self.notes = notes
  }
}

/// From the pool bodies of Azure Batch to scenarios.
///
/// Takes bodies of the management plane (`properties...`, requests and answers of Pool - Create, 2019-08-01 and later),
/// of the data plane (Pool - Add, 2019-08-01.10.0 and later, `az batch pool show`), lists of either, the pools of an
/// ARM template, and the examples of the REST specifications. Differences in the case of names between versions
/// (`nodeAgentSKUId`, `nodeAgentSkuId`) do not matter. What no simulation needs but the service's own rules ask about
/// (the id of an image, inter-node communication, inbound NAT pools, a formula, the account) is taken over as well.
public enum AzurePoolImporter {
  /// Makes a scenario from a pool body, or one with several pools from a list of them.
  ///
  /// - Parameters:
  ///   - json: The text.
  ///   - file: What the file is called in diagnostics.
  /// - Returns: The scenario, and what to know about it.
  /// - Throws: `ScenarioError` with the place of everything that is wrong.
  public static func scenario(fromJSON json: String, file: String) throws(ScenarioError) -> ImportedScenario {
    let bytes = Array(json.utf8)
    func fail(_ problems: [AzurePoolProblem]) -> ScenarioError {
      let diagnostics = problems.prefix(AzurePoolProblem.mostListed).map { problem in
        let place = TextPlace(of: problem.offset, in: bytes)
        return Diagnostic(
          code: problem.code.rawValue, place: SourcePlace(file: file, line: place.line, column: place.column),
          message: problem.message)
      }
      return ScenarioError(kind: .invalid, diagnostics: diagnostics)
    }
    var reader: AzurePoolReader
    do throws(AzurePoolProblem) {
      let (document, duplicates) = try PositionedJSONReader.read(bytes)
      reader = AzurePoolReader(problems: duplicates)
      reader.readDocument(document)
    } catch {
      throw fail([error])
    }
    guard reader.problems.isEmpty else { throw fail(reader.problems.sorted { $0.offset < $1.offset }) }
    guard !reader.pools.isEmpty else {
      throw fail([AzurePoolProblem(.noPool, at: 0, "no pool is left: the conditions of all are false")])
    }
    var keptAside = reader.keptAside
    if reader.keptAsideUnlisted > 0 { keptAside.append("and \(reader.keptAsideUnlisted) more") }
    let imported = AzurePoolScenario(pools: reader.pools, account: reader.account, keptAside: keptAside, file: file)
    var notes = imported.notes + reader.notes
    if !keptAside.isEmpty {
      notes.append("kept aside, because the model has no place for it: \(keptAside.joined(separator: ", "))")
    }
    do throws(ScenarioError) {
      _ = try ScenarioFile.parse(imported.yaml, file: "\(file) (as a scenario)")
    } catch {
      // Pools that are fine alone can be too many together; everything else is this program's fault.
      let isTooMuch = error.diagnostics.allSatisfy { $0.code == DiagnosticCode.impossible.rawValue }
      throw isTooMuch ? fail(error.diagnostics.map { AzurePoolProblem(.tooLarge, at: 0, $0.message) }) : error
    }
    return ImportedScenario(yaml: imported.yaml, notes: notes)
  }
}
