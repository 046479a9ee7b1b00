// SPDX-License-Identifier: GPL-3.0-or-later

/// The codes of diagnostics. A code keeps its meaning for ever; one that is no longer used is not given again.
enum DiagnosticCode: String, CaseIterable, Sendable {
  case fileMissing = "E0001"
  case fileUnreadable = "E0002"
  case notText = "E0003"
  case tooLarge = "E0004"
  case tooMany = "E0005"

  case notYAML = "E0101"
  case empty = "E0102"
  case unknownKey = "E0103"
  case duplicateKey = "E0104"
  case missingKey = "E0105"
  case wrongKind = "E0106"
  case missingUnit = "E0107"
  case wrongUnit = "E0108"
  case outOfRange = "E0109"
  case unknownValue = "E0110"
  case notANumber = "E0111"
  case unknownName = "E0112"
  case exclusive = "E0113"
  case distribution = "E0114"
  case formatVersion = "E0115"
  case extends = "E0116"
  case impossible = "E0117"
  case measurements = "E0118"
  case override = "E0119"
  case badName = "E0120"
  case profile = "E0121"
  case misplacedKey = "E0122"
  case sweep = "E0123"
}
