// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// The rooms of the house: what stands where, who may know whom, and that nothing stands there for nobody.
@Suite("Rooms")
struct RoomTests {
  /// Every source of the products.
  private static func sources() throws -> [SourceCode] {
    try Tree.files(below: ["Sources"]) { $0.hasSuffix(".swift") }.map(SourceCode.init)
  }

  private static func module(of path: String) -> String {
    String(path.split(separator: "/")[1])
  }

  /// Types whose parts stand in many folders by design: these parts are one room, which may know all the others.
  private static let spread = ["PoolModel": "Model"]

  /// The folder of a file inside its module.
  private static func folder(of code: SourceCode) -> String {
    let parts = code.path.split(separator: "/").map(String.init)
    let name = parts[parts.count - 1].split(separator: ".")[0].split(separator: "+")[0]
    if let room = spread[String(name)] { return room }
    return parts.count > 3 ? parts[2] : "(top)"
  }

  @Test("no folder of a module knows, over any way round, a folder that knows it")
  func hasNoCircles() throws {
    let modules = Dictionary(grouping: try Self.sources()) { Self.module(of: $0.path) }
    #expect(modules.count > 10)
    for (module, files) in modules {
      var owners: [String: String] = [:]
      for file in files { for type in file.types { owners[type] = Self.folder(of: file) } }
      var arrows: [String: [String: String]] = [:]
      for file in files {
        let folder = Self.folder(of: file)
        for word in file.words.union(file.extended) where !file.types.contains(word) {
          guard let owner = owners[word], owner != folder else { continue }
          arrows[folder, default: [:]][owner] = "\(file.path) uses \(word)"
        }
      }
      for start in arrows.keys.sorted() {
        guard let way = Self.way(from: start, backTo: start, arrows) else { continue }
        Issue.record("\(module): \(way.joined(separator: "; "))")
        break
      }
    }
  }

  /// The arrows of the shortest way round from a folder back to itself.
  private static func way(from start: String, backTo end: String, _ arrows: [String: [String: String]]) -> [String]? {
    var queue: [(folder: String, way: [String])] = [(start, [])]
    var seen: Set<String> = []
    while !queue.isEmpty {
      let (folder, way) = queue.removeFirst()
      for (next, reason) in (arrows[folder] ?? [:]).sorted(by: { $0.key < $1.key }) {
        if next == end { return way + [reason] }
        if seen.insert(next).inserted { queue.append((next, way + [reason])) }
      }
    }
    return nil
  }

  /// Names by which the runtime, the compiler or a protocol calls a declaration, whoever else names it.
  private static let calledByOthers: Set<String> = [
    "init", "subscript", "description", "hash", "encode", "rawValue", "allCases", "configuration", "run", "main",
    "observe",
  ]

  @Test("no file is dead: another one names something that it declares")
  func hasNoDeadFiles() throws {
    let sources = try Self.sources()
    var files: [String: Int] = [:]
    for source in sources { for word in source.words { files[word, default: 0] += 1 } }
    for source in sources where !source.declarations.isEmpty && !source.path.hasSuffix("/Poolsim.swift") {
      let isNamed = source.declarations.contains { declaration in
        files[declaration.name, default: 0] > 1 && !Self.calledByOthers.contains(declaration.name)
      }
      let conforms = source.declarations.allSatisfy { Self.calledByOthers.contains($0.name) }
      #expect(isNamed || conforms, "\(source.path) declares nothing that another file names")
    }
  }

  // A type may be public for the sake of a signature that another module uses without naming the type.
  @Test("a public member is used outside its module or has its place on a page of the library's documentation")
  func isPublicForSomebody() throws {
    let sources = try Self.sources()
    let users = try Tree.files(below: ["Benchmarks", "Fuzzing", "Examples"]) { $0.hasSuffix(".swift") }
      .map(SourceCode.init)
    let pages = try Tree.files(below: ["Sources"]) { $0.hasSuffix(".md") }.map(\.text).joined()
    // The numbers of the model reach their users by their names there.
    let reference = try Tree.files(below: ["docs/reference"]) { $0.hasSuffix("scenario.md") }.map(\.text).joined()
    var modules: [String: Set<String>] = [:]
    for source in sources {
      for word in source.words { modules[word, default: []].insert(Self.module(of: source.path)) }
    }
    let outside = users.reduce(into: Set<String>()) { $0.formUnion($1.words) }
    for source in sources {
      let module = Self.module(of: source.path)
      for declaration in source.declarations
      where declaration.isPublic && ["func", "var", "let"].contains(declaration.keyword) {
        let name = declaration.name
        let isUsed =
          Self.calledByOthers.contains(name) || outside.contains(name)
          || modules[name, default: []].contains { $0 != module } || pages.contains("``\(name)")
          || pages.contains("/\(name)")
          || reference.contains("`model.\(name)`")
        #expect(isUsed, "\(source.path):\(declaration.line): nothing outside \(module) uses \(name), which is public")
      }
    }
  }

  @Test("a function is read at a glance: at most 60 lines, tables apart")
  func keepsFunctionsShort() throws {
    for source in try Self.sources() {
      for declaration in source.declarations where declaration.bodyLines > 60 && !declaration.isTable {
        Issue.record("\(source.path):\(declaration.line): \(declaration.name) has \(declaration.bodyLines) lines")
      }
    }
  }
}
