// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "poolsim",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "EventEngine", targets: ["EventEngine"]),
    .library(name: "Randomness", targets: ["Randomness"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "BatchPool", targets: ["BatchPool"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
    .library(name: "Experiments", targets: ["Experiments"]),
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
    .target(name: "Randomness", dependencies: ["CGSL"]),
    .target(name: "Statistics", dependencies: ["CGSL"]),
    .target(name: "EventEngine"),
    .target(name: "BatchPool", dependencies: ["EventEngine", "Randomness", "Statistics"]),
    .target(
      name: "Scenarios",
      dependencies: ["BatchPool", "EventEngine", "Randomness", .product(name: "Yams", package: "Yams")],
      resources: [.embedInCode("Profiles/azure-2020.yaml")]),
    .target(
      name: "Experiments",
      dependencies: [
        "Scenarios", "BatchPool", "EventEngine", "Randomness", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "Reporting",
      dependencies: ["Experiments", "Scenarios", "BatchPool", "EventEngine", "Randomness", "Statistics"]),
    .executableTarget(
      name: "poolsim",
      dependencies: [
        "Reporting", "Experiments", "Scenarios", "BatchPool", "EventEngine", "Randomness", "Statistics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "Statistics", "TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], exclude: ["Reference"]),
    .testTarget(name: "EventEngineTests", dependencies: ["EventEngine", "TestSupport"]),
    .testTarget(
      name: "BatchPoolTests", dependencies: ["BatchPool", "EventEngine", "Randomness", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Scenarios", "BatchPool", "EventEngine", "Randomness", "TestSupport"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Scenarios", "BatchPool", "EventEngine", "Randomness", "Statistics", "TestSupport",
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Experiments", "Scenarios", "BatchPool", "EventEngine", "TestSupport"]),
    .testTarget(
      name: "ValidationTests", dependencies: ["BatchPool", "EventEngine", "Randomness", "Statistics", "TestSupport"],
      exclude: ["References"]),
    .testTarget(name: "PoolsimTests", dependencies: ["poolsim", "TestSupport"], exclude: ["Golden"]),
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
