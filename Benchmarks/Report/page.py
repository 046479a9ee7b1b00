# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of results: parts between markers are written anew, the text around them stays."""

import datetime
import os
import pathlib
import platform
import re
import subprocess


class Page:
    """A page in Markdown with parts between `<!-- begin NAME -->` and `<!-- end NAME -->`."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.text = self.path.read_text(encoding="utf-8")

    def part(self, name):
        """What stands in a part."""
        return self.pattern(name).search(self.text).group(2)

    def replace(self, name, content):
        """Writes a part anew."""
        if not self.pattern(name).search(self.text):
            raise SystemExit(f"{self.path} has no part '{name}'")
        self.text = self.pattern(name).sub(lambda match: f"{match.group(1)}{content}\n{match.group(3)}", self.text)

    def merge_targets(self, targets):
        """Writes the lines of some targets anew; others stay, and new ones come last."""
        lines = {}
        for line in self.part("targets").splitlines()[2:]:
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            lines[cells[0]] = line
        for target in targets:
            lines[target.aim] = f"| {target.aim} | {target.measured} | {'met' if target.is_met else '**missed**'} |"
        self.replace("targets", "\n".join(["| target | measured | |", "|---|---|---|", *lines.values()]))

    def save(self):
        """Writes the file."""
        self.path.write_text(self.text, encoding="utf-8")

    @staticmethod
    def pattern(name):
        """A part with its markers."""
        return re.compile(rf"(<!-- begin {name} -->\n)(.*?)(<!-- end {name} -->)", re.DOTALL)


def first_line(command):
    """The first line that a command prints, or nothing when there is no such command."""
    try:
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""
    return output.splitlines()[0].strip() if output.strip() else ""


def debian_version(package):
    """The version of an installed Debian package without its revision."""
    return re.sub(r"-[^-]*$", "", first_line(["dpkg-query", "-W", "-f", "${Version}", package]))


def python_version(package):
    """The version of an installed Python package."""
    from importlib import metadata
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def machine():
    """The machine and the programs, as a table in Markdown; nothing that names the machine."""
    information = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        information.setdefault(key.strip(), value.strip())
    caches = {}
    for line in subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout.splitlines():
        key, _, value = line.partition(":")
        if "cache" in key or key == "Hypervisor vendor":
            caches[key] = value.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = dict(
        line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines() if "=" in line)
    compiler = re.search(r"Swift version ([0-9.]+)", first_line(["swift", "--version"]))
    peers = [
        ("Boost", debian_version("libboost-dev")), ("ns-3", debian_version("libns3-dev")),
        ("SimGrid", debian_version("libsimgrid-dev")), ("SimPy", python_version("simpy")),
        ("salabim", python_version("salabim")), ("Python", platform.python_version())]
    lines = [
        ("processor", f"{information.get('model name', '?')}, family {information.get('cpu family', '?')} model "
                      f"{information.get('model', '?')}, {os.cpu_count()} cores"),
        ("caches", "; ".join(f"{key.removesuffix(' cache')} {value}" for key, value in caches.items() if "cache" in key)),
        ("memory", f"{memory:.0f} GiB"),
        ("virtual machine", caches.get("Hypervisor vendor", "no")),
        ("system", f"{release['PRETTY_NAME'].strip(chr(34))}, {platform.libc_ver()[0]} {platform.libc_ver()[1]}"),
        ("Swift", f"{compiler.group(1) if compiler else '?'}, `-c release`"),
        ("C++", f"{first_line(['g++', '--version'])}, `-O3 -march=native`"),
        ("GNU Scientific Library", first_line(["pkg-config", "--modversion", "gsl"])),
        ("peers", ", ".join(f"{name} {version}" for name, version in peers if version)),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in lines)])


def stamp(rounds):
    """When and how a part was measured."""
    return f"Measured on {datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {rounds} rounds."
