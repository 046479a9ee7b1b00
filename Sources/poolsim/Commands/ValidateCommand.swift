// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import ServiceRules
import Sweeps
import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check scenarios and list everything that is wrong with them.",
    discussion: """
      What the service would refuse, what its documentation warns of, and what is good to know is listed with the code \
      of the rule (poolsim rules lists them all). Of a sweep file every cell is checked, and each \
      rule told once, with the cells that break it. With --simulate the model's own \
      answer stands beside rules on replicas, timeouts and resizes, and beside rules that conflict. Exits 0 when all \
      scenarios are valid and 1 when any has an error; with --strict also when the service would refuse something.
      """)

  @Argument(help: "Scenario files; - is standard input.")
  var files: [String]

  @Flag(name: .long, help: "Exit 1 also when the service would refuse something.")
  var strict = false

  @Flag(name: .long, help: "Run the scenario, and tell the model's answer beside such rules.")
  var simulate = false

  @OptionGroup var date: DateOption
  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    var isGood = true
    for file in files {
      do {
        let document = try ScenarioDocument.load(path: file)
        let (scenario, findings) = try await look(at: document)
        if !silence.quiet { try Terminal.print("\(file): valid\n") }
        for (finding, line) in findings where finding.rule.severity != .advice || !silence.quiet {
          Terminal.tell(line)
        }
        if simulate {
          let result = try await ReplicationRunner().run(Experiment(scenario))
          for sentence in RuleAnswers.sentences(result, on: date.day) {
            Terminal.tell("\(file): model: \(sentence)")
          }
        }
        if strict, findings.contains(where: { $0.finding.isInForce && $0.finding.rule.severity == .refused }) {
          isGood = false
        }
      } catch let error as ScenarioError where error.kind == .invalid {
        isGood = false
        Terminal.tell(error.diagnostics.map { "\($0)" }.joined(separator: "\n"))
      } catch let error as SweepError {
        isGood = false
        Terminal.tell("\(error)")
      }
    }
    if !isGood { throw ExitCode(ExitStatus.answerIsNo.rawValue) }
  }

  /// The scenario of a file, and the rules that it breaks. A sweep file is looked at cell by cell; its scenario is its
  /// base, or that of its first cell where the base is incomplete.
  ///
  /// - Throws: `ScenarioError` or `SweepError`.
  private func look(at document: ScenarioDocument) async throws -> (
    Scenario, [(finding: PreflightFinding, line: String)]
  ) {
    guard let sweep = try SweepFile(document, scenarioOptions) else {
      let scenario = try document.scenario(overrides: scenarioOptions.allOverrides)
      let findings = Preflight.findings(of: scenario, on: date.day)
      return (scenario, findings.map { ($0, $0.located(in: document.file)) })
    }
    let check = try await SweepCheck(
      sweep.plan, file: document.file, on: date.day, jobs: ReplicationRunner.availableJobs,
      makeScenario: sweep.makeScenario)
    if !check.diagnostics.isEmpty { throw ScenarioError(kind: .invalid, diagnostics: check.diagnostics) }
    if check.checkedCells < check.cells {
      silence.tell("\(document.file): looked at \(check.checkedCells) of \(check.cells) cells of the sweep")
    }
    sweep.tellIdleAxes(silence)
    let findings = check.findings.map { (finding: $0.finding, line: $0.located(in: document.file)) }
    if let base = try? document.scenario(overrides: scenarioOptions.allOverrides) { return (base, findings) }
    return (try sweep.firstScenario(), findings)
  }
}
