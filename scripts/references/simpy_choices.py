# SPDX-License-Identifier: GPL-3.0-or-later
"""What some choices of docs/guides/mechanism.md change, in seconds: a pool in SimPy that can make them either way.

    simpy_choices.py [REPLICATIONS]

Random numbers are NumPy's. Needs SimPy and NumPy from PyPI. Times are seconds, work is MiB, rates are per second.
simpy_pool.py is the program that poolsim is compared with.
"""

import collections
import math
import sys

import numpy
import simpy

NUMBERS = dict(
    unit_size=300, unit_rate=0.55, unit_burst=5, subscription_rate=500 / 60, subscription_burst=1500, bandwidth=60.0,
    variation=0.05, concurrency=20, cap=30.0, disk=(116.0, 0.2), boot_read=(31.0, 0.2), delay=(45.0, 0.5),
    boot=(10.0, 0.3), agent=(15.0, 0.3), failure=0.0, attempts=3, straggler=0.0, straggler_delay=600.0,
    # Choices of the page, and what the other choice is.
    shared_units=False, keeps_buckets=False, retries_first=False, reads_die=False)
MOST_RESIZES = 20

TWO_UNITS = dict(replicas=1, pools=[(400, 0, 900)])
IMAGE_DELETED = dict(replicas=1, pools=[(300, 0, 900)], deleted_at=400.0)


class Draws:
    """Random numbers of one replication, named by purpose, number of the drawer and attempt."""

    COUNT = 2048

    def __init__(self, seed, replication):
        self.seed = [seed, replication]
        self.blocks = {}

    def block(self, purpose, attempt, make):
        key = (purpose, attempt)
        if key not in self.blocks:
            purpose_number = int.from_bytes(purpose.encode(), "big")
            self.blocks[key] = make(numpy.random.default_rng([*self.seed, purpose_number, attempt])).tolist()
        return self.blocks[key]

    def normal(self, purpose, number, attempt=0):
        return self.block(purpose, attempt, lambda random: random.standard_normal(self.COUNT))[number]

    def uniform(self, purpose, number, attempt=0):
        return self.block(purpose, attempt, lambda random: random.random(self.COUNT))[number]

    def about_median(self, parameters, *name):
        return parameters[0] * math.exp(parameters[1] * self.normal(*name))

    def about_mean(self, parameters, *name):
        return parameters[0] * math.exp(parameters[1] * self.normal(*name) - parameters[1] ** 2 / 2)


class Flow:
    def __init__(self, env, work, is_disk):
        self.done, self.rest, self.is_disk = env.event(), work, is_disk


class Replica:
    """Its flows share the bandwidth equally, below a cap; so many disks are made at once."""

    def __init__(self, env, bandwidth, numbers):
        self.env, self.bandwidth, self.numbers = env, bandwidth, numbers
        self.flows, self.line = [], collections.deque()
        self.making, self.last, self.plans = 0, 0.0, 0

    def load(self):
        return len(self.flows) + len(self.line)

    def rate(self):
        return min(self.numbers["cap"], self.bandwidth / len(self.flows))

    def settle(self):
        if self.flows and self.env.now > self.last:
            work = self.rate() * (self.env.now - self.last)
            for flow in self.flows:
                flow.rest -= work
        self.last = self.env.now

    def let_in(self):
        while self.line and self.making < self.numbers["concurrency"]:
            self.flows.append(self.line.popleft())
            self.making += 1

    def leave(self, flow):
        self.flows.remove(flow)
        self.making -= flow.is_disk

    def plan(self):
        """Arranges the next end of a flow; what was arranged before is void."""
        self.plans += 1
        if self.flows:
            rest = max(0.0, min(flow.rest for flow in self.flows))
            self.env.timeout(rest / self.rate(), self.plans).callbacks.append(self.end_flows)

    def end_flows(self, timer):
        if timer.value != self.plans:
            return
        self.settle()
        for flow in [flow for flow in self.flows if flow.rest <= 1e-9]:
            self.leave(flow)
            flow.done.succeed()
        self.let_in()
        self.plan()

    def serve(self, work, is_disk):
        """For a process: waits and is served; an interrupt takes it off."""
        flow = Flow(self.env, work, is_disk)
        self.settle()
        if is_disk:
            self.line.append(flow)
            self.let_in()
        else:
            self.flows.append(flow)
        self.plan()
        try:
            yield flow.done
        finally:
            if not flow.done.triggered:
                self.settle()
                if flow in self.line:
                    self.line.remove(flow)
                else:
                    self.leave(flow)
                self.let_in()
                self.plan()


class PacedLine:
    """Requests, first come, first served, each for a token of a bucket; void ones take none."""

    def __init__(self, env, rate, burst, forward):
        self.env, self.rate, self.burst, self.forward = env, rate, burst, forward
        self.tokens, self.last = float(burst), 0.0
        self.requests = collections.deque()
        self.news = env.event()
        env.process(self.serve())

    def tell(self):
        if not self.news.triggered:
            self.news.succeed()

    def fill(self):
        self.tokens, self.last = float(self.burst), self.env.now
        self.tell()

    def add(self, request, first=False):
        (self.requests.appendleft if first else self.requests.append)(request)
        self.tell()

    def serve(self):
        while True:
            while self.requests and self.requests[0].is_void():
                self.requests.popleft()
            self.tokens = min(self.burst, self.tokens + self.rate * (self.env.now - self.last))
            self.last = self.env.now
            if self.requests and self.tokens >= 1 - 1e-9:
                self.tokens -= 1
                self.forward(self.requests.popleft())
                continue
            self.news = self.env.event()
            if self.requests:
                yield self.env.timeout((1 - self.tokens) / self.rate) | self.news
            else:
                yield self.news


class Node:
    def __init__(self, pool, number, line):
        self.pool, self.number, self.line = pool, number, line
        self.state = "wanted"  # then obtained, idle, preempted, dropped
        self.attempt = self.failures = 0
        self.created = self.idle = self.process = None
        self.is_booting_from_image = False

    def is_void(self):
        return self.state not in ("wanted", "preempted")


class Pool:
    """One pool, its caller, and what becomes of its nodes."""

    def __init__(self, world, index, dedicated, spot, timeout):
        self.world, self.env, self.index, self.timeout = world, world.env, index, timeout
        self.targets = {"dedicated": dedicated, "spot": spot}
        self.units = {"dedicated": [], "spot": []}
        if world.numbers["shared_units"]:
            self.units["spot"] = self.units["dedicated"]
        self.nodes = []
        self.resizes, self.steady, self.ended = 0, None, None
        self.over, self.awaited, self.gave_up = None, [], False
        self.env.process(self.ask())

    def current(self, kind=None):
        return sum(
            node.state not in ("wanted", "dropped") and kind in (None, node.kind) for node in self.nodes)

    def ask(self):
        while self.resizes < MOST_RESIZES:
            before = self.current()
            error = yield from self.resize()
            self.ended = self.env.now
            if error is None:
                self.steady = self.env.now
                return
            if error == "AllocationFailed" and self.current() == before:
                return

    def resize(self):
        deadline = self.env.timeout(self.timeout)
        delay = self.env.timeout(
            self.world.draws.about_median(self.world.numbers["delay"], "delay", 100 * self.index + self.resizes))
        self.resizes += 1
        yield delay | deadline
        if not delay.processed:
            return "AllocationTimedOut"
        if self.world.is_deleted:
            return "AllocationFailed"
        self.over, self.awaited, self.gave_up = self.env.event(), [], False
        for kind, target in self.targets.items():
            self.want(kind, target - self.current(kind))
        yield self.over | deadline
        if not self.over.triggered:
            self.drop()
            return "AllocationTimedOut"
        return self.over.value

    def want(self, kind, count):
        """Gives so many new nodes to the first vacant places of the units of a kind."""
        units, place = self.units[kind], 0
        while count > 0:
            if place == len(units):
                units.append(
                    PacedLine(
                        self.env, self.world.numbers["unit_rate"], self.world.numbers["unit_burst"],
                        self.world.subscription.add))
            line = units[place]
            held = sum(node.line is line and node.state != "dropped" for node in self.nodes)
            taken = min(count, self.world.numbers["unit_size"] - held)
            if taken and not self.world.numbers["keeps_buckets"]:
                line.fill()
            for _ in range(taken):
                node = Node(self, self.world.next_number(), line)
                node.kind = kind
                self.nodes.append(node)
                self.awaited.append(node)
                line.add(node)
            count -= taken
            place += 1

    def drop(self):
        """Gives up what is not obtained: what was never requested, then from the newest request to the oldest."""
        for node in self.awaited:
            node.state = "dropped"
        requested = [node for node in self.awaited if node.process is not None and node.process.is_alive]
        for node in sorted(requested, key=lambda node: -node.order):
            node.process.interrupt()
        self.awaited = []

    def settle(self, node):
        """A node has been obtained or given up."""
        self.awaited.remove(node)
        if not self.awaited:
            self.over.succeed("AllocationFailed" if self.gave_up else None)

    def request_vm(self, node):
        node.order = self.world.next_order()
        node.process = self.env.process(self.live(node))

    def live(self, node):
        """A VM of a node, from its request on."""
        world, numbers, draws = self.world, self.world.numbers, self.world.draws
        node.attempt += 1
        name = (node.number, node.attempt)
        try:
            replica = min(world.replicas, key=Replica.load) if world.replicas else None
            if replica:
                yield from replica.serve(draws.about_mean(numbers["disk"], "disk", *name), True)
            if numbers["failure"] and draws.uniform("failure", *name) < numbers["failure"]:
                self.fail(node)
                return
            is_replacement = node.state == "preempted"
            node.state = "obtained"
            if not is_replacement:
                node.created = self.env.now
                self.settle(node)
            if node.kind == "spot" and world.preempted_every:
                self.env.process(self.preempt(node, -world.preempted_every * math.log1p(-draws.uniform("spot", *name))))
            work = draws.about_mean(numbers["boot_read"], "read", *name)
            node.is_booting_from_image = True
            if replica:
                yield from replica.serve(work, False)
            else:
                yield self.env.timeout(work / numbers["cap"])
            node.is_booting_from_image = False
            yield self.env.timeout(draws.about_median(numbers["boot"], "boot", *name))
            yield self.env.timeout(draws.about_median(numbers["agent"], "agent", *name))
            if numbers["straggler"] and draws.uniform("late", *name) < numbers["straggler"]:
                yield self.env.timeout(numbers["straggler_delay"])
        except simpy.Interrupt:
            return
        node.state = "idle"
        node.idle = node.idle or self.env.now
        world.count_idle(1)

    def fail(self, node):
        node.failures += 1
        if node.state == "preempted" or node.failures < self.world.numbers["attempts"]:
            node.line.add(node, first=self.world.numbers["retries_first"])
        else:
            node.state = "dropped"
            self.gave_up = True
            self.settle(node)

    def preempt(self, node, delay):
        yield self.env.timeout(delay)
        if node.state == "idle":
            self.world.count_idle(-1)
        elif node.process.is_alive:
            node.process.interrupt()
        node.state, node.failures = "preempted", 0
        node.line.add(node)

    def lose_image(self):
        if self.over is not None and not self.over.triggered:
            self.drop()
            self.over.succeed("AllocationFailed")
        if self.world.numbers["reads_die"]:
            for node in self.nodes:
                if node.is_booting_from_image and node.process.is_alive:
                    node.process.interrupt()


class World:
    """One replication of a case."""

    def __init__(self, case, replication, seed):
        self.numbers = {**NUMBERS, **{key: value for key, value in case.items() if key in NUMBERS}}
        self.env = simpy.Environment()
        self.draws = Draws(seed, replication)
        self.numbers_given = self.orders_given = 0
        self.is_deleted = False
        self.preempted_every = case.get("preempted_every")
        self.idle, self.idle_since, self.idle_seconds = 0, 0.0, 0.0
        sigma = math.sqrt(math.log(1 + self.numbers["variation"] ** 2))
        self.replicas = [
            Replica(self.env, self.draws.about_mean((self.numbers["bandwidth"], sigma), "link", number), self.numbers)
            for number in range(case["replicas"])]
        self.subscription = PacedLine(
            self.env, self.numbers["subscription_rate"], self.numbers["subscription_burst"],
            lambda node: node.pool.request_vm(node))
        self.pools = [Pool(self, index, *pool) for index, pool in enumerate(case["pools"])]
        if "deleted_at" in case:
            self.env.timeout(case["deleted_at"]).callbacks.append(self.delete_image)
        self.env.run(case.get("until"))
        self.count_idle(0)

    def next_number(self):
        self.numbers_given += 1
        return self.numbers_given - 1

    def next_order(self):
        self.orders_given += 1
        return self.orders_given

    def count_idle(self, change):
        self.idle_seconds += self.idle * (self.env.now - self.idle_since)
        self.idle_since = self.env.now
        self.idle += change

    def delete_image(self, _):
        self.is_deleted = True
        for pool in self.pools:
            pool.lose_image()

    def idle_nodes(self):
        return [node for pool in self.pools for node in pool.nodes if node.idle is not None]

    def figures(self):
        """resizes, nodes, time to steady, idle latency, request to idle, end of the last resize, node-seconds idle."""
        nodes = [node for pool in self.pools for node in pool.nodes]
        idle = self.idle_nodes()
        steady = [pool.steady for pool in self.pools]
        return (
            sum(pool.resizes for pool in self.pools), sum(node.state in ("obtained", "idle") for node in nodes),
            math.nan if None in steady else max(steady),
            sum(node.idle - node.created for node in idle) / len(idle), sum(node.idle for node in idle) / len(idle),
            max(pool.ended for pool in self.pools), self.idle_seconds)


def print_effects(replications):
    """Each line: a choice of the page, a figure, and by how much the other way changes it, with the standard error."""
    figures = ("resizes", "nodes", "steady", "idle latency", "request to idle", "end")
    both_kinds, two = [(100, 100, 900)], dict(replicas=2, pools=[(300, 0, 900)])
    for title, change, case in [
        ("1: shared units, 100 and 100 nodes, R = 4", "shared_units", dict(replicas=4, pools=both_kinds)),
        ("1: shared units, 100 and 100 nodes, R = 1", "shared_units", dict(replicas=1, pools=both_kinds)),
        ("4: buckets as they are, 400 nodes, R = 1", "keeps_buckets", TWO_UNITS),
        ("12: reads of a deleted image fail", "reads_die", IMAGE_DELETED),
        ("14: retries first, 2 % fail, 300 nodes, R = 2", "retries_first", {**two, "failure": 0.02}),
        ("14: retries first, 5 % fail, 300 nodes, R = 2", "retries_first", {**two, "failure": 0.05}),
    ]:
        worlds = [[World({**case, change: other}, run, 7) for run in range(replications)] for other in (False, True)]
        ours, others = numpy.array([[world.figures() for world in side] for side in worlds], dtype=float)[:, :, :-1]
        lost = [len(world.idle_nodes()) for side in worlds for world in side]
        print(f"{title}; idle nodes: {numpy.mean(lost[:replications]):.2f}, {numpy.mean(lost[replications:]):.2f}")
        for index, figure in enumerate(figures):
            difference = others[:, index] - ours[:, index]
            error = difference.std(ddof=1) / math.sqrt(replications)
            print(f"{title}; {figure}: {ours[:, index].mean():.2f} becomes {difference.mean():+.2f} ± {error:.2f}")


if __name__ == "__main__":
    print_effects(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
