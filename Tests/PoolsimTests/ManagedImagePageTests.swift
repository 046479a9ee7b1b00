// SPDX-License-Identifier: GPL-3.0-or-later

import ServiceRules
import Foundation
import Scenarios
import TestSupport
import Testing

/// That the guide to the managed-image page has every statement of the page, and that what it names shows it.
///
/// The list below is the measure: what the page ("Use a managed image to create a custom image pool", 1 July 2020, with
/// what later texts added) and its companion on galleries say, each statement in a line of our own words.
@Suite("Guide to the managed-image page")
struct ManagedImagePageTests {
  /// What shows a statement, as the last column of the guide's tables names it.
  private enum Witness {
    /// A rule, by its code.
    case rule(String)
    /// A key of the scenario format, or a value of one.
    case key(String)
    /// A part of a command that the guide shows.
    case command(String)
    /// Nothing does, and why.
    case notChecked(String)
  }

  private struct Statement {
    /// Stays the same for ever: S and a number for the page, G and a number for the page on galleries.
    let mark: String
    let words: String
    let witnesses: [Witness]

    init(_ mark: String, _ words: String, _ witnesses: Witness...) {
      self.mark = mark
      self.words = words
      self.witnesses = witnesses
    }

    var rules: [String] {
      witnesses.compactMap { if case .rule(let code) = $0 { code } else { nil } }
    }
  }

  private static let page: [Statement] = [
    .init("S1", "a pool gets an image of its own through a gallery, or from a managed image alone", .key("kind")),
    .init(
      "S2", "in 2020: mostly take a gallery, for faster, larger, more reliable pools",
      .command("large-pool.yaml#gallery")),
    .init("S3", "since 2023: move to a gallery, a guide shows how", .rule("R140"), .rule("R134")),
    .init("S4", "a managed image alone works up to version 2019-08-01 of the API", .rule("R101")),
    .init(
      "S5", "the example of a request has version 2020-03-01 of the management API",
      .command("account.apiVersion=2020-03-01")),
    .init("S6", "pools from managed images are retired after 31 March 2026", .rule("R134")),
    .init(
      "S7", "links lead to pages on identities, snapshots, Packer and galleries",
      .notChecked("links ask for nothing")),
    .init("S8", "the image is in the subscription of the account", .rule("R102")),
    .init("S9", "the image is in the region of the account", .rule("R103")),
    .init(
      "S10", "it should be made from snapshots: of the system disk and, if wanted, of data disks",
      .rule("R112"), .key("source")),
    .init("S11", "every pool has an image of its own", .rule("R106")),
    .init("S12", "the API takes the resource id of the image", .rule("R105"), .key("id")),
    .init("S13", "the image exists as long as the pool", .command("image-deleted.yaml"), .key("deleteImage")),
    .init("S14", "when the pool is deleted, it may go", .notChecked("no scenario deletes a pool")),
    .init("S15", "the client authenticates by Azure AD", .rule("R104")),
    .init("S16", "that identity may read the image", .notChecked("no scenario knows the roles of an identity")),
    .init("S17", "a source may be snapshots of the system and data disks of a VM", .key("source"), .key("snapshot")),
    .init("S18", "or a generalized VM with managed disks", .key("source"), .key("generalizedVM")),
    .init("S19", "or a generalized VHD that was uploaded from on premises", .key("source"), .key("vhd")),
    .init("S20", "to scale reliably, only the first is recommended", .rule("R112"), .command("image-source.yaml")),
    .init("S21", "the VM starts from a first-party image of the marketplace that Batch supports", .rule("R113")),
    .init(
      "S22", "a call lists the images that Batch supports, with their node agents",
      .notChecked("poolsim has no such list")),
    .init("S23", "an image of a third party, with terms of its own, cannot be the base", .rule("R113")),
    .init(
      "S24", "since 2024: through a gallery it can",
      .rule("R144"), .command("variants.gallery.image.thirdParty=true")),
    .init("S25", "the VM has a managed disk, as it has unless told otherwise", .rule("R115")),
    .init("S26", "no VM extensions are installed in it", .rule("R114")),
    .init("S27", "its data disks are mounted and formatted from within a VM", .rule("R116")),
    .init("S28", "it keeps the default temporary drive, where the node agent works", .rule("R117")),
    .init("S29", "its system disk is not encrypted (since November 2020)", .rule("R137")),
    .init("S30", "it gets its software and data by hand, over RDP or SSH", .notChecked("it leaves no trace in a pool")),
    .init(
      "S31", "a snapshot is a full, read-only copy, by the portal or by commands",
      .notChecked("it leaves no trace in a pool")),
    .init("S32", "`az image create` makes the image from a snapshot of the system disk", .key("snapshot")),
    .init("S33", "and, if wanted, from snapshots of data disks", .notChecked("they have no key")),
    .init(
      "S34", "its C# example names VM size, image, node agent and a number of nodes",
      .command("pool.targetDedicatedNodes=300")),
    .init(
      "S35", "its request names VM size, image and node agent alone",
      .command("poolsim import scenarios/page-body.json")),
    .init("S36", "from hundreds of nodes on, an image from a snapshot is important", .rule("R112")),
    .init("S37", "at most 2,500 dedicated nodes", .rule("R108"), .command("account.managedImageLimit=2500")),
    .init("S38", "at most 1,000 low-priority nodes (since 2023: spot)", .rule("R109")),
    .init(
      "S39", "the sum counts over all pools on an image or on images of one snapshot",
      .rule("R108"), .command("shared-managed-image.yaml")),
    .init("S40", "an image or its snapshot is recommended for one pool only", .rule("R106"), .rule("R107")),
    .init("S41", "inbound NAT pools may lower the limits", .rule("R111")),
    .init("S42", "a pool of a fixed size should have a longer timeout, such as 20 to 30 minutes", .rule("R120")),
    .init("S43", "what one resize does not reach, another is asked for", .key("policy"), .key("until-target")),
    .init("S44", "above 300 nodes several resizes may be needed", .rule("R123"), .command("thousand-nodes.yaml")),
    .init(
      "S45", "a gallery image makes larger pools, with more replicas for them",
      .command("variants.gallery.image.replicas=10")),
    .init(
      "S46", "in 2020: up to 25 % sooner steady, nodes idle up to 30 % sooner",
      .command("large-pool.yaml#gallery")),
    .init(
      "S47", "the way of making the image depends on the account's mode",
      .rule("R119"), .key("poolAllocationMode")),
    .init("S48", "in user-subscription mode Packer may make a managed image itself", .rule("R119")),
    .init("S49", "in Batch service mode it makes a VHD, which is imported as a managed image", .rule("R118")),
    .init(
      "S50", "what the image was made from exists as long as a pool uses it",
      .command("resize-errors.yaml"), .key("deleteSnapshot")),
    .init(
      "S51", "when the image or what it was made from is deleted, the pool cannot be scaled",
      .command("image-deleted.yaml")),
    .init("S52", "nodes may fail to be allocated when the pool is made", .command("variants.deleted.faults.0.at=0 s")),
    .init("S53", "and resizes may fail", .command("image-deleted.yaml")),
    .init(
      "S54", "an error like `AllocationFailed` may come, which asks to resize again",
      .command("poolsim explain AllocationFailed")),
    .init("S55", "the cure: see that neither has been removed", .command("poolsim explain AllocationFailed")),
  ]

  private static let galleryPage: [Statement] = [
    .init("G1", "a version has a replica for every 300 nodes of each pool, and more are better", .rule("R124")),
    .init("G2", "in 2020 it was one for every 600", .rule("R139")),
    .init("G3", "a fixed pool has 15 minutes for every 1,000 nodes", .rule("R121")),
    .init("G4", "above 600 nodes, more replicas save time", .command("variants.gallery.image.replicas=10")),
    .init("G5", "the client authenticates by Azure AD", .rule("R104")),
    .init("G6", "the version is replicated to the region of the account", .rule("R129")),
    .init("G7", "a gallery in another subscription of the tenant: register the provider there", .rule("R136")),
    .init("G8", "until September 2020 it had to be the account's own subscription", .rule("R145")),
    .init("G9", "until 2024 the base had to be a first-party image", .rule("R144")),
    .init("G10", "images must be generalized, not specialized", .rule("R163")),
    .init("G11", "the cache of the system disk is ReadWrite", .rule("R163")),
    .init("G12", "a purchase plan must match that of the base image", .notChecked("no key has a plan")),
    .init("G13", "the role of a reader alone is not enough", .notChecked("no scenario knows the roles of an identity")),
    .init("G14", "the node agent's SKU must match the image", .notChecked("poolsim has no list of them")),
  ]

  private static let statements = page + galleryPage

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The guide: its text outside of blocks of code, and the commands in those for a shell.
  private struct Guide {
    var prose: [Substring] = []
    var commands: [Substring] = []

    init() throws {
      let text = try String(
        contentsOf: ManagedImagePageTests.root.appendingPathComponent("docs/guides/managed-image-page.md"),
        encoding: .utf8)
      var block: Substring?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("```") {
          block = block == nil ? line.dropFirst(3) : nil
        } else if block == nil {
          prose.append(line)
        } else if block == "sh", line.hasPrefix("poolsim ") {
          commands.append(line)
        }
      }
    }

    /// The last two cells of every row that begins with a mark.
    func rows(_ mark: String) -> [(words: String, witnesses: String)] {
      prose.filter { $0.hasPrefix("| \(mark) |") }.map { line in
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        return cells.count == 3 ? (cells[1], cells[2]) : ("", "")
      }
    }
  }

  @Test("every statement stands in the guide once, in the same words, with what shows it")
  func hasStatements() throws {
    let guide = try Guide()
    for statement in Self.statements {
      let rows = guide.rows(statement.mark)
      #expect(rows.count == 1, "\(statement.mark) has \(rows.count) rows")
      guard let row = rows.first else { continue }
      #expect(row.words == statement.words, "\(statement.mark)")
      #expect(!statement.witnesses.isEmpty, "\(statement.mark) is shown by nothing")
      for witness in statement.witnesses {
        switch witness {
        case .rule(let code): #expect(row.witnesses.contains("**\(code)**"), "\(statement.mark) without \(code)")
        case .key(let text), .command(let text):
          #expect(row.witnesses.contains("`\(text)`"), "\(statement.mark) without \(text)")
        case .notChecked(let reason): #expect(row.witnesses == "not checked: \(reason)", "\(statement.mark)")
        }
      }
      let named = row.witnesses.matches(of: /\*\*(R[0-9]+)\*\*/).map { String($0.1) }
      #expect(Set(named) == Set(statement.rules), "\(statement.mark) names other rules")
    }
  }

  @Test("every mark in the guide has its statement, and no statement has the mark of another")
  func knowsMarks() throws {
    let marks = Self.statements.map(\.mark)
    #expect(Set(marks).count == marks.count)
    let known = Set(marks)
    var found: Set<String> = []
    for line in try Guide().prose {
      for match in line.matches(of: /\b[SG][0-9]+\b/) {
        let mark = String(match.0)
        found.insert(mark)
        #expect(known.contains(mark), "\(mark) has no statement: \(line)")
      }
      if line.hasPrefix("| S") || line.hasPrefix("| G") {
        #expect(line.prefixMatch(of: #/\| [SG][0-9]+ \| /#) != nil, "a row without a whole mark: \(line)")
      }
    }
    #expect(found == known)
  }

  @Test("what is named exists: rules, keys of the format, and commands that the guide shows")
  func namesWhatExists() throws {
    let commands = try Guide().commands
    let schema = try Poolsim.run(["schema"]).output
    let codes = Set(PreflightRule.all.map(\.code))
    for statement in Self.statements {
      for witness in statement.witnesses {
        switch witness {
        case .rule(let code): #expect(codes.contains(code), "\(statement.mark): \(code) is not a rule")
        case .key(let name):
          #expect(schema.contains("\"\(name)\""), "\(statement.mark): the schema has no \(name)")
        case .command(let part):
          #expect(commands.contains { $0.contains(part) }, "\(statement.mark): no command has \(part)")
        case .notChecked(let reason): #expect(!reason.isEmpty, "\(statement.mark)")
        }
      }
    }
  }

  @Test("every rule is told by a command of the guide, on a day on which it applies")
  func tellsRules() throws {
    var told: Set<String> = []
    for command in try Guide().commands
    where command.hasPrefix("poolsim validate scenarios/") && !command.contains("--simulate") {
      let ending = try Poolsim.shell(String(command), folder: Self.root.path)
      // Exit code 1 is the answer to a rule: a scenario with errors of its own would have it too.
      #expect(
        ending.output.contains(": valid") || ending.output.contains("the service would refuse")
          || command.contains("resizeTimeout=4 min") && ending.errors.contains("E0109"), "\(command): \(ending.errors)")
      for line in ending.errors.split(separator: "\n") where !line.contains("(no longer applies") {
        if let match = line.firstMatch(of: /\b[a-z]+\[(R[0-9]+)\]:/) { told.insert(String(match.1)) }
      }
    }
    for rule in PreflightRule.all { #expect(told.contains(rule.code), "no command is told \(rule.code)") }
  }
}
