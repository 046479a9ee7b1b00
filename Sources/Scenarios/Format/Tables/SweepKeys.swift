// SPDX-License-Identifier: GPL-3.0-or-later

/// What `poolsim sweep` varies.
struct SweepKeys: KeySet {
  static let keys = SweepKeys()
  static let format = MapFormat(keys)

  let axes = Key<[Named<Section<AxisKeys>>]?>(
    "axes", optional: .named(.map(AxisKeys.self), .axis),
    "Names, which are columns of the results, and what each varies.")
  let zip = Key<[[String]]?>(
    "zip", optional: .list(.list(.text, atLeast: 2)), "Axes that are walked together, instead of every combination.")
  let constraint = Key<String?>(
    "constraint", optional: .text, "A condition that cells satisfy, such as replicas <= ceil(nodes / 100).")
  let design = Key<Section<DesignKeys>?>(
    "design", optional: .map(DesignKeys.self),
    "Points spread over the ranges of the axes, instead of every combination.")

  var rows: [KeyFormat] {
    [axes.format, zip.format, constraint.format, design.format]
  }
}

/// One axis: a list of values, or a range of numbers. The keys that are there say which.
struct AxisKeys: KeySet {
  static let keys = AxisKeys()
  static let format = MapFormat(
    keys,
    forms: .shaped([
      MapFormat.Form("values", "A list of values.", required: [keys.path.name, keys.values.name]),
      MapFormat.Form(
        "from, to, step", "A range in equal steps.",
        required: [keys.path.name, keys.from.name, keys.to.name, keys.step.name], optional: [keys.scale.name]),
      MapFormat.Form(
        "from, to, points", "A range with so many values, the ends included.",
        required: [keys.path.name, keys.from.name, keys.to.name, keys.points.name], optional: [keys.scale.name]),
      MapFormat.Form(
        "from, to", "A range, beside a design, which has points of its own.",
        required: [keys.path.name, keys.from.name, keys.to.name], optional: [keys.scale.name]),
    ]))

  /// The most values of one axis.
  static let mostValues = 1_000_000

  let path = Key<String>("path", .text, "A place of the scenario as --set takes it, such as pool.targetDedicatedNodes.")
  let values = Key<[SourceNode]?>(
    "values", optional: .list(.anything, atLeast: 1), "The values, one after the other.")
  let from = Key<Measure?>("from", optional: .measure, "The first number, with its unit.")
  let to = Key<Measure?>("to", optional: .measure, "The last number, in the same unit.")
  let step = Key<Measure?>("step", optional: .measure, "The difference of two neighbours, in the same unit; above 0.")
  let points = Key<Int?>(
    "points", optional: .integer(1...Self.mostValues), "How many values there are, the ends included.")
  let scale = Key<SweepRange.Scale>(
    "scale", .choice, unstated: SweepRange.Scale.linear.rawValue,
    "linear: equal differences; log: equal ratios, of numbers above 0.")

  var rows: [KeyFormat] {
    [path.format, values.format, from.format, to.format, step.format, points.format, scale.format]
  }
}

/// A design: how the points are placed, and how many there are.
struct DesignKeys: KeySet {
  static let keys = DesignKeys()
  static let format = MapFormat(
    keys,
    forms: .tagged(
      by: keys.kind.name,
      [
        MapFormat.Form(SweepSpecification.Placement.sobol.rawValue, "The sequence of Sobol."),
        MapFormat.Form(
          SweepSpecification.Placement.latinHypercube.rawValue, "A Latin hypercube, drawn from the scenario's seed."),
      ]))

  let kind = Key<SweepSpecification.Placement>("kind", .choice, "How the points are placed.")
  let points = Key<Int>("points", .integer(1...SweepSpecification.mostCells), "How many cells there are.")

  var rows: [KeyFormat] {
    [kind.format, points.format]
  }
}
