// SPDX-License-Identifier: GPL-3.0-or-later

/// The kinds of mistakes and doubts. A code keeps its meaning for ever; one that is no longer used is not given again.
public enum FormulaCode: String, CaseIterable, Hashable, Sendable {
  // The service refuses the formula.
  /// F001
  case empty = "F001"
  /// F002
  case tooLong = "F002"
  /// F003
  case tooManyStatements = "F003"
  /// F004
  case unexpectedCharacter = "F004"
  /// F005
  case openString = "F005"
  /// F006
  case unexpectedToken = "F006"
  /// F007
  case missingSemicolon = "F007"
  /// F008
  case malformedNumber = "F008"
  /// F009
  case nestedTooDeeply = "F009"
  /// F020
  case unfilledTemplate = "F020"
  /// F021
  case missingName = "F021"

  // An evaluation ends.
  /// F010
  case unknownFunction = "F010"
  /// F011
  case unknownMethod = "F011"
  /// F012
  case argumentCount = "F012"
  /// F013
  case wrongType = "F013"
  /// F014
  case undefinedSymbol = "F014"
  /// F015
  case reservedName = "F015"
  /// F016
  case noMethods = "F016"
  /// F017
  case unknownMember = "F017"
  /// F018
  case unknownOption = "F018"
  /// F030
  case tooFewSamples = "F030"
  /// F031
  case unequalLengths = "F031"
  /// F032
  case vectorAsNumber = "F032"
  /// F033
  case notANodeCount = "F033"
  /// F034
  case unreadableTime = "F034"
  /// F035
  case intervalByZero = "F035"
  /// F036
  case metricNotProvided = "F036"
  /// F037
  case tooMuchWork = "F037"

  // Warnings and notes.
  /// F101
  case percentAsFraction = "F101"
  /// F102
  case shortWindow = "F102"
  /// F103
  case unguardedSamples = "F103"
  /// F104
  case guardOfOther = "F104"
  /// F105
  case targetReadAfterWrite = "F105"
  /// F106
  case noTarget = "F106"
  /// F107
  case neverEmpty = "F107"
  /// F108
  case neverShrinks = "F108"
  /// F109
  case unbounded = "F109"
  /// F110
  case waitingOnly = "F110"
  /// F111
  case countedTwice = "F111"
  /// F112
  case ignoresSlots = "F112"
  /// F113
  case fractionalTarget = "F113"
  /// F114
  case looseChoice = "F114"
  /// F116
  case undocumented = "F116"
  /// F117
  case negativeTarget = "F117"
  /// F118
  case eagerOperand = "F118"
  /// F119
  case freshRunningTasks = "F119"
  /// F120
  case interval = "F120"
  /// F121
  case windowAgainstInterval = "F121"
  /// F122
  case nameByCase = "F122"
  /// F123
  case stopsRunningTasks = "F123"
  /// F124
  case waitsForTasks = "F124"
  /// F125
  case waitsForData = "F125"
  /// F126
  case preemptedAsCapacity = "F126"
  /// F127
  case otherKind = "F127"
  /// F128
  case dedicatedLeft = "F128"
  /// F129
  case withoutEffect = "F129"
  /// F130
  case hoursInUTC = "F130"
  /// F131
  case decidedComparison = "F131"
  /// F132
  case singleSample = "F132"
  /// F133
  case oscillates = "F133"
  /// F134
  case oldTime = "F134"
  /// F135
  case processorShare = "F135"
  /// F136
  case constantTarget = "F136"
  /// F137
  case retiredName = "F137"
  /// F138
  case taskTooLarge = "F138"
  /// F140
  case nothingToAggregate = "F140"
  /// F141
  case outsideDomain = "F141"

  /// How much a finding weighs.
  public enum Severity: String, Hashable, Sendable {
    /// The service refuses the formula, or an evaluation ends.
    case error
    /// A formula that probably does not do what is wanted.
    case warning
    /// Something good to know.
    case note
  }

  /// How much a finding of this code weighs.
  public var severity: Severity {
    switch self {
    case .targetReadAfterWrite, .withoutEffect, .hoursInUTC, .oldTime, .retiredName: .note
    default: rawValue < "F1" ? .error : .warning
    }
  }

  /// Whether the service refuses a request with such a formula; other errors end one evaluation.
  public var refusesRequest: Bool {
    switch self {
    case .empty, .tooLong, .tooManyStatements, .unexpectedCharacter, .openString, .unexpectedToken, .missingSemicolon,
      .malformedNumber, .nestedTooDeeply, .unfilledTemplate, .missingName:
      true
    default: false
    }
  }
}
