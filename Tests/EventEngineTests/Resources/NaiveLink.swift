// SPDX-License-Identifier: GPL-3.0-or-later

/// The oracle of the sharing tests: the same link, recomputed flow by flow at every change, in continuous time.
///
/// Rates come from progressive filling (Bertsekas and Gallager 1992, section 6.5.2): raise all flows alike, fix those
/// that meet their limit, and go on with the rest.
struct NaiveLink {
  struct Flow {
    let value: UInt32
    let bytes: Double
    let limit: Double
    var rest: Double
  }

  let bandwidth: Double
  let admissionLimit: Int
  var time = 0.0
  var active: [Flow] = []
  var waiting: [Flow] = []
  /// Completed flows and when each did [s], in order.
  var completed: [(value: UInt32, time: Double)] = []
  var admitted: [UInt32] = []
  var served = 0.0
  var cancelled = 0.0

  init(bandwidth: Double, admissionLimit: Int) {
    self.bandwidth = bandwidth
    self.admissionLimit = admissionLimit
  }

  var outstanding: Double { (active + waiting).reduce(0) { $0 + $1.rest } }

  /// The rate of every active flow [bytes/s].
  func rates() -> [Double] {
    var rates = [Double](repeating: 0, count: active.count)
    var isFixed = [Bool](repeating: false, count: active.count)
    var rest = bandwidth
    while let share = Optional(rest / Double(max(isFixed.count { !$0 }, 1))), isFixed.contains(false) {
      let limited = active.indices.filter { !isFixed[$0] && active[$0].limit <= share }
      for index in limited.isEmpty ? active.indices.filter({ !isFixed[$0] }) : limited {
        rates[index] = min(active[index].limit, share)
        isFixed[index] = true
        rest -= rates[index]
      }
    }
    return rates
  }

  mutating func advance(to end: Double) {
    while true {
      let rates = rates()
      let steps = active.indices.map { max(0, active[$0].rest) / rates[$0] }
      let step = min(steps.min() ?? .infinity, end - time)
      let finishes = steps.contains { $0 <= end - time }
      for index in active.indices {
        active[index].rest -= rates[index] * step
        served += rates[index] * step
      }
      time += step
      guard finishes, let first = steps.firstIndex(of: steps.min() ?? 0) else {
        time = end
        return
      }
      completed.append((active[first].value, time))
      active.remove(at: first)
      admit()
    }
  }

  mutating func submit(_ value: UInt32, bytes: Double, limit: Double, at now: Double) {
    advance(to: now)
    waiting.append(Flow(value: value, bytes: bytes, limit: limit, rest: bytes))
    admit()
  }

  mutating func cancel(_ value: UInt32, at now: Double) {
    advance(to: now)
    for flow in (active + waiting) where flow.value == value { cancelled += flow.rest }
    active.removeAll { $0.value == value }
    waiting.removeAll { $0.value == value }
    admit()
  }

  private mutating func admit() {
    while active.count < admissionLimit, !waiting.isEmpty {
      admitted.append(waiting[0].value)
      active.append(waiting.removeFirst())
    }
  }
}
