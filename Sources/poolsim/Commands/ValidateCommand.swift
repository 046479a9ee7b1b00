// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Diagnostics
import Experiments
import Reporting
import Scenarios
import ServiceRules
import Sweeps

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check scenarios and list every mistake and every rule of Azure they break.",
    discussion: """
      Lists what is wrong with a scenario, what the service would refuse on the day, what its documentation warns of, and \
      advice, each with its code (see poolsim explain), and sums up in one line for each file. Every cell of a sweep file \
      is checked; a rule is listed once, with the cells that break it. --simulate also runs the scenario, and compares the \
      model's answer with rules on replicas, timeouts and resizes, and with rules that conflict. Exits 1 when a file has an \
      error or the service would refuse it, otherwise 0; with --strict warnings count, too.
      """)

  @Argument(help: "Scenario files; - is standard input.")
  var files: [String]

  @Flag(name: .long, help: "Exit 1 for warnings, too.")
  var strict = false

  @Flag(name: .long, help: "Run the scenario and compare the model's answer with the rules.")
  var simulate = false

  @OptionGroup var date: DateOption
  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    var isGood = true
    for file in files {
      do {
        let check = try await ScenarioFileCheck(
          ScenarioDocument.load(path: file), overrides: scenarioOptions.allOverrides, on: date.day,
          jobs: ReplicationRunner.availableJobs)
        try await report(check, of: file)
        if check.refusedCount > 0 || strict && check.warningCount > 0 { isGood = false }
      } catch let failure as Failure where failure.kind == .invalid {
        isGood = false
        Terminal.tell(failure)
        let count = failure.diagnostics.count
        try sumUp("\(file): \(count) error\(count == 1 ? "" : "s")")
      }
    }
    if !isGood { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }

  private func report(_ check: ScenarioFileCheck, of file: String) async throws {
    if let (checked, cells) = check.coverage {
      silence.tell("\(file): looked at \(checked) of \(cells) cells of the sweep")
    }
    for warning in check.idleParts { silence.tell(warning) }
    for warning in check.scenario.lockstepWarnings + check.scenario.traceWarnings {
      silence.tell("\(file): warning: \(warning)")
    }
    for found in check.findings where found.finding.severity != .advice || !silence.quiet {
      Terminal.tell(found.line)
    }
    if !simulate, check.refusedCount == 0 { tellObstacles(check.scenario) }
    if simulate {
      try check.scenario.requireSimulation()
      let result = try await ReplicationRunner().run(Experiment(check.scenario))
      for sentence in RuleAnswers.sentences(result, on: date.day) { Terminal.tell("\(file): model: \(sentence)") }
    }
    try sumUp("\(file): \(check.sum)")
  }

  private func sumUp(_ line: String) throws {
    guard !silence.quiet else { return }
    try Terminal.whileRead { try Terminal.print(line + "\n") }
  }

  /// Says what would keep a run from answering: the service takes such a scenario, and a run does not.
  private func tellObstacles(_ scenario: Scenario) {
    do throws(Failure) {
      try scenario.requireSimulation()
    } catch {
      for diagnostic in error.diagnostics {
        silence.tell("\(diagnostic.place): note[\(diagnostic.code)]: \(diagnostic.message)")
      }
    }
  }
}
