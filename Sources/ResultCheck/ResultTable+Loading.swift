// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Files
internal import Foundation

extension ResultTable {
  private static let mainFile = "replications.csv"
  /// The largest file that is read [bytes]: 1 GiB, or eight million replications.
  private static let largestBytes = 1 << 30

  /// The part of `manifest.json` that says whether two results met the same random circumstances.
  private struct SeedList: Decodable {
    struct Entry: Decodable {
      let scenario: String
      let seed: UInt64
      let replications: Int?
    }

    let version: String?
    let scenarios: [Entry]
  }

  /// Reads a result folder, or a CSV file of one.
  ///
  /// - Parameter path: A folder with `replications.csv`, or a file like it or like `summary.csv`. The seeds come from
  ///   `manifest.json` beside it.
  /// - Throws: `Failure`.
  package init(contentsOf path: String) throws(Failure) {
    try Sandbox.allow(path)
    let isFolder = Self.isFolder(path)
    let file = Self.file(of: path)
    if isFolder, !FileManager.default.fileExists(atPath: file) {
      let isCampaign = (try? FileManager.default.contentsOfDirectory(atPath: path))?.contains {
        $0.hasSuffix(".sqlite")
      }
      let hint =
        isCampaign == true
        ? "; it is the campaign of a sweep: merge it first (poolsim sweep merge SWEEP --campaign \(path) --output FILE), and check what that writes"
        : ""
      throw Failure(
        .notFound, .noResult, at: SourcePlace(file: path), "there is no \(Self.mainFile) in this folder\(hint)")
    }
    try self.init(csv: Self.bytes(file), path: file)
    let parent = isFolder ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    let manifest = Self.join(parent, OutputDirectory.manifestName)
    guard FileManager.default.fileExists(atPath: manifest) else { return }
    do {
      let list = try JSONDecoder().decode(SeedList.self, from: Data(Self.bytes(manifest)))
      seeds = Dictionary(list.scenarios.map { ($0.scenario, $0.seed) }) { first, _ in first }
      version = list.version
      for entry in list.scenarios.reversed() { statedReplications[entry.scenario] = entry.replications }
    } catch {
      // Beside a single file, a manifest may be that of something else altogether.
      guard isFolder else { return }
      throw Failure(
        .invalid, .notAResult, at: SourcePlace(file: manifest),
        "this is not the manifest of a result; expected scenarios with their seeds, as JSON")
    }
  }

  private static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    let bytes = try TextFile.bytes(path, upTo: largestBytes)
    guard bytes.count <= largestBytes else {
      throw Failure(.invalid, .tooLarge, at: SourcePlace(file: path), "at most 1 GiB is read")
    }
    return bytes
  }

  /// The file that is read for a path: the main one of a folder, or the file itself.
  static func file(of path: String) -> String {
    isFolder(path) ? join(path, mainFile) : path
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
