// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Files
package import Interchange

extension JSONWriter {
  /// Writes a row as members of the object that is open: a key and a value a column.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func members<Row>(of row: Row, _ columns: [Column<Row>]) throws(Failure) {
    for column in columns {
      try key(column.name)
      try value(column.cell(row))
    }
  }
}
