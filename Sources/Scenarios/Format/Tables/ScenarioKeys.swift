// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The scenario format as a whole.
enum ScenarioFormat {
  /// The version that `poolsim:` names.
  static let version = 1

  /// A system as a variant sees it, with the keys of the scenario as a whole.
  static let system = MapFormat(HeadKeys.format.keys + SystemKeys.format.keys)

  /// What a variant may have.
  static let variant = SystemKeys.format

  static let root = MapFormat(
    system.keys + [
      KeyFormat(
        variants, .named(.map(variant), .scenario), .optional,
        "Systems to compare: each overrides the keys that it names; the first is the baseline."),
      KeyFormat(sweep, .map(SweepKeys.format), .optional, "What poolsim sweep varies."),
    ])

  /// The key of the variants.
  static let variants = "variants"
  /// The key of the sweep.
  static let sweep = "sweep"

  /// The keys that only the scenario as a whole has.
  static let wholeKeys = Set(HeadKeys.format.keys.map(\.name))
}

/// The keys of the scenario as a whole.
struct HeadKeys: KeySet {
  static let keys = HeadKeys()
  static let format = MapFormat(keys)

  let poolsim = Key<Int>(
    "poolsim", .integer(ScenarioFormat.version...ScenarioFormat.version),
    "The format version: \(ScenarioFormat.version).")
  let name = Key<String?>("name", optional: .name, "The name in every result; the file's name unless given.")
  let description = Key<String?>("description", optional: .text, "What the scenario is for.")
  let extends = Key<String?>("extends", optional: .text, "A scenario file that this one is laid over.")
  let seed = Key<UInt64>("seed", .seed, default: "1", "The seed of the random numbers.")
  let replications = Key<Int>(
    "replications", .integer(1...10_000_000), default: "100", "Replications of every variant.")

  var rows: [KeyFormat] {
    [poolsim.format, name.format, description.format, extends.format, seed.format, replications.format]
  }
}

/// What may differ between variants.
struct SystemKeys: KeySet {
  static let keys = SystemKeys()
  static let format = MapFormat(keys)

  /// The profile that a scenario uses unless it names another.
  static let standardProfile = "azure-2026"

  let profile = Key<String>(
    "profile", .text, default: Self.standardProfile, "The parameter set: a built-in name, or a profile file.")
  let account = Key<Section<AccountKeys>?>(
    "account", optional: .map(AccountKeys.self), "The Batch account, for the service's own rules.")
  let image = Key<NameOr<ImageKeys>?>(
    "image", optional: .nameOr(ImageKeys.self),
    "What the nodes of every pool boot from that names no image itself.")
  let images = Key<[Named<Section<ImageKeys>>]?>(
    "images", optional: .named(.map(ImageKeys.self)), "Images that pools share, by name.")
  let pool = Key<Section<PoolKeys>?>("pool", optional: .map(PoolKeys.alone), "The pool.")
  let pools = Key<[Named<Section<PoolKeys>>]?>(
    "pools", optional: .named(.map(PoolKeys.self)), "Several pools, by name, instead of pool.")
  let resize = Key<Section<ResizeKeys>?>(
    "resize", optional: .map(ResizeKeys.self), "How the caller repeats resizes.")
  let actions = Key<[Event<ActionVerb>]?>(
    "actions", optional: .list(.event(ActionVerb.self)), "What the caller does later, and when.")
  let faults = Key<[Event<FaultVerb>]?>(
    "faults", optional: .list(.event(FaultVerb.self)), "What goes wrong, and when.")
  let quota = Key<Section<QuotaKeys>?>(
    "quota", optional: .map(QuotaKeys.self), "The account's quotas of cores, which all pools share.")
  let work = Key<[Named<Section<WorkKeys>>]?>(
    "work", optional: .named(.map(WorkKeys.self)), "What the pools work on: streams of jobs, by name.")
  let prices = Key<Section<PriceKeys>?>(
    "prices", optional: .map(PriceKeys.self), "What things cost; without prices results are in node hours.")
  let clock = Key<String?>(
    "clock", optional: .text,
    "What time it is at the first resize request, such as 2026-11-30T08:00:00Z; rates by the hour need it.")
  let duration = Key<SimulationDuration?>(
    "duration", optional: .duration(from: 1),
    "How long the pools are looked at; until nothing more happens unless given. Needed when nodes are preempted or fail."
  )
  let model = Key<Section<ModelKeys>?>(
    "model", optional: .map(ModelKeys.self), "Values that replace those of the profile.")

  var rows: [KeyFormat] {
    [
      profile.format, account.format, image.format, images.format, pool.format, pools.format, resize.format,
      actions.format, faults.format, quota.format, work.format, prices.format, clock.format, duration.format,
      model.format,
    ]
  }
}
