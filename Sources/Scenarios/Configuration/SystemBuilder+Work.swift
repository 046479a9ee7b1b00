// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import EventEngine
internal import Files
internal import Quantities
internal import Randomness

/// What the pools work on.
extension SystemBuilder {
  /// The most tasks of one stream: what a number of a task can count.
  private static let mostTasks = Double(Int32.max)

  mutating func addWork() {
    if let clock = system.clock, ScenarioClock(clock) == nil {
      problems.add(
        .unknownValue, at: system.place(of: \.clock),
        "clock cannot be \(PrintableText.quoted(clock)); expected a date and time such as 2026-11-30T08:00:00Z")
      return
    }
    for stream in system.work ?? [] {
      guard let pool = pool(of: stream.value),
        let source = source(of: stream.value, slots: pools[pool].taskSlotsPerNode)
      else { continue }
      work.append(
        WorkStream(
          name: stream.name, pool: pool, source: source, priority: stream.value.priority,
          deadline: stream.value.deadline, tasks: TaskTraits(stream.value)))
    }
    guard problems.isEmpty else { return }
    refuseGuesses()
    addOrder()
  }

  /// What the nodes of a pool do is simulated where it has work.
  private mutating func refuseGuesses() {
    let named = system.pools ?? system.pool.map { [Named(name: "pool", value: $0)] } ?? []
    for pool in named where pool.value.tasks != nil {
      guard let range = copies[pool.name], work.contains(where: { range.contains($0.pool) }) else { continue }
      problems.add(
        .exclusive, at: pool.value.place(of: \.tasks),
        "tasks is a guess at what nodes do, and the work of this pool is simulated; take tasks away (tasks: ~)")
    }
  }

  /// The pool that does the work; nil, with a problem, when there is no such pool.
  private mutating func pool(of stream: Section<WorkKeys>) -> Int? {
    let names = pools.map(\.name)
    guard let name = stream.pool else {
      if pools.count == 1 { return 0 }
      problems.add(
        .missingKey, at: stream.place,
        "the key pool is missing; expected the name of the pool that does the work: \(Self.shown(names))")
      return nil
    }
    if let index = names.firstIndex(of: name) { return index }
    let place = stream.place(of: \.pool)
    if let range = copies[name] {
      problems.add(
        .unknownName, at: place,
        "\(PrintableText.quoted(name)) is \(range.count) pools; expected one of them, such as \(names[range.lowerBound])"
      )
    } else {
      problems.add(
        .unknownName, at: place,
        "there is no pool \(PrintableText.quoted(name)); expected \(Self.shown(names))"
          + Suggestion.ending(for: name, among: names))
    }
    return nil
  }

  private static func shown(_ names: [String]) -> String {
    let first = names.prefix(5).map { PrintableText.short($0) }
    return names.count > 5 ? first.joined(separator: ", ") + " ..." : Array(first).listed
  }

  // MARK: - Sources

  /// Where jobs come from; nil, with a problem, when that is not clear.
  private mutating func source(of stream: Section<WorkKeys>, slots: Int) -> WorkStream.Source? {
    let given = [
      (WorkKeys.keys.generate.name, stream.generate != nil), (WorkKeys.keys.tasks.name, stream.tasks != nil),
      (WorkKeys.keys.swf.name, stream.swf != nil),
    ].filter(\.1).map(\.0)
    guard let leading = given.first, given.count == 1 else {
      problems.add(
        given.isEmpty ? .missingKey : .exclusive, at: stream.place,
        given.isEmpty
          ? "the work has no source; expected generate, tasks or swf"
          : "\(given.joined(separator: " and ")) exclude each other; a stream of work has one source")
      return nil
    }
    let isLog = leading == WorkKeys.keys.swf.name
    let known = problems.diagnostics.count
    let foreign = leading == WorkKeys.keys.generate.name ? WorkKeys.cuts : isLog ? WorkKeys.sizes : []
    for entry in stream.checked.entries where entry.isWritten && foreign.contains(entry.key) {
      problems.add(
        .exclusive, at: entry.value.place,
        isLog
          ? "\(entry.key) has no meaning beside swf: the log says how many processors a job has"
          : "\(entry.key) is for traces, and has no meaning beside generate; arrivals have from and until of their own")
    }
    guard problems.diagnostics.count == known else { return nil }
    if let generate = stream.generate { return generated(generate) }
    return trace(stream, isLog ? .swf : .csv, slots: slots)
  }

  private mutating func trace(
    _ stream: Section<WorkKeys>, _ format: TraceFile.TraceFormat, slots: Int
  ) -> WorkStream.Source? {
    let isLog = format == .swf
    let place = isLog ? stream.place(of: \.swf) : stream.place(of: \.tasks)
    let (from, until) = (stream.from, stream.until)
    guard until.map({ from < $0 }) ?? true else {
      problems.add(.outOfRange, at: stream.place(of: \.until), "until is not after from: nothing is left of the trace")
      return nil
    }
    let file = TraceFile(
      format: format, path: TextFile.path(stream.swf ?? stream.tasks ?? "", besides: place.file), from: from.seconds,
      until: until?.seconds ?? .infinity, speedup: stream.speedup, slotsPerNode: slots,
      requiredSlots: stream.requiredSlots, nodes: stream.nodes)
    do throws(TraceFile.TraceFault) {
      let content = try file.read()
      skippedJobs.append(content.skipped)
      return .trace(content.trace)
    } catch {
      problems.add(.trace, at: place, error.reason)
      return nil
    }
  }

  private mutating func generated(_ generate: Section<GenerateKeys>) -> WorkStream.Source? {
    guard let arrivals = arrivals(generate.arrivals) else { return nil }
    let tasks = arrivals.expectedJobs * max(1, generate.tasks.mean)
    guard tasks <= Self.mostTasks else {
      problems.add(
        .impossible, at: generate.place,
        "the work has \(NumberText.written(tasks.rounded())) tasks on average, and at most \(Int32.max) of a stream are simulated"
      )
      return nil
    }
    return .generated(
      GeneratedWork(arrivals: arrivals, taskCount: generate.tasks, taskDuration: generate.taskDuration))
  }

  // MARK: - Arrivals

  private mutating func arrivals(_ arrivals: Section<ArrivalKeys>) -> JobArrivals? {
    let keys = ArrivalKeys.keys
    let given = [
      keys.at.name, keys.every.name, keys.poisson.name, keys.hourly.name, keys.weekly.name,
    ].filter { arrivals.checked.entry($0) != nil }
    guard given.count == 1 else {
      problems.add(
        given.isEmpty ? .missingKey : .exclusive, at: arrivals.place,
        given.isEmpty
          ? "it is not said when jobs arrive; expected at, every, poisson, hourly or weekly"
          : "\(given.joined(separator: " and ")) exclude each other; jobs arrive in one way")
      return nil
    }
    if let times = arrivals.at { return setTimes(times, arrivals) }
    guard let (from, until) = ends(of: arrivals) else { return nil }
    if let interval = arrivals.every { return .every(interval, from: from, until: until) }
    if let rate = arrivals.poisson { return .poisson(rate: rate, from: from, until: until) }
    guard let rates = weeklyRates(arrivals) else { return nil }
    return .weekly(rates, from: from, until: until)
  }

  private mutating func setTimes(_ times: [SimulationTime], _ arrivals: Section<ArrivalKeys>) -> JobArrivals? {
    let keys = ArrivalKeys.keys
    for entry in arrivals.checked.entries
    where entry.isWritten && [keys.from.name, keys.until.name].contains(entry.key) {
      problems.add(.exclusive, at: entry.value.place, "\(entry.key) has no meaning beside at: all times are given")
    }
    let place = arrivals.place(of: \.at)
    for time in times where isAfterEnd(time, at: place) { return nil }
    return .at(times.sorted())
  }

  /// When jobs begin to arrive, and the last time at which one can.
  private mutating func ends(of arrivals: Section<ArrivalKeys>) -> (from: SimulationTime, until: SimulationTime)? {
    let from = arrivals.from
    guard let until = arrivals.until ?? system.duration.map({ .zero + $0 }) else {
      problems.add(
        .missingKey, at: arrivals.place,
        "the run would never end: jobs arrive for ever; give until here, or the duration of the run")
      return nil
    }
    if arrivals.until != nil, isAfterEnd(until, at: arrivals.place(of: \.until)) { return nil }
    guard from <= until else {
      problems.add(
        .outOfRange, at: arrivals.place(of: \.from),
        arrivals.until == nil ? "from is after the end of the run; expected at most duration" : "from is after until")
      return nil
    }
    return (from, until)
  }

  private mutating func isAfterEnd(_ time: SimulationTime, at place: SourcePlace) -> Bool {
    guard let duration = system.duration, time > .zero + duration else { return false }
    problems.add(.outOfRange, at: place, "this is after the end of the run; expected at most duration")
    return true
  }

  /// The rates of every hour of the week, from Monday on.
  private mutating func weeklyRates(_ arrivals: Section<ArrivalKeys>) -> WeeklyRates? {
    let place = arrivals.weekly == nil ? arrivals.place(of: \.hourly) : arrivals.place(of: \.weekly)
    guard let clock = system.clock.flatMap(ScenarioClock.init) else {
      problems.add(
        .missingKey, at: place,
        "a rate by the hour needs the time of day at the start; give clock at the top, such as clock: 2026-11-30T08:00:00Z"
      )
      return nil
    }
    let week = arrivals.weekly
    let days: [[Double]?] =
      week.map {
        [$0.monday, $0.tuesday, $0.wednesday, $0.thursday, $0.friday, $0.saturday, $0.sunday]
      } ?? Array(repeating: arrivals.hourly, count: 7)
    var rates: [Double] = []
    for day in days {
      guard let day = day ?? week?.everyDay else {
        rates += [Double](repeating: 0, count: 24)
        continue
      }
      guard day.count == 24 || week != nil && day.count == 1 else {
        problems.add(
          .outOfRange, at: place,
          "a day has \(day.count) rates; expected 24, one for each hour from midnight on\(week == nil ? "" : ", or one for the whole day")"
        )
        return nil
      }
      rates += day.count == 24 ? day : Array(repeating: day[0], count: 24)
    }
    return WeeklyRates(rates: rates, weekTimeAtStart: clock.weekTime)
  }

  // MARK: - Order

  /// Which streams wait for others.
  private mutating func addOrder() {
    let streams = system.work ?? []
    let names = work.map(\.name)
    for (index, stream) in streams.enumerated() {
      guard let name = stream.value.after else { continue }
      guard let other = names.firstIndex(of: name) else {
        problems.add(
          .unknownName, at: stream.value.place(of: \.after),
          "there is no work \(PrintableText.quoted(name)); expected \(Self.shown(names))"
            + Suggestion.ending(for: name, among: names))
        continue
      }
      work[index].after = other
    }
    for index in work.indices {
      var chain = [index]
      while let next = chain.last.flatMap({ work[$0].after }) {
        if next == index {
          let circle = (chain + [index]).map { PrintableText.short(names[$0]) }.joined(separator: " after ")
          problems.add(
            .exclusive, at: streams[index].value.place(of: \.after),
            "work waits in a circle: \(circle); none could begin")
          return
        }
        // A circle that does not lead through this stream is found from another one.
        guard !chain.contains(next) else { break }
        chain.append(next)
      }
    }
  }
}

extension TaskTraits {
  fileprivate init(_ stream: Section<WorkKeys>) {
    self.init(
      requiredSlots: stream.requiredSlots, nodes: stream.nodes, failureProbability: stream.failureProbability,
      maxTaskRetryCount: stream.maxTaskRetryCount, preparation: stream.preparation, retentionTime: stream.retentionTime)
  }
}

extension JobArrivals {
  /// Jobs on average.
  fileprivate var expectedJobs: Double {
    switch self {
    case .at(let times): Double(times.count)
    case .every(let interval, let from, let until): ((until - from).seconds / interval.seconds).rounded(.down) + 1
    case .poisson(let rate, let from, let until): rate * (until - from).seconds
    case .weekly(let week, let from, let until):
      // A part of a week may be busier than the week.
      min(week.rates.max() ?? 0, week.rates.reduce(0, +) / 168 * 2) * (until - from).seconds
    }
  }
}
