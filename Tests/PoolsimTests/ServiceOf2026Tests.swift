// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Files of planners of 2026 on the command line: what validate says of them, and what a run gives.
@Suite("Service of 2026")
struct ServiceOf2026Tests {
  private static func run(_ arguments: [String], _ files: [String: String]) throws -> Poolsim.Ending {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return try Poolsim.run(arguments, folder: folder.path)
  }

  @Test("a quota of a series counts under Azure's own name, and a name that no pool has is a warning")
  func seriesQuotas() throws {
    func file(_ series: String) -> [String: String] {
      [
        "s.yaml": """
        poolsim: 1
        pool: { vmSize: Standard_HB120rs_v3, targetDedicatedNodes: 10 }
        image: { kind: marketplace }
        quota: { dedicatedCores: 5000, vmSeriesCores: { \(series): 240 } }

        """
      ]
    }
    for series in ["standardHBv3Family", "StandardHBv3Family", "HBv3"] {
      let told = try Self.run(["validate", "s.yaml", "--date", "2026-11-28"], file(series))
      #expect(told.status == 1 && told.errors.contains("refused[R138]: 10 dedicated nodes"), "\(told.errors)")
      let ran = try Self.run(["run", "s.yaml", "--replications", "2", "--quiet"], file(series))
      #expect(ran.output.contains(",default,0,10,2,2,0,1,"), "\(ran.output)")
    }
    let wrong = try Self.run(["validate", "s.yaml", "--strict"], file("standardHBrsv33Family"))
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.hasPrefix(
        "s.yaml:4:72: warning[R158]: 'standardHBrsv33Family' is not the series of a pool; did you mean standardHBv3Family?"
      ), "\(wrong.errors)")
  }

  @Test("another size of a pool with a formula is refused by validate and by a run, and the pool goes on")
  func resizesOfFormulas() throws {
    let text = """
      poolsim: 1
      pool: { autoScale: { formula: "$TargetDedicatedNodes = 20;" } }
      image: { kind: gallery, replicas: 3 }
      actions: [ { at: 1 h, resize: true, targetDedicatedNodes: 50 } ]

      """
    let told = try Self.run(["validate", "a.yaml"], ["a.yaml": text])
    #expect(told.status == 1 && told.errors.contains("refused[R161]"), "\(told.errors)")
    let folder = try TemporaryFolder()
    try folder.write(text, to: "a.yaml")
    let ran = try Poolsim.run(
      ["run", "a.yaml", "--replications", "1", "--output", "o", "--quiet"], folder: folder.path)
    #expect(ran.status == 0, "\(ran.errors)")
    let resizes = try folder.read("o/resizes.csv")
    #expect(resizes.contains(",3600,3600,50,20,20,refused,PoolScalesByFormula,"), "\(resizes)")
    #expect(resizes.split(separator: "\n").count == 3)
    // A run that cannot evaluate the formula does not simulate another size instead.
    let unknown = text.replacing(
      "autoScale: { formula: \"$TargetDedicatedNodes = 20;\" }", with: "targetDedicatedNodes: 20, autoscale: true")
    let stopped = try Self.run(["validate", "a.yaml"], ["a.yaml": unknown])
    #expect(stopped.status == 1 && stopped.errors.contains("refused[R161]"), "\(stopped.errors)")
  }

  @Test("1,500 marketplace nodes, and 400 of a gallery, want 30 minutes")
  func timeouts() throws {
    let market =
      "poolsim: 1\npool: { targetDedicatedNodes: 1500, resizeTimeout: 15 min }\nimage: { kind: marketplace }\n"
    let told = try Self.run(
      ["validate", "m.yaml", "--strict"], ["m.yaml": market + "quota: { dedicatedCores: 4000 }\n"])
    #expect(told.status == 1 && told.errors.contains("warning[R149]: resizeTimeout is 15 min for 1500 nodes"))
    let gallery = market.replacing("1500", with: "400").replacing("marketplace }", with: "gallery, replicas: 3 }")
    let both = try Self.run(["validate", "m.yaml"], ["m.yaml": gallery])
    #expect(both.errors.contains("published rules conflict: R121 asks for 6 min and is kept"), "\(both.errors)")
  }

  @Test("low-priority nodes are spot nodes, and whoever gives the quota of spot cores hears nothing of it")
  func spotNodes() throws {
    let text = """
      poolsim: 1
      pool: { vmSize: Standard_D4s_v5, targetLowPriorityNodes: 20 }
      image: { kind: marketplace }
      account: { apiVersion: "2026-08-01" }

      """
    let silent = try Self.run(["validate", "s.yaml", "--strict"], ["s.yaml": text + "quota: { spotCores: 400 }\n"])
    #expect(silent.status == 0 && silent.errors.isEmpty && silent.output == "s.yaml: valid\n", "\(silent.errors)")
    let told = try Self.run(["validate", "s.yaml"], ["s.yaml": text])
    #expect(told.errors.contains("look at the quota of spot cores") && !told.errors.contains("retired"))
  }

  @Test("a pool of a cloud service is imported with that fact, and refused after its day")
  func cloudServices() throws {
    let body = """
      { "id": "old", "vmSize": "small", "targetDedicatedNodes": 10, "cloudServiceConfiguration": { "osFamily": "6" } }
      """
    let folder = try TemporaryFolder()
    try folder.write(body, to: "cs.json")
    let imported = try Poolsim.run(["import", "cs.json", "--output", "cs.yaml"], folder: folder.path)
    #expect(imported.status == 0, "\(imported.errors)")
    for (day, status) in [("2024-02-29", 0), ("2024-03-01", 1), ("2026-11-28", 1)] {
      let told = try Poolsim.run(["validate", "cs.yaml", "--date", day], folder: folder.path)
      #expect(told.status == status && told.errors.contains("refused[R164]") == (status == 1), "\(day): \(told.errors)")
    }
  }

  @Test("replicas of another publisher's gallery are assumed, and no finding takes them for the user's own")
  func foreignGalleries() throws {
    let body = """
      { "id": "w", "vmSize": "Standard_D4s_v5", "targetDedicatedNodes": 400, "virtualMachineConfiguration": { "imageReference": {
        "communityGalleryImageId": "/CommunityGalleries/pub-1234/Images/i/Versions/1.0.0" }, "nodeAgentSKUId": "b" } }
      """
    let folder = try TemporaryFolder()
    try folder.write(body, to: "w.json")
    #expect(try Poolsim.run(["import", "w.json", "--output", "w.yaml"], folder: folder.path).status == 0)
    let told = try Poolsim.run(["validate", "w.yaml"], folder: folder.path)
    #expect(told.errors.contains("advice[R162]: the image is of a community gallery"), "\(told.errors)")
    for line in told.errors.split(separator: "\n") where line.contains("replica") && !line.contains("R162") {
      #expect(line.contains("advice[R") && line.contains("2 replicas (assumed: no file says how many)"), "\(line)")
    }
  }
}
