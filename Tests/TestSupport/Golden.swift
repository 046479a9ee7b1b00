// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation
public import Testing

/// Expects that a text equals the one kept in `Golden/NAME` beside the test, byte for byte.
///
/// With `POOLSIM_REGENERATE_GOLDEN=1` in the environment the file is written anew and the test fails once, so that
/// nobody takes that for a pass. A golden file says only that something changed: it always stands beside a test that
/// says why the text is right.
///
/// - Parameters:
///   - actual: The text under test.
///   - name: The file under `Golden/`.
///   - filePath: The test's own file.
///   - sourceLocation: Where a failure is reported.
public func expectGolden(
  _ actual: String, _ name: String, filePath: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: filePath).deletingLastPathComponent().appendingPathComponent("Golden")
  expectFile(actual, folder.appendingPathComponent(name), called: "Golden/\(name)", sourceLocation: sourceLocation)
}

/// Expects that a text equals a page of the documentation that is made from the program, byte for byte.
///
/// `POOLSIM_REGENERATE_GOLDEN=1` writes the page anew, as with ``expectGolden(_:_:filePath:sourceLocation:)``.
///
/// - Parameters:
///   - actual: The text under test.
///   - path: The page, from the top of the repository.
///   - sourceLocation: Where a failure is reported.
public func expectDocument(
  _ actual: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  expectFile(actual, top.appendingPathComponent(path), called: path, sourceLocation: sourceLocation)
}

private func expectFile(_ actual: String, _ file: URL, called name: String, sourceLocation: SourceLocation) {
  if ProcessInfo.processInfo.environment["POOLSIM_REGENERATE_GOLDEN"] == "1" {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
      Issue.record(
        "\(name) was written anew; look at the difference and run again", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(name) cannot be written: \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: file), let expected = String(validating: data, as: UTF8.self) else {
    Issue.record("\(name) is missing; POOLSIM_REGENERATE_GOLDEN=1 writes it", sourceLocation: sourceLocation)
    return
  }
  guard actual != expected else { return }
  let actualLines = actual.split(separator: "\n", omittingEmptySubsequences: false)
  let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(actualLines, expectedLines).enumerated().first { $1.0 != $1.1 }?.offset
  let number = line ?? min(actualLines.count, expectedLines.count)
  Issue.record(
    """
    differs from \(name) in line \(number + 1):
      expected: \(number < expectedLines.count ? String(expectedLines[number]) : "(end)")
      actual:   \(number < actualLines.count ? String(actualLines[number]) : "(end)")
    """, sourceLocation: sourceLocation)
}

/// A folder for one test, removed when the value goes away.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// Makes a folder with a name that nobody else uses.
  ///
  /// - Throws: When the folder cannot be made.
  public init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("poolsim-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  public func path(_ name: String) -> String {
    path + "/" + name
  }

  /// Writes a file into the folder.
  ///
  /// - Returns: Its path.
  /// - Throws: When it cannot be written.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Reads a file of the folder.
  ///
  /// - Throws: When it cannot be read.
  public func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// The names of everything in the folder, or in a folder below it, sorted.
  ///
  /// - Throws: When it cannot be read.
  public func names(in name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }
}
