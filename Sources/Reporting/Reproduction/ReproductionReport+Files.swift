// SPDX-License-Identifier: GPL-3.0-or-later

internal import Claims
package import Diagnostics
package import Files
internal import Scenarios
internal import Interchange
internal import Experiments

extension ReproductionReport {
  /// Writes the tables of the report as CSV, and a manifest.
  ///
  /// - Parameters:
  ///   - folder: Where they go.
  ///   - toolVersion: The version of this tool.
  ///   - gslVersion: The version of the GNU Scientific Library that drew the random numbers.
  /// - Throws: `Failure` when they cannot be written.
  package func write(
    to folder: OutputDirectory, toolVersion: String, gslVersion: String
  ) throws(Failure) {
    let reproduction = reproduction
    try folder.write("claims.csv") { writer throws(Failure) in
      try ClaimTables.writeClaims(reproduction.figures, to: writer)
    }
    try folder.write("timeouts.csv") { writer throws(Failure) in
      try ClaimTables.writeTimeouts(reproduction.timeouts, to: writer)
    }
    try folder.write("surface.csv") { writer throws(Failure) in
      try ClaimTables.writeSurface(reproduction.surface, to: writer)
    }
    try folder.write(OutputDirectory.manifestName) { writer throws(Failure) in
      var json = JSONWriter(to: writer)
      try json.object { json throws(Failure) in
        for (key, value) in [
          ("tool", "poolsim"), ("version", toolVersion), ("gsl_version", gslVersion), ("command", "reproduce"),
          ("profile", profile.name),
        ] {
          try json.key(key)
          try json.value(value)
        }
        try json.key("seed")
        try json.value(reproduction.seed)
        try json.key("replications")
        try json.value(reproduction.replications)
        try json.key("events")
        try json.value(reproduction.events)
      }
      try json.finish()
    }
    guard let sensitivity else { return }
    try folder.write("sensitivity.csv") { writer throws(Failure) in
      try SensitivityTables.writeAxes(sensitivity, to: writer)
    }
    try folder.write("sobol.csv") { writer throws(Failure) in
      try SensitivityTables.writeIndices(sensitivity, to: writer)
    }
  }
}
