// SPDX-License-Identifier: GPL-3.0-or-later

/// The flows of a benchmark; Peers/simgrid_links.cpp makes the same.
struct FlowList {
  struct Flow {
    /// How much it carries [bytes].
    let bytes: Double
    /// The fastest that it can be when limits differ [bytes/s].
    let limit: Double
  }

  /// What all flows together can carry: 60 MiB/s [bytes/s].
  static let bandwidth = 60 * 1_048_576.0

  let flows: [Flow]

  /// Flows of 50 to 150 MiB with limits from a fifth of the fair share of all to twice as much.
  init(count: Int) {
    var random = BenchmarkRandom(seed: UInt64(count))
    flows = (0..<count).map { _ in
      let bytes = ((50 + 100 * random.unit()) * 1_048_576).rounded(.down)
      return Flow(bytes: bytes, limit: Self.bandwidth / Double(count) * (0.2 + 1.8 * random.unit()))
    }
  }
}
