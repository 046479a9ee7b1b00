// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Quantities
import ServiceRules
import Scenarios
import TestSupport
import Testing

/// The service's own rules: who breaks them, who does not, and what is said about it.
@Suite("Preflight")
struct PreflightTests {
  /// A pool from a managed image that breaks no rule.
  static let managed = """
    poolsim: 1
    account:
      apiVersion: "2019-08-01"
      region: westeurope
      subscription: a
      poolAllocationMode: batchService
      authentication: azureAD
    quota: { dedicatedCores: 100000, lowPriorityCores: 100000 }
    pool: { targetDedicatedNodes: 150, resizeTimeout: 20 min, interNodeCommunication: false, inboundNatPools: false }
    image:
      kind: managed
      id: /subscriptions/a/resourceGroups/g/providers/Microsoft.Compute/images/i
      region: West Europe
      source: snapshot
      snapshot: s
      thirdParty: false
      extensions: false
      managedDisk: true
      dataDisks: mounted
      defaultTemporaryDrive: true
      encryptedDisk: false
    model: { createBurst: 20 }

    """

  /// A pool from a gallery image that breaks no rule.
  static let gallery = """
    poolsim: 1
    account: { region: westeurope, subscription: a, authentication: azureAD }
    quota: { dedicatedCores: 100000, lowPriorityCores: 100000 }
    pool: { targetDedicatedNodes: 1000, resizeTimeout: 15 min }
    image:
      kind: gallery
      replicas: 50
      id: /subscriptions/a/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0
      replicatedRegions: [eastus, West Europe]

    """

  /// Two pools, each on a managed image of its own.
  static let pools = """
    poolsim: 1
    images:
      one: { kind: managed, snapshot: first }
      two: { kind: managed, snapshot: second }
    pools:
      a: { targetDedicatedNodes: 1000, resizeTimeout: 30 min, image: one }
      b: { targetDedicatedNodes: 1000, resizeTimeout: 30 min, image: two }

    """

  /// Values to set in one of the texts, on a day.
  struct Example: Sendable {
    let text: String
    let overrides: [String]
    let date: String
    /// What the message holds.
    let says: String

    init(_ text: String, _ overrides: String..., on date: String = "2020-07-01", says: String = "") {
      self.text = text
      self.overrides = overrides
      self.date = date
      self.says = says
    }

    func findings() throws -> [PreflightFinding] {
      let date = try #require(CalendarDate(date))
      return Preflight.findings(of: try ScenarioFile.parse(text, file: "a.yaml", overrides: overrides), on: date)
    }
  }

  /// A rule, with those who break it and those who keep it.
  struct Case: CustomTestStringConvertible, Sendable {
    let code: String
    let broken: [Example]
    let kept: [Example]

    init(_ code: String, broken: Example..., kept: Example...) {
      self.code = code
      self.broken = broken
      self.kept = kept
    }

    var testDescription: String { code }
  }

  static let compute = "/resourceGroups/g/providers/Microsoft.Compute"

  static let cases = (earlierCases + casesOf2026).sorted { $0.code < $1.code }

  private static let earlierCases: [Case] = [
    Case(
      "R101",
      broken: Example(managed, "account.apiVersion=2019-08-02", says: "2019-08-02"),
      Example(managed, "account.apiVersion=2022-01-01.15.0"),
      kept: Example(managed), Example(managed, "account.apiVersion=2019-08-01.10.0"),
      Example(managed, "account.apiVersion="), Example(gallery, "account.apiVersion=2024-07-01")),
    Case(
      "R102",
      broken: Example(managed, "account.subscription=b", says: "the image is in subscription a, the account in b"),
      Example(managed, "image.subscription=c"),
      kept: Example(managed, "account.subscription=A"), Example(managed, "account.subscription="),
      Example(managed, "account.subscription=b", "image.id=broken"), Example(gallery, "account.subscription=b")),
    Case(
      "R103",
      broken: Example(managed, "image.region=eastus", says: "the image is in eastus, the account in westeurope"),
      kept: Example(managed, "image.region=WESTEUROPE"), Example(managed, "image.region="),
      Example(gallery, "image.region=eastus")),
    Case(
      "R104",
      broken: Example(managed, "account.authentication=sharedKey", says: "a managed image"),
      Example(gallery, "account.authentication=sharedKey", says: "a gallery image"),
      kept: Example(managed), Example(managed, "account.authentication=sharedKey", "image={kind: marketplace}")),
    Case(
      "R105",
      broken: Example(managed, "image.id=images/base", says: "does not begin with a slash"),
      Example(managed, "image.id=/subscriptions/{id}\(compute)/images/i", says: "placeholder"),
      Example(managed, "image.id=/subscriptions/a\(compute)/snapshots/i", says: "a snapshot"),
      Example(managed, "image.id=/subscriptions/a\(compute)/galleries/g/images/i", says: "gallery image"),
      kept: Example(managed), Example(gallery), Example(managed, "image.id="),
      Example(gallery, "image.id=/subscriptions/a\(compute)/galleries/g/images/i")),
    Case(
      "R106",
      broken: Example(pools, "pools.b.image=one", says: "2 pools boot from one managed image (a, b)"),
      Example(pools, "pools.a.count=3", says: "3 pools"),
      Example(managed, "pools={x: {targetDedicatedNodes: 1, count: 2}}", "pool=", says: "x (2 copies)"),
      kept: Example(pools), Example(managed),
      Example(pools, "pools.a.image={kind: managed}", "pools.a.count=9"),
      Example(pools, "pools.b.image=one", "images.one={kind: gallery}")),
    Case(
      "R107",
      broken: Example(pools, "images.two.snapshot=first", says: "2 pools boot from images of the snapshot first"),
      Example(
        pools, "images.one={kind: managed, id: x}", "images.two.id=X", says: "2 pools boot from images of the snapshot"),
      kept: Example(pools), Example(pools, "images.two={kind: gallery, snapshot: first}")),
    Case(
      "R108",
      broken: Example(managed, "pool.targetDedicatedNodes=2501", says: "2501 dedicated nodes"),
      Example(
        managed, "actions=[{ at: 1 h, resize: true, targetDedicatedNodes: 2600 }]", says: "2600 dedicated nodes"),
      Example(
        pools, "pools.a.targetDedicatedNodes=1501", "pools.b.image=one", says: "2501 dedicated nodes in 2 pools (a, b)"),
      Example(pools, "pools.a.targetDedicatedNodes=1501", "images.two.snapshot=first", says: "2501"),
      kept: Example(managed, "pool.targetDedicatedNodes=2500"),
      Example(managed, "pool.targetDedicatedNodes=2501", "account.managedImageLimit=2000"),
      Example(managed, "pool.targetDedicatedNodes=2500", "pool.targetLowPriorityNodes=1000"),
      Example(pools, "pools.a.targetDedicatedNodes=1501"), Example(gallery, "pool.targetDedicatedNodes=2501")),
    Case(
      "R109",
      broken: Example(managed, "pool.targetLowPriorityNodes=1001", says: "1001 low-priority nodes"),
      kept: Example(managed, "pool.targetLowPriorityNodes=1000"),
      Example(gallery, "pool.targetLowPriorityNodes=1001")),
    Case(
      "R110",
      broken: Example(managed, "pool.targetDedicatedNodes=2001", says: "R108 allows 2500 and is kept"),
      Example(managed, "pool.targetDedicatedNodes=2501", says: "R108 allows 2500 and is broken too"),
      // Whoever chooses it has it for the sum, in the place of R108's.
      Example(
        pools, "pools.a.targetDedicatedNodes=1200", "pools.b.image=one", "account.managedImageLimit=2000",
        says: "2200 dedicated nodes in 2 pools (a, b) on a managed image, at most 2000"),
      Example(
        pools, "pools.a.targetDedicatedNodes=1001", "images.two.snapshot=first", "account.managedImageLimit=2000"),
      kept: Example(managed, "pool.targetDedicatedNodes=2200", "account.managedImageLimit=2500"),
      Example(pools, "pools.b.image=one", "account.managedImageLimit=2000"),
      Example(managed, "pool.targetDedicatedNodes=2000"), Example(gallery, "pool.targetDedicatedNodes=2001"),
      // The page limits each pool.
      Example(pools, "pools.a.targetDedicatedNodes=1200", "pools.b.targetDedicatedNodes=1200", "pools.b.image=one")),
    Case(
      "R111",
      broken: Example(managed, "pool.inboundNatPools=true", says: "150 nodes"),
      kept: Example(managed), Example(gallery, "pool.inboundNatPools=true")),
    Case(
      "R112",
      broken: Example(managed, "pool.targetDedicatedNodes=200", "image.source=vhd", says: "200 nodes"),
      Example(managed, "pool.targetDedicatedNodes=200", "image.source=generalizedVM", says: "a generalized VM"),
      // The page on galleries asks for it too, and outlives the other.
      Example(gallery, "image.source=vhd", on: "2024-03-04", says: "1000 nodes from an image made of an uploaded VHD"),
      Example(gallery, "image.source=packer", on: "2026-11-28"),
      kept: Example(managed, "pool.targetDedicatedNodes=200"), Example(managed, "image.source=vhd"),
      Example(managed, "pool.targetDedicatedNodes=200", "image.source="), Example(gallery, "image.source=vhd"),
      Example(gallery, "image.source=snapshot", on: "2024-03-04")),
    Case(
      "R113", broken: Example(managed, "image.thirdParty=true"),
      kept: Example(managed), Example(managed, "image.thirdParty="), Example(gallery, "image.thirdParty=true")),
    Case(
      "R114", broken: Example(managed, "image.extensions=true"), Example(gallery, "image.extensions=true"),
      Example(gallery, "image.extensions=true", on: "2026-11-28"),
      kept: Example(managed), Example(gallery)),
    Case(
      "R115", broken: Example(managed, "image.managedDisk=false"), Example(gallery, "image.managedDisk=false"),
      kept: Example(managed), Example(managed, "image.managedDisk=")),
    Case(
      "R116", broken: Example(managed, "image.dataDisks=unmounted"), Example(gallery, "image.dataDisks=unmounted"),
      kept: Example(managed), Example(managed, "image.dataDisks=none"), Example(managed, "image.dataDisks=")),
    Case(
      "R117", broken: Example(managed, "image.defaultTemporaryDrive=false"),
      kept: Example(managed), Example(managed, "image.defaultTemporaryDrive=")),
    Case(
      "R118", broken: Example(managed, "image.source=packer", says: "make a VHD first"),
      kept: Example(managed, "image.source=vhd"),
      Example(managed, "image.source=packer", "account.poolAllocationMode=userSubscription"),
      Example(managed, "image.source=packer", "account.poolAllocationMode=")),
    Case(
      "R119",
      broken: Example(managed, "image.source=packer", "account.poolAllocationMode=", says: "does not say"),
      Example(managed, "image.source=packer", "account.poolAllocationMode=userSubscription", says: "itself"),
      kept: Example(managed), Example(managed, "image.source=packer")),
    Case(
      "R120",
      broken: Example(
        managed, "pool.targetDedicatedNodes=200", "pool.resizeTimeout=19 min", says: "19 min for 200 nodes"),
      kept: Example(managed, "pool.targetDedicatedNodes=200"),
      Example(managed, "pool.targetDedicatedNodes=199", "pool.resizeTimeout=15 min"),
      Example(managed, "pool.targetDedicatedNodes=200", "pool.resizeTimeout=15 min", "pool.autoscale=true"),
      Example(gallery)),
    Case(
      "R121",
      broken: Example(gallery, "pool.targetDedicatedNodes=2000", says: "at least 30 min"),
      Example(gallery, "pool.targetDedicatedNodes=1001", says: "15 min for 1001 nodes"),
      kept: Example(gallery), Example(gallery, "pool.targetDedicatedNodes=2000", "pool.resizeTimeout=30 min"),
      Example(gallery, "pool.targetDedicatedNodes=2000", "pool.autoscale=true")),
    Case(
      "R122",
      broken: Example(managed, "pool.autoscale=true", says: "20 min has no effect"),
      kept: Example(managed), Example(managed, "pool.autoscale=true", "pool.resizeTimeout=")),
    Case(
      "R123", broken: Example(managed, "pool.targetDedicatedNodes=301", says: "301 nodes"),
      kept: Example(managed, "pool.targetDedicatedNodes=300"), Example(gallery)),
    Case(
      "R124",
      broken: Example(
        gallery, "image.replicas=3", on: "2021-03-04", says: "3 replicas for 1000 nodes, at least 4 are advised"),
      Example(gallery, "pool.targetDedicatedNodes=3000", "image.replicas=9", on: "2024-01-01", says: "at least 10"),
      // Every pool has its own share: 3 of 200 nodes need 3 replicas, one of 600 needs 2.
      Example(
        gallery, "pools={x: {targetDedicatedNodes: 200, count: 3}}", "pool=",
        "images={i: {kind: gallery, replicas: 2}}",
        "image=", "pools.x.image=i", on: "2024-01-01",
        says: "2 replicas for 600 nodes in 3 pools (x (3 copies)), at least 3"),
      kept: Example(gallery, "image.replicas=4", on: "2024-01-01"),
      Example(gallery, "image.replicas=3", on: "2021-03-03"),
      Example(gallery, "pool.targetDedicatedNodes=600", "image.replicas=2", on: "2024-01-01"), Example(managed)),
    Case(
      "R125", broken: Example(gallery, "image.replicas=11", on: "2022-08-11", says: "later pages allow 100 (R126)"),
      kept: Example(gallery, "image.replicas=10"), Example(managed),
      Example(gallery, "image.replicas=11", on: "2022-08-12")),
    Case(
      "R126", broken: Example(gallery, "image.replicas=101", on: "2022-08-12", says: "101 replicas"),
      kept: Example(gallery, "image.replicas=100", on: "2022-08-12"),
      Example(gallery, "image.replicas=101", on: "2022-08-11"), Example(managed)),
    Case(
      "R127",
      broken: Example(gallery, "image.replicas=49", says: "49 replicas for 1000 VMs created at once, 50"),
      Example(gallery, "image.replicas=3", on: "2021-03-04", says: "R124 asks for 4 and is broken too"),
      Example(gallery, "image.replicas=3", says: "R139 asks for 2 and is kept"),
      Example(gallery, "image.replicas=49", on: "2025-06-01", says: "50 are advised"),
      kept: Example(gallery), Example(managed), Example(gallery, "model.createBurst=100", "image.replicas=5"),
      Example(gallery, on: "2025-06-01")),
    Case(
      "R128", broken: Example(gallery, "image.replicas=19", on: "2025-03-03", says: "R124 asks for 4 and is kept"),
      kept: Example(gallery, "image.replicas=20", on: "2025-03-03"),
      Example(gallery, "image.replicas=19", on: "2025-03-02"), Example(managed, on: "2025-03-03")),
    Case(
      "R129",
      broken: Example(gallery, "image.replicatedRegions=[eastus]", says: "in eastus, the account in westeurope"),
      Example(gallery, "image.replicatedRegions=[]", says: "no region"),
      Example(gallery, "image.replicatedRegions=", "image.region=eastus"),
      kept: Example(gallery), Example(gallery, "account.region="), Example(gallery, "image.replicatedRegions="),
      Example(managed)),
    Case(
      "R130",
      broken: Example(gallery, "pool.interNodeCommunication=true", says: "at most 100"),
      Example(
        managed, "pool={targetDedicatedNodes: 81, interNodeCommunication: true}",
        "account.poolAllocationMode=userSubscription", says: "81 nodes with inter-node communication, at most 80"),
      Example(
        gallery, "pool={targetDedicatedNodes: 81, interNodeCommunication: true}", says: "leaves open"),
      kept: Example(managed), Example(managed, "pool={targetDedicatedNodes: 100, interNodeCommunication: true}"),
      Example(gallery, "pool={targetDedicatedNodes: 80, interNodeCommunication: true}")),
    Case(
      "R131",
      broken: Example(
        managed, "quota.dedicatedCores=299",
        says: "150 dedicated nodes need 300 cores, the quota is 299: 149 nodes, then AccountCoreQuotaReached"),
      Example(managed, "quota.dedicatedCores=1199", "pool.vmSize=STANDARD_D4_V2", says: "1200 cores"),
      Example(pools, "quota.dedicatedCores=3999", says: "4000 cores"),
      kept: Example(managed, "quota.dedicatedCores=300"),
      Example(managed, "quota.dedicatedCores=150", "pool.vmSize=Standard_A1_v2"),
      Example(managed, "quota.dedicatedCores=1", "account.poolAllocationMode=userSubscription"),
      Example(managed, "quota.dedicatedCores=1", "pool.vmSize=Special_1")),
    Case(
      "R132",
      broken: Example(
        managed, "quota.lowPriorityCores=19", "pool.targetLowPriorityNodes=10",
        says: "need 20 cores, the quota is 19: 9 nodes, then AccountLowPriorityCoreQuotaReached"),
      Example(
        managed, "quota.spotCores=19", "pool.targetLowPriorityNodes=10",
        says: "10 spot nodes need 20 cores, the quota is 19: 9 nodes, then AccountSpotCoreQuotaReached"),
      kept: Example(managed, "quota.lowPriorityCores=0"),
      Example(managed, "quota.lowPriorityCores=20", "pool.targetLowPriorityNodes=10")),
    Case(
      "R133",
      broken: Example(managed, "pool.vmSize=Special_1", says: "the cores of Special_1 are not known"),
      Example(managed, "pool.vmSize=Standard_E32-8s_v3", says: "E32-8s"),
      Example(managed, "account.poolAllocationMode=userSubscription", says: "quotas of the subscription"),
      Example(
        managed, "quota={vmSeriesCores: {standardDSv3Family: 10}}", "account.poolAllocationMode=userSubscription",
        says: "quotas of the subscription"),
      kept: Example(managed), Example(managed, "pool.vmSize=Standard_NC4as_T4_v3"),
      Example(gallery, "pool.vmSize=Special_1", "quota=")),
    Case(
      "R134", broken: Example(managed, on: "2026-04-01", says: "retired on 2026-03-31: use a gallery image"),
      kept: Example(managed, on: "2026-03-31"), Example(gallery, on: "2026-04-01")),
    Case(
      "R135",
      broken: Example(
        managed, "pool.targetLowPriorityNodes=1", on: "2026-03-01",
        says: "1 spot nodes, which is what low-priority nodes are since March 2026: look at the quota of spot cores"),
      Example(
        managed, "pool.targetSpotNodes=1", "account.poolAllocationMode=userSubscription", on: "2026-03-01"),
      kept: Example(managed, on: "2026-03-01"),
      Example(managed, "pool.targetLowPriorityNodes=1", on: "2026-02-28"),
      Example(managed, "pool.targetLowPriorityNodes=1", "quota.spotCores=400", on: "2026-11-28")),
    Case(
      "R136", broken: Example(gallery, "account.subscription=b", on: "2020-09-15", says: "the image is in a"),
      kept: Example(gallery, on: "2020-09-15"), Example(gallery, "account.subscription=b", on: "2020-09-14"),
      Example(managed, "account.subscription=b", on: "2020-09-15")),
    Case(
      "R137", broken: Example(managed, "image.encryptedDisk=true", on: "2020-11-18"),
      Example(gallery, "image.encryptedDisk=true", on: "2024-01-01"),
      kept: Example(managed, on: "2020-11-18"), Example(managed, "image.encryptedDisk=true", on: "2020-11-17"),
      Example(managed, "image.encryptedDisk=", on: "2020-11-18")),
    Case(
      "R138",
      broken: Example(
        managed, "quota.vmSeriesCores={ standardDSv3Family: 299 }", on: "2021-07-20",
        says: "150 dedicated nodes of the series dsv3 need 300 cores, the quota is 299: 149 nodes"),
      Example(pools, "quota.vmSeriesCores={ DSv3: 3999 }", on: "2021-07-20", says: "4000 cores"),
      Example(
        managed, "pool.vmSize=Standard_HB120rs_v3", "quota.vmSeriesCores={ standardHBv3Family: 240 }", on: "2021-07-20",
        says: "the series hbv3 need 18000 cores, the quota is 240: 2 nodes"),
      kept: Example(managed, "quota.vmSeriesCores={ DSv3: 300 }", on: "2021-07-20"),
      Example(managed, "quota.vmSeriesCores={ DSv3: 299 }", on: "2021-07-19"),
      Example(managed, "quota.vmSeriesCores={ DSv4: 1 }", on: "2021-07-20"),
      Example(
        managed, "quota.vmSeriesCores={ DSv3: 1 }", "account.poolAllocationMode=userSubscription", on: "2021-07-20")),
    Case(
      "R139",
      broken: Example(gallery, "image.replicas=1", says: "1 replica for 1000 nodes, at least 2 are advised"),
      Example(gallery, "pool.targetDedicatedNodes=3000", "image.replicas=4", on: "2021-03-03", says: "at least 5"),
      kept: Example(gallery, "image.replicas=2"), Example(gallery, "image.replicas=1", on: "2021-03-04"),
      Example(managed)),
    Case(
      "R140", broken: Example(managed, on: "2026-03-31", says: "end on 2026-03-31: move to a gallery image"),
      kept: Example(managed, on: "2026-04-01"), Example(managed, on: "2023-03-06"), Example(gallery, on: "2024-01-01")),
    Case(
      "R142",
      broken: Example(
        managed, "model.createBurst=", says: "150 VMs created at once from a managed image, it serves 20"),
      Example(managed, "model.createBurst=21", says: "21 VMs"),
      Example(
        managed, "model.createBurst=", "pool.targetDedicatedNodes=10",
        "actions=[{ at: 1 h, resize: true, targetDedicatedNodes: 31 }]", says: "21 VMs"),
      Example(
        pools, "pools.a.targetDedicatedNodes=10", "pools.b.targetDedicatedNodes=11", "pools.b.image=one",
        says: "21 VMs created at once from a managed image, it serves 20 (a, b)"),
      kept: Example(managed), Example(managed, "model.createBurst=", "pool.targetDedicatedNodes=20"),
      Example(
        managed, "model.createBurst=", "pool.targetDedicatedNodes=10",
        "actions=[{ at: 1 h, resize: true, targetDedicatedNodes: 30 }]"),
      Example(pools, "pools.a.targetDedicatedNodes=20", "pools.b.targetDedicatedNodes=20"), Example(gallery)),
    Case(
      "R143",
      broken: Example(
        managed, "quota=", "pool.targetDedicatedNodes=451", on: "2021-07-20",
        says: "902 dedicated cores are needed and no quota is given; a new account has at most 900"),
      Example(
        managed, "quota={dedicatedCores: 1}", "pool.targetLowPriorityNodes=51", on: "2021-07-20",
        says: "102 low-priority cores are needed"),
      Example(pools, on: "2024-01-01", says: "4000 dedicated cores"),
      kept: Example(managed, "quota=", "pool.targetDedicatedNodes=450", on: "2021-07-20"),
      Example(managed, "pool.targetDedicatedNodes=451", on: "2021-07-20"),
      Example(managed, "quota=", "pool.targetDedicatedNodes=451", on: "2021-07-19"),
      Example(managed, "quota={spotCores: 1}", "pool.targetLowPriorityNodes=51", on: "2021-07-20"),
      Example(pools, "account={poolAllocationMode: userSubscription}", on: "2024-01-01")),
    Case(
      "R144", broken: Example(gallery, "image.thirdParty=true"),
      Example(gallery, "image.thirdParty=true", on: "2024-03-03"),
      kept: Example(gallery), Example(gallery, "image.thirdParty=true", on: "2024-03-04"),
      Example(managed, "image.thirdParty=true")),
    Case(
      "R145",
      broken: Example(gallery, "account.subscription=b", says: "the image is in subscription a, the account in b"),
      kept: Example(gallery), Example(gallery, "account.subscription=b", on: "2020-09-15"),
      Example(managed, "account.subscription=b")),
    Case(
      "R146",
      broken: Example(
        managed, "account.poolAllocationMode=userSubscription", "pool.targetLowPriorityNodes=1", on: "2021-11-30",
        says: "1 low-priority nodes"),
      kept: Example(managed, "pool.targetLowPriorityNodes=1"),
      Example(managed, "account.poolAllocationMode=userSubscription"),
      Example(
        managed, "account.poolAllocationMode=userSubscription", "pool.targetLowPriorityNodes=1", on: "2021-12-01")),
    Case(
      "R147",
      broken: Example(
        gallery, "image.replicas=51", on: "2023-04-18", says: "R126 allows 100 for a version and is kept"),
      Example(gallery, "image.replicas=101", on: "2023-04-18", says: "is broken too"),
      kept: Example(gallery, on: "2023-04-18"), Example(gallery, "image.replicas=51", on: "2023-04-17")),
    Case(
      "R148",
      broken: Example(gallery, "image.replicas=2", on: "2023-04-18", says: "2 replicas, at least 3 are advised"),
      kept: Example(gallery, "image.replicas=3", on: "2023-04-18"),
      Example(gallery, "image.replicas=2", on: "2023-04-17"), Example(managed, on: "2023-04-18")),
    Case(
      "R160",
      broken: Example(
        gallery, "pool.targetDedicatedNodes=~", "pool.autoScale={formula: \"x = (1\"}", says: "F006: unexpected"),
      kept: Example(gallery, "pool.targetDedicatedNodes=~", "pool.autoScale={formula: \"x = undefined\"}"),
      Example(gallery)),
    Case(
      "R161",
      broken: Example(
        gallery, "pool.autoscale=true", "actions=[{at: 1 h, resize: {targetDedicatedNodes: 2}}]",
        says: "another resize is refused"),
      Example(
        gallery, "pool.targetDedicatedNodes=~", "pool.autoScale={formula: \"$TargetDedicatedNodes = 2\"}",
        "actions=[{at: 1 h, resize: {targetDedicatedNodes: 2}}]", says: "another resize is refused"),
      kept: Example(gallery, "actions=[{at: 1 h, resize: {targetDedicatedNodes: 2}}]"),
      Example(gallery, "pool.autoscale=true", "actions=[{at: 1 h, stopResize: true}]")),
  ]

  @Test("every rule has at least one example that breaks it and one that keeps it")
  func everyRuleHasExamples() {
    #expect(Self.cases.map(\.code) == PreflightRule.all.map(\.code))
    for rule in Self.cases {
      #expect(!rule.broken.isEmpty && !rule.kept.isEmpty, "\(rule.code)")
    }
  }

  @Test("are found where they are broken, and nowhere else", arguments: cases)
  func findsWhatIsBroken(rule: Case) throws {
    for example in rule.broken {
      let found = try example.findings().filter { $0.rule.code == rule.code }
      #expect(found.count == 1, "\(example.overrides): \(found)")
      #expect(found.allSatisfy { $0.message.contains(example.says) }, "\(example.says) in \(found)")
    }
    for example in rule.kept {
      let found = try example.findings().filter { $0.rule.code == rule.code }
      #expect(found.isEmpty, "\(example.overrides): \(found)")
    }
  }

  @Test(
    "nothing is said about scenarios that keep every rule, or that give no facts",
    arguments: [(managed, "2023-01-01"), (gallery, "2025-06-01")])
  func keepsSilent(text: String, date: String) throws {
    #expect(try Example(text, "pool.resizeTimeout=30 min", on: date).findings().map(\.description) == [])
    for small in [TinyScenario.text(nodes: 4), TinyScenario.pools()] {
      #expect(try Example(small, on: "2020-07-01").findings().map(\.description) == [])
      let today = Preflight.findings(of: try ScenarioFile.parse(small, file: "a.yaml"))
      #expect(today.allSatisfy { $0.rule.code == "R134" || $0.rule.severity == .advice }, "\(today)")
    }
  }

  /// What is found by the rules on replicas: code, place and message up to the first semicolon.
  private static func replicaFindings(
    _ actions: String, _ overrides: String..., text: String = gallery, codes: [String] = ["R124", "R128"],
    on day: String = "2025-06-01"
  ) throws -> [String] {
    let scenario = try ScenarioFile.parse(text + "actions:\n" + actions, file: "a.yaml", overrides: overrides)
    let date = try #require(CalendarDate(day))
    return Preflight.findings(of: scenario, on: date).filter { codes.contains($0.rule.code) }.map {
      let message = $0.message.prefix { $0 != ";" }
      return "\($0.rule.code) \($0.place.map { "\($0)" } ?? "-") \(message)"
    }
  }

  @Test("replicas that are set later are held against the nodes of their time, and are found where they are set")
  func laterReplicas() throws {
    // A count too low for the nodes that are there; nobody asks for new ones any more.
    #expect(
      try Self.replicaFindings("  - { at: 1 h, setReplicas: true, replicas: 3 }\n") == [
        "R124 a.yaml:11:45 3 replicas from 60 min on for 1000 nodes, at least 4 are advised"
      ])
    // The same while the first resize may go on: its nodes are created from fewer replicas.
    #expect(
      try Self.replicaFindings("  - { at: 14 min, setReplicas: true, replicas: 19 }\n") == [
        "R128 a.yaml:11:48 19 replicas from 14 min on for 1000 VMs created at once, 20 are advised"
      ])
    #expect(try Self.replicaFindings("  - { at: 15 min, setReplicas: true, replicas: 19 }\n").isEmpty)
    // What is there at once is there for the first resize.
    #expect(try Self.replicaFindings("  - { at: 0 s, setReplicas: true, replicas: 50 }\n", "image.replicas=1").isEmpty)
    #expect(
      try Self.replicaFindings("  - { at: 0 s, setReplicas: true, replicas: 50, after: 1 s }\n", "image.replicas=1")
        .map { $0.prefix(6) } == ["R124 -", "R128 -"])
  }

  @Test("replicas that are raised before a later growth count for it, and those raised after it do not")
  func replicasBeforeGrowth() throws {
    let growth = "  - { at: 3 h, resize: true, targetDedicatedNodes: 1600 }\n"
    func raised(at time: String, _ more: String = "") -> String {
      "  - { at: \(time), setReplicas: true, replicas: 6\(more) }\n"
    }
    let small = ["image.replicas=4", "model.createBurst=80"]
    func codes(_ actions: String) throws -> [String] { try Self.replicaFindings(actions, small[0], small[1]) }
    let late = ["R124 - 4 replicas for 1600 nodes, at least 6 are advised"]
    #expect(try codes(growth) == late)
    #expect(try codes(growth + raised(at: "2 h")).isEmpty)
    // The same instant is soon enough, as in a run.
    #expect(try codes(growth + raised(at: "3 h")).isEmpty)
    #expect(try codes(raised(at: "181 min") + growth) == late)
    // Replication takes its time: the median of it counts.
    #expect(try codes(raised(at: "2 h", ", after: { uniform: { low: 0 s, high: 110 min } }") + growth).isEmpty)
    #expect(try codes(raised(at: "2 h", ", after: { uniform: { low: 0 s, high: 130 min } }") + growth) == late)
    // A growth that never was too much for the last count.
    #expect(
      try codes(raised(at: "2 h") + growth + "  - { at: 5 h, resize: true, targetDedicatedNodes: 2000 }\n") == [
        "R124 a.yaml:11:45 6 replicas from 120 min on for 2000 nodes, at least 7 are advised"
      ])
    // Pools that shrink, or are shrunk, need fewer.
    for smaller in ["resize: true, targetDedicatedNodes: 900", "removeNodes: true, count: 100"] {
      let actions = "  - { at: 1 h, \(smaller) }\n  - { at: 2 h, setReplicas: true, replicas: 3 }\n"
      #expect(try codes(actions).isEmpty, "\(smaller)")
    }
  }

  @Test("what is created at once is what one growth adds, over all pools on the image")
  func createdAtOnce() throws {
    let text = """
      poolsim: 1
      images: { one: { kind: gallery, replicas: 5 }, two: { kind: gallery, replicas: 5 } }
      pools:
        a: { targetDedicatedNodes: 60, image: one, count: 2 }
        b: { targetDedicatedNodes: 60, image: one }
        c: { targetDedicatedNodes: 60, image: two }

      """
    func findings(_ actions: String) throws -> [String] {
      try Self.replicaFindings(actions, text: text, codes: ["R127"], on: "2020-07-01")
    }
    func resize(_ pool: String, at time: String, to nodes: Int) -> String {
      "  - { at: \(time), resize: \(pool), targetDedicatedNodes: \(nodes) }\n"
    }
    let first = ["R127 - 5 replicas for 180 VMs created at once, 9 are advised"]
    #expect(try findings(resize("b", at: "1 h", to: 240)) == first)
    #expect(
      try findings(resize("b", at: "1 h", to: 241)) == ["R127 - 5 replicas for 181 VMs created at once, 10 are advised"]
    )
    #expect(
      try findings(resize("b", at: "1 h", to: 160) + resize("a", at: "1 h", to: 140)).first
        == "R127 - 5 replicas for 260 VMs created at once, 13 are advised")
    // Only the image that the name tells.
    let set = "  - { at: 1 h, setReplicas: NAME, replicas: 101 }\n"
    for (name, images) in [("one", 1), ("two", 1), ("true", 2)] {
      let found = try Self.replicaFindings(set.replacing("NAME", with: name), text: text, codes: ["R126"])
      #expect(found.count == images, "\(found)")
    }
  }

  @Test("a version's greatest number of replicas holds for those that are set later too")
  func tooManyReplicas() throws {
    for (day, expected) in [
      ("2020-07-01", "R125 a.yaml:11:45 101 replicas from 60 min on, at most 10"),
      ("2024-01-01", "R126 a.yaml:11:45 101 replicas from 60 min on, at most 100"),
    ] {
      #expect(
        try Self.replicaFindings(
          "  - { at: 1 h, setReplicas: true, replicas: 101 }\n", "image.replicas=10", codes: ["R125", "R126"], on: day)
          == [expected])
    }
    let scenario = try ScenarioFile.parse(
      Self.gallery + "actions: [{ at: 1 h, setReplicas: true, replicas: 101 }]\n", file: "a.yaml",
      overrides: ["pool.resizeTimeout=30 min"])
    let found = Preflight.findings(of: scenario, on: try #require(CalendarDate("2024-01-01")))
    #expect(
      found.map { $0.located(in: "a.yaml") } == [
        "a.yaml:10:51: refused[R126]: 101 replicas from 60 min on, at most 100",
        "a.yaml:10:51: warning[R147]: 101 replicas from 60 min on, at most 50 in a region; published rules conflict: R126 allows 100 for a version and is broken too",
      ])
    let plain = try Example(Self.gallery, "image.replicas=101", on: "2024-01-01").findings()
    #expect(plain.first?.located(in: "a.yaml") == "a.yaml: refused[R126]: 101 replicas, at most 100")
  }

  @Test("a rule that applies no longer is found, and marked")
  func marksRetiredRules() throws {
    let overrides = "pool.targetDedicatedNodes=2600"
    for (date, isInForce) in [("2026-03-31", true), ("2026-04-01", false)] {
      let found = try #require(
        try Example(Self.managed, overrides, on: date).findings().first { $0.rule.code == "R108" })
      #expect(found.isInForce == isInForce)
      let start = isInForce ? "refused" : "formerly refused"
      #expect(found.description.hasPrefix("\(start)[R108]: 2600 dedicated nodes on a managed image, at most 2500"))
      #expect(found.description.contains("no longer applies: pools from managed images were retired") == !isInForce)
    }
  }

  @Test("a finding names the variant unless every variant has it, and the pool where pools have names")
  func namesVariantAndPool() throws {
    let text = Self.managed + "variants: { a: {}, b: { pool: { inboundNatPools: true } } }\n"
    let some = try Example(text).findings()
    #expect(some.map { "\($0.rule.code) \($0.variant ?? "-") \($0.pool ?? "-")" } == ["R111 b -"])
    let all = try Example(text, "pool.inboundNatPools=true", "variants.c={}").findings()
    #expect(all.map { $0.variant ?? "-" } == ["-"])
    let named = try Example(Self.pools, "pools.b.inboundNatPools=true").findings().filter { $0.rule.code == "R111" }
    #expect(named.map { $0.pool ?? "-" } == ["b"])
  }

  @Test("a finding is one line of bounded length, whatever the scenario's texts hold")
  func staysOnOneLine() throws {
    let long = String(repeating: "x", count: 10_000)
    for region in ["\"a\\nb\\tc\\e[31m\"", long] {
      let found = try #require(
        try Example(Self.managed, "image.region=\(region)").findings().first { $0.rule.code == "R103" })
      #expect(found.message.count <= 500 && !found.message.unicodeScalars.contains { $0.value < 32 }, "\(found)")
    }
  }

  @Test("thousands of pools take no time to speak of")
  func manyPools() throws {
    let pools = (0..<3_000).map { "  p\($0): { targetDedicatedNodes: 1, inboundNatPools: true, image: one }\n" }
    let text = "poolsim: 1\nimages: { one: { kind: managed } }\npools:\n" + pools.joined()
    let found = try Example(text).findings()
    #expect(found.filter { $0.rule.code == "R111" }.count == 3_000)
    #expect(
      found.filter { $0.rule.code == "R106" }.map(\.message) == [
        "3000 pools boot from one managed image (p0, p1, p2, p3 and 2996 more)"
      ])
  }

  @Test("the normalised text keeps every fact, and adds none")
  func survivesNormalising() throws {
    for rule in Self.cases {
      for example in rule.broken + rule.kept {
        let scenario = try ScenarioFile.parse(example.text, file: "a.yaml", overrides: example.overrides)
        let date = try #require(CalendarDate(example.date))
        // What is a default is written there as a number.
        let findings = Preflight.findings(of: scenario, on: date).map {
          $0.description.replacing(" (the default)", with: "")
        }
        for text in [scenario.normalisedYAML(), scenario.normalisedJSON()] {
          let again = try ScenarioFile.parse(text, file: "a.yaml")
          #expect(again.identity == scenario.identity)
          #expect(Preflight.findings(of: again, on: date).map(\.description) == findings, "\(rule): \(text)")
        }
      }
    }
  }

  @Test("the table is whole: codes ascend, texts are there, and a conflict is told on both sides")
  func tableIsWhole() {
    let rules = PreflightRule.all
    let codes = rules.map(\.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    for rule in rules {
      let texts = [rule.title, rule.source.page, rule.source.date, rule.meaning, rule.cure, rule.example]
      #expect(texts.allSatisfy { !$0.isEmpty }, "\(rule.code)")
      let isDate = CalendarDate(rule.source.date) != nil || CalendarDate(rule.source.date + "-01") != nil
      #expect(rule.source.date.count == 4 || isDate, "\(rule.code)")
      for other in rule.conflicts {
        #expect(PreflightRule.named(other)?.conflicts.contains(rule.code) == true, "\(rule.code) and \(other)")
      }
    }
    #expect(PreflightRule.named("R999") == nil)
  }

  @Test("the version of an API has a date, and dates are dates")
  func refusesOtherVersions() {
    let found = DiagnosticTests.diagnostics(Self.managed, ["account.apiVersion=latest"])
    #expect(found.map(\.code.rawValue) == ["E0110"])
    for text in ["2020-7-01", "2020-13-01", "2020-00-10", "2020-01-32", "20200101", "2020-01-01x", "", "२०२०-01-01"] {
      #expect(CalendarDate(text) == nil, "\(text)")
    }
    #expect(CalendarDate("2020-07-01")?.description == "2020-07-01")
    #expect(CalendarDate.today.description > "2026-01-01")
  }

  @Test("rules that conflict name each other, and every conflict stands in the table of conflicts")
  func conflictsAreMutual() throws {
    var sides: [String: Set<String>] = [:]
    for conflict in RuleConflict.all {
      let codes = conflict.sides.compactMap(\.code)
      for code in codes { sides[code, default: []].formUnion(codes.filter { $0 != code }) }
      #expect(conflict.sides.count > 1)
    }
    for rule in PreflightRule.all {
      #expect(Set(rule.conflicts) == sides[rule.code] ?? [], "\(rule.code)")
    }
  }

  @Test("a variant that keeps one of two conflicting rules is told which, on every day or on one")
  func standings() throws {
    func standings(_ text: String, _ overrides: String..., on date: String? = nil) throws -> [String] {
      let scenario = try ScenarioFile.parse(text, file: "a.yaml", overrides: overrides)
      return Preflight.standings(of: scenario, on: try date.map { try #require(CalendarDate($0)) }).map {
        "\($0.broken.joined(separator: " ")) / \($0.kept.joined(separator: " ")): \($0.answer)"
      }
    }
    #expect(try standings(Self.managed).isEmpty)
    #expect(
      try standings(Self.managed, "pool.targetDedicatedNodes=2200", "pool.resizeTimeout=30 min")
        == ["R110 / R108: noLimit", "R123 / : resizes"])
    #expect(
      try standings(Self.managed, "pool.targetDedicatedNodes=2600", "pool.resizeTimeout=30 min")
        == ["R108 R110 / : noLimit", "R123 / : resizes"])
    #expect(
      try standings(Self.gallery, "image.replicas=4", "pool.resizeTimeout=30 min")
        == ["R127 R128 / R124 R148: resizes"])
    #expect(
      try standings(Self.gallery, "image.replicas=4", "pool.resizeTimeout=30 min", on: "2025-01-01")
        == ["R127 / R124 R148: resizes"])
    #expect(
      try standings(Self.gallery, "image.replicas=2", "pool.resizeTimeout=10 min", on: "2020-07-01")
        == ["R127 / R139: resizes", "R121 R149 / : resizes"])
    #expect(
      try standings(Self.gallery, "pool.resizeTimeout=15 min", on: "2024-01-01") == ["R149 / R121: resizes"])
    // R121 is about galleries: nobody else keeps it.
    #expect(
      try standings(Self.managed, "pool.targetDedicatedNodes=301", on: "2020-07-01")
        == ["R149 / : resizes", "R123 / : resizes"])
    // What nobody has given breaks nothing.
    #expect(
      try standings(Self.gallery, "image.replicas=~", "image.assumedReplicas=2", "pool.resizeTimeout=30 min") == [])
    // More nodes than create requests at once: one for every 300 asks for more than one for every 50 at once.
    let large = try ScenarioFile.parse(
      Self.gallery, file: "a.yaml", overrides: ["pool.targetDedicatedNodes=15000", "image.replicas=40"])
    let finding = Preflight.findings(of: large, on: try #require(CalendarDate("2025-06-01"))).first {
      $0.rule.code == "R124"
    }
    #expect(
      finding?.message.hasSuffix("published rules conflict: R128 asks for 30 and is kept") == true, "\(finding as Any)")
  }
}
