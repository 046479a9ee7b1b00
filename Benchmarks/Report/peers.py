# SPDX-License-Identifier: GPL-3.0-or-later
"""Poolsim beside queues and simulators of others. Costs are processor time."""

import pathlib
import sys

from measuring import Program, Section, at_least, figure, medians, table

PEERS = pathlib.Path(__file__).resolve().parent.parent / "Peers"
HEAD = ["work", "peer", "poolsim [ns]", "peer [ns]", "peer / poolsim"]
OTHER_INCREMENTS = ("uniform", "bimodal", "triangular", "heavy-tailed", "constant", "many-ties")


def compared(work, programs, rounds, agreement=None):
    """Lines of the table, and the ratio of each peer to poolsim."""
    costs = medians(work, programs, rounds, agreement)
    print(f"{work}: {costs}", file=sys.stderr)
    own = costs.pop("poolsim")
    lines = [[work, name, figure(own), figure(cost), figure(cost / own)] for name, cost in costs.items()]
    return lines, {name: cost / own for name, cost in costs.items()}


def own_hold(options, increment, pending):
    """Poolsim's program of a hold model."""
    return Program(
        "poolsim",
        [options.bench, "hold", "--load", "steady", "--increment", increment, "--pending", pending, "--events",
         1_000_000, "--repetitions", 3], 3, 6)


def hold(options):
    """The queue alone: std::priority_queue, Boost, ns-3, heapq."""
    folder, sizes = options.folder, (1_000, 10_000, 100_000, 1_000_000)
    costs = {}
    for pending in sizes:
        programs = [own_hold(options, "exponential", pending)]
        for name, program in (("std::priority_queue", "priority_queue"), ("Boost 4-ary heap", "d_ary_heap")):
            programs.append(Program(name, [folder / program, "exponential", pending, 1_000_000, 3], 3, 6))
        for kind in ("priority-queue", "heap", "map", "calendar", "simulator"):
            # The calendar of ns-3 takes minutes.
            if kind == "calendar" and pending > 100_000:
                continue
            name = "ns-3, whole engine" if kind == "simulator" else f"ns-3 {kind} scheduler"
            programs.append(Program(name, [folder / "ns3_hold", kind, "exponential", pending, 1_000_000, 3], 3, 6))
        if pending <= 100_000:
            programs.append(Program("Python heapq", [sys.executable, PEERS / "heapq_hold.py", pending, 300_000], 3))
        costs[pending] = medians(f"hold, {pending:,} pending", programs, options.rounds)
        print(f"{pending}: {costs[pending]}", file=sys.stderr)

    def cell(name, pending):
        if name not in costs[pending]:
            return "-"
        own, cost = costs[pending]["poolsim"], costs[pending][name]
        return figure(cost) if name == "poolsim" else f"{figure(cost)} ({figure(cost / own)} ×)"

    lines = [[name, *(cell(name, pending) for pending in sizes)] for name in costs[1_000]]
    texts = [table(["exponential [ns an event]", *(f"{pending:,}" for pending in sizes)], lines)]
    lines = []
    for increment in OTHER_INCREMENTS:
        programs = [
            own_hold(options, increment, 100_000),
            Program("std::priority_queue", [folder / "priority_queue", increment, 100_000, 1_000_000, 3], 3, 6),
        ]
        lines += compared(f"hold, {increment}, 100,000 pending", programs, options.rounds)[0]
    texts.append(table(HEAD, lines))
    ratio = {pending: costs[pending]["std::priority_queue"] / costs[pending]["poolsim"] for pending in sizes}
    return Section("\n\n".join(texts), [
        at_least("HOLD, 100,000 pending: 4 times as fast as `std::priority_queue`", ratio[100_000], 4),
        at_least("HOLD, 1,000,000 pending: 8 times as fast as `std::priority_queue`", ratio[1_000_000], 8),
    ])


def mm1(options):
    """A whole model: SimPy, salabim."""
    programs = [
        Program("poolsim", [options.bench, "mm1", "--customers", 1_000_000, "--repetitions", 3], 2, 6),
        Program("SimPy", [sys.executable, PEERS / "simpy_queue.py", 100_000], 2, 3),
        Program("salabim", [sys.executable, PEERS / "salabim_queue.py", 20_000], 2, 3),
    ]
    # The mean stay of 20,000 customers at a utilisation of 0.9 has a relative standard error near a tenth.
    lines, ratios = compared("M/M/1, a customer", programs, options.rounds, agreement=0.4)
    return Section(table(HEAD, lines), [at_least("M/M/1: 100 times as fast as SimPy", ratios["SimPy"], 100)])


def links(options):
    """Flows that share a link: SimGrid."""
    sizes = [("equal", 1_000), ("different", 1_000)]
    if not options.quick:
        sizes += [("equal", 10_000), ("different", 5_000)]
    lines, ratios = [], {}
    for caps, flows in sizes:
        programs = [
            Program(
                "poolsim", [options.bench, "links", "--caps", caps, "--flows", flows, "--repetitions", 3], 2, 6),
            Program(
                "SimGrid",
                [options.folder / "simgrid_links", caps, flows, "--cfg=network/crosstraffic:0",
                 "--cfg=network/model:CM02", "--log=root.thres:critical"], 2, 3, once=flows == 5_000),
        ]
        found, ratio = compared(f"{flows:,} flows, {caps} caps, a flow", programs, options.rounds, agreement=1e-4)
        lines += found
        ratios[caps, flows] = ratio["SimGrid"]
    targets = []
    if not options.quick:
        targets = [
            at_least("10,000 flows with equal caps: 1,000 times as fast as SimGrid", ratios["equal", 10_000], 1_000),
            at_least("5,000 flows with different caps: 5,000 times as fast as SimGrid", ratios["different", 5_000], 5_000),
        ]
    return Section(table(HEAD, lines), targets)
