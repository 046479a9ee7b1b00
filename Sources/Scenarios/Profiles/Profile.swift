// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
public import Diagnostics
internal import Files
public import BatchPool
public import Randomness
internal import Foundation

/// A named parameter set: every number of the mechanism with its provenance. Profiles are data, not code.
public struct Profile: Sendable {
  /// How a value is known.
  public enum Status: String, CaseIterable, Hashable, Sendable {
    /// A figure of the vendor's documentation.
    case published
    /// Seen in public reports, never stated as a figure.
    case evidence
    /// Nobody has published it; a plain choice.
    case assumed
    /// Nobody has published it; fitted to the published claims within its range.
    case free
  }

  /// One value with what is known about it.
  public struct Value: Hashable, Sendable {
    /// The key, as under `model:`.
    public let key: String
    /// The value as a scenario writes it.
    public let text: String
    /// How it is known.
    public let status: Status
    /// Where it, or the median of its distribution, may lie, in base units (bytes, seconds).
    public let range: ClosedRange<Double>?
    /// Where the sigma of its lognormal distribution may lie.
    public let spread: ClosedRange<Double>?
    /// How likely it is where the value, or the median of its distribution, lies, in base units; nil where only its range
    /// is known, if that.
    public let belief: Distribution?
    /// That distribution as a profile writes it.
    public let beliefText: String?
    /// Where it comes from.
    public let source: String
  }

  /// The name.
  public let name: String
  /// What it describes.
  public let summary: String
  /// Whether pools can be made of managed images: whether what is claimed about them (C1 to C4) applies.
  public let hasManagedImages: Bool
  /// The values, in the order of the reference.
  public let values: [Value]
  /// The values as the model takes them.
  public let parameters: ModelParameters
  let checked: CheckedValue

  /// The profile that a scenario uses unless it names another.
  public static let standardName = SystemKeys.standardProfile
  /// The profile of the time of the published claims, to which it was fitted.
  public static let claimsName = "azure-2020"

  /// The names of the built-in profiles, the standard one first.
  package static let builtInNames = [standardName, claimsName]

  /// A built-in profile, or one of a file when the name begins with `./`, `../` or `/`, or ends in `.yaml`.
  ///
  /// - Parameters:
  ///   - name: The name, or the path of a file.
  ///   - file: The file that names it: paths are relative to its folder.
  /// - Returns: The profile.
  /// - Throws: `Failure` when there is no such profile, or it is wrong.
  public static func named(_ name: String, besides file: String = "") throws(Failure) -> Profile {
    try named(name, besides: file, at: nil)
  }

  static func named(_ name: String, besides file: String, at place: SourcePlace?) throws(Failure) -> Profile {
    if let text = builtInText(name) { return try parse(text, file: "\(name).yaml") }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || ["./", "../", "/"].contains(where: name.hasPrefix) else {
      throw Failure(
        kind: .invalid,
        diagnostics: [
          Diagnostic(
            .profile, at: place ?? SourcePlace(file: name),
            "there is no profile \(PrintableText.quoted(name)); expected \(builtInNames.joined(separator: ", ")), or a path that ends in .yaml"
              + Suggestion.ending(for: name, among: builtInNames))
        ])
    }
    let path = TextFile.path(name, besides: file)
    return try parse(TextFile.read(path, at: place), file: path)
  }

  private static let standard = Result { () throws(Failure) in try named(standardName) }
  private static let ofTheClaims = Result { () throws(Failure) in try named(claimsName) }

  /// As ``named(_:besides:at:)``, with each built-in profile read once.
  static func cached(_ name: String, besides file: String, at place: SourcePlace) throws(Failure) -> Profile {
    switch name {
    case standardName: try standard.get()
    case claimsName: try ofTheClaims.get()
    default: try named(name, besides: file, at: place)
    }
  }

  /// The text of a built-in profile, comments included; nil where there is none of that name.
  package static func builtInText(_ name: String) -> String? {
    switch name {
    case standardName: String(decoding: PackageResources.azure_2026_yaml, as: UTF8.self)
    case claimsName: String(decoding: PackageResources.azure_2020_yaml, as: UTF8.self)
    default: nil
    }
  }

  /// Reads a profile.
  ///
  /// - Throws: `Failure` with everything that is wrong.
  public static func parse(_ text: String, file: String) throws(Failure) -> Profile {
    var reader = YAMLReader(file: file)
    guard let node = reader.read(text) else {
      try reader.problems.throwIfAny()
      throw Failure(
        kind: .invalid, diagnostics: [Diagnostic(.empty, at: SourcePlace(file: file), "the file is empty")])
    }
    var checker = ScenarioChecker()
    checker.rootName = "the profile"
    checker.problems.add(reader.problems)
    try refuseOlderModel(node)
    let checked = checker.check(node, .map(ProfileKeys.format))
    if let checked {
      checker.problems.add(ProfileKeys.emptyRanges(checked))
      checker.problems.add(ProfileKeys.impossibleBeliefs(checked))
    }
    try checker.problems.throwIfAny()
    guard let checked else {
      throw Failure(
        kind: .invalid, diagnostics: [Diagnostic(.profile, at: node.place, "the profile is incomplete")])
    }
    let root = Section<ProfileKeys>(checked)
    let values = CheckedValue(
      .map(root.values.map { CheckedValue.Entry(key: $0.key.name, value: $0.value) }),
      at: root.place(of: \.values))
    return Profile(
      name: root.name, summary: root.description ?? "", hasManagedImages: root.managedImages,
      values: root.values.map(Value.init), parameters: ModelParameters(Section(values)), checked: values)
  }

  /// Refuses a profile of version 2 of the model in one sentence: listing what it lacks would not say why.
  private static func refuseOlderModel(_ node: SourceNode) throws(Failure) {
    let ofVersion3 = ["diskMaking", "deploymentUnitSize", "unitCreateRate", "unitCreateBurst"]
    guard let values = node[ProfileKeys.keys.values.name], values["bootWorkingSet"] != nil,
      ofVersion3.allSatisfy({ values[$0] == nil })
    else { return }
    throw Failure(
      kind: .invalid,
      diagnostics: [
        Diagnostic(
          .profile, at: values.place,
          "this profile is for version 2 of the model: it lacks \(ofVersion3.listed), and its other numbers were fitted without "
            + "them; fit it again with poolsim calibrate --output FILE, or use \(builtInNames.listed)")
      ])
  }

  /// The profile as a file, with other parameters and under another name.
  ///
  /// Values that are not the profile's own get `note` behind their source.
  public func text(name: String, parameters: ModelParameters, note: String) -> String {
    let replaced = parameters.checkedValues(at: checked.place)
    var lines = ["profile: 1", "name: \(name)", "description: \(YAMLText.quoted(summary))"]
    if !hasManagedImages { lines.append("managedImages: false") }
    lines.append("values:")
    for value in values {
      guard let format = ModelKeys.format.key(value.key), let new = replaced.entry(value.key)?.value else { continue }
      let text = NormalText.yaml(new, format.kind)
      lines.append("  \(value.key):")
      lines.append("    value: \(text)")
      lines.append("    status: \(value.status.rawValue)")
      if let range = value.range {
        let bounds = [range.lowerBound, range.upperBound].map { NormalText.bound($0, format.kind) }
        lines.append("    range: { from: \(bounds[0]), to: \(bounds[1]) }")
      }
      if let spread = value.spread {
        lines.append(
          "    spread: { from: \(NumberText.written(spread.lowerBound)), to: \(NumberText.written(spread.upperBound)) }"
        )
      }
      if let belief = value.beliefText { lines.append("    belief: \(belief)") }
      lines.append("    source: \(YAMLText.quoted(text == value.text ? value.source : value.source + note))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Profile.Value {
  fileprivate init(_ entry: ProfileEntry) {
    self.init(
      key: entry.key.name, text: NormalText.yaml(entry.value, entry.key.kind), status: entry.status,
      range: entry.range, spread: entry.spread, belief: entry.belief?.asDistribution,
      beliefText: entry.belief.flatMap { belief in
        entry.key.beliefDimension.map { NormalText.yaml(belief, .distribution($0)) }
      }, source: entry.source)
  }
}
