// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Dispatch
import Experiments
import Scenarios
import Synchronization

/// Many small runs, as a sweep has them: what a second core adds.
struct Replications: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replications of a pool of 300 nodes, on one core and on two.",
    discussion: """
      One run is one replication of one variant: managed image, or gallery image with two replicas. Costs are by the
      clock, other than those of the other benchmarks; the last column is processor time. With free cores runs/s grows
      with the number of jobs while that column stays the same.
      """)

  @Option(help: "How many runs are done at once.")
  var jobs: [Int] = [1, 2]

  @Option(help: "How many replications of each of two variants a repetition does.")
  var replications = 2_000

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "A tiny size, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard jobs.allSatisfy({ 1...1_024 ~= $0 }), 1...1_000_000 ~= replications, repetitions > 0 else {
      throw ValidationError("--jobs, --replications and --repetitions must be positive")
    }
  }

  func run() throws {
    let table = BenchmarkTable(
      columns: [("jobs", 8), ("runs", 10)], operation: "run", lastColumns: [("runs/s", 12), ("processor ns/run", 18)])
    table.printHeader()
    let scenario = try ScenarioFile.parse(
      """
      poolsim: 1
      name: replications
      profile: azure-2020
      seed: 1
      replications: \(smoke ? 20 : replications)
      pool: { vmSize: Standard_D2s_v3, targetDedicatedNodes: 300, resizeTimeout: 15 min }
      variants:
        managed: { image: { kind: managed } }
        gallery: { image: { kind: gallery, replicas: 2 } }
      """, file: "replications.yaml")
    let experiment = Experiment(scenario)
    let runCount = scenario.replications * scenario.variants.count
    for count in jobs {
      let runner = ReplicationRunner(jobs: count)
      var hash = BenchmarkHash()
      var costs: [Double] = []
      var processorCosts: [Double] = []
      for _ in 0..<(smoke ? 1 : repetitions) {
        hash = BenchmarkHash()
        let clock = ContinuousClock()
        let start = clock.now
        let processorStart = ProcessorTime.nanoseconds
        let result = try Self.waiting { try await runner.run(experiment) }
        costs.append(Measurement.nanoseconds(clock.now - start) / Double(runCount))
        processorCosts.append((ProcessorTime.nanoseconds - processorStart) / Double(runCount))
        for outcome in result.variants.flatMap(\.outcomes) { hash.add(outcome) }
      }
      let measurement = Measurement(costs)
      table.printRow(
        [String(count), String(runCount)], measurement, hash: hash.value,
        last: [
          BenchmarkTable.fixed(1e9 / measurement.median), BenchmarkTable.fixed(Measurement(processorCosts).median),
        ])
    }
  }

  /// Waits for asynchronous work on this thread: an asynchronous `main` cannot run under Valgrind.
  private static func waiting<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let box = ResultBox<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do { box.set(.success(try await work())) } catch { box.set(.failure(error)) }
      done.signal()
    }
    done.wait()
    return try box.value()
  }

  /// Carries a result from one thread to another.
  private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ newResult: Result<Value, any Error>) {
      result.withLock { $0 = newResult }
    }

    func value() throws -> Value {
      guard let result = result.withLock({ $0 }) else { preconditionFailure("the work has no result yet") }
      return try result.get()
    }
  }
}
