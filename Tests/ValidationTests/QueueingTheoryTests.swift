// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import Randomness
import Statistics
import TestSupport
import Testing

/// The engine against queueing theory (Kleinrock 1975, Queueing Systems, volume 1).
///
/// Every comparison is of a mean over 20 independent replications with its theory, within 4.6 standard errors of that
/// mean: with 19 degrees of freedom that fails by chance in 2 of 10,000 seeds. Warm-up: the first tenth is left out.
@Suite("Queueing theory")
struct QueueingTheoryTests {
  static let replications = 20
  static let customers = 20_000
  static let widest = 4.6

  static func expectMean(
    _ values: [Double], _ theory: Double, _ what: String, resolution: Double = 0.1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let tally = Tally(values)
    let error = tally.standardError ?? .infinity
    #expect(
      (tally.mean - theory).magnitude <= widest * error,
      "\(what): \(tally.mean), standard error \(error), theory \(theory)", sourceLocation: sourceLocation)
    // The test must be able to fail: it would notice an error of this share.
    #expect(
      widest * error < resolution * theory, "\(what): a standard error of \(error)", sourceLocation: sourceLocation)
  }

  static func queue(
    arrivalRate: Double, service: Distribution, servers: Int = 1, capacity: Int = .max
  ) throws -> [QueueModel] {
    let interarrival = try Distribution.exponential(mean: 1 / arrivalRate)
    return QueueModel.outcomes(replications) {
      QueueModel(
        interarrival: interarrival, service: service, servers: servers, capacity: capacity, customers: customers,
        replication: $0)
    }
  }

  /// The probability of waiting in M/M/c (Erlang C).
  static func erlangC(_ load: Double, servers: Int) -> Double {
    let blocked = erlangB(load, servers: servers)
    return blocked / (1 - load / Double(servers) * (1 - blocked))
  }

  /// The probability of being turned away in M/G/c/c (Erlang B), by its recursion.
  static func erlangB(_ load: Double, servers: Int) -> Double {
    (1...servers).reduce(1) { blocked, server in load * blocked / (Double(server) + load * blocked) }
  }

  @Test("M/M/1: mean wait rho / (mu - lambda), mean sojourn 1 / (mu - lambda)", arguments: [0.3, 0.5, 0.7])
  func singleServer(load: Double) throws {
    let runs = try Self.queue(arrivalRate: load, service: .exponential(mean: 1))
    Self.expectMean(runs.map { $0.mean(\.waits) }, load / (1 - load), "wait")
    Self.expectMean(runs.map { $0.mean(\.sojourns) }, 1 / (1 - load), "sojourn")
  }

  @Test("M/M/c: mean wait by Erlang C", arguments: [(2, 0.7, 0.1), (5, 0.7, 0.15), (20, 0.8, 0.4)])
  func severalServers(servers: Int, load: Double, resolution: Double) throws {
    let rate = load * Double(servers)
    let runs = try Self.queue(arrivalRate: rate, service: .exponential(mean: 1), servers: servers)
    Self.expectMean(
      runs.map { $0.mean(\.waits) }, Self.erlangC(rate, servers: servers) / (Double(servers) - rate), "wait",
      resolution: resolution)
  }

  static let services: [Distribution] = [
    try? Distribution.constant(1), try? Distribution.gamma(shape: 4, scale: 0.25),
    try? Distribution.lognormal(mean: 1, coefficientOfVariation: 1.5), try? Distribution.uniform(low: 0, high: 2),
  ].compactMap { $0 }

  @Test("M/G/1: mean wait by Pollaczek and Khinchine", arguments: services)
  func generalService(_ service: Distribution) throws {
    let load = 0.6
    let runs = try Self.queue(arrivalRate: load, service: service)
    let secondMoment = service.variance + service.mean * service.mean
    Self.expectMean(runs.map { $0.mean(\.waits) }, load * secondMoment / (2 * (1 - load)), "wait for \(service)")
  }

  @Test("M/G/c/c: the share turned away by Erlang B, whatever the service", arguments: services)
  func loss(_ service: Distribution) throws {
    let runs = try Self.queue(arrivalRate: 8, service: service, servers: 10, capacity: 10)
    Self.expectMean(
      runs.map { Double($0.lost) / Double($0.offered) }, Self.erlangB(8, servers: 10), "share lost for \(service)")
  }

  @Test("M/G/1-PS: the mean sojourn is E[S] / (1 - rho), whatever the service", arguments: services)
  func processorSharing(_ service: Distribution) throws {
    let load = 0.6
    let interarrival = try Distribution.exponential(mean: 1 / load)
    let means = SharingModel.meanSojourns(Self.replications) {
      SharingModel(interarrival: interarrival, service: service, customers: Self.customers, replication: $0)
    }
    Self.expectMean(means, 1 / (1 - load), "sojourn for \(service)")
  }

  @Test("D/D/1: nobody waits below full load, and above it customer n waits n times the excess")
  func deterministic() throws {
    func waits(_ service: Double) throws -> ContiguousArray<Double> {
      let (interarrival, service) = (try Distribution.constant(1), try Distribution.constant(service))
      return QueueModel.outcomes(1) {
        QueueModel(interarrival: interarrival, service: service, customers: 1_000, replication: $0)
      }[0].waits
    }
    #expect(try waits(0.999).allSatisfy { $0 == 0 })
    for (customer, wait) in try waits(1.25).enumerated() {
      expectClose(wait, 0.25 * Double(customer), absolute: 1e-9)
    }
  }

  @Test("Little's law holds exactly for every run: customer-seconds counted both ways agree", arguments: services)
  func little(_ service: Distribution) throws {
    for run in try Self.queue(arrivalRate: 1.4, service: service, servers: 2) {
      expectClose(run.area, run.sojourns.reduce(0, +), relative: 1e-9)
      #expect(run.present == 0 && run.waits.count == Self.customers)
    }
  }
}
