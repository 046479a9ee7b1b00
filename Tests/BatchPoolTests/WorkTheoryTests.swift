// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Foundation
import Randomness
import Testing
import TestSupport

/// What is known of queues, beside what the model gives.
///
/// Every mean is compared with its formula at 5 standard errors, which are estimated from independent replications (or
/// from independent times): a false alarm in a million at most. The seeds are fixed.
@Suite struct WorkTheoryTests {
  /// Independent replications of the mean wait [s].
  private func waits(_ system: SystemConfiguration, runs: Int) -> (mean: Double, standardError: Double) {
    let waits = (0..<runs).map { replication in
      PoolSimulation.run(system, seed: 20_261_128, replication: replication).total.work?.waitMean ?? .nan
    }
    return meanAndError(waits)
  }

  private func meanAndError(_ values: [Double]) -> (mean: Double, standardError: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    return (mean, (variance / Double(values.count)).squareRoot())
  }

  /// One task a job, Poisson arrivals [1/s] for a time [s].
  private func stream(
    _ name: String = "a", rate: Double, until: Double, duration: Distribution, priority: Int = 0
  ) -> WorkStream {
    WorkStream(
      name: name,
      source: .generated(
        GeneratedWork(
          arrivals: .poisson(rate: rate, from: .zero, until: SimulationTime(seconds: until)),
          taskCount: constant(1), taskDuration: duration)),
      priority: priority)
  }

  private func exponential(mean: Double) throws -> Distribution { try .exponential(mean: mean) }

  /// Erlang C: the probability that a task waits is C = (a^c / c!) / ((1 - rho) sum a^k / k! + a^c / c!), and the mean wait
  /// C / (c mu - lambda). Four slots, offered load 2.8. Runs begin empty, which lowers the mean of 40,000 s by some 0.1 %.
  @Test(arguments: [(4, 1), (1, 4)]) func `M M c`(nodes: Int, slots: Int) throws {
    let (load, c) = (2.8, 4)
    var (term, sum) = (1.0, 0.0)
    for k in 0..<c {
      sum += term
      term *= load / Double(k + 1)
    }
    let rho = load / Double(c)
    let waiting = term / ((1 - rho) * sum + term)
    let expected = waiting / (Double(c) - load)
    let system = SystemConfiguration.working(
      nodes: nodes, slots: slots, [stream(rate: load, until: 4_000, duration: try exponential(mean: 1))])
    let (mean, error) = waits(system, runs: 16)
    expectClose(mean, expected, absolute: 5 * error + 0.002 * expected)
    #expect(error < 0.04 * expected)
  }

  /// Pollaczek and Khinchine: W = lambda E[S^2] / (2 (1 - rho)); a lognormal service of mean m has E[S^2] = m^2 exp(sigma^2).
  @Test func `M G 1`() {
    let (rate, sigma) = (0.6, 0.6)
    let median = exp(-sigma * sigma / 2)
    let expected = rate * exp(sigma * sigma) / (2 * (1 - rate))
    let system = SystemConfiguration.working(
      nodes: 1, [stream(rate: rate, until: 20_000, duration: lognormal(median: median, sigma: sigma))])
    let (mean, error) = waits(system, runs: 16)
    expectClose(mean, expected, absolute: 5 * error + 0.002 * expected)
    #expect(error < 0.04 * expected)
  }

  /// Cobham: with R = sum lambda E[S^2] / 2 the urgent wait R / (1 - rho1), the others R / ((1 - rho1) (1 - rho)).
  @Test func `priorities without interruption`() throws {
    let service = try exponential(mean: 1)
    let system = SystemConfiguration.working(
      nodes: 1,
      [
        stream("urgent", rate: 0.3, until: 4_000, duration: service, priority: 1),
        stream("other", rate: 0.4, until: 4_000, duration: service),
      ])
    var (urgent, other): ([Double], [Double]) = ([], [])
    for replication in 0..<40 {
      let outcome = PoolSimulation.run(system, seed: 7, replication: replication, recording: [.tasks])
      func mean(_ stream: Int) -> Double {
        let waits = outcome.tasks.filter { $0.stream == stream }.map {
          (($0.startedAt ?? $0.submittedAt) - $0.submittedAt).seconds
        }
        return waits.reduce(0, +) / Double(waits.count)
      }
      urgent.append(mean(0))
      other.append(mean(1))
    }
    let residual = 0.7
    let (urgentMean, urgentError) = meanAndError(urgent)
    let (otherMean, otherError) = meanAndError(other)
    expectClose(urgentMean, residual / 0.7, absolute: 5 * urgentError + 0.003)
    expectClose(otherMean, residual / (0.7 * 0.3), absolute: 5 * otherError + 0.01)
    #expect(urgentError < 0.03 && otherError < 0.2)
  }

  /// A task of T on a node that loses its VM at a rate lambda, and has another at once, takes (exp(lambda T) - 1) / lambda
  /// on average.
  @Test func `without checkpoints a task begins again`() {
    let (rate, duration) = (1.0 / 3_600, 3_600.0)
    var system = SystemConfiguration.working(
      nodes: 0, [.jobs("a", at: [0], tasks: 2_000, seconds: duration)])
    system.pools[0].targetLowPriorityNodes = 1
    system.pools[0].preemptionRate = rate
    system.duration = .seconds(3_600 * 20_000)
    let outcome = workRun(system, every: 101)
    let ends = outcome.tasks.compactMap { $0.endedAt?.seconds }
    #expect(ends.count == 2_000)
    let (mean, error) = meanAndError(zip(ends, [0] + ends).map { $0 - $1 })
    expectClose(mean, (exp(rate * duration) - 1) / rate, absolute: 5 * error)
    #expect(error < 0.05 * mean)
    let lost = outcome.tasks.reduce(0) { $0 + $1.lost.nanoseconds }
    #expect(outcome.nodeTimes[1].time.lost == Int128(lost))
    #expect(outcome.nodeTimes[1].time.useful == Int128(2_000 * 3_600) * 1_000_000_000)
    // Two thirds of the tasks lost a VM at least once: 1 - exp(-1) = 0.632.
    #expect(Double(outcome.total.work?.requeues ?? 0) / 2_000 > 1.5)
  }

  /// As thinning has it, the submissions of every hour are Poisson of its rate: over 300 weeks their number has a standard
  /// error of its root. 5 of them.
  @Test func `arrivals follow the hours of the week`() {
    var rates = [Double](repeating: 0, count: 168)
    rates[9] = 4.0 / 3_600
    rates[10] = 1.0 / 3_600
    let weeks = 300.0
    let stream = WorkStream(
      name: "a",
      source: .generated(
        GeneratedWork(
          arrivals: .weekly(
            WeeklyRates(rates: rates, weekTimeAtStart: .seconds(8 * 3_600)), from: .zero,
            until: SimulationTime(seconds: weeks * 168 * 3_600)),
          taskCount: constant(1), taskDuration: constant(1))))
    let outcome = PoolSimulation.run(.working(nodes: 1, [stream]), seed: 3, replication: 0)
    var counts = [Int](repeating: 0, count: 168)
    for job in outcome.jobs { counts[(Int(job.submittedAt.seconds) / 3_600 + 8) % 168] += 1 }
    expectClose(Double(counts[9]), 4 * weeks, absolute: 5 * (4 * weeks).squareRoot())
    expectClose(Double(counts[10]), weeks, absolute: 5 * weeks.squareRoot())
    #expect(counts.reduce(0, +) == counts[9] + counts[10])
  }

  /// Strictly first come, first served, by hand: a job starts as soon as those before it have started and enough nodes are
  /// free; `ends` are the times at which nodes are.
  private func starts(_ jobs: [(at: Double, seconds: Double, nodes: Int)], nodes: Int) -> [Double] {
    var ends = [Double](repeating: 0, count: nodes)
    var earliest = 0.0
    return jobs.map { job in
      ends.sort()
      earliest = max(earliest, job.at, ends[job.nodes - 1])
      for index in 0..<job.nodes { ends[index] = earliest + job.seconds }
      return earliest
    }
  }

  @Test func `a log replayed in order starts every job when a program of ten lines says`() {
    withEvery("seed", in: UInt64(0)..<20) { seed in
      var generator = SplitMix64(seed: seed)
      var (time, jobs): (Double, [(at: Double, seconds: Double, nodes: Int)]) = (0, [])
      for _ in 0..<400 {
        time += Double(Int.random(in: 0...20, using: &generator))
        jobs.append(
          (time, Double(Int.random(in: 1...60, using: &generator)), 1 << Int.random(in: 0...4, using: &generator)))
      }
      var system = SystemConfiguration.working(nodes: 16, [.trace(jobs)])
      system.pools[0].startsTasksInOrder = true
      let outcome = workRun(system, every: 7)
      try check(
        outcome.tasks.map { $0.startedAt?.seconds } == starts(jobs, nodes: 16), "a job starts at another time")
    }
  }

  @Test func `a name, not a place, decides what a stream draws`() throws {
    let service = try exponential(mean: 5)
    let first = stream("a", rate: 1, until: 100, duration: service)
    let second = stream("b", rate: 1, until: 100, duration: service)
    let alone = PoolSimulation.run(.working(nodes: 500, [second]), seed: 1, replication: 0)
    let behind = PoolSimulation.run(.working(nodes: 500, [first, second]), seed: 1, replication: 0)
    let kept = behind.jobs.filter { $0.stream == 1 }
    #expect(kept.map(\.submittedAt) == alone.jobs.map(\.submittedAt))
    #expect(kept.map(\.endedAt) == alone.jobs.map(\.endedAt))
  }
}
