// SPDX-License-Identifier: GPL-3.0-or-later

/// Something that keeps a pool body from becoming a scenario, and where in the text it stands.
struct AzurePoolProblem: Error, Hashable, Sendable {
  /// What kind of problem it is, by its diagnostic code.
  enum Code: String, CaseIterable, Sendable {
    case notJSON = "E0601"
    case endsEarly = "E0602"
    case encoding = "E0603"
    case tooLarge = "E0604"
    case duplicate = "E0605"
    case wrongType = "E0606"
    case outOfRange = "E0607"
    case missing = "E0608"
    case noPool = "E0609"
    case autoscale = "E0610"
    case imageIdentifier = "E0612"
    case imageChoice = "E0613"
    case duration = "E0614"
    case resizeTimeout = "E0615"
    case vmSize = "E0616"
    case expression = "E0617"
    case contradiction = "E0618"
    case malformedExpression = "E0619"
    case parameters = "E0620"
    case parameterLimit = "E0621"
    case poolIdentifier = "E0622"
  }

  /// How many problems of one text are listed: somebody has to read them.
  static let mostListed = 100

  let code: Code
  /// Where it stands, counted in bytes of UTF-8 from 0; what stands in a file of parameters counts on behind the document.
  let offset: Int
  let message: String

  init(_ code: Code, at offset: Int, _ message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }
}
