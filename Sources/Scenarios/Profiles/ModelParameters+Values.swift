// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics

/// The mechanism's numbers between the format and the model.
extension ModelParameters {
  /// Takes the numbers from a map that has passed its checks.
  ///
  /// - Precondition: The map has every parameter: the checks say so.
  init(_ model: Section<ModelKeys>) {
    self.init()
    for parameter in ModelParameter.all {
      let value = model.checked.entry(parameter.name)?.value
      switch parameter.field {
      case .number(let path):
        guard let number = value?.asQuantity else { Self.failMissing(parameter) }
        self[keyPath: path] = number
      case .count(let path):
        guard let number = value?.asInteger else { Self.failMissing(parameter) }
        self[keyPath: path] = number
      case .distribution(let path):
        guard let distribution = value?.asDistribution else { Self.failMissing(parameter) }
        self[keyPath: path] = distribution
      }
    }
  }

  private static func failMissing(_ parameter: ModelParameter) -> Never {
    preconditionFailure("\(parameter.name) has passed its checks without a value")
  }

  /// The numbers as values of the format.
  func checkedValues(at place: SourcePlace) -> CheckedValue {
    let entries = ModelParameter.all.map { parameter in
      let content: CheckedValue.Content =
        switch parameter.field {
        case .number(let path): .quantity(self[keyPath: path])
        case .count(let path): .integer(self[keyPath: path])
        case .distribution(let path): .distribution(self[keyPath: path])
        }
      return CheckedValue.Entry(key: parameter.name, value: CheckedValue(content, at: place))
    }
    return CheckedValue(.map(entries), at: place)
  }
}
