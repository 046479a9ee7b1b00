// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Quantities
internal import Randomness

/// A stream of work: jobs that are drawn or were recorded. One key of `generate`, `tasks` and `swf` says which.
struct WorkKeys: KeySet {
  static let keys = WorkKeys()
  static let format = MapFormat(
    keys, noun: "work",
    forms: .shaped([
      MapFormat.Form(
        keys.generate.name, "Jobs that are drawn.", required: [keys.generate.name],
        optional: [keys.pool.name] + traits),
      MapFormat.Form(
        keys.tasks.name, "Tasks of a CSV file.", required: [keys.tasks.name],
        optional: cuts + [keys.pool.name] + traits),
      MapFormat.Form(
        keys.swf.name, "A log in the Standard Workload Format.", required: [keys.swf.name],
        optional: cuts + [keys.pool.name] + traits.filter { !sizes.contains($0) }),
    ]))

  /// What is cut out of a trace.
  static let cuts = [keys.from.name, keys.until.name, keys.speedup.name]
  /// What a log has numbers of its own for.
  static let sizes = [keys.requiredSlots.name, keys.nodes.name]
  /// What jobs and tasks are like: it may stand in `generate` too.
  static let traits = JobKeys.keys.rows.map(\.name)

  let generate = Key<Section<GenerateKeys>?>(
    "generate", optional: .map(GenerateKeys.self), "Jobs that are drawn: when they come, and what is in them.")
  let tasks = Key<String?>(
    "tasks", optional: .text,
    "A CSV file of tasks with the columns submit_s and duration_s, and slots, nodes and job where it has them.")
  let swf = Key<String?>(
    "swf", optional: .text, "A log in the Standard Workload Format, which gzip may have compressed.")
  let from = Key<SimulationTime>(
    "from", .time, unstated: "0 s", "Of a trace: what was submitted before is left out; the run begins here.")
  let until = Key<SimulationTime?>(
    "until", optional: .time, "Of a trace: what was submitted then or later is left out.")
  let speedup = Key<Double>(
    "speedup", .quantity(.count, 1e-6...1e6), unstated: "1",
    "Of a trace: how many times faster tasks are submitted than they were; they run as long as they did.")
  let pool = Key<String?>(
    "pool", optional: .name, "The pool that does the work; needed where there are several.")
  let priority = JobKeys.keys.priority
  let deadline = JobKeys.keys.deadline
  let after = JobKeys.keys.after
  let requiredSlots = JobKeys.keys.requiredSlots
  let nodes = JobKeys.keys.nodes
  let failureProbability = JobKeys.keys.failureProbability
  let maxTaskRetryCount = JobKeys.keys.maxTaskRetryCount
  let preparation = JobKeys.keys.preparation
  let retentionTime = JobKeys.keys.retentionTime

  var rows: [KeyFormat] {
    [
      generate.format, tasks.format, swf.format, from.format, until.format, speedup.format, pool.format,
      priority.format, deadline.format, after.format, requiredSlots.format, nodes.format, failureProbability.format,
      maxTaskRetryCount.format, preparation.format, retentionTime.format,
    ]
  }
}

/// What the jobs of a stream and their tasks are like.
struct JobKeys: KeySet {
  static let keys = JobKeys()
  static let format = MapFormat(keys)

  let priority = Key<Int>(
    "priority", .integer(-1_000...1_000), default: "0", "The priority of its jobs: a higher one goes first.")
  let deadline = Key<SimulationDuration?>(
    "deadline", optional: .duration(from: 1), "How long after its submission a job is to be done.")
  let after = Key<String?>(
    "after", optional: .name, "Another stream, whose jobs that were submitted before a job have to be over first.")
  let requiredSlots = Key<Int>(
    "requiredSlots", .integer(1...256), default: "1", "Slots that a task takes on its node.", unlessThere: "swf")
  let nodes = Key<Int>(
    "nodes", .integer(1...65_535), default: "1",
    "Nodes that a task needs at the same time: above 1 it is a multi-instance task.", unlessThere: "swf")
  let failureProbability = Key<Double>(
    "failureProbability", .quantity(.share, 0...1), default: "0", "Probability that an attempt at a task fails.")
  let maxTaskRetryCount = Key<Int>(
    "maxTaskRetryCount", .integer(-1...1_000), default: "0",
    "Attempts after the first failed one; -1 for as many as it takes.")
  let preparation = Key<Distribution?>(
    "preparation", optional: .distribution(.duration),
    "How long a node prepares for a job before its first task of it; nothing is prepared unless given.")
  let retentionTime = Key<SimulationDuration>(
    "retentionTime", .duration(from: 0), default: "7 d", "How long the data of a task is kept on its node.")

  var rows: [KeyFormat] {
    [
      priority.format, deadline.format, after.format, requiredSlots.format, nodes.format, failureProbability.format,
      maxTaskRetryCount.format, preparation.format, retentionTime.format,
    ]
  }
}

/// Jobs that are drawn.
struct GenerateKeys: KeySet {
  static let keys = GenerateKeys()
  /// What jobs and tasks are like may stand here too: it is read as if it stood beside.
  static let format = MapFormat(
    keys.rows
      + JobKeys.keys.rows.map {
        KeyFormat($0.name, $0.kind, .optional, "The same as beside generate, where poolsim show prints it.")
      })

  let arrivals = Key<Section<ArrivalKeys>>("arrivals", .map(ArrivalKeys.self), "When jobs are submitted.")
  let tasks = Key<Distribution>(
    "tasks", .distribution(.count), "How many tasks a job has, rounded to a whole number of at least 1.")
  let taskDuration = Key<Distribution>("taskDuration", .distribution(.duration), "How long a task runs.")

  var rows: [KeyFormat] { [arrivals.format, tasks.format, taskDuration.format] }
}

/// When jobs are submitted. One key of `at`, `every`, `poisson`, `hourly` and `weekly` says how.
struct ArrivalKeys: KeySet {
  static let keys = ArrivalKeys()
  static let format = MapFormat(
    keys,
    forms: .shaped(
      [MapFormat.Form(keys.at.name, "At set times.", required: [keys.at.name])]
        + [
          (keys.every.name, "One after the other at equal distances."),
          (keys.poisson.name, "At random, at one rate."),
          (keys.hourly.name, "At random, at a rate that follows the hours of the day."),
          (keys.weekly.name, "At random, at a rate that follows the hours of the week."),
        ].map { MapFormat.Form($0.0, $0.1, required: [$0.0], optional: ends) }))

  private static let ends = [keys.from.name, keys.until.name]
  /// A rate of jobs [1/s].
  static let rate = ValueType<Double>.quantity(.rate, 0...1e6)

  let at = Key<[SimulationTime]?>("at", optional: .list(.time, atLeast: 1), "The times.")
  let every = Key<SimulationDuration?>(
    "every", optional: .duration(from: 0.001), "The time from one job to the next; the first comes at from.")
  let poisson = Key<Double?>("poisson", optional: Self.rate, "How many come, such as 6/h.")
  let hourly = Key<[Double]?>(
    "hourly", optional: .list(Self.rate, atLeast: 24),
    "How many come in each of the 24 hours of a day, from midnight on by the clock.")
  let weekly = Key<Section<WeekKeys>?>(
    "weekly", optional: .map(WeekKeys.self), "How many come by the day of the week and the hour.")
  let from = Key<SimulationTime>("from", .time, unstated: "0 s", "When they begin to come.")
  let until = Key<SimulationTime?>(
    "until", optional: .time, "The last time at which one can come; the end of the run unless given.")

  var rows: [KeyFormat] {
    [at.format, every.format, poisson.format, hourly.format, weekly.format, from.format, until.format]
  }
}

/// Rates of a week.
struct WeekKeys: KeySet {
  static let keys = WeekKeys()
  static let format = MapFormat(keys, leastOneOf: keys.rows.map(\.name))

  private static func day(_ name: String, _ meaning: String) -> Key<[Double]?> {
    Key(name, optional: .list(ArrivalKeys.rate, atLeast: 1), meaning)
  }

  let everyDay = Self.day(
    "everyDay", "Of days that are not given: 24 rates, one an hour from midnight on, or one for the whole day.")
  let monday = Self.day("monday", "Of Mondays: 24 rates, or one.")
  let tuesday = Self.day("tuesday", "Of Tuesdays.")
  let wednesday = Self.day("wednesday", "Of Wednesdays.")
  let thursday = Self.day("thursday", "Of Thursdays.")
  let friday = Self.day("friday", "Of Fridays.")
  let saturday = Self.day("saturday", "Of Saturdays.")
  let sunday = Self.day("sunday", "Of Sundays.")

  var rows: [KeyFormat] {
    [
      everyDay.format, monday.format, tuesday.format, wednesday.format, thursday.format, friday.format,
      saturday.format, sunday.format,
    ]
  }
}

/// What things cost. Nothing is assumed: prices are the user's own.
struct PriceKeys: KeySet {
  static let keys = PriceKeys()
  static let format = MapFormat(keys)

  private static let price = ValueType<Double>.quantity(.count, 0...1e9)

  let currency = Key<String>("currency", .text, "The currency of all prices: three capital letters, such as EUR.")
  let dedicatedNodeHour = Key<Double?>(
    "dedicatedNodeHour", optional: Self.price, "An hour of a dedicated node that has a VM.")
  let spotNodeHour = Key<Double?>(
    "spotNodeHour", optional: Self.price, "An hour of a spot (low-priority) node that has a VM.")
  let replicaGiBMonth = Key<Double?>(
    "replicaGiBMonth", optional: Self.price,
    "One GiB of one replica of a gallery image for a month of 730 hours; it needs occupiedImage.")
  let occupiedImage = Key<Double?>(
    "occupiedImage", optional: .quantity(.data, 0...1e15),
    "What is in use of an image: a replica is billed for it, whatever the size of its disk.")

  var rows: [KeyFormat] {
    [
      currency.format, dedicatedNodeHour.format, spotNodeHour.format, replicaGiBMonth.format, occupiedImage.format,
    ]
  }
}
