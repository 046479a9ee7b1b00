// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The files of the repository, as the rules see them.
enum Tree {
  /// A text file: its path from the top of the repository, and its lines.
  struct File: CustomStringConvertible, Sendable {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var description: String { path }
  }

  /// The top of the repository.
  static let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every file below some folders whose path satisfies a condition, sorted; build products are left out.
  static func files(below folders: [String], where isWanted: (String) -> Bool) throws -> [File] {
    var found: [File] = []
    for folder in folders {
      guard let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path) else {
        continue
      }
      for case let name as String in walk {
        let path = "\(folder)/\(name)"
        guard !path.contains("/."), isWanted(path) else { continue }
        let url = root.appendingPathComponent(path)
        guard (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true else { continue }
        found.append(File(path: path, text: String(decoding: try Data(contentsOf: url), as: UTF8.self)))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Every Swift file of the products, the tests, the benchmarks, the fuzzer and the examples.
  static func swiftFiles() throws -> [File] {
    try files(below: ["Sources", "Tests", "Benchmarks", "Fuzzing", "Examples"]) { $0.hasSuffix(".swift") }
  }

  /// The modules that a file imports.
  static func imports(of file: File) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1 else { return nil }
      guard
        words[..<place].allSatisfy({ ["public", "internal", "package", "@testable", "@preconcurrency"].contains($0) })
      else { return nil }
      return String(words[place + 1])
    }
  }
}
