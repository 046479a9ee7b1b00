// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Scripts that run the shards of a sweep on an engine for many machines.
///
/// Shards need no coordinator: each process learns its number from the engine's environment, works in the campaign's
/// folder, and publishes its store by a rename. What a node did not finish is run again by resubmitting its element.
package struct SweepScript: Sendable {
  /// An engine.
  package enum Engine: String, CaseIterable, Sendable {
    /// A Slurm job array.
    case slurm
    /// mpirun of Open MPI or MPICH.
    case mpi
    /// GNU parallel.
    case parallel
    /// A job and its tasks for the Azure Batch service, as JSON.
    case azureBatch = "azure-batch"
  }

  /// The sweep file.
  package let file: String
  /// The folder of the campaign.
  package let campaign: String
  /// The name of the scenario.
  package let name: String
  /// Shards.
  package let shards: Int
  /// Further arguments of every call, such as `--replications 50`.
  package let arguments: [String]

  /// Makes a script.
  package init(file: String, campaign: String, name: String, shards: Int, arguments: [String]) {
    self.file = file
    self.campaign = campaign
    self.name = name
    self.shards = shards
    self.arguments = arguments
  }

  /// The text for an engine.
  package func text(_ engine: Engine) -> String {
    switch engine {
    case .slurm: slurm
    case .mpi: mpi
    case .parallel: parallel
    case .azureBatch: azureBatch
    }
  }

  private var call: String { "poolsim sweep run \(operands)" }

  private var merge: String { "poolsim sweep merge \(operands)" }

  /// The file, the campaign and the further arguments as words of a shell, none of which is taken for an option.
  private var operands: String {
    let paths = [ShellText.quoted(Self.path(file)), "--campaign", ShellText.quoted(Self.path(campaign))]
    return (paths + arguments.map(ShellText.quoted)).joined(separator: " ")
  }

  /// A path that does not begin like an option.
  private static func path(_ path: String) -> String {
    path.hasPrefix("-") && path != "-" ? "./" + path : path
  }

  private var slurm: String {
    """
    #!/bin/bash
    # The sweep \(title) as a Slurm array of \(shards) pilot jobs. Submit with sbatch; a shard that failed is run again by
    # sbatch --array=ITS_NUMBER and goes on where it ended.
    #SBATCH --job-name=\(Self.plain(name))
    #SBATCH --array=1-\(shards)
    #SBATCH --ntasks=1
    #SBATCH --requeue
    # Slurm tells the share in SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT; a shard run alone needs it said.
    exec \(call) --no-progress --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/\(shards)"
    # Afterwards, anywhere: \(merge) --output merged.csv

    """
  }

  private var mpi: String {
    """
    #!/bin/bash
    # The sweep \(title) under mpirun (Open MPI or MPICH): every rank takes its share.
    set -e
    mpirun -n "${1:-\(shards)}" \(call) --no-progress --jobs 1
    \(merge) --output merged.csv

    """
  }

  private var parallel: String {
    """
    #!/bin/bash
    # The sweep \(title) under GNU parallel; add --sshloginfile FILE --env shard for other machines that share the folder.
    set -e
    # A function, because parallel would replace what looks like one of its own marks in the command that it is given.
    shard() {
      \(call) --no-progress --jobs 1 --shard "$1/\(shards)"
    }
    export -f shard
    export PARALLEL_SHELL="$BASH"
    seq 1 \(shards) | parallel --halt soon,fail=1 shard
    \(merge) --output merged.csv

    """
  }

  private var azureBatch: String {
    let tasks = (1...shards).map { shard in
      let line = "/bin/bash -c \(ShellText.quoted("\(call) --no-progress --shard \(shard)/\(shards)"))"
      return """
            {
              "id": "shard-\(shard)-of-\(shards)",
              "commandLine": \(JSONText.quoted(line)),
              "resourceFiles": [{ "storageContainerUrl": "INPUT_CONTAINER_URL" }],
              "outputFiles": [
                {
                  "filePattern": \(JSONText.quoted("\(campaign)/shard-*.sqlite")),
                  "destination": { "container": { "containerUrl": "OUTPUT_CONTAINER_URL" } },
                  "uploadOptions": { "uploadCondition": "taskcompletion" }
                }
              ],
              "constraints": { "maxTaskRetryCount": 3 }
            }
        """
    }
    return """
      {
        "job": {
          "id": \(JSONText.quoted(Self.plain(name))),
          "poolInfo": { "poolId": "POOL" },
          "onAllTasksComplete": "noaction"
        },
        "tasks": [
      \(tasks.joined(separator: ",\n"))
        ]
      }

      """
  }

  /// The scenario's name as a comment has it: on one line, whatever it holds.
  private var title: String { PrintableText.escaped(name) }

  /// A name of letters, digits and hyphens, as jobs have.
  private static func plain(_ text: String) -> String {
    String(text.prefix(64).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
