// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// Brings streams of work into one form: what jobs and tasks are like stands beside `generate`, wherever it was written.
enum WorkForms {
  private static let work = SystemKeys.keys.work.name
  private static let generate = WorkKeys.keys.generate.name
  private static let traits = Set(WorkKeys.traits)

  /// What one file says, in that form.
  ///
  /// - Parameters:
  ///   - root: The file.
  ///   - problems: Gets an error for each key that stands in both places.
  /// - Returns: The same with every key in one place.
  /// - Complexity: O(keys).
  static func settled(_ root: SourceNode, _ problems: inout DiagnosticList) -> SourceNode {
    guard case .map(var entries) = root.content else { return root }
    for index in entries.indices {
      switch entries[index].key {
      case work: entries[index].value = settledWork(entries[index].value, &problems)
      case ScenarioFormat.variants:
        guard case .map(var variants) = entries[index].value.content else { continue }
        for variant in variants.indices { variants[variant].value = settled(variants[variant].value, &problems) }
        entries[index].value.content = .map(variants)
      default: break
      }
    }
    return SourceNode(.map(entries), at: root.place)
  }

  /// A system in that form; what an option set inside of `generate` counts, because options come last.
  static func settled(_ system: SourceNode) -> SourceNode {
    guard case .map(var entries) = system.content, let index = entries.firstIndex(where: { $0.key == work }),
      case .map(var streams) = entries[index].value.content
    else { return system }
    for stream in streams.indices {
      guard case .map(let written) = streams[stream].value.content else { continue }
      let moved = Set(streams[stream].value[generate]?.entries.map(\.key) ?? []).intersection(traits)
      let kept = SourceNode(.map(written.filter { !moved.contains($0.key) }), at: streams[stream].value.place)
      var none = DiagnosticList()
      streams[stream].value = settledStream(kept, &none)
    }
    entries[index].value.content = .map(streams)
    return SourceNode(.map(entries), at: system.place)
  }

  private static func settledWork(_ work: SourceNode, _ problems: inout DiagnosticList) -> SourceNode {
    guard case .map(var streams) = work.content else { return work }
    for stream in streams.indices { streams[stream].value = settledStream(streams[stream].value, &problems) }
    return SourceNode(.map(streams), at: work.place)
  }

  private static func settledStream(_ stream: SourceNode, _ problems: inout DiagnosticList) -> SourceNode {
    guard case .map(var entries) = stream.content, let index = entries.firstIndex(where: { $0.key == generate }),
      case .map(let inner) = entries[index].value.content
    else { return stream }
    let moved = inner.filter { traits.contains($0.key) }
    guard !moved.isEmpty else { return stream }
    entries[index].value.content = .map(inner.filter { !traits.contains($0.key) })
    for entry in moved {
      guard entries.contains(where: { $0.key == entry.key }) else {
        entries.append(entry)
        continue
      }
      problems.add(
        .exclusive, at: entry.keyPlace, "\(entry.key) stands in generate and beside it; keep the one beside generate")
    }
    return SourceNode(.map(entries), at: stream.place)
  }
}
