// SPDX-License-Identifier: GPL-3.0-or-later

/// What becomes of every member that a pool body may have.
///
/// The list holds the members of the newest REST specifications (Microsoft.Batch 2026-08-01, Batch service 2026-08-01 to
/// 2026-10-01, read on 2026-11-28) and those that versions since 2017 had. A note names each member that is not here.
struct AzureMembers: Sendable {
  /// The object that a member belongs to.
  enum Place: String, CaseIterable, Hashable, Sendable {
    /// What is around `properties` in the management plane.
    case resource
    /// `properties` of the management plane, or the whole body of the data plane.
    case pool
    case scaleSettings
    case fixedScale
    case autoScale
    case virtualMachineConfiguration
    case cloudServiceConfiguration
    case imageReference
    case osDisk
    case containerConfiguration
    case startTask
    case networkConfiguration
    case endpointConfiguration
    case publicIPAddressConfiguration
    case nodePlacementConfiguration
  }

  /// What a member means for the time until nodes are idle.
  enum Mark: Hashable, Sendable {
    /// The scenario has it; the text is the key, or where it has a note.
    case modelled(String)
    /// A rule of the service asks about it; the text is the key that carries it.
    case rule(String)
    /// It says how the pool was, not what is asked for.
    case answer
    /// An earlier or another tool's name of the member in the text.
    case older(String)
    /// It bears on the time, and the model has no place for it: the text is what a user has to know.
    case told(String)
    /// It has no effect on the time, for the reason given.
    case noEffect(String)
  }

  /// The marks by place and by name in lower case.
  private static let marks: [Place: [String: Mark]] = Dictionary(
    uniqueKeysWithValues: table.map { place, members in
      (place, Dictionary(members.map { ($0.name.lowercased(), $0.mark) }) { first, _ in first })
    })

  /// What becomes of a member; nil for one that no specification has.
  ///
  /// - Complexity: O(1).
  static func mark(of name: String, in place: Place) -> Mark? {
    marks[place]?[name.lowercased()]
  }

  /// The members of an object that a request may have, as the specifications spell them.
  static func names(in place: Place) -> [String] { requested[place] ?? [] }

  private static let requested: [Place: [String]] = Dictionary(
    uniqueKeysWithValues: table.map { place, members in
      let names = members.filter { member in
        switch member.mark {
        case .answer, .older: false
        case .modelled, .rule, .told, .noEffect: true
        }
      }
      return (place, names.map(\.name))
    })

  /// Names that a member had before, or has in logs and in the output of PowerShell.
  static func olderNames(of name: String, in place: Place) -> [String] {
    (olderByName[place]?[name.lowercased()] ?? [])
  }

  private static let olderByName: [Place: [String: [String]]] = Dictionary(
    uniqueKeysWithValues: table.map { place, members in
      var names: [String: [String]] = [:]
      for member in members {
        if case .older(let current) = member.mark { names[current.lowercased(), default: []].append(member.name) }
      }
      return (place, names)
    })

  /// Where an older name was in use.
  static func use(ofOlder name: String) -> String {
    uses[name.lowercased()] ?? "an older name"
  }

  private static let uses: [String: String] = [
    "targetdedicated": "the name before 2017-05", "currentdedicated": "the name before 2017-05",
    "vmcount": "a name of early examples", "targetdedicatedcomputenodes": "the name in PowerShell and in examples",
    "targetlowprioritycomputenodes": "the name in PowerShell and in examples",
    "currentdedicatedcomputenodes": "the name in PowerShell",
    "currentlowprioritycomputenodes": "the name in PowerShell",
    "virtualmachinesize": "the name in PowerShell", "autoscaleenabled": "the name in PowerShell",
    "intercomputenodecommunicationenabled": "the name in PowerShell", "nodeagentid": "the name in logs",
  ]
}
