// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the hold models in C++ share: the increments and starts of `poolsim-bench hold --load steady` and its hash.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "random.hpp"

inline double seconds(const std::string &increment, double first, double second) {
  if (increment == "exponential") return -std::log(1 - first);
  if (increment == "uniform") return 2 * first;
  if (increment == "bimodal") return 0.95238 * second + (first < 0.1 ? 9.5238 : 0);
  if (increment == "triangular") return 1.5 * std::sqrt(first);
  if (increment == "heavy-tailed") return std::pow(1 - first, -1 / 1.5) / 3;
  if (increment == "constant") return 1;
  if (increment == "many-ties") return std::floor(4 * first);
  std::fprintf(stderr, "unknown increment %s\n", increment.c_str());
  std::exit(64);
}

// The model but for the queue: what is asked for, and what has been computed.
struct Hold {
  std::string increment;
  size_t population;
  size_t events = 2000000;
  size_t repetitions = 5;
  std::vector<int64_t> increments = std::vector<int64_t>(65536);
  uint64_t sequence = 0, hash = 0;
  size_t drawn = 0;

  // Takes INCREMENT PENDING [EVENTS [REPETITIONS]].
  Hold(int count, char **arguments) {
    if (count < 2) {
      std::fprintf(stderr, "usage: ... INCREMENT PENDING [EVENTS [REPETITIONS]]\n");
      std::exit(64);
    }
    increment = arguments[0];
    population = std::strtoull(arguments[1], nullptr, 10);
    if (count > 2) events = std::strtoull(arguments[2], nullptr, 10);
    if (count > 3) repetitions = std::strtoull(arguments[3], nullptr, 10);
    Random random{42};
    for (auto &nanoseconds : increments) {
      const double first = random.unit(), second = random.unit();
      nanoseconds = static_cast<int64_t>(seconds(increment, first, second) * 1e9);
    }
  }

  // Calls schedule(time, event) for each event of the beginning.
  template <typename Schedule>
  void start(Schedule schedule) {
    Random starts{7};
    for (size_t number = 0; number < population; number++)
      schedule(increment == "many-ties" ? 0 : static_cast<int64_t>(starts.unit() * 1e9), number);
  }

  void note(int64_t time, uint64_t event) { hash = (hash ^ static_cast<uint64_t>(time) ^ event) * 0x100000001B3ull; }

  int64_t next_increment() { return increments[++drawn & 65535]; }

  // Measures handle(number of events) after as much warming up as poolsim-bench does, and prints its line.
  template <typename Handle>
  void measure(Handle handle) {
    handle(3 * population + 100000);
    std::vector<double> costs;
    for (size_t repetition = 0; repetition < repetitions; repetition++) {
      const std::clock_t start = std::clock();
      handle(events);
      const double elapsed = static_cast<double>(std::clock() - start) * (1e9 / CLOCKS_PER_SEC);
      costs.push_back(elapsed / static_cast<double>(events));
    }
    std::sort(costs.begin(), costs.end());
    std::printf("steady      %-14s%-10zu%-15.2f%-12.2f%-12.2f%016llx\n", increment.c_str(), population,
                costs[costs.size() / 2], costs.front(), costs.back(), static_cast<unsigned long long>(hash));
  }
};
