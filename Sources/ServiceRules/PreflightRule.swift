// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Quantities

/// A published rule of the service that a scenario can meet or break before a node is paid for.
package struct PreflightRule: Sendable {
  /// What happens to those who break a rule.
  package enum Severity: String, CaseIterable, Hashable, Sendable {
    /// The service refuses the request, or stops short of the target.
    case refused
    /// The documentation warns of it.
    case warning
    /// It is good to know.
    case advice
  }

  /// A page of the service's documentation, as it stood on a day.
  package struct Source: Hashable, Sendable {
    /// The title of the page.
    package let page: String
    /// The date that the page carries, by ISO 8601; a year, or a year and month, where no more is known.
    package let date: String
  }

  /// The end of a rule.
  package struct Retirement: Hashable, Sendable {
    /// The last day on which the rule applied.
    package let date: CalendarDate
    /// Why it applies no longer.
    package let note: String
    /// Whether another rule took its place: then nothing is found by this one any more. Where there is none, what the
    /// rule was about has gone altogether, and breaking it is still told.
    package let isReplaced: Bool
  }

  /// The code that `poolsim explain` knows, such as `R101`.
  package let code: String
  /// The rule in a few words.
  package let title: String
  /// What happens to those who break it.
  package let severity: Severity
  /// Where it was published.
  package let source: Source
  /// The first day on which it is known to have been published; nil where it is as old as the rules here are.
  package let since: CalendarDate?
  /// Where it no longer applies; nil while it does.
  package let retirement: Retirement?
  /// The codes of published rules that say something else about the same thing.
  package let conflicts: [String]
  /// What it means.
  package let meaning: String
  /// What to do about it.
  package let cure: String
  /// A line of a scenario that breaks it.
  package let example: String
  let check: @Sendable (PreflightSubject) -> [PreflightSubject.Hit]

  init(
    _ code: String, _ title: String, _ severity: Severity, _ source: Source, since: String? = nil,
    retired: Retirement? = nil, conflicts: [String] = [], meaning: String, cure: String, example: String,
    check: @escaping @Sendable (PreflightSubject) -> [PreflightSubject.Hit]
  ) {
    self.code = code
    self.title = title
    self.severity = severity
    self.source = source
    self.since = since.map { date in
      guard let date = CalendarDate(date) else { preconditionFailure("\(date) is not the date of a rule") }
      return date
    }
    retirement = retired
    self.conflicts = conflicts
    self.meaning = meaning
    self.cure = cure
    self.example = example
    self.check = check
  }

  /// Every rule, by ascending code.
  package static let all: [PreflightRule] =
    (managedImageRules + imageRules + sizeRules + galleryRules + nodeRules + formulaRules).sorted { $0.code < $1.code }

  /// The rule of a code; nil when there is none.
  ///
  /// - Complexity: O(rules).
  package static func named(_ code: String) -> PreflightRule? {
    all.first { $0.code == code }
  }

  /// Whether the rule applies on a day.
  package func applies(on date: CalendarDate) -> Bool {
    isPublished(on: date) && (retirement.map { date <= $0.date } ?? true)
  }

  /// Whether breaking the rule is reported on a day: not before it was published, and not when another has taken its place.
  func isTold(on date: CalendarDate) -> Bool {
    isPublished(on: date) && (applies(on: date) || retirement?.isReplaced != true)
  }

  private func isPublished(on date: CalendarDate) -> Bool {
    since.map { $0 <= date } ?? true
  }
}

extension PreflightRule.Source {
  private init(_ page: String, _ date: String) {
    self.init(page: page, date: date)
  }

  static let managedImagePage = Self("Use a managed image to create a custom image pool", "2023-04-06")
  static let galleryPage = Self("Use the Azure Compute Gallery to create a custom image pool", "2024-03-04")
  static let quotaPage = Self("Batch service quotas and limits", "2019-08-13")
  static let laterQuotaPage = Self("Batch service quotas and limits", "2021-07-20")
  static let virtualMachinePage = Self("How to create a managed image of a virtual machine or VHD", "2018-10-08")
  static let migrationGuide = Self(
    "Batch custom image pool without Azure Compute Gallery retirement migration guide", "2023-03-07")
  static let oldGalleryPage = Self("Use the Shared Image Gallery to create a custom image pool", "2020-07-01")
  static let galleryOverview = Self("Store and share images in an Azure Compute Gallery: scaling", "2025-07")
  static let galleryLimits = Self("Store and share images in an Azure Compute Gallery: limits", "2022-08-12")
  static let galleryPractices = Self("Store and share images in an Azure Compute Gallery: best practices", "2025-07")
  static let galleryReplication = Self("Store and share images in an Azure Compute Gallery: replication", "2025-07")
  static let oldGalleryOverview = Self("Shared Image Gallery overview", "2020")
  static let restReference = Self("Batch service REST reference: Pool - Add", "2019-08-01")
  static let errorPage = Self("Check for pool and node errors", "2019-08-23")
  static let spotNotice = Self("Azure/Batch issue 196", "2026-02-25")
  static let ephemeralDiskPage = Self("Use ephemeral OS disk nodes for Azure Batch pools", "2025-03-27")
  static let apiChanges = Self("Batch service REST reference: NodeDeallocationOption", "2026-08-01")
  static let apiRetirement = Self("Azure/Batch issue 140: retirements", "2026-05-15")
  static let supportEnds = Self("Azure/Batch issues 174, 180, 197 and 200: support for systems that ends", "2026-05-15")
  static let seriesRetirement = Self(
    "Azure update 500682, and Azure/Batch issue 140: retirement of VM series", "2026-05-15")
  static let publicAddressPage = Self("Create an Azure Batch pool with specified public IP addresses", "2023-05-26")
  static let zonePage = Self("Create an Azure Batch pool across Availability Zones", "2024-08-12")
  static let taskSlotPage = Self("Run tasks concurrently to maximize usage of Batch compute nodes", "2025-07-01")
  static let capacityPage = Self("Capacity planning for Azure Batch", "2026-09-16")
  static let cloudServiceRetirement = Self(
    "Migrate Batch pool configuration from Cloud Services to Virtual Machine", "2024-02-29")
  static let oldLowPriorityPage = Self("Use low-priority VMs with Batch", "2020-03-19")
}

extension PreflightRule.Retirement {
  private init(_ date: String, _ note: String, isReplaced: Bool = false) {
    guard let date = CalendarDate(date) else { preconditionFailure("\(date) is not the date of a retirement") }
    self.init(date: date, note: note, isReplaced: isReplaced)
  }

  static let managedImages = Self("2026-03-31", "pools from managed images were retired on 2026-03-31")
  static let announcement = Self("2026-03-31", "such pools are refused since (R134)", isReplaced: true)
  static let replicaLimit = Self(
    "2022-08-11", "a page of 2022-08-12 allows 100 for a version; the day of the change is not published",
    isReplaced: true)
  static let replicaAdvice = Self("2021-03-03", "the page of 2021-03-04 says 300", isReplaced: true)
  static let galleryThirdParties = Self(
    "2024-03-03", "the page of 2024-03-04 allows third-party images in a gallery", isReplaced: true)
  static let gallerySubscription = Self(
    "2020-09-14", "the page of 2020-09-15 allows galleries of other subscriptions (R136)", isReplaced: true)
  static let userSubscriptionSpot = Self(
    "2021-11-30", "a page of 2021-12-01 has spot VMs in that mode; the day of the change is not published",
    isReplaced: true)
}
