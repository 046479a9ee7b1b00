// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import AzureImport
import Files
import ArgumentParser
import Experiments
import Foundation
import Scenarios

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turn what Azure prints of a Batch pool into a scenario.",
    discussion: """
      Takes bodies of the management plane and of the data plane, jobs with auto pools, and ARM templates, as JSON; beside \
      them the files of the account (az batch account show) and of the image's version (az sig image-version show), which \
      tell what would be assumed otherwise. What the scenario format has no place for is named on standard error.
      """)

  @Argument(
    help: ArgumentHelp(
      "The pool, and files that tell of its account and image; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(name: .long, help: ArgumentHelp("Write the scenario to this file; - is standard output.", valueName: "file"))
  var output: String = "-"

  @Flag(name: .long, help: "Overwrite the file of --output even if it was edited.")
  var replace = false

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Set a value of the scenario, such as pool.targetDedicatedNodes=500.", valueName: "path=value"))
  var overrides: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("The values of a template's parameters, as a deployment takes them.", valueName: "file"))
  var parameters: String?

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("give at least one file, such as pool.json") }
    guard (files + [parameters ?? ""]).count(where: { $0 == "-" }) > 1 else { return }
    throw ValidationError("only one of the files and the parameters can come from standard input.")
  }

  func run() throws {
    let given = try parameters.map { AzureParameterFile(json: try AzurePoolImporter.text(ofFile: $0), file: $0) }
    let documents = try files.map { AzureDocument(json: try AzurePoolImporter.text(ofFile: $0), file: $0) }
    let imported = try AzurePoolImporter.scenario(from: documents, parameters: given, overrides: overrides)
    if try !replace && OutputFile.holds(imported.yaml, at: output) { return tell(imported) }
    tell(imported)
    let target = try OutputFile(path: output)
    Interruption.shared.register { target.discard() }
    let writer = target.writer()
    try writer.append(imported.yaml)
    try writer.close()
    try target.publish()
  }

  private func tell(_ imported: ImportedScenario) {
    for warning in imported.warnings {
      silence.tell("\(warning.place): warning[\(warning.code)]: \(warning.message)")
    }
    for note in imported.notes { silence.tell("\(files[0]): note: \(note)") }
  }
}
