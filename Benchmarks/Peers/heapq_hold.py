# SPDX-License-Identifier: GPL-3.0-or-later
"""The hold model of `poolsim-bench hold` with exponential increments by Python's heapq, the queue of SimPy.

    python3 Peers/heapq_hold.py PENDING EVENTS
"""

import heapq
import random
import sys
import time


def main():
    """Prints the pending events and the nanoseconds an event."""
    pending, events = int(sys.argv[1]), int(sys.argv[2])
    draws = random.Random(42)
    increments = [int(draws.expovariate(1.0) * 1e9) for _ in range(65_536)]
    heap = [(int(draws.random() * 1e9), number, number) for number in range(pending)]
    heapq.heapify(heap)
    sequence, drawn = pending, 0
    start = time.process_time()
    for limit in (pending, events):
        start = time.process_time()
        for _ in range(limit):
            when, _, event = heapq.heappop(heap)
            drawn += 1
            sequence += 1
            heapq.heappush(heap, (when + increments[drawn & 65_535], sequence, event))
    print("steady exponential", pending, (time.process_time() - start) * 1e9 / events)


main()
