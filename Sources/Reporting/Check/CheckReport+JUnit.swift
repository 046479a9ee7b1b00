// SPDX-License-Identifier: GPL-3.0-or-later

internal import ResultCheck
internal import Experiments

extension CheckReport {
  /// The findings as JUnit's XML, which GitHub, Azure Pipelines, GitLab and Jenkins show as tests.
  ///
  /// A test case is a metric of a variant: a difference is a failure, what is undecided an error, and what is
  /// for information only is skipped where it is not equal. The dialect is the common one
  /// described at https://github.com/testmoapp/junitxml.
  ///
  /// - Complexity: O(findings).
  package func junit() -> String {
    let findings = check.findings
    let deciding = findings.filter { !$0.isInformational }
    let counts =
      "tests=\"\(findings.count)\" failures=\"\(deciding.count { $0.outcome == .different || $0.outcome == .belowMinimum })\" "
      + "errors=\"\(deciding.count { $0.outcome == .cannotTell })\" "
      + "skipped=\"\(findings.count { $0.isInformational && !$0.outcome.isGood })\""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"poolsim check\" \(counts)>\n"
    text += "  <testsuite name=\"\(Self.escaped("\(candidate) beside \(baseline)"))\" \(counts)>\n"
    for finding in findings { text += Self.testCase(finding) }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private static func testCase(_ finding: CheckFinding) -> String {
    let owner = finding.key.map { $0.description } ?? "files"
    let name = finding.metric ?? "all metrics"
    let head = "    <testcase classname=\"\(escaped(owner))\" name=\"\(escaped(name))\""
    guard !finding.outcome.isGood else { return head + "/>\n" }
    let message = escaped(CheckWording.sentence(finding))
    let element =
      if finding.isInformational {
        "<skipped message=\"\(message)\"/>"
      } else if finding.outcome != .cannotTell {
        "<failure type=\"\(finding.outcome.rawValue)\" message=\"\(message)\">\(message)</failure>"
      } else {
        "<error type=\"cannot tell\" message=\"\(message)\">\(message)</error>"
      }
    return "\(head)>\n      \(element)\n    </testcase>\n"
  }

  /// A text as XML 1.0 allows it in an attribute or an element; characters that it forbids become a question mark.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
