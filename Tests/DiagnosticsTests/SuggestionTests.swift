// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  /// The keys of a pool, in the order in which the schema has them.
  private static let poolKeys = [
    "vmSize", "image", "targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout", "startTask",
    "nodeDeallocationOption", "taskSlotsPerNode", "count",
  ]

  @Test(
    "a misspelt word, or a part of a word, finds the word",
    arguments: [
      ("targetDedicatedNode", "targetDedicatedNodes"),
      ("target-dedicated-nodes", "targetDedicatedNodes"),
      ("dedicated", "targetDedicatedNodes"),
      ("dedicatedNodes", "targetDedicatedNodes"),
      ("targetDedicated", "targetDedicatedNodes"),
      ("lowPriority", "targetLowPriorityNodes"),
      ("deallocation", "nodeDeallocationOption"),
      ("dealocation", "nodeDeallocationOption"),
      ("timeout", "resizeTimeout"),
      ("task_slots", "taskSlotsPerNode"),
      ("poolCount", "count"),
      ("vmsize", "vmSize"),
    ])
  func finds(given: String, word: String) {
    #expect(Suggestion.nearest(to: given, among: Self.poolKeys) == word)
    #expect(Suggestion.candidates(for: given, among: Self.poolKeys).first == word)
  }

  @Test(
    "what resembles nothing finds nothing",
    arguments: ["", "colour", "x", "at", String(repeating: "n", count: 1_000), "priceOfTheWholeCountry"])
  func findsNothing(given: String) {
    #expect(Suggestion.nearest(to: given, among: Self.poolKeys) == nil)
    #expect(Suggestion.ending(for: given, among: Self.poolKeys) == "")
  }

  @Test("fewer edits come before shared parts, and shared parts before the rest, which keeps its order")
  func ranks() {
    #expect(
      Suggestion.candidates(for: "nodes", among: ["alpha", "targetNodes", "lowNodes", "beta", "node", "gamma"])
        == ["node", "lowNodes", "targetNodes", "alpha", "beta"])
    #expect(
      Suggestion.candidates(for: "targetSpotNodes", among: Self.poolKeys).prefix(2)
        == ["targetDedicatedNodes", "targetLowPriorityNodes"])
    #expect(Suggestion.candidates(for: "colour", among: Self.poolKeys) == Array(Self.poolKeys.prefix(5)))
  }

  @Test("at most five are listed, and how many there are besides")
  func lists() {
    #expect(Suggestion.listed(for: "x", among: []) == "")
    #expect(Suggestion.listed(for: "x", among: ["managed"]) == "managed")
    #expect(Suggestion.listed(for: "x", among: ["managed", "gallery"]) == "managed or gallery")
    #expect(
      Suggestion.listed(for: "galery", among: ["managed", "gallery", "marketplace"])
        == "gallery, managed or marketplace")
    #expect(Suggestion.listed(for: "x", among: ["a1", "b1", "c1", "d1", "e1"]) == "a1, b1, c1, d1 or e1")
    #expect(Suggestion.listed(for: "", among: ["a1", "b1", "c1", "d1", "e1", "f1"]) == "a1, b1, c1, d1, e1 or 1 other")
    #expect(
      Suggestion.listed(for: "dedicated", among: Self.poolKeys)
        == "targetDedicatedNodes, vmSize, image, targetLowPriorityNodes, resizeTimeout or 4 others")
  }
}
