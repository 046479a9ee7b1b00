// SPDX-License-Identifier: GPL-3.0-or-later

/// Pool bodies and templates of Azure.
extension DiagnosticCode {
  /// The codes of this file, ascending: E0601 to E0625.
  static let bodies: [DiagnosticCode] = [
    .notJSON, .endsEarly, .bodyEncoding, .bodyTooLarge, .duplicateMember, .wrongMemberType, .bodyOutOfRange,
    .missingMember, .noPool, .autoscaledBody, .imageIdentifier, .imageChoice, .bodyDuration, .bodyResizeTimeout,
    .bodyVMSize, .templateExpression, .contradiction, .malformedExpression, .templateParameters, .parameterLimit,
    .poolIdentifier, .linkedTemplate, .differingFiles, .secretFile,
  ]

  /// The text is not JSON.
  package static let notJSON = DiagnosticCode(
    "E0601",
    "the text is not JSON", "A pool body is a JSON document.",
    cure: "Look at the place named: a comma, quote or bracket is missing or superfluous.",
    example: "{ \"id\": \"pool\" }")

  /// The text ends early.
  package static let endsEarly = DiagnosticCode(
    "E0602",
    "the text ends early", "A bracket or quote is still open.", cure: "Check that it was copied whole.",
    example: "{ \"id\": \"pool\" }")

  /// The file is not a text in UTF-8.
  package static let bodyEncoding = DiagnosticCode(
    "E0603",
    "the file is not a text in UTF-8", "It is in another encoding, such as UTF-16 or Latin-1, or damaged.",
    cure: "Save it as UTF-8; the place is that of the first byte that is not UTF-8.",
    example: "iconv -f utf-16 -t utf-8 old.json > pool.json")

  /// The body is too large or too deeply nested.
  package static let bodyTooLarge = DiagnosticCode(
    "E0604",
    "the body is too large or too deeply nested", "A pool body has some kilobytes.",
    cure: "Give one pool, or a list of pools.", example: "az batch pool show --pool-id P > pool.json")

  /// A member appears twice.
  package static let duplicateMember = DiagnosticCode(
    "E0605",
    "a member appears twice", "One of the values would be lost silently.", cure: "Remove one.",
    example: "{ \"id\": 1, \"id\": 2 }")

  /// A member is of another type than the service's.
  package static let wrongMemberType = DiagnosticCode(
    "E0606",
    "a member is of another type than the service's", "A text was found where a number was expected, for example.",
    cure: "Write what the message expects.", example: "\"targetDedicatedNodes\": 300")

  /// A number is out of range.
  package static let bodyOutOfRange = DiagnosticCode(
    "E0607",
    "a number is out of range", "The service would refuse it.", cure: "Stay within the range named.",
    example: "\"targetDedicatedNodes\": 300")

  /// Something that the model needs is missing.
  package static let missingMember = DiagnosticCode(
    "E0608",
    "something that the model needs is missing", "The body does not say it, and there is no sensible default.",
    cure: "Add it to the body.", example: "\"vmSize\": \"STANDARD_D2S_V3\"")

  /// There is no pool in the document.
  package static let noPool = DiagnosticCode(
    "E0609",
    "there is no pool in the document", "It is neither a body of the management plane nor one of the data plane.",
    cure: "Export the pool again.", example: "az batch pool show --pool-id P > pool.json")

  /// The automatic scaling of a pool is malformed.
  package static let autoscaledBody = DiagnosticCode(
    "E0610",
    "the automatic scaling of a pool is malformed",
    "There is no formula, or it is evaluated more often than every 5 minutes or less often than every 168 hours.",
    cure: "Give the formula and the interval that the pool has; the formula is kept, and the target simulated.",
    example:
      "\"autoScale\": { \"formula\": \"$TargetDedicatedNodes = 300;\", \"evaluationInterval\": \"PT15M\" }")

  /// The id of an image is malformed.
  package static let imageIdentifier = DiagnosticCode(
    "E0612",
    "the id of an image is malformed", "The service would refuse it.",
    cure: "Copy the resource id from the portal.",
    example: "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/images/I")

  /// The image reference names no image, or two.
  package static let imageChoice = DiagnosticCode(
    "E0613",
    "the image reference names no image, or two", "It needs an id, or publisher, offer and sku.",
    cure: "Keep one of them.", example: "\"imageReference\": { \"id\": \"/subscriptions/...\" }")

  /// A duration is malformed.
  package static let bodyDuration = DiagnosticCode(
    "E0614",
    "a duration is malformed", "Times are written by ISO 8601.", cure: "Write hours, minutes and seconds.",
    example: "\"resizeTimeout\": \"PT15M\"")

  /// The resizeTimeout is out of range.
  package static let bodyResizeTimeout = DiagnosticCode(
    "E0615",
    "the resizeTimeout is out of range", "The service takes 5 minutes and more.", cure: "Write PT5M or more.",
    example: "\"resizeTimeout\": \"PT15M\"")

  /// The vmSize is not the name of a VM size.
  package static let bodyVMSize = DiagnosticCode(
    "E0616",
    "the vmSize is not the name of a VM size", "It is empty or holds spaces.", cure: "Write a size.",
    example: "\"vmSize\": \"STANDARD_D2S_V3\"")

  /// A value is an expression of a template.
  package static let templateExpression = DiagnosticCode(
    "E0617",
    "a value is an expression of a template",
    "The model needs it, and it depends on a parameter without a value, or on what only the deployment knows.",
    cure: "Give the parameter a value (--parameters FILE) or a defaultValue, or put the value in its place.",
    example: "poolsim import template.json --parameters parameters.json")

  /// Two members contradict each other.
  package static let contradiction = DiagnosticCode(
    "E0618",
    "two members contradict each other", "The service would refuse the body.",
    cure: "Keep one of them.", example: "fixedScale and autoScale exclude each other")

  /// An expression of a template is malformed.
  package static let malformedExpression = DiagnosticCode(
    "E0619",
    "an expression of a template is malformed",
    "A bracket or quote is missing, an argument is of another kind, or a name is not declared or refers to itself.",
    cure: "Mend the expression; a deployment would refuse it too.",
    example: "\"[concat('pool', '1')]\"   # not [concat('pool', '1']")

  /// The values of a template's parameters do not fit it.
  package static let templateParameters = DiagnosticCode(
    "E0620",
    "the values of a template's parameters do not fit it",
    "The file is not an object of parameters, one has no value, or the template declares none of that name.",
    cure: "Write each as { \"value\": ... } under the name that the template declares.",
    example: "{ \"parameters\": { \"nodes\": { \"value\": 300 } } }")

  /// The value of a template's parameter is not among those that it takes.
  package static let parameterLimit = DiagnosticCode(
    "E0621",
    "the value of a template's parameter is not among those that it takes",
    "The declaration limits it by minValue, maxValue, minLength, maxLength or allowedValues; a deployment is refused.",
    cure: "Give the parameter another value, or widen its declaration.",
    example: "{ \"type\": \"int\", \"minValue\": 1, \"maxValue\": 500, \"defaultValue\": 300 }")

  /// The id of a pool is malformed.
  package static let poolIdentifier = DiagnosticCode(
    "E0622",
    "the id of a pool is malformed",
    "The service takes 1 to 64 letters, digits, hyphens and underscores; a path is not an id.",
    cure: "Write the id as the service has it.", example: "\"id\": \"render-1\"   # not \"../render\"")

  /// A template links to another, which is not followed.
  package static let linkedTemplate = DiagnosticCode(
    "E0623",
    "a template links to another, which is not followed",
    "The pools are in the other template, and what is read is one file.",
    cure: "Import the other file, with the parameters that it is given.",
    example: "poolsim import pool.json --parameters pool.parameters.json")

  /// Files that are given together do not belong together.
  package static let differingFiles = DiagnosticCode(
    "E0624",
    "files that are given together do not belong together",
    "Two are of different accounts, or a version is not of the image that a pool boots from.",
    cure: "Give the files of one account, and the version that its pools name.",
    example: "poolsim import pool.json account.json version.json")

  /// The file holds secrets and nothing that a scenario needs.
  package static let secretFile = DiagnosticCode(
    "E0625",
    "the file holds secrets and nothing that a scenario needs",
    "Keys of an account say nothing about nodes; poolsim neither prints nor keeps them.",
    cure: "Leave the file out.", example: "az batch account show > account.json   # not: az batch account keys list")
}
