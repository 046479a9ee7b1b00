// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// The model is never copied: it is a struct of several hundred bytes, and a method or a computed property that is not
/// mutating takes it as a borrowed value, which the compiler makes by copying the bytes for the call
/// (docs/performance.md). Nothing in the language forbids it, and a test of the figures does not notice.
@Suite("The model is not copied")
struct ModelCopyTests {
  /// What may take the model as a borrowed value: it happens once, at the end of a run.
  static let exceptions: Set<String> = ["resizeRecords", "endTime"]

  /// The members of ``PoolModel`` in some lines that take it as a borrowed value.
  static func borrowing(_ lines: [Substring]) -> [String] {
    var found: [String] = []
    var isInside = false
    for line in lines {
      if line.hasPrefix("extension PoolModel") || line.hasPrefix("struct PoolModel") { isInside = true }
      if line.hasPrefix("}") { isInside = false }
      // Members alone have this indent: what is nested in one of them has more.
      guard isInside, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
      if line.contains("static ") { continue }
      if let match = line.firstMatch(of: /\bfunc (\w+)/), !line.contains("mutating func ") {
        found.append(String(match.1))
      } else if let match = line.firstMatch(of: /\bvar (\w+)[^=]*\{/) {
        found.append(String(match.1))
      } else if line.contains(/\bsubscript\b/) {
        found.append("subscript")
      }
    }
    return found
  }

  @Test("every member of the model is mutating, except for two that run once at the end")
  func modelIsNotBorrowed() throws {
    let files = try Tree.swiftFiles().filter { $0.path.hasPrefix("Sources/BatchPool/") }
    #expect(files.contains { $0.text.contains("struct PoolModel: ~Copyable") })
    var exceptions = Self.exceptions
    for file in files {
      for name in Self.borrowing(file.lines) {
        #expect(Self.exceptions.contains(name), "\(file): \(name) is not mutating, so that a call copies the model")
        exceptions.remove(name)
      }
    }
    #expect(exceptions.isEmpty, "these are mutating now, or gone: \(exceptions.sorted())")
  }

  @Test("the test finds what it is to find")
  func findsBorrowing() {
    let text = """
      struct PoolModel: ~Copyable {
        var stored = 0
        var computed: Int { 1 }
        mutating func harmless() {
          func nested() {}
        }
        private func harmful() {}
        static func unbound() {}
        subscript(index: Int) -> Int { index }
      }
      extension Pool {
        func other() {}
      }
      extension PoolModel {
        func another<T>(_ value: T) {}
      }
      """
    #expect(
      Self.borrowing(text.split(separator: "\n", omittingEmptySubsequences: false))
        == ["computed", "harmful", "subscript", "another"])
  }
}
