// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

extension ScenarioFormat {
  /// A profile file.
  static let profile = MapFormat([
    KeyFormat("profile", .integer(1...1), .required, "The format version of profiles: 1."),
    KeyFormat("name", .name, .required, "The name of the parameter set."),
    KeyFormat("description", .text, .optional, "What it describes."),
    KeyFormat(
      "values", .map(MapFormat(model.keys.map(profileValue))), .required, "One entry for each of the model's numbers."),
  ])

  /// What is known about one value; every value must be there.
  private static func profileValue(_ key: KeyFormat) -> KeyFormat {
    let bound: ValueKind =
      switch key.kind {
      case .distribution(let dimension): .quantity(dimension, 0...dimension.limit)
      default: key.kind
      }
    return KeyFormat(
      key.name,
      .map(
        MapFormat([
          KeyFormat("value", key.kind, .required, key.meaning),
          KeyFormat(
            "status", .choice(Profile.Status.allCases.map(\.rawValue)), .required, "How the value is known."),
          KeyFormat(
            "range",
            .map(
              MapFormat([
                KeyFormat("from", bound, .required, "The lower end."),
                KeyFormat("to", bound, .required, "The upper end."),
              ])), .optional, "Where the value, or the median of a distribution, may lie."),
          KeyFormat(
            "spread",
            .map(
              MapFormat([
                KeyFormat("from", .quantity(.share, 0...10), .required, "The lower end."),
                KeyFormat("to", .quantity(.share, 0...10), .required, "The upper end."),
              ])), .optional, "Where the sigma of a lognormal distribution may lie."),
          KeyFormat("source", .text, .required, "Where the value comes from."),
        ])), .required, key.meaning)
  }
}
