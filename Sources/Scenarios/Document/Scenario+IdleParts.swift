// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool

extension Scenario {
  /// Something that a scenario says and that changes nothing of it: what its user meant by it did not happen.
  package struct IdlePart: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands.
    let place: SourcePlace
    /// What it is, and why it changes nothing.
    let message: String

    /// The sentence after its place, as a warning.
    package var description: String { "\(place): warning: \(message)" }
  }

  /// What the scenario says and no variant uses: images without a pool, a rate of preemption of pools that have nothing
  /// to preempt, a limit of managed images where none is managed.
  ///
  /// - Complexity: O(n) in the images and pools of all variants.
  package var idleParts: [IdlePart] {
    idleImages + idleDefaultImage + idlePreemption + idleImageLimit
  }

  private var systems: [Section<SystemKeys>] { checked.systems.map(\.system.system) }

  /// Images by name that no pool boots from, by their names or by the same resource id.
  private var idleImages: [IdlePart] {
    var places: [(name: String, place: SourcePlace)] = []
    var known: Set<String> = []
    var used: Set<String> = []
    for system in systems {
      let images = system.images ?? []
      for image in images where known.insert(image.name).inserted { places.append((image.name, image.value.place)) }
      guard !images.isEmpty else { continue }
      let pools = (system.pool.map { [$0] } ?? []) + (system.pools ?? []).map(\.value)
      var identifiers: Set<String> = []
      for pool in pools {
        switch pool.image ?? system.image {
        case .name(let name): used.insert(name)
        case .own(let image): if let identifier = image.id { identifiers.insert(identifier.lowercased()) }
        case nil: break
        }
      }
      // Images of one id are one image, by whatever name a pool has it.
      for image in images where used.contains(image.name) {
        if let identifier = image.value.id { identifiers.insert(identifier.lowercased()) }
      }
      for image in images where image.value.id.map({ identifiers.contains($0.lowercased()) }) ?? false {
        used.insert(image.name)
      }
    }
    return places.filter { !used.contains($0.name) }.map { name, place in
      IdlePart(place: place, message: "the image \(PrintableText.quoted(name)) is that of no pool")
    }
  }

  /// The image of pools without one of their own, where there is no such pool.
  private var idleDefaultImage: [IdlePart] {
    var first: SourcePlace?
    for system in systems where system.image != nil {
      let pools = system.pools ?? []
      guard system.pool?.image != nil || (system.pool == nil && pools.allSatisfy { $0.value.image != nil }) else {
        return []
      }
      first = first ?? system.place(of: \.image)
    }
    return first.map { [IdlePart(place: $0, message: "this image is that of no pool: every pool has its own")] } ?? []
  }

  /// Rates of preemption of pools that never ask for spot nodes.
  private var idlePreemption: [IdlePart] {
    var parts: [IdlePart] = []
    var known: Set<SourcePlace> = []
    var used: Set<SourcePlace> = []
    for (variant, system) in zip(variants, systems) {
      let pools = (system.pool.map { [$0] } ?? []) + (system.pools ?? []).map(\.value)
      for (pool, facts) in zip(pools, variant.facts.pools) where pool.wrote(\.preemptionRate) && pool.preemptionRate > 0
      {
        let place = pool.place(of: \.preemptionRate)
        if facts.lowPriorityNodes > 0 || facts.autoscales {
          used.insert(place)
        } else if known.insert(place).inserted {
          parts.append(
            IdlePart(place: place, message: "preemptionRate changes nothing: the pool never asks for spot nodes"))
        }
      }
    }
    return parts.filter { !used.contains($0.place) }
  }

  /// The choice between limits of managed images, where no image is managed.
  private var idleImageLimit: [IdlePart] {
    guard !variants.contains(where: { $0.facts.pools.contains { $0.image.kind == .managed } }),
      let account = systems.lazy.compactMap(\.account).first(where: { $0.managedImageLimit != nil })
    else { return [] }
    return [
      IdlePart(
        place: account.place(of: \.managedImageLimit),
        message: "managedImageLimit changes nothing: no pool has a managed image")
    ]
  }
}
