// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine
internal import Quantities

extension TimeAccount.Part {
  /// What people call it.
  var title: String { words.title }

  /// Its name in files.
  var name: String { words.name }

  private var words: (name: String, title: String) {
    switch self {
    case .earlierSizes: ("earlier_sizes", "earlier sizes")
    case .earlierResizes: ("earlier_resizes", "earlier resizes")
    case .serviceDelay: ("service_delay", "service delay")
    case .imageReplication: ("image_replication", "image replication")
    case .unitRate: ("unit_rate", "creation rate of the deployment unit")
    case .subscriptionRate: ("subscription_rate", "request rate of the subscription")
    case .failedAttempts: ("failed_attempts", "failed attempts")
    case .replicaPlaces: ("replica_places", "places at the replica")
    case .diskBandwidth: ("disk_bandwidth", "replica bandwidth")
    case .diskReadRate: ("disk_read_rate", "read rate of the node")
    case .removal: ("removal", "nodes that leave")
    case .bootBandwidth: ("boot_bandwidth", "replica bandwidth (boot)")
    case .bootReadRate: ("boot_read_rate", "read rate of the node (boot)")
    case .osBoot: ("os_boot", "operating system")
    case .nodeAgent: ("node_agent", "node agent")
    case .startTask: ("start_task", "start task")
    case .interruption: ("interruption", "interruption")
    }
  }
}

extension TimeAccount {
  /// The parts that took any time, in their order.
  var parts: [Part] { Part.allCases.filter { self[$0] > .zero } }

  /// The parts of at least half a per cent, the largest first: `replica bandwidth 62 %, service delay 7 %`.
  var summary: String {
    let parts = parts.filter { share($0) >= 0.005 }.sorted { (share($1), $0.rawValue) < (share($0), $1.rawValue) }
    return parts.map { "\($0.title) \(NumberText.fixed(100 * share($0), 0)) %" }.joined(separator: ", ")
  }
}
