// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import ServiceRules
import Scenarios
import Testing

/// The rules of the service as it is in 2026, each with those who break it and those who keep it.
extension PreflightTests {
  static let market = "poolsim: 1\nimage: { kind: marketplace }\npool: { targetDedicatedNodes: 20 }\n"
  private static let today = "2026-11-28"
  private static let retained =
    "actions=[{ at: 1 h, resize: { targetDedicatedNodes: 0, nodeDeallocationOption: retaineddata } }]"

  private static let work =
    "{ a: { generate: { arrivals: { at: [ 1 h ] }, tasks: 5, taskDuration: 4 min } } }"

  static let casesOf2026: [Case] = [
    Case(
      "R149",
      broken: Example(
        market, "pool.targetDedicatedNodes=1500", on: "2019-08-23",
        says: "resizeTimeout is 15 min (the default) for 1500 nodes of a marketplace image, 30 min are advised"),
      Example(gallery, "pool.targetDedicatedNodes=301", says: "and is kept"),
      Example(gallery, "pool.targetDedicatedNodes=1500", on: today, says: "and is broken too"),
      Example(managed, "pool.targetDedicatedNodes=301", says: "301 nodes of a managed image"),
      kept: Example(market, "pool.targetDedicatedNodes=1000"), Example(managed, "pool.targetDedicatedNodes=300"),
      Example(gallery, "pool.resizeTimeout=30 min"), Example(gallery, "pool.autoscale=true"),
      Example(market, "pool.targetDedicatedNodes=1500", on: "2019-08-22")),
    Case(
      "R150",
      broken: Example(
        market, "image.osDisk=ephemeral", "pool.targetSpotNodes=20", on: today,
        says: "20 spot nodes with an ephemeral OS disk"),
      Example(
        market, "image.osDisk=ephemeral", "pool.targetLowPriorityNodes=3", on: "2021-09-03", says: "low-priority"),
      kept: Example(market, "image.osDisk=ephemeral", on: today),
      Example(market, "image.osDisk=managed", "pool.targetSpotNodes=20", on: today),
      Example(market, "pool.targetSpotNodes=20", on: today)),
    Case(
      "R151",
      broken: Example(market, retained, on: "2025-06-01", says: "retaineddata is deprecated"),
      Example(market, retained, "account.apiVersion=2026-08-01", on: today, says: "has no retaineddata"),
      kept: Example(market, retained, on: "2025-05-31"),
      Example(market, "actions=[{ at: 1 h, resize: { targetDedicatedNodes: 0 } }]", on: today)),
    Case(
      "R152",
      broken: Example(market, "account.apiVersion=2024-07-01.20.0", on: "2026-05-15", says: "version 2024-07-01.20.0"),
      kept: Example(market, "account.apiVersion=2025-06-01", on: today), Example(market, on: today),
      Example(market, "account.apiVersion=2024-07-01", on: "2026-05-14")),
    Case(
      "R153",
      broken: Example(
        market, "image.nodeAgent=batch.node.ubuntu 22.04", on: today,
        says: "the node agent of Ubuntu 22.04 ends on 2027-06-30"),
      Example(
        market, "image.marketplaceImage=Canonical:0001-com-ubuntu-server-jammy:22_04-lts:latest", on: "2027-07-01",
        says: "ended on 2027-06-30"),
      Example(
        market, "image.marketplaceImage=MicrosoftWindowsServer:WindowsServer:2016-datacenter:latest", on: today,
        says: "the node agent of Windows Server 2016 ends on 2027-01-12"),
      Example(
        market, "image.nodeAgent=batch.node.ubuntu 20.04", on: "2024-06-26",
        says: "the node agent of Ubuntu 20.04 ends on 2025-04-23"),
      Example(market, "image.nodeAgent=batch.node.centos 7", on: today, says: "CentOS 7 ended on 2024-12-31"),
      kept: Example(market, "image.nodeAgent=batch.node.ubuntu 24.04", on: today), Example(market, on: today),
      Example(market, "image.nodeAgent=batch.node.ubuntu 22.04", on: "2026-05-14"),
      Example(market, "image.nodeAgent=batch.node.centos 7", on: "2024-10-08"),
      Example(
        market, "image.marketplaceImage=MicrosoftWindowsServer:WindowsServer:2016-datacenter:latest", on: "2026-02-25")),
    Case(
      "R154",
      broken: Example(
        market, "pool.vmSize=Standard_D2_v2", on: today, says: "the series of Standard_D2_v2 is retired on 2028-05-01"),
      Example(market, "pool.vmSize=STANDARD_DS11-1_V2", on: "2028-05-01", says: "no pool of it can be made"),
      Example(market, "pool.vmSize=Standard_A4m_v2", on: today, says: "2028-11-15"),
      Example(market, "pool.vmSize=Standard_B2ms", on: today, says: "2028-11-15"),
      Example(market, "pool.vmSize=Standard_F8s_v2", on: "2028-11-15", says: "was retired on 2028-11-15"),
      kept: Example(market, on: "2028-12-01"), Example(market, "pool.vmSize=Standard_D2_v2", on: "2026-05-14"),
      Example(market, "pool.vmSize=Standard_F8s_v2", on: "2025-10-14"),
      Example(market, "pool.vmSize=Standard_L8s_v3", on: today),
      Example(market, "pool.vmSize=Standard_B2s_v2", on: today)),
    Case(
      "R155",
      broken: Example(
        gallery, "image.replication=shallow", on: today, says: "1000 VMs created at once from a version with shallow"),
      Example(gallery, "image.replication=Shallow", "pool.targetDedicatedNodes=21", on: "2022-08-12"),
      kept: Example(gallery, "image.replication=full", on: today), Example(gallery, on: today),
      Example(gallery, "image.replication=shallow", "pool.targetDedicatedNodes=20", on: today)),
    Case(
      "R156",
      broken: Example(
        market, "pool.targetDedicatedNodes=201", "pool.publicIPs=2", on: today,
        says: "201 nodes need 3 public IP addresses, there are 2"),
      Example(
        market, "pool.targetDedicatedNodes=100", "pool.targetSpotNodes=1", "pool.publicIPs=1", on: today,
        says: "101 nodes need 2 public IP addresses"),
      Example(market, "pool.subnetAddresses=11", on: today, says: "11 are free"),
      kept: Example(market, "pool.targetDedicatedNodes=200", "pool.publicIPs=2", on: today),
      Example(market, "pool.subnetAddresses=20", on: today), Example(market, on: today)),
    Case(
      "R157",
      broken: Example(
        market,
        "pool={ vmSize: Standard_HB120-16rs_v3, targetDedicatedNodes: 9, nodePlacement: Zonal, interNodeCommunication: true }",
        on: "2024-08-12", says: "Standard_HB120-16rs_v3 has InfiniBand"),
      kept: Example(
        market,
        "pool={ vmSize: Standard_D4s_v5, targetDedicatedNodes: 9, nodePlacement: zonal, interNodeCommunication: true }",
        on: today),
      Example(
        market,
        "pool={ vmSize: Standard_HB120rs_v3, targetDedicatedNodes: 9, nodePlacement: regional, interNodeCommunication: true }",
        on: today),
      Example(
        market, "pool={ vmSize: Standard_HB120rs_v3, targetDedicatedNodes: 9, nodePlacement: zonal }", on: today)),
    Case(
      "R158",
      broken: Example(
        market, "pool.vmSize=Standard_HB120rs_v3", "quota.vmSeriesCores={ standardHBrsv33Family: 240 }", on: today,
        says: "did you mean standardHBv3Family?"),
      Example(
        market, "quota.vmSeriesCores={ standardDSv4Family: 9 }", on: today, says: "standardDSv4Family: no pool is of"),
      Example(
        market, "pool.vmSize=Special_1", "pool.coresPerNode=2", "quota.vmSeriesCores={ Special1: 9 }", on: today,
        says: "poolsim does not know the series of Special_1"),
      kept: Example(
        market, "pool.vmSize=Standard_HB120rs_v3", "quota.vmSeriesCores={ standardHBv3Family: 9000 }", on: today),
      Example(market, "quota.vmSeriesCores={ standarddsv3family: 9 }", on: today), Example(market, on: today)),
    Case(
      "R159",
      broken: Example(
        market, "quota.dedicatedCores=49", on: "2026-09-16",
        says: "40 of 49 dedicated cores are used, 81 %: a quota is not capacity"),
      Example(market, "quota.vmSeriesCores={ DSv3: 40 }", on: today, says: "40 of 40 DSv3 cores"),
      kept: Example(market, "quota.dedicatedCores=50", on: today),
      Example(market, "quota.dedicatedCores=39", on: today),
      Example(market, "quota.dedicatedCores=49", on: "2026-09-15")),
    Case(
      "R162",
      broken: Example(
        gallery, "image.id=/CommunityGalleries/public-1/Images/base/Versions/1.0.0", on: today,
        says: "a community gallery"),
      Example(gallery, "image.id=/SharedGalleries/public-1/Images/base", on: today, says: "shared directly"),
      kept: Example(gallery, on: today), Example(gallery, "image.id=", on: today)),
    Case(
      "R163",
      broken: Example(gallery, "image.osDiskCaching=ReadOnly", on: "2024-03-04", says: "readOnly, not readWrite"),
      Example(gallery, "image.specialized=true", on: today, says: "specialized"),
      kept: Example(gallery, "image.osDiskCaching=readWrite", "image.specialized=false", on: today),
      Example(gallery, on: today), Example(managed, "image.osDiskCaching=none", on: today)),
    Case(
      "R164",
      broken: Example(
        market, "image.cloudServiceFamily=6", on: "2024-03-01", says: "cloud services were retired on 2024-02-29"),
      kept: Example(market, "image.cloudServiceFamily=6", on: "2024-02-29"), Example(market, on: today)),
    Case(
      "R165",
      broken: Example(
        market, "pool.taskSlotsPerNode=4", "work=\(work)", "work.a.requiredSlots=5", on: today,
        says: "a has tasks of 5 slots, and a node has 4: they never run"),
      kept: Example(market, "pool.taskSlotsPerNode=5", "work=\(work)", "work.a.requiredSlots=5", on: today),
      Example(market, "work=\(work)", "work.a.requiredSlots=5", on: "2020-10-07")),
    Case(
      "R166",
      broken: Example(
        market, "pool.vmSize=Standard_D2s_v3", "pool.taskSlotsPerNode=9", on: today,
        says: "9 task slots a node; Standard_D2s_v3 with 2 cores may have 8"),
      Example(market, "pool.vmSize=Standard_D2s_v3", "pool.taskSlotsPerNode=256", on: today),
      kept: Example(market, "pool.vmSize=Standard_D2s_v3", "pool.taskSlotsPerNode=8", on: today)),
  ]

  @Test("what happens to those who break a rule can change on a day, or with a version of the API")
  func severitiesChange() throws {
    func severity(_ code: String, _ overrides: [String], on day: String) throws -> PreflightRule.Severity? {
      let scenario = try ScenarioFile.parse(Self.market, file: "a.yaml", overrides: overrides)
      let date = try #require(CalendarDate(day))
      return Preflight.findings(of: scenario, on: date).first { $0.rule.code == code }?.severity
    }
    let old = ["pool.vmSize=Standard_D2_v2"]
    #expect(try severity("R154", old, on: "2028-04-30") == .warning)
    #expect(try severity("R154", old, on: "2028-05-01") == .refused)
    #expect(try severity("R151", [Self.retained], on: Self.today) == .warning)
    #expect(try severity("R151", [Self.retained, "account.apiVersion=2026-08-01"], on: Self.today) == .refused)
  }

  @Test("a number of replicas that nobody has given is told as assumed, and is advice; one that is set is judged")
  func assumedReplicas() throws {
    let text = Self.gallery.replacing("replicas: 50", with: "assumedReplicas: 2")
    let assumed = try Example(text, "pool.resizeTimeout=30 min", on: Self.today).findings()
    #expect(assumed.map(\.rule.code) == ["R124", "R127", "R128", "R148"])
    for finding in assumed {
      #expect(finding.severity == .advice && finding.message.contains("2 replicas (assumed: no file says how many)"))
      #expect(finding.description.hasPrefix("advice["))
    }
    let own = try Example(text, "pool.resizeTimeout=30 min", "image.replicas=3", on: Self.today).findings()
    #expect(own.first?.description.hasPrefix("warning[R124]: 3 replicas for 1000 nodes") == true, "\(own)")
    let one = try ScenarioFile.parse(text, file: "a.yaml", overrides: ["image.replicas=3"])
    let other = try ScenarioFile.parse(Self.gallery, file: "a.yaml", overrides: ["image.replicas=3"])
    #expect(one.identity == other.identity)
    #expect(one.variants[0].configuration == other.variants[0].configuration)
  }

  @Test("the quotas of an account, which name every series, are fine where those of the pools are among them")
  func accountQuotas() throws {
    let list = VMFamilies.names.map { "\"\($0)\": 100" }.joined(separator: ", ")
    func codes(_ size: String) throws -> [String] {
      try Example(Self.market, "quota={ vmSeriesCores: { \(list) } }", "pool.vmSize=\(size)", on: Self.today).findings()
        .map(\.rule.code).filter { $0 == "R158" }
    }
    #expect(try codes("Standard_D2s_v3").isEmpty)
    #expect(try codes("Special_1").count == 2)
  }
}
