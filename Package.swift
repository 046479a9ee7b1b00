// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// Rooms that know nothing of pools: texts, numbers, files.
let texts: [Target.Dependency] = ["Diagnostics", "Quantities", "Files", "Interchange"]
/// One run of the model and what it stands on.
let model: [Target.Dependency] = ["EventEngine", "Randomness", "Statistics", "BatchPool"]

let package = Package(
  name: "poolsim",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "EventEngine", targets: ["EventEngine"]),
    .library(name: "Randomness", targets: ["Randomness"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "AutoscaleFormula", targets: ["AutoscaleFormula"]),
    .library(name: "BatchPool", targets: ["BatchPool"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    // What the fuzzer links; other users of the package find nothing public in them yet.
    .library(name: "AzureImport", targets: ["AzureImport"]),
    .library(name: "ServiceRules", targets: ["ServiceRules"]),
    .library(name: "Sweeps", targets: ["Sweeps"]),
    .executable(name: "poolsim", targets: ["poolsim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "Randomness", dependencies: ["CGSL"]),
    .target(name: "Statistics", dependencies: ["CGSL"]),
    .target(name: "EventEngine"),
    .target(name: "AutoscaleFormula"),
    .target(name: "Diagnostics"),
    .target(name: "Quantities", dependencies: ["Diagnostics"]),
    .target(name: "Files", dependencies: ["Diagnostics", "CZlib"]),
    .target(name: "Interchange", dependencies: ["Diagnostics", "Quantities", "Files", "EventEngine"]),
    .target(name: "BatchPool", dependencies: ["EventEngine", "Randomness", "Statistics", "AutoscaleFormula"]),
    .target(
      name: "Scenarios", dependencies: texts + model + ["AutoscaleFormula", yams],
      resources: [.embedInCode("Profiles/azure-2020.yaml"), .embedInCode("Profiles/azure-2026.yaml")]),
    .target(name: "AzureImport", dependencies: texts + model + ["AutoscaleFormula", "Scenarios"]),
    .target(name: "ServiceRules", dependencies: texts + model + ["AutoscaleFormula", "Scenarios"]),
    .target(name: "Experiments", dependencies: texts + model + ["Scenarios"]),
    .target(name: "Sweeps", dependencies: texts + model + ["Scenarios", "ServiceRules", "Experiments", grdb]),
    .target(name: "Claims", dependencies: texts + model + ["Scenarios", "Experiments"]),
    .target(name: "ResultCheck", dependencies: texts + model + ["Scenarios", "Experiments"]),
    .target(
      name: "Reporting",
      dependencies: texts + model + [
        "AutoscaleFormula", "Scenarios", "ServiceRules", "Experiments", "Sweeps", "Claims", "ResultCheck",
      ]),
    .executableTarget(
      name: "poolsim",
      dependencies: texts + model + [
        "AutoscaleFormula", "Scenarios", "AzureImport", "ServiceRules", "Experiments", "Sweeps", "Claims",
        "ResultCheck", "Reporting",
        argumentParser,
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "Statistics", "TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], exclude: ["Reference"]),
    .testTarget(name: "EventEngineTests", dependencies: ["EventEngine", "TestSupport"]),
    .testTarget(
      name: "AutoscaleFormulaTests", dependencies: ["AutoscaleFormula", "TestSupport"], exclude: ["Cases"]),
    .testTarget(
      name: "BatchPoolTests", dependencies: model + ["AutoscaleFormula", "TestSupport"], exclude: ["Golden"]),
    .testTarget(
      name: "ScenariosTests",
      dependencies: texts + model + ["AutoscaleFormula", "Scenarios", "AzureImport", "ServiceRules", "TestSupport"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: texts + model + [
        "Scenarios", "ServiceRules", "Experiments", "Sweeps", "Claims", "ResultCheck", "TestSupport", grdb,
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: texts + model + [
        "Scenarios", "ServiceRules", "Experiments", "Sweeps", "Claims", "ResultCheck", "Reporting", "TestSupport",
      ], exclude: ["Golden"]),
    .testTarget(
      name: "ValidationTests", dependencies: model + ["Experiments", "TestSupport"], exclude: ["References"]),
    .testTarget(
      name: "PoolsimTests",
      dependencies: ["poolsim", "Quantities", "ServiceRules", "Scenarios", "TestSupport", argumentParser, grdb],
      exclude: ["Golden"]),
    .testTarget(name: "StyleTests", dependencies: ["TestSupport"]),
  ]
)

for target in package.targets where target.type != .system {
  var settings = target.swiftSettings ?? []
  settings += [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
  ]
  target.swiftSettings = settings
}
