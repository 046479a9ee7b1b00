// SPDX-License-Identifier: GPL-3.0-or-later

/// A file that Azure printed, or would take.
package struct AzureDocument: Hashable, Sendable {
  /// The text.
  package let json: String
  /// What the file is called in diagnostics.
  package let file: String

  /// Makes a document from a text and its name.
  package init(json: String, file: String) {
    self.json = json
    self.file = file
  }
}
