# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools as docs/guides/mechanism.md describes them, in SimPy: written from that page alone, without a look at poolsim.

    simpy_pool.py [REPLICATIONS]    the figures of every case, as CSV, for SimPyTests.swift

REPLICATIONS is an upper bound; a case has 300 replications at most, or 150 with more than 300 nodes. Times are in seconds, work
in MiB, bandwidth in MiB/s, rates in requests a second. Only what the cases need is there: no shrinking, stops, quotas, start
tasks, Windows, replica changes or later failures. Needs SimPy and NumPy from PyPI.
"""

import heapq
import itertools
import math
import multiprocessing
import sys
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import simpy

PROCESSES = 2
SEED = 20_581_113
TIMEOUT_PRIORITY = 2  # after simpy's URGENT (0) and NORMAL (1): a timeout comes last of its instant
TOKEN_TOLERANCE = 1e-9  # tokens
WORK_TOLERANCE = 1e-9  # MiB: less than 0.1 ns of the fastest read; enough for clocks up to some 1e5 s

TIMED_OUT = "AllocationTimedOut"
FAILED = "AllocationFailed"
DEDICATED, SPOT = "dedicated", "spot"
OBTAINED, GIVEN_UP, DROPPED = "obtained", "given up", "dropped"


# ---------------------------------------------------------------------------------------------------------------- the cases


@dataclass(frozen=True)
class PoolSpec:
    """A pool as the caller wants it."""

    dedicated: int
    spot: int
    resize_timeout: float


@dataclass(frozen=True)
class Case:
    """A case of SimPyTests.swift: all numbers of the model."""

    name: str
    replicas: int  # 0: marketplace image
    pools: tuple
    unit_size: int = 300
    unit_rate: float = 0.55
    unit_burst: float = 5
    subscription_rate: float = 500 / 60
    subscription_burst: float = 1500
    bandwidth_mean: float = 60.0
    bandwidth_cv: float = 0.05
    concurrency: int = 20
    read_limit: float = 30.0
    disk_mean: float = 116.0
    disk_sigma: float = 0.2
    read_mean: float = 31.0
    read_sigma: float = 0.2
    delay_median: float = 45.0
    delay_sigma: float = 0.5
    os_median: float = 10.0
    os_sigma: float = 0.3
    agent_median: float = 15.0
    agent_sigma: float = 0.3
    create_failure: float = 0.0
    create_attempts: int = 3
    straggler_probability: float = 0.0
    straggler_range: tuple = (15 * 60.0, 45 * 60.0)
    max_resizes: int = 20
    delete_at: float | None = None  # when the image is deleted
    preemption_mean: float | None = None  # mean time from a Spot VM's being obtained to its preemption
    horizon: float | None = None  # end of the run; None: its last event

    @property
    def nodes(self):
        """Target nodes over all pools."""
        return sum(pool.dedicated + pool.spot for pool in self.pools)

    @property
    def replications(self):
        """Replications of the case: large ones take the longest, here and in the tests."""
        return 150 if self.nodes > 300 else 300


CASES = (
    Case("50-nodes", 1, (PoolSpec(50, 0, 900),)),
    Case("one-replica", 1, (PoolSpec(300, 0, 900),)),
    Case("two-replicas", 2, (PoolSpec(300, 0, 900),)),
    Case("two-units", 1, (PoolSpec(400, 0, 900),)),
    Case("short-timeout", 1, (PoolSpec(350, 0, 400),)),
    Case("long-timeout", 2, (PoolSpec(700, 0, 1500),)),
    Case("three-units", 4, (PoolSpec(700, 0, 900),)),
    Case("marketplace", 0, (PoolSpec(400, 0, 900),)),
    Case("failures", 2, (PoolSpec(200, 0, 900),), create_failure=0.2),
    Case("three-pools", 2, (PoolSpec(100, 0, 900), PoolSpec(150, 0, 900), PoolSpec(80, 0, 600)),
         subscription_rate=1.0, subscription_burst=30),
    Case("image-deleted", 1, (PoolSpec(300, 0, 900),), delete_at=400.0),
    Case("preemption", 1, (PoolSpec(60, 100, 900),), preemption_mean=900.0, horizon=3600.0),
    Case("stragglers", 1, (PoolSpec(100, 0, 900),), straggler_probability=0.05,
         straggler_range=(600.0, 600.0)),
)


class Draws:
    """All random draws of one run."""

    def __init__(self, case, rng):
        self.case = case
        self.rng = rng

    def _lognormal(self, median, sigma):
        """exp(ln median + sigma Z)."""
        return median * math.exp(sigma * self.rng.standard_normal())

    def _lognormal_of_mean(self, mean, sigma):
        """A lognormal given by its mean instead of its median."""
        return self._lognormal(mean * math.exp(-sigma * sigma / 2), sigma)

    def bandwidth(self):
        """B of a replica."""
        return self._lognormal_of_mean(self.case.bandwidth_mean, math.sqrt(math.log1p(self.case.bandwidth_cv ** 2)))

    def service_delay(self):
        """D of a resize."""
        return self._lognormal(self.case.delay_median, self.case.delay_sigma)

    def disk_making(self):
        """A of a node's attempt."""
        return self._lognormal_of_mean(self.case.disk_mean, self.case.disk_sigma)

    def boot_read(self):
        """W of a node's VM."""
        return self._lognormal_of_mean(self.case.read_mean, self.case.read_sigma)

    def os_boot(self):
        """Time of the OS boot."""
        return self._lognormal(self.case.os_median, self.case.os_sigma)

    def agent_start(self):
        """Time of the agent's start, with the delay of a straggler."""
        time = self._lognormal(self.case.agent_median, self.case.agent_sigma)
        if self.case.straggler_probability and self.rng.random() < self.case.straggler_probability:
            time += self.rng.uniform(*self.case.straggler_range)
        return time

    def creation_fails(self):
        """Whether this attempt to create a VM fails."""
        return bool(self.case.create_failure) and self.rng.random() < self.case.create_failure

    def time_to_preemption(self):
        """From a Spot VM's being obtained to its preemption."""
        return self.rng.exponential(self.case.preemption_mean)


# ------------------------------------------------------------------------------------------------- token buckets and replicas


class Bell:
    """Wakes a server process; any number of rings between two waits count as one."""

    def __init__(self, env):
        self.env = env
        self._event = env.event()

    def ring(self):
        """Something has changed."""
        if not self._event.triggered:
            self._event.succeed()

    def wait(self, seconds=None):
        """Wait until rung, or for the given time if that is shorter."""
        if seconds is None:
            yield self._event
        else:
            yield self.env.timeout(seconds) | self._event
        if self._event.triggered:
            self._event = self.env.event()


class Bucket:
    """A token bucket with a first-come-first-served queue; full at the start."""

    def __init__(self, env, rate, burst):
        self.env = env
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.counted_at = env.now
        self.queue = deque()
        self.bell = Bell(env)
        env.process(self._serve())

    def fill(self):
        """Fill the bucket at this instant."""
        self.tokens = self.burst
        self.counted_at = self.env.now
        self.bell.ring()

    def take(self):
        """Queue for a token; whoever is interrupted while waiting leaves the queue and takes none."""
        ticket = self.env.event()
        self.queue.append(ticket)
        self.bell.ring()
        try:
            yield ticket
        except simpy.Interrupt:
            if not ticket.triggered:
                self.queue.remove(ticket)
            raise

    def _count(self):
        """Bring the number of tokens up to date."""
        self.tokens = min(self.burst, self.tokens + (self.env.now - self.counted_at) * self.rate)
        self.counted_at = self.env.now

    def _serve(self):
        """Hand out tokens as long as there are any, then wait for the next one."""
        while True:
            self._count()
            while self.queue and self.tokens >= 1 - TOKEN_TOLERANCE:
                self.tokens -= 1
                self.queue.popleft().succeed()
            yield from self.bell.wait((1 - self.tokens) / self.rate if self.queue else None)


@dataclass(eq=False)
class Flow:
    """A disk making or a boot read at a replica."""

    work: float
    is_disk: bool
    done: simpy.Event
    active: bool = False


class Replica:
    """A link that its flows share equally, each limited by the node's read limit, and a queue for the disk makings.

    As all flows have the same rate at any moment, it suffices to know how much one flow has got since the start of the run
    (`served`): a flow ends when that has grown by its work.
    """

    def __init__(self, env, bandwidth, read_limit, concurrency):
        self.env = env
        self.bandwidth = bandwidth
        self.read_limit = read_limit
        self.concurrency = concurrency
        self.served = 0.0
        self.served_at = env.now
        self.flows = 0
        self.disks = 0
        self.ends = []  # heap of (value of `served` at the flow's end, serial, flow); flows that were dropped are skipped
        self.serial = itertools.count()
        self.waiting = deque()
        self.bell = Bell(env)
        env.process(self._serve())

    @property
    def load(self):
        """Flows and waiting VMs."""
        return self.flows + len(self.waiting)

    @property
    def rate(self):
        """Rate of each flow now."""
        return min(self.read_limit, self.bandwidth / self.flows)

    def make_disk(self, work):
        """Make a disk, after waiting for a place if need be."""
        flow = Flow(work, True, self.env.event())
        self.waiting.append(flow)
        self._admit()
        yield from self._finish(flow)

    def read(self, work):
        """A boot read: begins at once."""
        flow = Flow(work, False, self.env.event())
        self._begin(flow)
        yield from self._finish(flow)

    def _finish(self, flow):
        """Wait for the end of a flow; drop it if interrupted."""
        try:
            yield flow.done
        except simpy.Interrupt:
            self._drop(flow)
            raise

    def _advance(self):
        """Bring `served` up to date; to be called before any change of the flows."""
        if self.flows:
            self.served += (self.env.now - self.served_at) * self.rate
        self.served_at = self.env.now

    def _begin(self, flow):
        """A flow begins."""
        self._advance()
        flow.active = True
        self.flows += 1
        self.disks += flow.is_disk
        heapq.heappush(self.ends, (self.served + flow.work, next(self.serial), flow))
        self.bell.ring()

    def _remove(self, flow):
        """An active flow ends or is dropped."""
        flow.active = False
        self.flows -= 1
        self.disks -= flow.is_disk

    def _admit(self):
        """VMs of the queue take the free places."""
        while self.waiting and self.disks < self.concurrency:
            self._begin(self.waiting.popleft())

    def _drop(self, flow):
        """Drop a flow, wherever it is."""
        if flow.active:
            self._advance()
            self._remove(flow)
            self._admit()
            self.bell.ring()
        elif not flow.done.triggered:
            self.waiting.remove(flow)

    def _serve(self):
        """End the flows when their time has come."""
        while True:
            self._advance()
            while self.ends:
                end, _, flow = self.ends[0]
                if flow.active and end > self.served + WORK_TOLERANCE:
                    break
                heapq.heappop(self.ends)
                if flow.active:
                    self._remove(flow)
                    flow.done.succeed()
            self._admit()
            wait = max(0.0, self.ends[0][0] - self.served) / self.rate if self.ends else None
            yield from self.bell.wait(wait)


# ------------------------------------------------------------------------------------------------------- pools, units, nodes


class Unit:
    """A deployment unit: places and a bucket."""

    def __init__(self, env, case):
        self.size = case.unit_size
        self.occupied = 0
        self.bucket = Bucket(env, case.unit_rate, case.unit_burst)


@dataclass(eq=False)
class Node:
    """A node, or the request for its first VM."""

    kind: str
    unit: Unit
    number: int | None = None
    replica: Replica | None = None
    has_vm: bool = False
    created: float | None = None  # first `creating`
    first_idle: float | None = None
    idle_since: float | None = None
    idle_seconds: float = 0.0

    def becomes_idle(self, now):
        """State `idle`."""
        self.idle_since = now
        if self.first_idle is None:
            self.first_idle = now

    def stops_being_idle(self, now):
        """Leaves state `idle`, if it is idle; also called at the end of the run."""
        if self.idle_since is not None:
            self.idle_seconds += now - self.idle_since
            self.idle_since = None


@dataclass(eq=False)
class Resize:
    """A resize under way."""

    done: simpy.Event  # all nodes obtained or given up, or the image deleted
    awaited: int = 0
    added: int = 0
    errors: list = field(default_factory=list)

    def settle(self):
        """One node fewer is awaited."""
        self.awaited -= 1
        if self.awaited == 0 and not self.done.triggered:
            self.done.succeed()


class Pool:
    """A pool and its caller, who asks until the target is met."""

    def __init__(self, run, spec):
        self.run = run
        self.env = run.env
        self.case = run.case
        self.target = {DEDICATED: spec.dedicated, SPOT: spec.spot}
        self.resize_timeout = spec.resize_timeout
        self.units = {DEDICATED: [], SPOT: []}
        self.nodes = []  # the current ones
        self.pending = {}  # process of each VM request -> its resize; None: replacement of a preempted node
        self.numbers = itertools.count()
        self.current_resize = None
        self.resizes = 0
        self.steady_at = None
        self.ended_at = None
        self.env.process(self._call())

    def _call(self):
        """The caller, policy until-target."""
        while self.resizes < self.case.max_resizes:
            resize = yield from self._resize()
            if not resize.errors:
                self.steady_at = self.env.now
                return
            if resize.errors[0] == FAILED and not resize.added:
                return

    def _resize(self):
        """One resize, from the request to its end."""
        self.resizes += 1
        resize = self.current_resize = Resize(self.env.event())
        deadline = self.run.event_after(self.resize_timeout, TIMEOUT_PRIORITY)
        delay = self.env.timeout(self.run.draws.service_delay())
        yield delay | deadline
        if not delay.processed:
            resize.errors.append(TIMED_OUT)
        elif self.run.image_deleted:
            resize.errors.append(FAILED)
        else:
            self._allocate(resize)
            yield resize.done | deadline
            if not resize.done.triggered:
                resize.errors.append(TIMED_OUT)
                self.drop_requests(resize)
        self.current_resize = None
        self.ended_at = self.env.now
        self.run.note_event()
        return resize

    def _allocate(self, resize):
        """Give the missing nodes places, in the order of the units, and request their VMs."""
        for kind in (DEDICATED, SPOT):
            missing = self.target[kind] - sum(node.kind == kind for node in self.nodes)
            if missing == 0:
                continue
            resize.awaited += missing
            for unit in self._units_in_order(kind):
                taken = min(missing, unit.size - unit.occupied)
                if taken:
                    missing -= taken
                    unit.occupied += taken
                    unit.bucket.fill()
                    for _ in range(taken):
                        self.env.process(self._live(Node(kind, unit), resize))
                if missing == 0:
                    break

    def _units_in_order(self, kind):
        """The units of a kind, then new ones, which are added behind."""
        for index in itertools.count():
            if index == len(self.units[kind]):
                self.units[kind].append(Unit(self.env, self.case))
            yield self.units[kind][index]

    def drop_requests(self, resize=None):
        """Drop the VM requests of a resize, or all of the pool, from the newest to the oldest."""
        for process, of_resize in reversed(list(self.pending.items())):
            if resize is None or of_resize is resize:
                process.interrupt()

    def image_deleted(self):
        """All VM requests fail, and with them the resize that needs them."""
        self.drop_requests()
        resize = self.current_resize
        if resize is not None and resize.awaited and not resize.done.triggered:
            resize.errors.append(FAILED)
            resize.done.succeed()

    def _live(self, node, resize):
        """The life of a node, from the first request to the end of the run."""
        outcome = yield from self._request_vm(node, resize)
        if outcome != OBTAINED:
            node.unit.occupied -= 1
            if outcome == GIVEN_UP:
                resize.errors.append(FAILED)
                resize.settle()
            return
        self.nodes.append(node)
        node.created = self.env.now
        resize.added += 1
        resize.settle()
        while True:
            yield from self._use_vm(node)  # returns when the VM is preempted, or never goes away
            if node.has_vm or self.run.image_deleted:
                return
            if (yield from self._request_vm(node, None)) != OBTAINED:
                return

    def _request_vm(self, node, resize):
        """Request VMs for a node until one is obtained (steps 2 to 4), and tell how that ended."""
        me = self.env.active_process
        self.pending[me] = resize
        failures = 0
        try:
            while True:
                yield from node.unit.bucket.take()
                yield from self.run.subscription.take()
                if node.number is None:
                    node.number = next(self.numbers)
                if self.run.replicas:
                    node.replica = min(self.run.replicas, key=lambda replica: replica.load)  # the first one of equal ones
                    yield from node.replica.make_disk(self.run.draws.disk_making())
                if not self.run.draws.creation_fails():
                    node.has_vm = True
                    self.run.note_event()
                    return OBTAINED
                failures += 1
                if resize is not None and failures >= self.case.create_attempts:
                    return GIVEN_UP
        except simpy.Interrupt:
            return DROPPED
        finally:
            del self.pending[me]

    def _use_vm(self, node):
        """Boot an obtained VM and be idle; ends at once when idle, or for a Spot VM to be preempted when it is."""
        preemptible = node.kind == SPOT and self.case.preemption_mean is not None
        if preemptible:
            self.env.process(self._preempt(self.env.active_process))
        try:
            if node.replica is not None:
                yield from node.replica.read(self.run.draws.boot_read())
            else:
                yield self.env.timeout(self.run.draws.boot_read() / self.case.read_limit)
            yield self.env.timeout(self.run.draws.os_boot())
            yield self.env.timeout(self.run.draws.agent_start())
            node.becomes_idle(self.env.now)
            self.run.note_event()
            if preemptible:
                yield self.env.event()  # until the interrupt
        except simpy.Interrupt:
            node.stops_being_idle(self.env.now)
            node.has_vm = False
            self.run.note_event()

    def _preempt(self, process):
        """Preempt the VM of a node when its time has come."""
        yield self.env.timeout(self.run.draws.time_to_preemption())
        process.interrupt()


class Run:
    """One replication of a case."""

    def __init__(self, case, rng):
        self.case = case
        self.env = simpy.Environment()
        self.draws = Draws(case, rng)
        self.last_event = 0.0
        self.image_deleted = False
        self.replicas = [Replica(self.env, self.draws.bandwidth(), case.read_limit, case.concurrency)
                         for _ in range(case.replicas)]
        self.subscription = Bucket(self.env, case.subscription_rate, case.subscription_burst)
        self.pools = [Pool(self, spec) for spec in case.pools]
        if case.delete_at is not None:
            self.event_after(case.delete_at, simpy.events.URGENT).callbacks.append(self._delete_image)

    def event_after(self, delay, priority):
        """A timeout with a priority of its own among the events of its instant."""
        event = self.env.event()
        event._ok, event._value = True, None  # as simpy.Timeout does it
        self.env.schedule(event, priority=priority, delay=delay)
        return event

    def note_event(self):
        """Something happens now: the run lasts at least until now (void timers in SimPy's queue do not count)."""
        self.last_event = self.env.now

    def _delete_image(self, _event):
        """The image is deleted."""
        self.image_deleted = True
        self.note_event()
        for pool in self.pools:
            pool.image_deleted()

    def simulate(self):
        """Run to the end; returns the columns of the output from `resizes` on."""
        self.env.run(until=self.case.horizon)
        end = self.last_event if self.case.horizon is None else self.case.horizon
        nodes = [node for pool in self.pools for node in pool.nodes]
        for node in nodes:
            node.stops_being_idle(end)
        booted = [node for node in nodes if node.first_idle is not None]
        steady = [pool.steady_at for pool in self.pools]
        ended = [pool.ended_at for pool in self.pools]
        return (
            sum(pool.resizes for pool in self.pools),
            sum(node.has_vm for node in nodes),
            None if None in steady else max(steady),
            float(np.mean([node.first_idle - node.created for node in booted])) if booted else None,
            float(np.mean([node.first_idle for node in booted])) if booted else None,
            None if None in ended else max(ended),
            sum(node.idle_seconds for node in nodes),
        )


def row(job):
    """The CSV line of a job: (number of the case, replication)."""
    number, replication = job
    case = CASES[number]
    values = Run(case, np.random.default_rng([SEED, number, replication])).simulate()
    texts = ("" if value is None else str(value) if isinstance(value, int) else f"{value:.6f}" for value in values)
    return ",".join((case.name, str(replication), *texts))


def main():
    """Print the CSV."""
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else max(case.replications for case in CASES)
    jobs = [(number, replication) for number, case in enumerate(CASES) for replication in range(min(limit, case.replications))]
    print("case,replication,resizes,nodes,steady_s,idle_latency_s,request_to_idle_s,ended_s,idle_node_s")
    with multiprocessing.Pool(PROCESSES) as workers:
        for line in workers.imap(row, jobs, chunksize=5):
            print(line, flush=True)


if __name__ == "__main__":
    main()
