// SPDX-License-Identifier: GPL-3.0-or-later

/// What happens to the tasks of nodes that an evaluation takes away (REST reference, `ComputeNodeDeallocationOption`).
public enum FormulaDeallocationOption: String, CaseIterable, Hashable, Sendable {
  /// Tasks are stopped and wait again.
  case requeue
  /// Tasks are stopped for good.
  case terminate
  /// Nodes wait until their tasks end.
  case taskCompletion = "taskcompletion"
  /// Nodes wait until the data of their tasks need no longer be kept.
  case retainedData = "retaineddata"
}
