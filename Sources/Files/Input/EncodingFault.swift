// SPDX-License-Identifier: GPL-3.0-or-later

/// Where bytes cease to be a text in UTF-8, and what they may be instead.
package struct EncodingFault: Hashable, Sendable {
  /// The first byte that is none of UTF-8, from 0.
  package let offset: Int
  package let message: String

  /// Looks for the first byte that no text in UTF-8 has.
  ///
  /// - Returns: The fault; nil where the bytes are a text.
  /// - Complexity: O(`bytes.count`).
  package static func find(in bytes: [UInt8]) -> EncodingFault? {
    if let encoding = otherEncoding(bytes) {
      return EncodingFault(offset: 0, message: "the file is in \(encoding); save it as UTF-8")
    }
    guard bytes.contains(0) || String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator), scalar.first != 0 { offset += scalar.count }
    guard offset < bytes.count else { return nil }
    guard bytes[offset] != 0 else {
      return EncodingFault(offset: offset, message: "the file holds a zero byte, as no text does; save it as UTF-8")
    }
    let digits = String(bytes[offset], radix: 16, uppercase: true)
    // The usual other encoding has a letter there.
    let latin = bytes[offset] > 0xA0 ? ", but \(Unicode.Scalar(bytes[offset])) in Latin-1" : ""
    return EncodingFault(offset: offset, message: "the byte 0x\(digits) is not UTF-8\(latin); save the file as UTF-8")
  }

  /// The encoding that a byte order mark tells, or zero bytes where the first characters of a text are.
  private static func otherEncoding(_ bytes: [UInt8]) -> String? {
    let start = Array(bytes.prefix(4))
    if start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard start.count == 4 else { return nil }
    switch start.map({ $0 == 0 }) {
    case [false, true, true, true], [true, true, true, false]: return "UTF-32"
    case [false, true, false, true], [true, false, true, false]: return "UTF-16"
    default: return nil
    }
  }
}
