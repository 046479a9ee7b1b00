// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// The family of a VM size, by which an account has quotas of cores.
///
/// Azure's names of families follow no rule that a size shows: `Standard_HB120rs_v3` is one of `standardHBv3Family`,
/// `Standard_NC4as_T4_v3` of `Standard NCASv3_T4 Family`. Most families are named after the letters of their sizes; the
/// table has those that are not. Sources: `dedicatedCoreQuotaPerVMFamily` of answers of `az batch account show` in public
/// recordings, and the sizes with their families in the public table of microsoft/ga4gh-tes
/// (`BatchSupportedVmSizeInformation.json`, 2022); of M sizes of version 2 and of DC sizes, "Sizes for virtual machines".
package enum VMFamilies {
  /// The families whose name does not show the letters of all of their sizes: the name, and those letters, as
  /// ``letters(of:)`` gives them.
  private static let irregular: [(name: String, letters: [String])] = [
    ("standardAv2Family", ["amv2"]),
    ("standardBSFamily", ["bms", "bls"]), ("standardBsv2Family", ["btsv2", "blsv2"]),
    ("standardBasv2Family", ["batsv2", "balsv2"]), ("standardBpsv2Family", ["bptsv2", "bplsv2"]),
    ("standardDCSv2Family", ["dcv2"]), ("standardXEISv4Family", ["eisv4"]), ("standardXEIDSv4Family", ["eidsv4"]),
    ("standardFXMDVSFamily", ["fxmds"]),
    ("standardHFamily", ["hm", "hr", "hmr"]), ("standardHPromoFamily", ["hmpromo", "hrpromo", "hmrpromo"]),
    ("standardHBSFamily", ["hbrs"]), ("standardHBv3Family", ["hbrsv3"]), ("standardHBv4Family", ["hbrsv4"]),
    ("standardHBv5Family", ["hbrsv5"]), ("standardHCSFamily", ["hcrs"]), ("standardHXFamily", ["hxrs"]),
    ("standardMSFamily", ["m", "mm", "ms", "mms", "mls", "mts"]),
    ("standardNCFamily", ["ncr"]), ("standardNCPromoFamily", ["ncrpromo"]), ("standardNCSv2Family", ["ncrsv2"]),
    ("standardNCSv3Family", ["ncrsv3"]), ("Standard NCASv3_T4 Family", ["ncast4v3"]),
    ("StandardNGADSV620v1Family", ["ngadmsv620v1"]),
    ("standardNDSFamily", ["ndrs"]), ("standardNDSv2Family", ["ndrsv2"]),
    ("Standard NDASv4_A100 Family", ["ndasrv4"]), ("Standard NDAMSv4_A100Family", ["ndamsra100v4"]),
    ("standardNDSH100v5Family", ["ndisrh100v5"]),
    ("standardNVSv4Family", ["nvasv4"]), ("StandardNVADSA10v5Family", ["nvadmsa10v5"]),
  ]

  /// Families that only the number of a size tells apart.
  private static let numbered = [
    "standardA0_A7Family", "standardA8_A11Family", "basicAFamily", "standardMSv2Family",
    "standardMSMediumMemoryv2Family", "standardMDSMediumMemoryv2Family",
  ]

  /// Other families that Azure's answers name.
  private static let regular = [
    "standardDFamily", "standardDSFamily", "standardDv2Family", "standardDSv2Family", "standardDSv2PromoFamily",
    "standardDv3Family",
    "standardDSv3Family", "standardDv4Family", "standardDSv4Family", "standardDAv4Family", "standardDASv4Family",
    "standardDDv4Family", "standardDDSv4Family", "standardDv5Family", "standardDSv5Family", "standardDASv5Family",
    "standardDADSv5Family", "standardDDv5Family", "standardDDSv5Family", "standardDLSv5Family", "standardDLDSv5Family",
    "standardDPSv5Family", "standardDPDSv5Family", "standardDCSFamily", "standardDCSv3Family",
    "standardDCASv5Family", "standardDCADSv5Family", "standardDSv6Family", "standardDDSv6Family", "standardDASv6Family",
    "standardDADSv6Family", "standardDALSv6Family", "standardDALDSv6Family", "standardDLSv6Family",
    "standardDLDSv6Family", "standardEv3Family", "standardESv3Family", "standardEIv3Family", "standardEISv3Family",
    "standardEv4Family", "standardESv4Family", "standardEAv4Family", "standardEASv4Family", "standardEDv4Family",
    "standardEDSv4Family", "standardEv5Family", "standardESv5Family", "standardEASv5Family", "standardEADSv5Family",
    "standardEDv5Family", "standardEDSv5Family", "standardEBSv5Family", "standardEBDSv5Family", "standardESv6Family",
    "standardEDSv6Family", "standardEASv6Family", "standardEADSv6Family", "standardFFamily", "standardFSFamily",
    "standardFSv2Family", "standardFASv6Family", "standardFALSv6Family", "standardFAMSv6Family", "standardGFamily",
    "standardGSFamily", "standardHBrsv2Family", "standardLSFamily", "standardLSv2Family", "standardLSv3Family",
    "standardLASv3Family", "StandardNCADSA100v4Family", "StandardNCadsH100v5Family", "standardNPSFamily",
    "standardNVFamily", "standardNVPromoFamily", "standardNVSv3Family",
  ]

  /// Every family that is known, as Azure writes it.
  package static let names: [String] = (irregular.map(\.name) + numbered + regular).sorted()

  private static let keys = Set(names.map(plainKey))

  private static let keysByLetters: [String: String] = {
    var table: [String: String] = [:]
    for family in irregular {
      for letters in family.letters { table[letters] = plainKey(family.name) }
    }
    return table
  }()

  /// Families of sizes with a number whose letters name them, whatever their version.
  private static let regularLetters: Set<String> = ["a", "b", "d", "dc", "e", "ec", "f", "l"]

  /// The key of a size's family: equal keys are one family.
  ///
  /// - Complexity: O(n) in the length of the name.
  package static func key(ofSize size: String) -> String {
    let name = size.lowercased()
    let letters = letters(of: size)
    let number = number(of: size)
    switch letters {
    case "a": return name.hasPrefix("basic_") ? "basica" : number > 7 ? "a8a11" : "a0a7"
    case "msv2", "mmsv2", "misv2", "mimsv2": return number > 200 ? "msv2" : "msmediummemoryv2"
    case "mdsv2", "mdmsv2", "midsv2", "midmsv2": return "mdsmediummemoryv2"
    default: return keysByLetters[letters] ?? letters
    }
  }

  /// The key of the family that a quota names: `DSv3` and `standardDSv3Family` are one.
  package static func key(named name: String) -> String {
    let key = plainKey(name)
    return keys.contains(key) ? key : keysByLetters[key] ?? key
  }

  /// Whether a key is that of a family which Azure's answers are known to name.
  package static func isKnown(_ key: String) -> Bool { keys.contains(key) }

  /// The family that an unknown key may stand for, as Azure writes it: one of some sizes first, by its name or by their
  /// letters; nil when none is alike.
  ///
  /// - Complexity: O(sizes + families).
  package static func suggestion(for key: String, sizes: [String]) -> String? {
    let own = sizes.flatMap { [letters(of: $0), self.key(ofSize: $0)] }
    let spelling = Suggestion.nearest(to: key, among: own) ?? Suggestion.nearest(to: key, among: names.map(plainKey))
    guard let meant = spelling.map({ keysByLetters[$0] ?? $0 }) else { return nil }
    return names.first { plainKey($0) == meant } ?? meant
  }

  /// Whether the family of a size is known: it is in the table, or the letters of the size show it.
  package static func isKnown(size: String) -> Bool {
    let key = key(ofSize: size)
    if keys.contains(key) { return true }
    let family = withoutPrefix(size.lowercased()).prefix { $0.isASCII && $0.isLetter }
    return regularLetters.contains(String(family)) && number(of: size) > 0
  }

  /// Whether a size supports InfiniBand: the `r` behind the number of sizes of the H and N series says so ("Azure virtual
  /// machine sizes naming conventions"), and the first of the A series with it had none.
  package static func hasInfiniBand(size: String) -> Bool {
    let name = withoutPrefix(size.lowercased())
    if ["a8", "a9"].contains(String(name)) { return true }
    let family = name.prefix { $0.isASCII && $0.isLetter }
    let features = name.drop { $0.isLetter }.drop { $0.isNumber || $0 == "-" }.prefix { $0.isLetter }
    return (family.hasPrefix("h") || family.hasPrefix("n")) && features.contains("r")
  }

  /// A size's letters, such as `dsv3` for `Standard_D2s_v3`: the name without its number, and without that of a size
  /// with fewer cores, as in `E32-8s_v3`.
  static func letters(of size: String) -> String {
    let name = withoutPrefix(size.lowercased())
    let family = name.prefix { $0.isASCII && $0.isLetter }
    let rest = name.dropFirst(family.count).drop { $0.isASCII && ($0.isNumber || $0 == "-") }
    return family + rest.filter { $0 != "_" }
  }

  /// The first number in a size's name; 0 when it has none.
  private static func number(of size: String) -> Int {
    let name = withoutPrefix(size.lowercased())
    return Int(name.drop { $0.isASCII && $0.isLetter }.prefix { $0.isASCII && $0.isNumber }) ?? 0
  }

  private static func withoutPrefix(_ name: String) -> Substring {
    for prefix in ["standard_", "basic_"] where name.hasPrefix(prefix) { return name.dropFirst(prefix.count) }
    return name[...]
  }

  private static func plainKey(_ name: String) -> String {
    var name = name.lowercased().filter { $0 != "_" && $0 != " " }
    if name.hasPrefix("standard") { name.removeFirst("standard".count) }
    for suffix in ["family", "series"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    return name
  }
}
