// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Files
internal import Foundation

/// Compares the bytes of two results.
package enum FileComparison {
  /// Compares every CSV file of two folders, or two files.
  ///
  /// The manifest is left out: it holds times of day.
  ///
  /// - Returns: A finding a file, by name.
  /// - Throws: `Failure` when a file cannot be read.
  /// - Complexity: O(bytes).
  package static func findings(baseline: String, candidate: String) throws(Failure) -> [CheckFinding] {
    guard ResultTable.isFolder(baseline), ResultTable.isFolder(candidate) else {
      let name = URL(fileURLWithPath: candidate).lastPathComponent
      return [try compare(name, ResultTable.file(of: baseline), ResultTable.file(of: candidate))]
    }
    let left = try names(in: baseline)
    let right = try names(in: candidate)
    var findings: [CheckFinding] = []
    for name in left.union(right).sorted() {
      guard left.contains(name), right.contains(name) else {
        let side = left.contains(name) ? "candidate" : "baseline"
        findings.append(CheckFinding(nil, name, .different, reason: "the \(side) has no such file"))
        continue
      }
      findings.append(try compare(name, ResultTable.join(baseline, name), ResultTable.join(candidate, name)))
    }
    return findings
  }

  private static func compare(
    _ name: String, _ baseline: String, _ candidate: String
  ) throws(Failure) -> CheckFinding {
    for path in [baseline, candidate] where !isRegular(path) {
      throw Failure(
        .unreadable, .fileUnreadable, at: SourcePlace(file: path),
        "this is not a regular file, so its bytes cannot be compared")
    }
    let left = try TextFile.bytes(baseline)
    let right = try TextFile.bytes(candidate)
    guard left != right else { return CheckFinding(nil, name, .equal) }
    let common = zip(left, right).prefix { $0 == $1 }
    let line = 1 + common.count { $0.0 == UInt8(ascii: "\n") }
    return CheckFinding(nil, name, .different, reason: "the bytes differ, first in line \(line)")
  }

  /// Something other than a regular file, such as a pipe, has nothing more to give once its cells were read.
  private static func isRegular(_ path: String) -> Bool {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: resolved)[.type] as? FileAttributeType
    return type == .typeRegular
  }

  private static func names(in folder: String) throws(Failure) -> Set<String> {
    try Sandbox.allow(folder)
    do {
      return Set(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") })
    } catch {
      throw Failure(.unreadable, .fileUnreadable, at: SourcePlace(file: folder), "the folder cannot be read")
    }
  }
}
