// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// The version of this tool and of what its results depend on.
enum ToolVersion {
  /// The version of this tool (semantic versioning; see CHANGELOG.md).
  static let tool = "0.2.0"
  /// The version of the GNU Scientific Library in use.
  static var gsl: String { GNUScientificLibrary.version }
  /// What `--version` prints.
  static var description: String { "poolsim \(tool) (GSL \(gsl))" }
}
