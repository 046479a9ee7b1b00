// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Foundation
import Testing

@Suite("Codes of diagnostics")
struct DiagnosticCodeTests {
  @Test("codes are unique and ascending, and each is explained")
  func areExplained() {
    let codes = DiagnosticCode.all.map(\.rawValue)
    #expect(codes == Set(codes).sorted())
    for code in DiagnosticCode.all {
      #expect(code.rawValue.wholeMatch(of: /E[0-9]{4}/) != nil, "\(code)")
      for text in [code.title, code.meaning, code.cure, code.example] { #expect(!text.isEmpty, "\(code)") }
      #expect(DiagnosticCode.named(code.rawValue) == code)
    }
    #expect(DiagnosticCode.named("E9999") == nil)
  }

  @Test("every code that is declared is in the list of its series")
  func areListed() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Diagnostics/Codes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let texts = try files.map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
    let declared = texts.joined().matches(of: /= DiagnosticCode\(\s*"(E[0-9]{4})"/).map { String($0.1) }
    #expect(declared.sorted() == DiagnosticCode.all.map(\.rawValue))
  }
}
