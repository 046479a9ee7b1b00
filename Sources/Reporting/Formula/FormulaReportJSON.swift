// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
package import Diagnostics
package import Files
internal import Interchange

/// Findings and evaluations of formulas as JSON.
package enum FormulaReportJSON {
  /// Writes what a check found, one object a formula.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func write(
    _ checks: [FormulaCheck], to writer: ByteWriter
  ) throws(Failure) {
    var json = JSONWriter(to: writer)
    try json.array { (json) throws(Failure) in
      for check in checks {
        try json.object { (json) throws(Failure) in
          try json.key("formula")
          try json.value(check.source.name)
          try json.key("findings")
          try json.array { (json) throws(Failure) in
            for finding in check.findings { try write(finding, in: check.source, to: &json) }
          }
          try json.key("probes")
          try json.array { (json) throws(Failure) in
            for probe in check.probes { try write(probe, to: &json) }
          }
          try json.key("differences")
          try json.array { (json) throws(Failure) in
            for difference in check.differences { try json.value(difference) }
          }
        }
      }
    }
    try json.finish()
  }

  private static func write(_ finding: FormulaFinding, in source: FormulaSource, to json: inout JSONWriter)
    throws(Failure)
  {
    let place = source.place(finding.place)
    try json.object { (json) throws(Failure) in
      try json.key("code")
      try json.value(finding.code.rawValue)
      try json.key("severity")
      try json.value(finding.severity.rawValue)
      try json.key("line")
      try json.value(place.line.map(Double.init))
      try json.key("column")
      try json.value(place.column.map(Double.init))
      try json.key("message")
      try json.value(finding.message)
    }
  }

  private static func write(_ probe: FormulaProbe, to json: inout JSONWriter) throws(Failure) {
    try json.object { (json) throws(Failure) in
      try json.key("load")
      try json.value(probe.wording)
      try json.key("at")
      try json.value(probe.now.resultText)
      try json.key("nodes")
      try json.array { (json) throws(Failure) in
        for step in probe.steps { try json.value(step) }
      }
    }
  }

  // MARK: - Evaluations

  /// Writes an evaluation in the shape of the service's answer, `autoScaleRun`, with the trace if there is one.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func write(_ evaluation: Evaluation, at now: FormulaInstant, to writer: ByteWriter)
    throws(Failure)
  {
    var json = JSONWriter(to: writer)
    try json.object { (json) throws(Failure) in
      try json.key("timestamp")
      try json.value(now.resultText)
      try json.key("results")
      try json.value(evaluation.results)
      if let error = evaluation.error {
        try json.key("error")
        try write(error.service, to: &json)
      }
      guard !evaluation.trace.isEmpty else { return }
      try json.key("trace")
      try json.array { (json) throws(Failure) in
        for entry in evaluation.trace { try write(entry, to: &json) }
      }
    }
    try json.finish()
  }

  private static func write(_ error: FormulaServiceError, to json: inout JSONWriter) throws(Failure) {
    try json.object { (json) throws(Failure) in
      try json.key("code")
      try json.value(error.code)
      try json.key("message")
      try json.value(error.message)
      try json.key("values")
      try json.array { (json) throws(Failure) in
        for value in error.values {
          try json.object { (json) throws(Failure) in
            try json.key("name")
            try json.value(value.name)
            try json.key("value")
            try json.value(value.value)
          }
        }
      }
    }
  }

  private static func write(_ entry: FormulaTraceEntry, to json: inout JSONWriter) throws(Failure) {
    try json.object { (json) throws(Failure) in
      try json.key("line")
      try json.value(entry.place.line)
      try json.key("column")
      try json.value(entry.place.column)
      try json.key("text")
      try json.value(entry.text)
      switch entry.event {
      case .value(let value), .assigned(let value):
        try json.key("type")
        try json.value(FormulaTraceEntry.typeName(of: value))
        try json.key("value")
        try json.value(value.resultText)
      case .skipped:
        try json.key("evaluated")
        try json.value(false)
      }
      guard let window = entry.window else { return }
      try json.key("samples")
      try json.value(window.available)
      try json.key("expected")
      try json.value(window.expected)
    }
  }
}
