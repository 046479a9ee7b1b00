// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import Randomness

extension Scenario {
  /// What is simulated and still looks wrong, a sentence each: work without a spread, whatever the variant.
  ///
  /// Nodes of equal work on one replica march in lockstep: all begin and end at the same instants, as no real nodes do. It
  /// changes the gain in idle latency by several points (docs/guides/mechanism.md, section 10).
  public var lockstepWarnings: [String] {
    variants.flatMap { variant in
      guard variant.configuration.images.contains(where: { $0.kind != .marketplace }) else { return [String]() }
      let parameters = variant.configuration.parameters
      let works = [("diskMaking", parameters.diskMaking), ("bootWorkingSet", parameters.bootWorkingSet)]
      return works.filter { $0.1.isOneNumber }.map { name, _ in
        let subject = variants.count > 1 ? "variant \(PrintableText.quoted(variant.name)): " : ""
        return
          "\(subject)\(name) has no spread: nodes of a replica march in lockstep, which changes idle latencies and gains; "
          + "give it a sigma, such as 0.2"
      }
    }
  }
}

extension Distribution {
  /// Whether it is always the same number, and not 0: then there is no work at all.
  fileprivate var isOneNumber: Bool { quantile(0.25) == quantile(0.75) && quantile(0.5) > 0 }
}
