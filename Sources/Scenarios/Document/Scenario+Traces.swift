// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics

extension WorkStream {
  /// What tells the file apart that the stream replays; nil where jobs are drawn.
  var traceHash: UInt64? {
    if case .trace(let trace) = source { trace.contentHash } else { nil }
  }
}

extension Scenario {
  /// What of the logs is left out, a sentence each, whatever the variant.
  package var traceWarnings: [String] {
    var sentences: [String] = []
    for work in variants.lazy.flatMap(\.facts.work) where work.skippedJobs > 0 {
      let jobs = work.skippedJobs == 1 ? "1 job is" : "\(work.skippedJobs) jobs are"
      let sentence =
        "\(PrintableText.short(work.name)): \(jobs) left out of the log, because the run time or the number of processors "
        + "is not known"
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences
  }
}
