// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation
internal import Synchronization

/// A result folder that appears under its name all at once, or not at all.
///
///     begin: DIR.tmp-PID is made -> createFile ... close -> publish: DIR.tmp-PID becomes DIR
///                                                        -> discard: DIR.tmp-PID is removed
///
/// An existing `DIR` stays whole until the new one takes its place, in one step where the file system can exchange two
/// folders. Only a folder that holds nothing but earlier results is replaced; anything else is an error. All members
/// may be called from any thread: an interruption may ``discard()`` while another thread still writes.
package final class OutputDirectory: Sendable {
  /// The file that tells a result folder from any other.
  package static let manifestName = "manifest.json"

  private enum Phase {
    case open(files: [String])
    case published
    case discarded
  }

  /// The folder as the caller named it.
  package let path: String
  private let target: OutputPath
  private let temporary: String
  /// Says, as long as it is open, that this process works on the temporary folder.
  private let lock: Int32
  private let replaceableNames: Set<String>
  private let phase = Mutex(Phase.open(files: []))

  /// Begins a result folder.
  ///
  /// - Parameters:
  ///   - path: Where it shall stand in the end.
  ///   - replaceableNames: Names of files that an earlier result may hold. A folder with any other entry is not replaced.
  /// - Throws: `Failure` when something else stands there or nothing can be made there.
  package init(path: String, replaceableNames: Set<String>) throws(Failure) {
    self.path = path
    self.replaceableNames = replaceableNames
    target = try OutputPath(path)
    try Self.checkReplaceable(target, names: replaceableNames)
    target.removeTemporariesOfTheDead(names: replaceableNames)
    temporary = try target.makeTemporary { mkdir($0, 0o777) == 0 }
    lock = OutputPath.lock(temporary)
  }

  deinit {
    if lock >= 0 { _ = close(lock) }
  }

  /// Creates a file in the folder.
  ///
  /// - Parameter name: The name of the file, without a folder.
  /// - Returns: Its writer, which the caller closes.
  /// - Throws: `Failure` when it cannot be made, or after ``discard()``.
  package func createFile(_ name: String) throws(Failure) -> ByteWriter {
    let file = temporary + "/" + name
    let finalName = path + "/" + name
    let result: Result<ByteWriter, Failure> = phase.withLock { phase in
      guard case .open(let files) = phase else {
        return .failure(Failure(.cannotCreate, path: finalName, message: "the result was given up"))
      }
      let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        return .failure(Failure(.cannotCreate, path: finalName, doing: "cannot create the file", errno: errno))
      }
      phase = .open(files: files + [file])
      return .success(ByteWriter(descriptor: descriptor, path: finalName))
    }
    return try result.get()
  }

  /// Lets the folder take its name.
  ///
  /// - Precondition: Every file was closed.
  /// - Throws: `Failure` when the name was taken in the meantime, or after ``discard()``.
  package func publish() throws(Failure) {
    let failure: Failure? = phase.withLock { phase in
      guard case .open = phase else {
        return Failure(.cannotCreate, path: path, message: "the result was given up")
      }
      do throws(Failure) {
        try takeName()
        phase = .published
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Removes everything that was written; does nothing after ``publish()``.
  package func discard() {
    phase.withLock { phase in
      guard case .open(let files) = phase else { return }
      for file in files { _ = unlink(file) }
      _ = rmdir(temporary)
      phase = .discarded
    }
  }

  private func takeName() throws(Failure) {
    try Self.checkReplaceable(target, names: replaceableNames)
    if target.occupant == .nothing {
      guard rename(temporary, target.resolved) == 0 else {
        throw Failure(.cannotCreate, path: path, doing: "cannot create the folder", errno: errno)
      }
    } else if Self.exchange(temporary, target.resolved) {
      removeResults(in: temporary)
    } else {
      try replaceInTwoSteps()
    }
    target.synchroniseParent()
  }

  /// For file systems that cannot exchange two folders.
  private func replaceInTwoSteps() throws(Failure) {
    let old = temporary + "-old"
    guard rename(target.resolved, old) == 0 else {
      throw Failure(.cannotCreate, path: path, doing: "cannot replace the folder", errno: errno)
    }
    guard rename(temporary, target.resolved) == 0 else {
      let code = errno
      _ = rename(old, target.resolved)
      throw Failure(.cannotCreate, path: path, doing: "cannot replace the folder", errno: code)
    }
    removeResults(in: old)
  }

  private func removeResults(in folder: String) {
    for name in replaceableNames { _ = unlink(folder + "/" + name) }
    _ = rmdir(folder)
  }

  /// Swaps two folders in one step; false where the system or the file system cannot.
  private static func exchange(_ left: String, _ right: String) -> Bool {
    #if os(Linux)
      // The C library has renameat2 (since glibc 2.28), but Swift's module of it does not show it.
      typealias RenameAt2 = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, left, AT_FDCWD, right, 2 /* RENAME_EXCHANGE */) == 0
    #else
      renamex_np(left, right, UInt32(RENAME_SWAP)) == 0
    #endif
  }

  private static func checkReplaceable(_ target: OutputPath, names: Set<String>) throws(Failure) {
    switch target.occupant {
    case .nothing: return
    case .regularFile, .special:
      throw Failure(
        .cannotCreate, path: target.given, code: .outputOccupied,
        message: "there is a file of that name; name a folder for the results")
    case .folder:
      guard let entries = try? FileManager.default.contentsOfDirectory(atPath: target.resolved) else {
        throw Failure(.cannotCreate, path: target.given, message: "the folder exists and cannot be read")
      }
      if entries.isEmpty { return }
      guard entries.contains(manifestName), isManifest(target.resolved + "/" + manifestName) else {
        throw Failure(
          .cannotCreate, path: target.given, code: .outputOccupied,
          message: "the folder exists and holds no earlier result (no \(manifestName) of poolsim); name another one")
      }
      let isResult = { (name: String) in
        names.contains(name) && OutputPath.isRegularFile(target.resolved + "/" + name)
      }
      if let stranger = entries.sorted().first(where: { !isResult($0) }) {
        throw Failure(
          .cannotCreate, path: target.given, code: .outputOccupied,
          message: "the folder exists and holds \(stranger), which is not part of a result; name another one")
      }
    }
  }

  /// What a manifest says that is looked at here.
  private struct Manifest: Decodable {
    let tool: String
  }

  /// The largest manifest that is looked at [bytes]: 64 MiB, four times the largest scenario.
  private static let largestManifest = 64 << 20

  /// Whether a file is the manifest of a result of this tool, not of something else.
  private static func isManifest(_ path: String) -> Bool {
    guard OutputPath.isRegularFile(path),
      let bytes = try? TextFile.bytes(path, upTo: largestManifest, remembering: false),
      bytes.count <= largestManifest, let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes))
    else { return false }
    return manifest.tool == "poolsim"
  }
}
