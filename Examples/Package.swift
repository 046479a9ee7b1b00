// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "poolsim-examples",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "poolsim", path: "..")
  ],
  targets: [
    .executableTarget(
      name: "SingleServerQueue",
      dependencies: [
        .product(name: "EventEngine", package: "poolsim"),
        .product(name: "Randomness", package: "poolsim"),
      ]),
    .executableTarget(
      name: "GalleryPool",
      dependencies: [
        .product(name: "BatchPool", package: "poolsim"),
        .product(name: "EventEngine", package: "poolsim"),
        .product(name: "Randomness", package: "poolsim"),
        .product(name: "Statistics", package: "poolsim"),
      ]),
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
