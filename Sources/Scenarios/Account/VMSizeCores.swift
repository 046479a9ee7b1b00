// SPDX-License-Identifier: GPL-3.0-or-later

/// The virtual cores of a VM size, from its name ("Azure virtual machine sizes naming conventions": the number after the
/// family's letters is the number of vCPUs; first generations differ and stand in a table).
package enum VMSizeCores {
  /// The sizes whose number is not their cores, without `Standard_`: "Sizes for virtual machines", previous generations.
  private static let early: [String: Int] = {
    var table = ["a0": 1, "a1": 1, "a2": 2, "a3": 4, "a4": 8, "a5": 2, "a6": 4, "a7": 8, "a8": 8, "a9": 16]
    table["a10"] = 8
    table["a11"] = 16
    let dense = ["1": 1, "2": 2, "3": 4, "4": 8, "11": 2, "12": 4, "13": 8, "14": 16]
    for (number, cores) in dense {
      for family in ["d", "ds"] {
        table[family + number] = cores
        table["\(family)\(number)_v2"] = cores
      }
    }
    for family in ["d", "ds"] {
      table[family + "5_v2"] = 16
      table[family + "15_v2"] = 20
    }
    for (number, cores) in ["1": 2, "2": 4, "3": 8, "4": 16, "5": 32] {
      table["g" + number] = cores
      table["gs" + number] = cores
    }
    return table
  }()

  /// Families whose number is their cores whatever their version.
  private static let plain: Set<String> = [
    "b", "dc", "e", "ec", "f", "fx", "h", "hb", "hc", "hx", "l", "m", "nc", "nd", "ng", "np", "nv",
  ]

  /// The cores of a size such as `Standard_D2s_v3`; nil when its name does not show them.
  package static func cores(of size: String) -> Int? {
    var name = size.lowercased()
    for prefix in ["standard_", "basic_"] where name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
    if let cores = early[name] { return cores }
    // Constrained sizes (E32-8s) are counted by rules of their own.
    guard !name.utf8.contains(UInt8(ascii: "-")), !(name.utf8.contains(UInt8(ascii: "p")) && name.contains("promo"))
    else { return nil }
    let family = name.prefix { $0.isASCII && $0.isLetter }
    let digits = name.dropFirst(family.count).prefix { $0.isASCII && $0.isNumber }
    guard !family.isEmpty, digits.count <= 3, let number = Int(digits), number > 0 else { return nil }
    let version = name.split(separator: "_").last.flatMap { $0.first == "v" ? Int($0.dropFirst()) : nil } ?? 1
    if plain.contains(String(family)) { return number }
    switch family {
    case "a": return version == 2 ? number : nil
    case "d": return version >= 3 ? number : nil
    default: return nil
    }
  }
}
