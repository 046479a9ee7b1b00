// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// A stream of jobs as it stands in a run.
struct JobStream {
  /// With the number of a job, its name in random draws.
  let key: UInt64
  /// Streams whose jobs wait for jobs of this one.
  var followers: [StreamID] = []
  /// Its jobs that are not over.
  var openCount: UInt32 = 0
  /// Its jobs so far.
  var jobCount: UInt32 = 0
  /// Its jobs that wait for others, in order of submission.
  var blocked: [JobID] = []
  /// The jobs of a trace that have been submitted, by their number in it; empty for drawn jobs.
  var recordedJobs: [JobID] = []
  /// How many arrivals, or entries of a trace, have been taken.
  var taken = 0
  /// Candidates of a random process so far: they tell its draws apart.
  private var draws: UInt32 = 0
  /// The latest candidate.
  private var latest = SimulationTime.zero

  /// Stands for a recorded job that has not been submitted.
  static let noJob = JobID(number: .max)

  init(_ stream: WorkStream) {
    key = DrawKeys.key("work\0\(stream.name)")
    if case .trace(let trace) = stream.source {
      recordedJobs = Array(repeating: Self.noJob, count: trace.jobNames.count)
    }
  }

  /// When jobs are submitted next, and counts them as taken; nil when no more are.
  ///
  /// - Parameters:
  ///   - source: Where the jobs come from.
  ///   - random: The random numbers of the run.
  /// - Returns: The time.
  /// - Complexity: O(1) expected where a rate is near its largest; as many draws as candidates otherwise.
  mutating func nextArrival(_ source: WorkStream.Source, _ random: RandomSource) -> SimulationTime? {
    switch source {
    case .trace(let trace): taken < trace.entries.count ? trace.entries[taken].submittedAt : nil
    case .generated(let work): nextArrival(work.arrivals, random)
    }
  }

  private mutating func nextArrival(_ arrivals: JobArrivals, _ random: RandomSource) -> SimulationTime? {
    defer { taken += 1 }
    switch arrivals {
    case .at(let times): return taken < times.count ? times[taken] : nil
    case .every(let interval, let from, let until):
      latest = taken == 0 ? from : latest + interval
      return latest <= until ? latest : nil
    case .poisson(let rate, let from, let until):
      return nextCandidate(rate: rate, from: from, until: until, random)
    case .weekly(let weekly, let from, let until):
      let most = weekly.rates.max() ?? 0
      while let candidate = nextCandidate(rate: most, from: from, until: until, random) {
        let rate = weekly.rate(at: candidate)
        if random.bernoulli(
          probability: rate / most, purpose: .arrivalThinning, entity: key, attempt: draws)
        {
          return candidate
        }
      }
      return nil
    }
  }

  /// The next event of a Poisson process [1/s].
  private mutating func nextCandidate(
    rate: Double, from: SimulationTime, until: SimulationTime, _ random: RandomSource
  ) -> SimulationTime? {
    if draws == 0 { latest = from }
    guard rate > 0, let distribution = try? Distribution.exponential(mean: 1 / rate) else { return nil }
    let wait = random.draw(distribution, purpose: .jobArrival, entity: key, attempt: draws)
    draws &+= 1
    latest = latest + SimulationDuration(seconds: min(wait, SystemConfiguration.longestStage.seconds))
    return latest <= until ? latest : nil
  }
}

extension WeeklyRates {
  /// The rate at a time [1/s].
  func rate(at time: SimulationTime) -> Double {
    let hour = 3_600_000_000_000
    let passed = (Int(time.nanoseconds) + Int(weekTimeAtStart.nanoseconds)) / hour % 168
    return rates[passed]
  }
}
