// SPDX-License-Identifier: GPL-3.0-or-later

/// The codes of diagnostics. A code keeps its meaning for ever; one that is no longer used is not given again.
public enum DiagnosticCode: String, CaseIterable, Sendable, CustomStringConvertible {
  case fileMissing = "E0001"
  case fileUnreadable = "E0002"
  case notText = "E0003"
  case tooLarge = "E0004"
  case tooMany = "E0005"
  case notCSV = "E0006"

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
  case undeletable = "E0124"
  case formulaNotSimulated = "E0125"

  // Pool bodies and templates.
  case notJSON = "E0601"
  case endsEarly = "E0602"
  case bodyEncoding = "E0603"
  case bodyTooLarge = "E0604"
  case duplicateMember = "E0605"
  case wrongMemberType = "E0606"
  case bodyOutOfRange = "E0607"
  case missingMember = "E0608"
  case noPool = "E0609"
  case autoscaledBody = "E0610"
  case imageIdentifier = "E0612"
  case imageChoice = "E0613"
  case bodyDuration = "E0614"
  case bodyResizeTimeout = "E0615"
  case bodyVMSize = "E0616"
  case templateExpression = "E0617"
  case contradiction = "E0618"
  case malformedExpression = "E0619"
  case templateParameters = "E0620"
  case parameterLimit = "E0621"
  case poolIdentifier = "E0622"

  // Results, and what compares them.
  case notAResult = "E0701"
  case resultRow = "E0702"
  case noResult = "E0703"
  case notFingerprints = "E0704"
  case incomparable = "E0705"
  case tolerance = "E0706"

  // Sweeps and their campaigns.
  case condition = "E0801"
  case noCells = "E0802"
  case tooManyCells = "E0803"
  case noSweep = "E0804"
  case shard = "E0805"
  case otherSweep = "E0806"
  case incompleteSweep = "E0807"
  case cellFails = "E0808"
  case noCampaign = "E0809"
  case store = "E0810"

  // Outputs.
  case cannotCreateOutput = "E0901"
  case cannotWriteOutput = "E0902"
  case outputOccupied = "E0903"
}

extension DiagnosticCode {
  /// The code as messages show it, such as `E0103`.
  public var description: String { rawValue }
}
