// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  mutating func checkNames() {
    checkCase()
    checkEffects()
    checkTimes()
    let interval = options.evaluationInterval.ticks / FormulaInterval.ticksPerSecond
    if !(300...604_800).contains(interval) {
      find(
        .interval, at: .start,
        "the evaluation interval is \(options.evaluationInterval.resultText); the service takes 5 minutes to 168 hours")
    }
    if let needed = options.largestRequiredSlots, needed > options.slots {
      find(
        .taskTooLarge, at: .start,
        "tasks need \(needed) slots, and a node has \(options.slots): they wait for ever, and the formula asks for nodes "
          + "for them")
    }
  }

  /// Names that differ only in case from one of the language.
  private mutating func checkCase() {
    var known: [String: String] = [:]
    for name in FormulaName.all { known[name.serviceText.lowercased()] = name.serviceText }
    for (number, name) in tree.userNames.enumerated() {
      guard let service = known[name.lowercased()], let place = firstPlace(of: number) else { continue }
      find(.nameByCase, at: place, "\(name) is a variable of your own; did you mean \(service)?")
    }
  }

  private func firstPlace(of number: Int) -> FormulaPlace? {
    for statement in tree.statements {
      for node in tree.nodes[statement.first...statement.root] {
        if case .name(.user(number)) = node.kind { return node.place }
      }
      if statement.assignment?.name == .user(number) { return statement.assignment?.place }
    }
    return nil
  }

  /// Variables that nobody reads, and statements that do nothing.
  private mutating func checkEffects() {
    var seen: Set<Int> = []
    for statement in tree.statements {
      if case .user(let number) = statement.assignment?.name {
        guard seen.insert(number).inserted, !table.readVariables.contains(number) else { continue }
        find(.withoutEffect, at: statement.place, "\(tree.userNames[number]) is assigned and never read")
      } else if statement.assignment == nil {
        if case .call(.function(.stop), _) = tree.nodes[statement.root].kind { continue }
        find(.withoutEffect, at: statement.place, "the statement has no effect; assign its value to a variable")
      }
    }
  }

  /// Times that lie far back, or ahead.
  private mutating func checkTimes() {
    for node in tree.nodes {
      guard case .call(.function(.time), let arguments) = node.kind, let argument = tree.arguments[arguments].first,
        let text = table.facts[argument].text, let instant = FormulaInstant(text: text)
      else { continue }
      let age = options.now.since(instant)
      guard age.ticks < 0 || age > IntervalConstant.year.interval else { continue }
      find(
        .oldTime, at: node.place,
        age.ticks < 0
          ? "the time \(text) lies ahead" : "the time \(text) is more than a year ago; was the formula copied?")
    }
  }
}
