// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The functions of IP ranges ("CIDR functions for ARM templates"), for IPv4, and the functions of the template's own.
extension AzureEvaluator {
  /// A range of IPv4 addresses: `10.144.0.0/20`.
  private struct AddressRange {
    var address: UInt32
    var length: Int

    var mask: UInt32 { length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length) }
    var first: UInt32 { address & mask }
    var last: UInt32 { first | ~mask }
    /// The first address that a host may have: all of a range of one or two are hosts'.
    var firstUsable: UInt32 { length < 31 ? first + 1 : first }
    var lastUsable: UInt32 { length < 31 ? last - 1 : last }

    /// nil for a text that is not a range of IPv4 addresses.
    init?(_ text: String) {
      let sides = text.split(separator: "/", omittingEmptySubsequences: false)
      guard sides.count == 2, let length = Int(sides[1]), (0...32).contains(length) else { return nil }
      let parts = sides[0].split(separator: ".", omittingEmptySubsequences: false)
      let bytes = parts.compactMap { UInt8($0) }
      guard parts.count == 4, bytes.count == 4 else { return nil }
      address = bytes.reduce(0) { $0 << 8 | UInt32($1) }
      self.length = length
    }

    init(first: UInt32, length: Int) {
      address = first
      self.length = length
    }

    static func text(_ address: UInt32) -> String {
      [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }.joined(separator: ".")
    }
  }

  /// What a function of IP ranges comes to; nil for any other name.
  ///
  /// - Throws: Why the result is unknown.
  func networks(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "parsecidr":
      try check(arguments, 1...1, name)
      let range = try range(arguments[0], name)
      let texts = [
        ("network", range.first), ("netmask", range.mask), ("broadcast", range.last),
        ("firstUsable", range.firstUsable), ("lastUsable", range.lastUsable),
      ]
      let members = texts.map { ($0.0, PositionedJSON.Kind.text(AddressRange.text($0.1))) }
      return known(
        .object(
          (members + [("cidr", .number(String(range.length)))]).map {
            PositionedJSON.Member(
              name: $0.0, nameOffset: offset, value: PositionedJSON(kind: $0.1, offset: offset))
          }))
    case "cidrsubnet":
      try check(arguments, 3...3, name)
      let range = try range(arguments[0], name)
      let (length, index) = (try count(arguments[1]), try count(arguments[2]))
      guard (range.length...32).contains(length), index >= 0, UInt64(index) < UInt64(1) << UInt64(length - range.length)
      else {
        throw malformed("\(shown(arguments[0])) has no subnet \(index) of the length \(length)")
      }
      let first = UInt64(range.first) + UInt64(index) << UInt64(32 - length)
      return known(.text("\(AddressRange.text(UInt32(truncatingIfNeeded: first)))/\(length)"))
    case "cidrhost":
      try check(arguments, 2...2, name)
      let range = try range(arguments[0], name)
      let index = try count(arguments[1])
      let address = UInt64(range.firstUsable) + UInt64(max(0, index))
      guard index >= 0, address <= UInt64(range.lastUsable) else {
        throw malformed("\(shown(arguments[0])) has no host \(index)")
      }
      return known(.text(AddressRange.text(UInt32(truncatingIfNeeded: address))))
    default: return nil
    }
  }

  private func range(_ expression: AzureExpression, _ name: String) throws(AzureUnknown) -> AddressRange {
    let text = try key(expression)
    if let range = AddressRange(text) { return range }
    // Ranges of IPv6 have another arithmetic, and no pool of Batch lies in such a range alone.
    guard !text.contains(":") else { throw unknown(.notEvaluated("the function \(name) of IPv6")) }
    throw malformed("'\(PrintableText.short(text))' is not a range such as 10.0.0.0/24")
  }

  // MARK: - Functions of the template's own

  /// What a function of the template's own comes to; nil for a name that it does not have.
  ///
  /// - Throws: Why the result is unknown.
  func own(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    guard name.contains("."), let function = scopes.function(name, in: scope) else { return nil }
    try check(arguments, function.parameters.count...function.parameters.count, name)
    var values: [PositionedJSON] = []
    for argument in arguments { values.append(try whole(argument)) }
    let inner = try scopes.add(call: function, values, expression: text)
    let result = try AzureEvaluator(scopes: scopes, scope: inner, text: text, offset: offset)
      .whole(function.output, scope: inner)
    return known(result.kind)
  }
}
