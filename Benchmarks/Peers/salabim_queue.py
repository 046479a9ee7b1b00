# SPDX-License-Identifier: GPL-3.0-or-later
"""The M/M/1 of `poolsim-bench mm1` by salabim, as its documentation writes such a model, without traces and monitors.

    python3 Peers/salabim_queue.py CUSTOMERS
"""

import random
import sys
import time

import salabim


class Customer(salabim.Component):
    """Waits for the server, is served, leaves."""

    def process(self):
        """A customer's stay."""
        arrival = self.env.now()
        yield self.request(self.server)
        yield self.hold(self.draw(1.0))
        self.release()
        self.stays.append(self.env.now() - arrival)

    def setup(self, server, draw, stays):
        """What the customer uses."""
        self.server, self.draw, self.stays = server, draw, stays


class Source(salabim.Component):
    """Sends the customers."""

    def setup(self, count, **shared):
        """How many, and what they use."""
        self.count, self.shared = count, shared

    def process(self):
        """All arrivals."""
        for _ in range(self.count):
            Customer(**self.shared)
            yield self.hold(self.shared["draw"](0.9))


def main():
    """Prints model, customers, nanoseconds a customer, mean stay."""
    count = int(sys.argv[1])
    stays = []
    environment = salabim.Environment(trace=False, yieldless=False)
    server = salabim.Resource("server", capacity=1, monitor=False)
    Source(count=count, server=server, draw=random.Random(1).expovariate, stays=stays)
    start = time.process_time()
    environment.run()
    elapsed = time.process_time() - start
    print("M/M/1", count, elapsed * 1e9 / count, sum(stays) / count)


main()
