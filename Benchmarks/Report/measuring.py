# SPDX-License-Identifier: GPL-3.0-or-later
"""Running programs side by side, and writing down what they took."""

import dataclasses
import statistics
import subprocess
import sys


def rows(command):
    """The rows of a program's table, split at spaces."""
    output = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return [line.split() for line in output.splitlines() if line.strip()]


@dataclasses.dataclass
class Program:
    """A program of a comparison: its command, and the columns of its last line that matter."""

    name: str
    command: list
    cost: int
    # What must agree with the first program, a column.
    proof: int | None = None
    # It runs once only, because it takes minutes.
    once: bool = False


def medians(work, programs, rounds, agreement=None):
    """The median cost of each program by its name.

    Each round runs every program once, one after the other. Proofs must be the same, or differ by no more than a share.
    """
    costs = {program.name: [] for program in programs}
    for number in range(rounds):
        expected = None
        for program in programs:
            if program.once and number > 0:
                continue
            row = rows(program.command)[-1]
            costs[program.name].append(float(row[program.cost]))
            if program.proof is None:
                continue
            proof = row[program.proof]
            expected = proof if expected is None else expected
            same = proof == expected if agreement is None else abs(float(proof) / float(expected) - 1) <= agreement
            if not same:
                sys.exit(f"{work}: {program.name} computed {proof}, {programs[0].name} {expected}")
    return {name: statistics.median(values) for name, values in costs.items()}


@dataclasses.dataclass
class Target:
    """What was aimed at, and what was measured."""

    aim: str
    measured: str
    is_met: bool


def at_least(aim, ratio, wanted, unit="×"):
    """A target that is met by a larger figure."""
    return Target(aim, f"{figure(ratio)} {unit}", ratio >= wanted)


def at_most(aim, ratio, wanted, unit="×"):
    """A target that is met by a smaller figure."""
    return Target(aim, f"{figure(ratio)} {unit}", ratio <= wanted)


def figure(number):
    """A number with three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def table(head, lines):
    """A table in Markdown."""
    return "\n".join(["| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *lines]])


@dataclasses.dataclass
class Section:
    """What one group of measurements says: a text in Markdown, and the targets that it decides."""

    text: str
    targets: list
