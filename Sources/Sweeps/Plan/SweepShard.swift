// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics

/// One of several parts of a sweep that are run without a coordinator.
///
/// Cell number `n` belongs to shard `n mod count + 1`, so that neighbouring cells, which take about as long, are spread
/// over the shards.
package struct SweepShard: Hashable, Sendable {
  /// The number of the shard, from 1.
  package let number: Int
  /// How many shards there are.
  package let count: Int

  /// The most shards that a sweep may have.
  package static let countLimit = 100_000

  /// Names a shard.
  ///
  /// - Throws: `Failure` unless 1 <= number <= count.
  package init(number: Int, count: Int) throws(Failure) {
    guard (1...Self.countLimit).contains(count), (1...count).contains(number) else {
      throw Self.failure(
        "there is no shard \(number)/\(count); shards are 1/N to N/N, with N at most \(Self.countLimit)")
    }
    self.number = number
    self.count = count
  }

  /// Reads `I/N`.
  ///
  /// - Throws: `Failure` when it is not of that form.
  package init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else {
      throw Self.failure("\(PrintableText.quoted(text)) is not a shard; write it as 3/16")
    }
    try self.init(number: number, count: count)
  }

  /// What a scheduler's environment says, if anything: Slurm arrays, Slurm steps, Open MPI, MPICH and Intel MPI.
  ///
  /// A Slurm array whose indices do not begin at 0 or 1 is understood through `SLURM_ARRAY_TASK_MIN`. A step within an
  /// array element divides the element's share further.
  ///
  /// - Parameter environment: The environment of the process.
  /// - Throws: `Failure` when a variable is not a number or lies outside its count.
  package init?(environment: [String: String]) throws(Failure) {
    var number = 1
    var count = 1
    var isFound = false
    func read(_ rank: String, _ size: String, first: Int) throws(Failure) {
      guard let rankText = environment[rank], let sizeText = environment[size] else { return }
      guard let index = Int(rankText), let total = Int(sizeText), (1...Self.countLimit).contains(total),
        case (let place, let overflows) = index.subtractingReportingOverflow(first), !overflows,
        (0..<total).contains(place)
      else {
        let shown = "\(PrintableText.short(rankText)) is not a number of a shard where \(size)="
        throw Self.failure("\(rank)=\(shown)\(PrintableText.short(sizeText))", at: rank)
      }
      number = (number - 1) * total + place + 1
      count *= total
      isFound = true
    }
    let first = environment["SLURM_ARRAY_TASK_MIN"].flatMap { Int($0) } ?? 0
    try read("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", first: first)
    let launchers = [
      ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"), ("SLURM_PROCID", "SLURM_NTASKS"),
    ]
    // One launcher only: srun sets PMI variables beside its own.
    if let launcher = launchers.first(where: { environment[$0.0] != nil && environment[$0.1] != nil }) {
      try read(launcher.0, launcher.1, first: 0)
    }
    guard isFound, count > 1 else { return nil }
    try self.init(number: number, count: count)
  }

  private static func failure(_ message: String, at place: String = "--shard") -> Failure {
    Failure(.invalid, .shard, at: SourcePlace(file: place), message)
  }

  /// Whether a cell belongs to the shard.
  package func contains(_ cell: SweepPlan.Cell) -> Bool {
    cell.number % count == number - 1
  }

  /// The shard as `3/16`.
  package var text: String { "\(number)/\(count)" }

  /// The name of its part in files: `shard-3-of-16`.
  package var fileStem: String { "shard-\(number)-of-\(count)" }
}
