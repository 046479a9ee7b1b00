# SPDX-License-Identifier: GPL-3.0-or-later
"""A pool of 300 nodes from one or two replicas, written in SimPy from the description of the model alone.

Prints variant,replication,resizes,steady_state_s,idle_latency_mean_s for SimPyTests.swift. Random numbers are NumPy's:
agreement is one of distributions. Needs SimPy and NumPy from PyPI.
"""

import sys

import numpy
import simpy

NODES = 300
TIMEOUT = 900.0
BANDWIDTH = 60.0  # MiB/s, its coefficient of variation 5 %
VARIATION = 0.05
CONCURRENCY = 20
WORKING_SET = 90.0  # MiB
NODE_LIMIT = 30.0  # MiB/s
DELAY = (180.0, 0.2)  # median s, sigma
BOOT = (90.0, 0.3)
AGENT = (60.0, 0.3)
RATE, BURST = 500 / 60, 1500


class Replica:
    """Reads share the bandwidth; at most CONCURRENCY at once, the others wait in a simpy.Resource."""

    def __init__(self, env, bandwidth):
        self.env, self.bandwidth = env, bandwidth
        self.places = simpy.Resource(env, CONCURRENCY)
        self.rest = {}
        self.last = 0.0
        self.waiting = 0
        self.wake = None

    def settle(self):
        if self.rest:
            rate = min(NODE_LIMIT, self.bandwidth / len(self.rest))
            for key in self.rest:
                self.rest[key] -= rate * (self.env.now - self.last)
        self.last = self.env.now

    def outstanding(self):
        self.settle()
        return sum(self.rest.values()) + self.waiting * WORKING_SET

    def changed(self):
        """Wakes the reader that is next to finish."""
        self.wake = object()
        if self.rest:
            key = min(self.rest, key=self.rest.get)
            rate = min(NODE_LIMIT, self.bandwidth / len(self.rest))
            self.env.process(self.finish(key, max(0.0, self.rest[key]) / rate, self.wake))

    def finish(self, key, delay, token):
        yield self.env.timeout(delay)
        if token is self.wake and key in self.rest:
            self.settle()
            del self.rest[key]
            self.changed()
            key.succeed()

    def read(self):
        self.waiting += 1
        request = self.places.request()
        try:
            yield request
        finally:
            self.waiting -= 1
            if not request.triggered:
                request.cancel()
        done = self.env.event()
        self.settle()
        self.rest[done] = WORKING_SET
        self.changed()
        try:
            yield done
        finally:
            if done in self.rest:
                self.settle()
                del self.rest[done]
                self.changed()
            self.places.release(request)


class Bucket:
    def __init__(self, env):
        self.env, self.tokens, self.last = env, float(BURST), 0.0

    def take(self):
        self.tokens = min(BURST, self.tokens + RATE * (self.env.now - self.last))
        self.last = self.env.now
        while self.tokens < 1 - 1e-9:
            yield self.env.timeout((1 - self.tokens) / RATE)
            self.tokens = min(BURST, self.tokens + RATE * (self.env.now - self.last))
            self.last = self.env.now
        self.tokens -= 1


def lognormal(random, parameters):
    return parameters[0] * numpy.exp(parameters[1] * random.standard_normal())


def run(random, replica_count):
    env = simpy.Environment()
    sigma = numpy.sqrt(numpy.log(1 + VARIATION**2))
    replicas = [
        Replica(env, BANDWIDTH * numpy.exp(sigma * random.standard_normal() - sigma**2 / 2))
        for _ in range(replica_count)
    ]
    bucket = Bucket(env)
    latencies = []
    state = {"provisioned": 0, "resizes": 0, "steady": None}

    def join(created):
        yield env.timeout(lognormal(random, AGENT))
        latencies.append(env.now - created)

    def node(arrived):
        created = env.now
        try:
            replica = min(replicas, key=lambda r: r.outstanding())
            yield from replica.read()
            yield env.timeout(lognormal(random, BOOT))
        except simpy.Interrupt:
            return
        state["provisioned"] += 1
        env.process(join(created))
        arrived()

    def resize():
        state["resizes"] += 1
        wanted = NODES - state["provisioned"]
        complete = env.event()
        left = [wanted]

        def arrived():
            left[0] -= 1
            if left[0] == 0:
                complete.succeed()

        def create():
            try:
                yield env.timeout(lognormal(random, DELAY))
                for _ in range(wanted):
                    yield from bucket.take()
                    nodes.append(env.process(node(arrived)))
            except simpy.Interrupt:
                return

        nodes = []
        creator = env.process(create())
        yield complete | env.timeout(TIMEOUT)
        if not complete.triggered:
            for process in [creator, *reversed(nodes)]:
                if process.is_alive:
                    process.interrupt()
        return left[0] == 0

    def caller():
        for _ in range(20):
            if (yield env.process(resize())):
                state["steady"] = env.now
                return

    env.process(caller())
    env.run()
    return state["resizes"], state["steady"], float(numpy.mean(latencies))


def main():
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    random = numpy.random.default_rng(20200701)
    print("variant,replication,resizes,steady_state_s,idle_latency_mean_s")
    for variant, count in [("managed", 1), ("gallery", 2)]:
        for replication in range(replications):
            resizes, steady, latency = run(random, count)
            print(f"{variant},{replication},{resizes},{steady:.6f},{latency:.6f}")


main()
