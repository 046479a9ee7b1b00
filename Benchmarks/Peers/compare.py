# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs poolsim-bench and its peers side by side and prints ratios as a table in Markdown.

    python3 Peers/compare.py BENCH FOLDER [--rounds N] [--quick] [--only hold|mm1|links]

Each round runs every program of a comparison once, one after the other; a cost is processor time, the median of the rounds. Use
scripts/bench --peers, which builds and installs everything.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def rows(command):
    """The rows of a program's table, split at spaces."""
    output = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return [line.split() for line in output.splitlines() if line.strip()]


class Comparison:
    """Programs that do the same work: a name, a command and the column of the cost [ns] for each."""

    def __init__(self, work, rounds, agreement=None):
        self.work = work
        self.rounds = rounds
        self.agreement = agreement
        self.programs = []

    def add(self, name, command, cost, proof=None):
        """A program; `proof` is the column of what must agree with poolsim, exactly or but for a share."""
        self.programs.append((name, command, cost, proof))

    def run(self):
        """Median cost by name."""
        costs = {name: [] for name, _, _, _ in self.programs}
        for _ in range(self.rounds):
            expected = None
            for name, command, cost, proof in self.programs:
                row = rows(command)[-1]
                costs[name].append(float(row[cost]))
                if proof is None:
                    continue
                if expected is None:
                    expected = row[proof]
                elif self.agreement is None:
                    if row[proof] != expected:
                        sys.exit(f"{self.work}: {name} computed {row[proof]}, poolsim {expected}")
                elif abs(float(row[proof]) / float(expected) - 1) > self.agreement:
                    sys.exit(f"{self.work}: {name} computed {row[proof]}, poolsim {expected}")
        return {name: statistics.median(values) for name, values in costs.items()}


def comparisons(options):
    """All comparisons, the quick ones first."""
    bench, folder = options.bench, options.folder
    if options.only in (None, "hold"):
        for pending in (1_000, 10_000, 100_000, 1_000_000):
            events = 1_000_000
            work = Comparison(f"hold, exponential, {pending:,} pending", options.rounds)
            work.add(
                "poolsim",
                [bench, "hold", "--load", "steady", "--increment", "exponential", "--pending", pending, "--events", events,
                 "--repetitions", 3], 3, 6)
            for name, program in (("std::priority_queue", "priority_queue"), ("Boost 4-ary heap", "d_ary_heap")):
                work.add(name, [folder / program, "exponential", pending, events, 3], 3, 6)
            if pending <= 100_000:
                work.add("Python heapq", [sys.executable, HERE / "heapq_hold.py", pending, 300_000], 3)
            yield work
        for increment in ("uniform", "bimodal", "triangular", "heavy-tailed", "constant", "many-ties"):
            work = Comparison(f"hold, {increment}, 100,000 pending", options.rounds)
            work.add(
                "poolsim",
                [bench, "hold", "--load", "steady", "--increment", increment, "--pending", 100_000, "--events", 1_000_000,
                 "--repetitions", 3], 3, 6)
            work.add("std::priority_queue", [folder / "priority_queue", increment, 100_000, 1_000_000, 3], 3, 6)
            yield work
    if options.only in (None, "mm1"):
        work = Comparison("M/M/1, a customer", options.rounds, agreement=0.25)
        work.add("poolsim", [bench, "mm1", "--customers", 1_000_000, "--repetitions", 3], 2, 6)
        work.add("SimPy", [sys.executable, HERE / "simpy_queue.py", 100_000], 2, 3)
        yield work
    if options.only in (None, "links"):
        sizes = [("equal", 1_000), ("different", 1_000)]
        if not options.quick:
            sizes += [("equal", 10_000), ("different", 5_000)]
        for caps, flows in sizes:
            slow = flows > 1_000
            work = Comparison(
                f"{flows:,} flows, {caps} caps, a flow", 1 if slow else options.rounds, agreement=1e-4)
            work.add("poolsim", [bench, "links", "--caps", caps, "--flows", flows, "--repetitions", 3], 2, 6)
            work.add(
                "SimGrid",
                [folder / "simgrid_links", caps, flows, "--cfg=network/crosstraffic:0", "--cfg=network/model:CM02",
                 "--log=root.thres:critical"], 2, 3)
            yield work


def main():
    """Prints the table, a row a peer."""
    parser = argparse.ArgumentParser(description="Ratios of peers' costs to poolsim's.")
    parser.add_argument("bench", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5, help="how often every program runs")
    parser.add_argument("--quick", action="store_true", help="leave out what takes SimGrid minutes")
    parser.add_argument("--only", choices=("hold", "mm1", "links"), help="one group of comparisons")
    options = parser.parse_args()
    print("| work | peer | poolsim [ns] | peer [ns] | ratio |")
    print("|---|---|---|---|---|")
    for comparison in comparisons(options):
        costs = comparison.run()
        own = costs.pop("poolsim")
        for name, cost in costs.items():
            print(f"| {comparison.work} | {name} | {own:,.1f} | {cost:,.1f} | {cost / own:,.1f} |", flush=True)


main()
