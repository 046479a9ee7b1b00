// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

// Built by scripts/fuzz, which adds what a manifest cannot: -sanitize=fuzzer, and one package name for all, so that the
// fuzzer sees what only the modules of the package share.
let package = Package(
  name: "poolsim-fuzzing",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "poolsim-fuzz", targets: ["PoolsimFuzz"])
  ],
  dependencies: [
    .package(name: "poolsim", path: "..")
  ],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "PoolsimFuzz",
      dependencies: [
        "CFuzzer",
        .product(name: "AutoscaleFormula", package: "poolsim"),
        .product(name: "AzureImport", package: "poolsim"),
        .product(name: "Scenarios", package: "poolsim"),
        .product(name: "ServiceRules", package: "poolsim"),
        .product(name: "Sweeps", package: "poolsim"),
      ]),
  ]
)

for target in package.targets where target.name != "CFuzzer" {
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
