// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "poolsim-benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "poolsim-bench", targets: ["PoolsimBench"])
  ],
  dependencies: [
    .package(name: "poolsim", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .executableTarget(
      name: "PoolsimBench",
      dependencies: [
        .product(name: "EventEngine", package: "poolsim"),
        .product(name: "BatchPool", package: "poolsim"),
        .product(name: "Experiments", package: "poolsim"),
        .product(name: "Scenarios", package: "poolsim"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ]
)

for target in package.targets {
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
