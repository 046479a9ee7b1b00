// SPDX-License-Identifier: GPL-3.0-or-later

internal import Files
internal import BatchPool
internal import Diagnostics
internal import Foundation
internal import Yams

/// From the text of a file to nodes with places.
///
/// Yams composes the text; what it does not do is done here: a key that is there twice is reported with its place and does
/// not hide other problems, and texts that are meant to exhaust memory are refused.
struct YAMLReader {
  static let largestBytes = TextFile.largestBytes
  static let deepestLevel = 200
  static let mostValues = 1_000_000
  private static let mostDuplicates = 50
  /// The most bytes that are composed again to find further duplicates: each of them takes the whole text once more.
  private static let mostComposedBytes = 1 << 20

  let file: String
  private(set) var problems = DiagnosticList()
  /// Keys that were made unique before composing, by their place.
  private var renamed: [SourcePlace: String] = [:]
  private var valueCount = 0

  init(file: String) {
    self.file = file
  }

  /// Reads a text; nil when it has no structure, and then there is a problem.
  mutating func read(_ text: String) -> SourceNode? {
    guard text.utf8.count <= Self.largestBytes else {
      problems.add(
        .tooLarge, at: place(1, 1), "the file has \(text.utf8.count) bytes, at most 16 MiB are read")
      return nil
    }
    // Some editors put a mark before a text, which libyaml takes for a document of its own.
    let isMarked = text.unicodeScalars.first == "\u{FEFF}"
    guard let root = compose(isMarked ? String(text.unicodeScalars.dropFirst()) : text) else { return nil }
    let node = convert(root, level: 0)
    return valueCount > Self.mostValues ? nil : node
  }

  private mutating func compose(_ text: String) -> Node? {
    var text = text
    let mostDuplicates = min(Self.mostDuplicates, Self.mostComposedBytes / max(text.utf8.count, 1))
    for attempt in 0...mostDuplicates {
      do {
        guard let node = try Parser(yaml: text).singleRoot() else {
          problems.add(.empty, at: place(1, 1), "the file is empty; a scenario begins with poolsim: 1")
          return nil
        }
        return node
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        guard attempt < mostDuplicates, rename(context.mark, number: attempt, in: &text) else {
          problems.add(
            .duplicateKey, at: place(context.mark.line, context.mark.column),
            "a key is there twice: \(keys.prefix(5).map(PrintableText.quoted).joined(separator: ", "))")
          return nil
        }
      } catch {
        let (line, column, reason) = Self.reason(error)
        problems.add(.notYAML, at: place(line, column), "this is not YAML: \(reason)")
        return nil
      }
    }
    return nil
  }

  /// Gives the key at a place another first character, which nobody writes, so that composing goes on.
  private mutating func rename(_ mark: Mark, number: Int, in text: inout String) -> Bool {
    var scalars = text.unicodeScalars
    var index = scalars.startIndex
    var line = 1
    while line < mark.line, index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      // What YAML 1.1 takes for a line break; a carriage return and a line feed are one.
      let isPair = scalar == "\r" && index < scalars.endIndex && scalars[index] == "\n"
      if !isPair, ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) { line += 1 }
    }
    for _ in 1..<max(mark.column, 1) {
      guard index < scalars.endIndex else { return false }
      index = scalars.index(after: index)
    }
    if index < scalars.endIndex, scalars[index] == "\"" || scalars[index] == "'" { index = scalars.index(after: index) }
    guard index < scalars.endIndex, let stand = Unicode.Scalar(0xE000 + UInt32(number)) else { return false }
    renamed[place(mark.line, mark.column)] = String(scalars[index])
    scalars.replaceSubrange(index...index, with: [stand])
    text = String(scalars)
    return true
  }

  private func place(_ line: Int, _ column: Int) -> SourcePlace {
    SourcePlace(file: file, line: max(line, 1), column: max(column, 1))
  }

  private func place(_ mark: Mark?) -> SourcePlace {
    place(mark?.line ?? 1, mark?.column ?? 1)
  }

  private static func reason(_ error: any Error) -> (line: Int, column: Int, reason: String) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return (mark.line, mark.column, context.map { "\(problem) \($0.text)" } ?? problem)
    case .reader(let problem, _, _, _):
      return (1, 1, problem)
    default:
      return (1, 1, "\(error)")
    }
  }

  private mutating func convert(_ node: Node, level: Int) -> SourceNode {
    let place = place(node.mark)
    valueCount += 1
    guard level <= Self.deepestLevel, valueCount <= Self.mostValues else {
      problems.add(
        .tooLarge, at: place,
        level > Self.deepestLevel
          ? "the text is nested more than \(Self.deepestLevel) levels deep"
          : "the file has more than \(Self.mostValues) values, those that aliases repeat included")
      valueCount = Self.mostValues + 1
      return SourceNode(.null, at: place)
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return SourceNode(.null, at: place) }
      return SourceNode(.scalar(scalar.string, isPlain: isPlain), at: place)
    case .sequence(let sequence):
      var list: [SourceNode] = []
      for element in sequence {
        list.append(convert(element, level: level + 1))
        if valueCount > Self.mostValues { break }
      }
      return SourceNode(.list(list), at: place)
    case .mapping(let mapping):
      return SourceNode(.map(entries(of: mapping, level: level)), at: place)
    case .alias:
      return SourceNode(.null, at: place)
    }
  }

  private mutating func entries(of mapping: Node.Mapping, level: Int) -> [SourceNode.Entry] {
    var entries: [SourceNode.Entry] = []
    var keys: [String: SourcePlace] = [:]
    for (keyNode, valueNode) in mapping {
      let keyPlace = place(keyNode.mark)
      let value = convert(valueNode, level: level + 1)
      if valueCount > Self.mostValues { break }
      guard case .scalar(let scalar) = keyNode else {
        problems.add(.wrongKind, at: keyPlace, "a key must be a text")
        continue
      }
      var key = scalar.string
      if let first = renamed[keyPlace] { key = first + String(key.unicodeScalars.dropFirst()) }
      if let earlier = keys[key] {
        problems.add(
          .duplicateKey, at: keyPlace,
          "the key \(PrintableText.quoted(key)) is there already, on line \(earlier.line ?? 1); remove one of them")
        continue
      }
      keys[key] = keyPlace
      entries.append(SourceNode.Entry(key: key, keyPlace: keyPlace, value: value))
    }
    return entries
  }
}
