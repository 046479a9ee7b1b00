// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Testing

/// What is told before work that needs more memory than there is.
@Suite("Memory estimate")
struct MemoryEstimateTests {
  @Test("more replications, and more runs at once, need more; what fits is not told")
  func grows() throws {
    func estimate(_ replications: Int, jobs: Int = 1) throws -> MemoryEstimate {
      MemoryEstimate([Experiment(try madeScenario(replications: replications))], jobs: jobs)
    }
    let small = try estimate(10)
    #expect(small.bytes > 0 && small.warning() == nil)
    #expect(try estimate(1_000_000).bytes > 100 * small.bytes)
    #expect(try estimate(10, jobs: 8).bytes > small.bytes)
    let large = try estimate(10_000_000)
    // Ten million replications of two variants keep at least 500 bytes each.
    #expect(large.bytes > 10e9)
    #expect(large.warning(machine: 8 * 0x1p30)?.contains("the machine has 8.0 GiB") == true)
    #expect(large.warning(machine: 1e15) == nil)
  }
}
