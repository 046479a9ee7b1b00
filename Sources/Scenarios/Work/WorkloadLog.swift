// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities

/// Reads a log in the Standard Workload Format (D. Feitelson, "The Standard Workload Format", version 2.2): a line a job, 18
/// columns, -1 for what is not known, and a header in lines that begin with a semicolon.
///
/// Lines are read where they lie in the piece that the file gave; one that goes on in the next piece is copied.
struct WorkloadLog {
  private static let columns = 18
  private static let longestLine = 1 << 16

  private let file: TraceFile
  private var number = 0
  /// The beginning of a line whose end is in the next piece.
  private var rest: [UInt8] = []

  init(_ file: TraceFile) {
    self.file = file
  }

  mutating func add(
    _ piece: UnsafeBufferPointer<UInt8>, to collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) {
    var start = 0
    for index in piece.indices where piece[index] == UInt8(ascii: "\n") {
      let line = UnsafeBufferPointer(rebasing: piece[start..<index])
      start = index + 1
      guard rest.isEmpty else {
        rest += line
        try addRest(to: &collector)
        continue
      }
      number += 1
      try add(line: line, to: &collector)
    }
    rest += piece[start...]
    guard rest.count <= Self.longestLine else {
      throw .line(number + 1, "the line is longer than 65536 characters: this is not a log of jobs")
    }
  }

  /// Reads the last line, which may have no line break.
  mutating func finish(_ collector: inout TraceCollector) throws(TraceCollector.LineFault) {
    if !rest.isEmpty { try addRest(to: &collector) }
  }

  private mutating func addRest(to collector: inout TraceCollector) throws(TraceCollector.LineFault) {
    let line = rest
    rest = []
    number += 1
    let number = number
    let file = file
    try line.withUnsafeBufferPointer { bytes throws(TraceCollector.LineFault) in
      try Self.add(line: bytes, number: number, file, to: &collector)
    }
  }

  private func add(
    line bytes: UnsafeBufferPointer<UInt8>, to collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) {
    try Self.add(line: bytes, number: number, file, to: &collector)
  }

  private static func add(
    line bytes: UnsafeBufferPointer<UInt8>, number line: Int, _ file: TraceFile, to collector: inout TraceCollector
  ) throws(TraceCollector.LineFault) {
    var job = LoggedJob()
    var column = 0
    var position = 0
    while true {
      while position < bytes.count, isSpace(bytes[position]) { position += 1 }
      guard position < bytes.count else { break }
      if column == 0, bytes[position] == UInt8(ascii: ";") { return }
      let start = position
      while position < bytes.count, !isSpace(bytes[position]) { position += 1 }
      column += 1
      let cell = UnsafeBufferPointer(rebasing: bytes[start..<position])
      guard let value = DecimalBytes.number(cell) else {
        let text = String(decoding: cell.prefix(100), as: UTF8.self)
        throw .line(line, "column \(column) is \(PrintableText.quoted(text)), which is not a number")
      }
      job.take(value, cell, column: column)
    }
    guard column > 0 else { return }
    guard column == columns else {
      throw .line(line, "the line has \(column) columns; expected 18, as the Standard Workload Format has")
    }
    try job.add(to: &collector, file, line: line)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}

/// What a line says of its job.
private struct LoggedJob {
  private var name = ""
  private var submitted = -1.0
  private var runTime = -1.0
  private var allocated = -1.0
  private var requested = -1.0

  mutating func take(_ value: Double, _ cell: UnsafeBufferPointer<UInt8>, column: Int) {
    switch column {
    case 1: name = String(decoding: cell, as: UTF8.self)
    case 2: submitted = value
    case 4: runTime = value
    case 5: allocated = value
    case 8: requested = value
    default: break
    }
  }

  func add(
    to collector: inout TraceCollector, _ file: TraceFile, line: Int
  ) throws(TraceCollector.LineFault) {
    guard let time = try collector.time(submitted, line: line) else { return }
    for (value, noun) in [
      (runTime, "run time"), (allocated, "number of processors"), (requested, "number of processors"),
    ]
    where value < 0 && value != -1 {
      throw .line(line, "a \(noun) is \(NumberText.written(value)); expected 0 or more, or -1 where it is not known")
    }
    let processors = allocated > 0 ? allocated : requested
    guard runTime >= 0, processors > 0 else {
      collector.skipped += 1
      return
    }
    guard processors == processors.rounded() else {
      throw .line(line, "the job has \(NumberText.written(processors)) processors; expected a whole number")
    }
    let most = 65_535 * file.slotsPerNode
    guard processors <= Double(most) else {
      throw .line(
        line,
        "the job has \(NumberText.written(processors)) processors; at most 65535 nodes with \(file.slotsPerNode) "
          + "slots each run a task, \(most) in all")
    }
    let count = Int(processors)
    let fits = count <= file.slotsPerNode
    try collector.add(
      at: time, duration: runTime, job: collector.job(name), slots: fits ? count : file.slotsPerNode,
      nodes: fits ? 1 : (count + file.slotsPerNode - 1) / file.slotsPerNode, line: line)
  }
}

/// Numbers in decimal digits, read where they lie.
enum DecimalBytes {
  /// The number that some bytes are; nil when they are none, or one beyond every number.
  ///
  /// - Complexity: O(bytes).
  static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    guard !digits.isEmpty else { return nil }
    if digits.count <= 15 {
      var value: Int64 = 0
      var isWhole = true
      for byte in digits {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
          isWhole = false
          break
        }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      }
      if isWhole { return Double(isNegative ? -value : value) }
    }
    // `Double` would read hexadecimal digits, infinity and what is not a number too.
    guard bytes.count <= 400, bytes.allSatisfy({ Self.characters.contains($0) }) else { return nil }
    guard let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }

  private static let characters = Array("+-.0123456789eE".utf8)
}
