# SPDX-License-Identifier: GPL-3.0-or-later
"""Poolsim's own figures: the queue over all loads, whole pools, replications, allocations."""

import os
import statistics
import subprocess
import sys
import tempfile

from measuring import Program, Section, Target, at_least, at_most, figure, medians, rows, table

INCREMENTS = ("exponential", "uniform", "bimodal", "triangular", "heavy-tailed", "constant", "many-ties")


def queue(options):
    """The event queue with every load, increment and size."""
    sizes = [1_000, 10_000, 100_000, 1_000_000] + ([] if options.quick else [10_000_000])
    texts, steady = [], {}
    for load in ("steady", "cancelling", "growing"):
        costs = {(increment, size): [] for increment in INCREMENTS for size in sizes}
        for _ in range(options.rounds):
            for increment, size in costs:
                events = max(1_000_000, size // 5)
                costs[increment, size].append(float(rows(
                    [options.bench, "hold", "--load", load, "--increment", increment, "--pending", size, "--events",
                     events, "--repetitions", 3])[-1][3]))
        middle = {key: statistics.median(values) for key, values in costs.items()}
        print(f"{load}: {middle}", file=sys.stderr)
        lines = [[increment, *(figure(middle[increment, size]) for size in sizes)] for increment in INCREMENTS]
        texts.append(table([f"{load} [ns an event]", *(f"{size:,}" for size in sizes)], lines))
        if load == "steady":
            steady = middle
    targets_sizes = [1_000, 10_000, 100_000, 1_000_000]
    worst = max(targets_sizes, key=lambda size: max(
        steady[increment, size] / steady["exponential", size] for increment in INCREMENTS))
    slowest = max(INCREMENTS, key=lambda increment: steady[increment, worst])
    dearest = max((steady[increment, size], increment, size) for increment in INCREMENTS for size in targets_sizes)
    exponential = max(steady["exponential", size] for size in targets_sizes)
    return Section("\n\n".join(texts), [
        at_most("HOLD, exponential: 1,000,000 pending cost at most 1.5 times what 1,000 do",
                steady["exponential", 1_000_000] / steady["exponential", 1_000], 1.5),
        Target("HOLD: the worst of the seven distributions costs at most twice the exponential one",
               f"{figure(steady[slowest, worst] / steady['exponential', worst])} × ({slowest}, {worst:,})",
               steady[slowest, worst] <= 2 * steady["exponential", worst]),
        Target("HOLD, exponential: below 20 ns an event from 1,000 to 1,000,000 pending",
               f"{figure(exponential)} ns at most", exponential < 20),
        Target("HOLD: below 20 ns an event for every distribution too",
               f"{figure(dearest[0])} ns at most ({dearest[1]}, {dearest[2]:,})", dearest[0] < 20),
    ])


def pools(options):
    """Whole pools with the published profile."""
    sizes = [300, 10_000, 1_000_000]
    found = {size: [] for size in sizes}
    for _ in range(options.rounds):
        for size in sizes:
            found[size].append(rows([options.bench, "pools", "--nodes", size, "--repetitions", 3])[-1])
    lines, middle = [], {}
    for size, runs in found.items():
        events, hashes = int(runs[0][1]), {run[5] for run in runs}
        if len(hashes) > 1:
            sys.exit(f"pools of {size} nodes: several hashes, {hashes}")
        cost = statistics.median(float(run[2]) for run in runs)
        memory = None if size < 10_000 else statistics.median(int(run[8]) for run in runs)
        middle[size] = (cost, events, memory)
        lines.append([
            f"{size:,}", f"{events:,}", figure(cost), figure(1e3 / cost), f"{1e9 / cost * size / events:,.0f}",
            f"{cost * events / 1e9:.4f}" if size < 1_000_000 else f"{cost * events / 1e9:.2f}",
            "-" if memory is None else f"{memory:,.0f}", runs[0][5]])
    million, seconds = middle[1_000_000], middle[1_000_000][0] * middle[1_000_000][1] / 1e9
    head = ["nodes", "events", "ns an event", "million events/s", "nodes/s", "s a run", "bytes a node", "hash"]
    return Section(table(head, lines), [
        at_least("10,000 nodes: 10 million events/s on one core, draws included", 1e3 / middle[10_000][0], 10,
                 "million events/s"),
        at_most("1,000,000 nodes in one process: below 5 s", seconds, 5, "s"),
        at_most("1,000,000 nodes in one process: below 500 bytes a node", million[2], 500, "bytes"),
    ])


def replications(options):
    """Many small runs, on one core and on two."""
    by_clock, processor = {1: [], 2: []}, {1: [], 2: []}
    for _ in range(max(5, options.rounds)):
        for jobs in (1, 2):
            row = rows([options.bench, "replications", "--jobs", jobs, "--repetitions", 3])[-1]
            by_clock[jobs].append(float(row[2]))
            processor[jobs].append(float(row[7]))
    gains = [one / two for one, two in zip(by_clock[1], by_clock[2])]
    lines = [
        [str(jobs), figure(1e9 / statistics.median(by_clock[jobs])), figure(statistics.median(by_clock[jobs]) / 1e3),
         figure(statistics.median(processor[jobs]) / 1e3)] for jobs in (1, 2)]
    gain = statistics.median(gains)
    text = table(["jobs", "runs/s", "µs a run, by the clock", "µs a run, processor"], lines)
    text += f"\n\nGain of the second core in each pair of runs: {', '.join(figure(gain) for gain in sorted(gains))}."
    return Section(text, [at_least("Two cores: 1.8 times the replications/s of one", gain, 1.8)])


def allocations(options):
    """Allocations of a loop, counted: what a run of more events allocates beyond one of fewer."""
    few, many = 100_000, 300_000
    works = [
        (f"hold, {load}, {increment}, 10,000 pending",
         ["hold", "--load", load, "--increment", increment, "--pending", 10_000, "--repetitions", 1, "--events"], few, many)
        for load, increment in (("steady", "exponential"), ("steady", "many-ties"), ("cancelling", "exponential"))]
    works.append(("M/M/1", ["mm1", "--repetitions", 1, "--customers"], few, many))
    works.append(("pool of 10,000 nodes", ["pools", "--nodes", 10_000, "--repetitions"], 1, 3))
    lines, is_met = [], True
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind cannot read the debug information of every Swift compiler.
        stripped = f"{folder}/poolsim-bench"
        subprocess.run(["strip", "--strip-debug", "-o", stripped, options.bench], check=True)
        for name, command, less, more in works:
            counts = [blocks(stripped, [*command, size]) for size in (less, more)]
            if name.startswith("pool"):
                # Every repetition begins with empty arrays, and does three passes.
                events = 3 * (more - less) * int(rows([options.bench, *command, 1])[-1][1])
            else:
                events = (more - less) * (2 if name == "M/M/1" else 1)
                is_met = is_met and counts[0] == counts[1]
            lines.append([name, f"{events:,}", str(counts[1] - counts[0])])
    text = table(["work", "events more", "allocations more"], lines)
    return Section(text, [Target(
        "No allocation per event in a steady loop", "none" if is_met else "some", is_met)])


def blocks(program, arguments):
    """How often a run allocates memory, by Valgrind's DHAT."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "SWIFT_DETERMINISTIC_HASHING": "1"}
    finished = subprocess.run(
        ["valgrind", "--tool=dhat", "--dhat-out-file=/dev/null", program, *(str(word) for word in arguments)],
        check=True, capture_output=True, text=True, env=environment)
    line = next(line for line in finished.stderr.splitlines() if "Total:" in line)
    return int(line.split(" in ")[1].split()[0].replace(",", ""))
