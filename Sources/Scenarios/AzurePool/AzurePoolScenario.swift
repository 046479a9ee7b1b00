// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

/// The scenario that pools become.
struct AzurePoolScenario {
  private(set) var yaml = ""
  private(set) var notes: [String] = []

  init(pools: [AzurePool], file: String) {
    let stem = file.split(separator: "/").last.map { String($0.split(separator: ".").first ?? "") } ?? ""
    let fileName = ScenarioChecker.isName(stem) && stem != "-" ? stem : "pool"
    let name = pools.count == 1 ? pools[0].identifier ?? fileName : fileName
    var lines = [
      "# From the \(pools.first?.plane.rawValue ?? "") body of \(pools.count == 1 ? "a pool" : "\(pools.count) pools").",
      "poolsim: 1", "name: \(NormalText.quoted(ScenarioChecker.isName(name) ? name : fileName))",
      "profile: \(Profile.standardName)", "replications: 200",
    ]
    if pools.count == 1, let pool = pools.first {
      lines.append("pool:")
      lines += body(pool, indentation: "  ")
      lines += image(pool)
      note(pool)
    } else {
      lines += several(pools)
    }
    yaml = lines.joined(separator: "\n") + "\n"
  }

  private func body(_ pool: AzurePool, indentation: String) -> [String] {
    var lines = [
      "vmSize: \(NormalText.quoted(pool.vmSize))", "targetDedicatedNodes: \(pool.targetDedicatedNodes)",
    ]
    if pool.targetLowPriorityNodes > 0 { lines.append("targetLowPriorityNodes: \(pool.targetLowPriorityNodes)") }
    lines.append(
      pool.resizeTimeout.map { "resizeTimeout: \($0.scenarioText)" }
        ?? "resizeTimeout: 15 min   # the service's default")
    if let task = pool.startTask {
      // How long it runs stands in no body.
      lines.append("startTask:")
      lines.append("  duration: 60 s   # assumed: the body does not say how long it runs")
      lines.append("  maxTaskRetryCount: \(task.maxTaskRetryCount)")
      lines.append("  waitForSuccess: \(task.waitForSuccess)")
    }
    return lines.map { indentation + $0 }
  }

  /// The replicas that the documentation recommends: one for every 300 nodes
  /// ("Use the Azure Compute Gallery to create a custom image pool", Azure Batch).
  private static func recommendedReplicas(_ nodes: Int) -> Int {
    min(max(1, (nodes + 299) / 300), 10_000)
  }

  private func image(_ pool: AzurePool) -> [String] {
    let comment = "# \(PrintableText.escaped(pool.image.identifier))"
    switch pool.image.kind {
    case .managed: return [comment, "image: { kind: managed }"]
    case .marketplace: return [comment, "image: { kind: marketplace }"]
    case .gallery:
      return [
        comment,
        "image: { kind: gallery, replicas: \(Self.recommendedReplicas(pool.targetNodes)) }   # assumed: the body does not say how many",
      ]
    }
  }

  private mutating func note(_ pool: AzurePool) {
    let name = pool.identifier.map { "pool \(PrintableText.short($0))" } ?? "the pool"
    if !pool.hasTarget {
      notes.append("\(name) names no target: a fixed pool of 0 nodes, as the service has it; set targetDedicatedNodes")
    }
    if pool.image.kind == .gallery {
      notes.append(
        "\(name): replicas assumed to be \(Self.recommendedReplicas(pool.targetNodes)), one for every 300 nodes; the version's own number is in its targetRegions"
      )
    }
    if pool.startTask != nil {
      notes.append("\(name): its start task is assumed to run 60 s; set startTask.duration")
    }
  }

  private mutating func several(_ pools: [AzurePool]) -> [String] {
    var lines: [String] = []
    var imageNames: [String: String] = [:]
    var imageLines: [String] = []
    var used: Set<String> = []
    func unique(_ wanted: String, _ used: inout Set<String>) -> String {
      let base = ScenarioChecker.isName(wanted) ? wanted : "item"
      var name = base
      var number = 2
      while !used.insert(name).inserted {
        name = "\(base)-\(number)"
        number += 1
      }
      return name
    }
    for pool in pools where imageNames[pool.image.key] == nil {
      let name = unique(pool.image.name, &used)
      imageNames[pool.image.key] = name
      let nodes = pools.reduce(0) { $0 + ($1.image.key == pool.image.key ? $1.targetNodes : 0) }
      let replicas = pool.image.kind == .gallery ? ", replicas: \(Self.recommendedReplicas(nodes))" : ""
      imageLines.append("  # \(PrintableText.escaped(pool.image.identifier))")
      imageLines.append("  \(NormalText.quoted(name)): { kind: \(pool.image.kind.rawValue)\(replicas) }")
    }
    lines += ["images:"] + imageLines + ["pools:"]
    var poolNames: Set<String> = []
    for pool in pools {
      lines.append("  \(NormalText.quoted(unique(pool.identifier ?? "pool", &poolNames))):")
      lines += body(pool, indentation: "    ")
      lines.append("    image: \(NormalText.quoted(imageNames[pool.image.key] ?? ""))")
      note(pool)
    }
    return lines
  }
}
