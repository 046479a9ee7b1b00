# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures groups of benchmarks, prints their tables in Markdown, and writes them into a page.

    python3 Report/report.py BENCH FOLDER [--only GROUP]... [--rounds N] [--quick] [--write PAGE] [--strict]

Each round runs every program of a comparison once, one after the other; a cost is the median of the rounds. Use
scripts/bench --peers and scripts/bench --report, which build and install everything.
"""

import argparse
import pathlib
import sys

import own
import page
import peers
import shares

GROUPS = {
    "hold": peers.hold, "mm1": peers.mm1, "links": peers.links, "queue": own.queue, "pools": own.pools,
    "replications": own.replications, "profile": shares.profile, "allocations": own.allocations,
    "assertions": shares.assertions,
}
# These count and do not measure: repeating them gives the same, on other machines too.
COUNTED = ("profile", "allocations", "assertions")


def main():
    """Measures one group after the other; with --write each is in the page before the next begins."""
    parser = argparse.ArgumentParser(description="Tables of costs and ratios.")
    parser.add_argument("bench", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path, help="where the programs of peers are")
    parser.add_argument("--only", choices=GROUPS, action="append", help="a group; all of them unless given")
    parser.add_argument("--rounds", type=int, default=3, help="how often every program runs")
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--checked", type=pathlib.Path, help="the benchmarks with assertions, for the group assertions")
    parser.add_argument("--write", metavar="PAGE", help="the page to write the tables into")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args()
    options.bench = options.bench.resolve()
    options.folder = options.folder.resolve()
    is_met = True
    for name in options.only or GROUPS:
        section = GROUPS[name](options)
        print(f"\n{name}\n\n{section.text}\n", flush=True)
        for target in section.targets:
            is_met = is_met and target.is_met
            print(f"{'met   ' if target.is_met else 'missed'}  {target.aim}: {target.measured}", flush=True)
        if options.write:
            result = page.Page(options.write)
            stamp = "" if name in COUNTED else f"\n\n{page.stamp(options.rounds)}"
            result.replace(name, section.text + stamp)
            if name not in COUNTED:
                result.replace("machine", page.machine())
            result.merge_targets(section.targets)
            result.save()
            print(f"{options.write}: {name} is written", file=sys.stderr)
    sys.exit(0 if is_met or not options.strict else 1)


main()
