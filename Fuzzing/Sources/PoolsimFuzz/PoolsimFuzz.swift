// SPDX-License-Identifier: GPL-3.0-or-later

import CFuzzer
import Foundation

/// Runs libFuzzer: SwiftPM wants a main function of the program's own.
@main
struct PoolsimFuzz {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    withUnsafeMutablePointer(to: &arguments) { start in
      start.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) { pointer in
        exit(LLVMFuzzerRunDriver(&count, pointer, fuzzOneInput))
      }
    }
  }
}

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzTarget.chosen.check(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
  return 0
}
