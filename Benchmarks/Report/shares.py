# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a pool's instructions go: Callgrind's count at every address, by the source line that the address came from.

Inlined code counts for the file that it was written in, which a profile by function cannot tell. The pool is simulated
once and three times, and the difference counted: starting the process and reading the profile drop out.
"""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from measuring import Section, table

# Where code was written, or the library that it stands in, and what that is called; the first that fits counts.
AREAS = (
    ("Sources/EventEngine/Events/", "queue"),
    ("Sources/EventEngine/Time/", "queue"),
    ("Sources/EventEngine/Resources/", "shared links and limits"),
    ("Sources/Randomness/", "random draws"),
    ("Sources/CGSL/", "random draws"),
    ("Sources/BatchPool/", "model"),
    ("Sources/Statistics/", "model"),
    ("/libgsl", "random draws"),
    ("/libm.", "random draws"),
    ("/libm-", "random draws"),
    ("/libc.", "memory"),
    ("/libc-", "memory"),
    ("/vgpreload", "memory"),
    ("/libswift", "Swift's runtime"),
)
# What functions without a file count for, by the beginnings of their mangled names.
SYMBOLS = tuple((re.compile(expression), called) for expression, called in (
    (r"\$s11EventEngine\d*(FairShare|CappedFairShare|Flow|TokenBucket|5TokenB)", "shared links and limits"),
    (r"\$s11EventEngine", "queue"),
    (r"\$s10Randomness", "random draws"),
    (r"\$s(9BatchPool|10Statistics)", "model"),
))
ORDER = ("queue", "random draws", "shared links and limits", "model", "memory", "Swift's runtime", "rest")


def count(bench, nodes, repetitions, folder):
    """Instructions by (object, address), and the events of the pool."""
    output = pathlib.Path(folder) / f"callgrind.{repetitions}"
    # Valgrind cannot read the debug information of every Swift compiler; addresses stay the same without it.
    stripped = pathlib.Path(folder) / "poolsim-bench"
    if not stripped.exists():
        subprocess.run(["strip", "--strip-debug", "-o", stripped, bench], check=True)
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "SWIFT_DETERMINISTIC_HASHING": "1"}
    finished = subprocess.run(
        ["valgrind", "--tool=callgrind", "--dump-instr=yes", "--dump-line=no", "--compress-strings=no",
         "--compress-pos=no", f"--callgrind-out-file={output}", stripped, "pools", "--nodes", str(nodes),
         "--repetitions", str(repetitions)],
        check=True, capture_output=True, text=True, env=environment)
    passes = max(1, 30_000 // nodes) * repetitions
    events = passes * int(finished.stdout.splitlines()[-1].split()[1])
    costs = collections.Counter()
    object_name, is_call = "", False
    with output.open() as lines:
        for line in lines:
            if line.startswith("ob="):
                object_name = line[3:].strip()
            elif line.startswith("calls="):
                is_call = True
            elif line.startswith("0x"):
                # The line after a call holds what was called, which counts where it is.
                if not is_call:
                    address, cost = line.split()
                    costs[object_name, int(address, 16)] += int(cost)
                is_call = False
    return costs, events, str(stripped)


def origins(bench, addresses):
    """By address: the frames at it as (function, file), the innermost first."""
    # The toolchain's own understands its debug information.
    own = pathlib.Path(shutil.which("swift")).resolve().parent / "llvm-symbolizer"
    symbolizer = str(own) if own.exists() else "llvm-symbolizer"
    finished = subprocess.run(
        [symbolizer, "--inlines", f"--obj={bench}"], check=True, capture_output=True, text=True,
        input="".join(f"{address:#x}\n" for address in addresses))
    frames = {}
    for address, block in zip(addresses, finished.stdout.strip().split("\n\n")):
        lines = block.splitlines()
        frames[address] = list(zip(lines[0::2], lines[1::2]))
    return frames


def area(name):
    """What a file or a library counts for."""
    return next((called for part, called in AREAS if part in name), "rest")


def place(frames):
    """What the code at an address counts for, and a name for it."""
    for function, file in frames:
        if area(file) != "rest":
            return area(file), f"{pathlib.Path(re.sub(':.*', '', file)).name} {function}"
    if not frames:
        return "rest", "?"
    # Code that the compiler has made, above all of generic functions, has no file: the outermost function's name tells.
    function = frames[-1][0]
    return next((called for part, called in SYMBOLS if part.match(function)), "rest"), function


def shares_of(bench, nodes):
    """Instructions by area and by function of one simulation of a pool, and its events."""
    with tempfile.TemporaryDirectory() as folder:
        once, events_once, stripped = count(bench, nodes, 1, folder)
        thrice, events_thrice, _ = count(bench, nodes, 3, folder)
    thrice.subtract(once)
    own = sorted({address for name, address in thrice if name == stripped and thrice[name, address] > 0})
    frames = origins(bench, own)
    shares, functions = collections.Counter(), collections.Counter()
    for (name, address), cost in thrice.items():
        called, where = area(name), pathlib.Path(name).name
        if name == stripped:
            called, where = place(frames.get(address, []))
        shares[called] += cost
        functions[where] += cost
    return shares, functions, events_thrice - events_once


def profile(options, nodes=10_000):
    """The shares, and on standard error the functions that take most."""
    shares, functions, events = shares_of(options.bench, nodes)
    total = sum(shares.values())
    lines = [[name, f"{100 * shares[name] / total:.0f} %", f"{shares[name] / events:,.0f}"] for name in ORDER]
    lines.append(["all", "100 %", f"{total / events:,.0f}"])
    for name, cost in functions.most_common(40):
        print(f"{cost / total:7.2%} {cost / events:8.1f}  {name[:150]}", file=sys.stderr)
    return Section(table(["part", "share", "instructions an event"], lines), [])


def assertions(options, nodes=10_000):
    """What assertions cost: the same pool by the same optimised code, without them and with them."""
    if options.checked is None:
        sys.exit("assertions: --checked PROGRAM is missing, a build of the benchmarks whose assertions are on")
    (without, _, events), (checked, _, events_checked) = (
        shares_of(bench.resolve(), nodes) for bench in (options.bench, options.checked))
    if events != events_checked:
        sys.exit(f"assertions: {events} events without them, {events_checked} with them")
    lines = []
    for name, before, after in [
            *((name, without[name], checked[name]) for name in ORDER),
            ("all", sum(without.values()), sum(checked.values()))]:
        change = f"{100 * (after / before - 1):+.0f} %" if before >= events else "-"
        lines.append([name, f"{before / events:,.0f}", f"{after / events:,.0f}", change])
    return Section(table(["part", "instructions an event", "with assertions", "more"], lines), [])
