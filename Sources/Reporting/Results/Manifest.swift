// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
internal import BatchPool
package import Diagnostics
package import Experiments
internal import Foundation
internal import Scenarios

/// `manifest.json`: what was run, with what, and when.
///
/// It is the only file of a result that holds a time of day; everything else is the same for the same scenario, seed
/// and version.
package struct Manifest: Sendable {
  /// The version of this tool.
  package var toolVersion: String
  /// The version of the GNU Scientific Library that drew the random numbers.
  package var gslVersion: String
  /// When the run began, in seconds since 1970 [s].
  package var startedAt: Double
  /// How long it took [s].
  package var elapsedSeconds: Double
  /// Replications that ran at once.
  package var jobs: Int

  /// Makes a manifest.
  package init(toolVersion: String, gslVersion: String, startedAt: Double, elapsedSeconds: Double, jobs: Int) {
    self.toolVersion = toolVersion
    self.gslVersion = gslVersion
    self.startedAt = startedAt
    self.elapsedSeconds = elapsedSeconds
    self.jobs = jobs
  }

  /// Writes the manifest of some results.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func write(_ results: [ExperimentResult], to writer: ByteWriter) throws(Failure) {
    var json = JSONWriter(to: writer)
    try json.object { json throws(Failure) in
      try json.key("tool")
      try json.value("poolsim")
      try json.key("version")
      try json.value(toolVersion)
      try json.key("gsl_version")
      try json.value(gslVersion)
      try json.key("platform")
      try json.value(Self.platform)
      try json.key("started_at")
      try json.value(Date(timeIntervalSince1970: startedAt).formatted(.iso8601))
      try json.key("elapsed_s")
      try json.value((1_000 * elapsedSeconds).rounded() / 1_000)
      try json.key("jobs")
      try json.value(jobs)
      try json.key("scenarios")
      try json.array { json throws(Failure) in
        for result in results { try Self.write(result, to: &json) }
      }
    }
    try json.finish()
  }

  private static func write(_ result: ExperimentResult, to json: inout JSONWriter) throws(Failure) {
    try json.object { json throws(Failure) in
      try json.members(of: result.scenario)
      try json.key("replications")
      try json.value(result.replications)
      try json.key("events")
      try json.value(result.events)
      try json.key("variants")
      try json.array { json throws(Failure) in
        for variant in result.variants {
          try json.object { json throws(Failure) in
            try json.key("variant")
            try json.value(variant.variant.name)
            try json.key("events")
            try json.value(variant.outcomes.reduce(UInt64(0)) { $0 + $1.events })
            if let values = variant.predictive?.values { try Self.write(values, to: &json) }
          }
        }
      }
      try json.key("normalised")
      try json.raw(result.scenario.normalisedJSON())
    }
  }

  /// What was drawn for every replication, from where to where in base units, and what was not.
  private static func write(_ values: UncertainValues, to json: inout JSONWriter) throws(Failure) {
    try json.key("predictive")
    try json.object { json throws(Failure) in
      try json.key("drawn")
      try json.array { json throws(Failure) in
        for axis in values.axes {
          try json.object { json throws(Failure) in
            try json.key("parameter")
            try json.value(axis.quantity.rawValue)
            try json.key("from")
            try json.value(axis.range.lowerBound)
            try json.key("to")
            try json.value(axis.range.upperBound)
            try json.key("scale")
            try json.value(axis.isLogarithmic ? "log" : "linear")
          }
        }
        for belief in values.beliefs {
          try json.object { json throws(Failure) in
            try json.key("parameter")
            try json.value(belief.quantity.rawValue)
            try json.key("belief")
            try json.value(belief.text)
          }
        }
      }
      try json.key("set_by_scenario")
      try json.array { json throws(Failure) in for key in values.fixedKeys { try json.value(key) } }
    }
  }

  private static var platform: String {
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "other"
    #endif
    return "\(ProcessInfo.processInfo.operatingSystemVersionString), \(processor)"
  }
}
