// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// What an import does not take over, or takes in another form than it is written: for notes and for a comment.
struct AzureAsides {
  /// Members, by their paths, each once.
  private struct Paths {
    private static let mostListed = 60
    private var seen: Set<String> = []
    private(set) var listed: [String] = []

    var isEmpty: Bool { listed.isEmpty }

    /// The paths in a note.
    var text: String { all.joined(separator: ", ") }

    /// The paths, with how many are left out.
    var all: [String] {
      seen.count > listed.count ? listed + ["and \(seen.count - listed.count) more"] : listed
    }

    mutating func add(_ path: String) {
      // The passes of a loop have the same members.
      let shown = PrintableText.short(path, atMost: 200)
      guard seen.insert(shown).inserted, listed.count < Self.mostListed else { return }
      listed.append(shown)
    }
  }

  private var noEffect = Paths()
  private var unresolved = Paths()
  private var unknown = Paths()
  private var meant = Paths()
  private var quoted = Paths()
  private var milliseconds = Paths()
  /// Texts that a user has to know, in their order, with the members that they are about.
  private var told: [(text: String, paths: Paths)] = []
  private var toldPlaces: [String: Int] = [:]

  /// A member that nodes start the same without.
  mutating func addWithoutEffect(_ path: String) { noEffect.add(path) }

  /// A member whose value only the deployment knows, or is not one that the service takes.
  mutating func addUnresolved(_ path: String) { unresolved.add(path) }

  /// A member that no specification has, with the one that may have been meant.
  mutating func addUnknown(_ path: String, meant name: String?) {
    unknown.add(path)
    if let name { meant.add("\(path) (did you mean \(name)?)") } else { meant.add(path) }
  }

  /// A number, or true or false, that is written as a text.
  mutating func addQuoted(_ path: String) { quoted.add(path) }

  /// A duration that is a number of milliseconds.
  mutating func addMilliseconds(_ path: String) { milliseconds.add(path) }

  /// A member, and what a user has to know of it.
  mutating func tell(_ text: String, of path: String) {
    let place = toldPlaces[text] ?? told.count
    if place == told.count {
      told.append((text, Paths()))
      toldPlaces[text] = place
    }
    told[place].paths.add(path)
  }

  /// The members that a comment of the scenario names.
  var keptAside: [String] { noEffect.all + unresolved.all + unknown.all }

  /// The notes.
  var notes: [String] {
    var notes = told.map { "\($0.paths.text): \($0.text)" }
    for (paths, text) in [
      (quoted, "read as numbers, or as true and false, although they are texts"),
      (milliseconds, "read as milliseconds, in which logs of the service have durations"),
      (unresolved, "kept aside, because only the deployment knows the value, or the service takes no such value"),
      (meant, "kept aside, because poolsim does not know the name (a typing error, or newer than 2026-10-01)"),
      (noEffect, "kept aside, because nodes start the same without it"),
    ] where !paths.isEmpty {
      notes.append("\(text): \(paths.text)")
    }
    return notes
  }
}
