// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps secrets of a document out of messages: keys of accounts, signatures of addresses, passwords.
enum AzureSecrets {
  /// Members whose values are secrets, in lower case.
  private static let names: Set<String> = [
    "password", "accountkey", "primary", "secondary", "key", "storageaccountkey", "sastoken", "saskey", "sas",
    "sshprivatekey", "protectedsettings", "clientsecret", "secret", "connectionstring", "accesskey", "token",
  ]

  /// Members of an address or of a connection, in lower case, behind which a secret stands.
  private static let parts = ["sig=", "accountkey=", "sharedaccesskey=", "sharedaccesssignature=", "password=", "pwd="]

  /// A text with as many stars as its secrets have bytes, so that columns stay.
  ///
  /// - Complexity: O(length).
  static func masked(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let lowered = Array(text.lowercased().utf8)
    // A letter may be longer in lower case; then nothing can be found at its place, and all of the text is suspect.
    guard lowered.count == bytes.count else { return text.contains("=") ? "***" : text }
    for part in parts { mask(after: Array(part.utf8), in: lowered, &bytes) }
    maskMembers(lowered, &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func mask(after part: [UInt8], in lowered: [UInt8], _ bytes: inout [UInt8]) {
    guard lowered.count > part.count else { return }
    var index = 0
    while index + part.count <= lowered.count {
      guard lowered[index..<index + part.count].elementsEqual(part) else {
        index += 1
        continue
      }
      index += part.count
      while index < bytes.count, !"&;\"' \n\r,".utf8.contains(bytes[index]) {
        bytes[index] = UInt8(ascii: "*")
        index += 1
      }
    }
  }

  /// The texts behind the names of members that are secrets.
  private static func maskMembers(_ lowered: [UInt8], _ bytes: inout [UInt8]) {
    var index = 0
    var name: ArraySlice<UInt8>?
    while index < lowered.count {
      let byte = lowered[index]
      guard byte == UInt8(ascii: "\"") else {
        if byte != UInt8(ascii: ":"), byte != 0x20, byte != 0x09 { name = nil }
        index += 1
        continue
      }
      let start = index + 1
      index = start
      while index < lowered.count, lowered[index] != UInt8(ascii: "\"") {
        index += lowered[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      let end = min(index, lowered.count)
      if let name, names.contains(String(decoding: name, as: UTF8.self)) {
        for place in start..<max(start, end) { bytes[place] = UInt8(ascii: "*") }
      }
      name = name == nil ? lowered[start..<max(start, end)] : nil
      index = end + 1
    }
  }
}
