# SPDX-License-Identifier: GPL-3.0-or-later
"""The M/M/1 of `poolsim-bench mm1` by SimPy, as its documentation writes such a model.

    python3 Peers/simpy_queue.py CUSTOMERS
"""

import random
import sys
import time

import simpy


def customer(environment, server, draw, stays):
    """Waits for the server, is served, leaves."""
    arrival = environment.now
    with server.request() as request:
        yield request
        yield environment.timeout(draw(1.0))
    stays.append(environment.now - arrival)


def source(environment, server, draw, stays, count):
    """Sends the customers."""
    for _ in range(count):
        environment.process(customer(environment, server, draw, stays))
        yield environment.timeout(draw(0.9))


def main():
    """Prints model, customers, nanoseconds a customer, mean stay."""
    count = int(sys.argv[1])
    draw = random.Random(1).expovariate
    environment = simpy.Environment()
    server = simpy.Resource(environment, capacity=1)
    stays = []
    environment.process(source(environment, server, draw, stays, count))
    start = time.process_time()
    environment.run()
    elapsed = time.process_time() - start
    print("M/M/1", count, elapsed * 1e9 / count, sum(stays) / count)


main()
