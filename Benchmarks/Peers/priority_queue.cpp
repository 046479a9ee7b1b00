// SPDX-License-Identifier: GPL-3.0-or-later
//
// The hold model of poolsim-bench with std::priority_queue, or with a 4-ary heap of Boost: the same increments, and so
// the same hash.
//
//   g++ -O3 -march=native -o priority_queue Peers/priority_queue.cpp
//   g++ -O3 -march=native -DPOOLSIM_BOOST -o d_ary_heap Peers/priority_queue.cpp
//   ./priority_queue INCREMENT PENDING [EVENTS [REPETITIONS]]

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <string>
#include <vector>
#ifdef POOLSIM_BOOST
#include <boost/heap/d_ary_heap.hpp>
#endif

struct Random {
  uint64_t state;
  double unit() {
    state += 0x9E3779B97F4A7C15ull;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
};

static double seconds(const std::string &increment, double first, double second) {
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

struct Entry {
  int64_t time;
  uint64_t sequence;
  uint64_t event;
};

struct Later {
  bool operator()(const Entry &left, const Entry &right) const {
    return left.time > right.time || (left.time == right.time && left.sequence > right.sequence);
  }
};

int main(int count, char **arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: priority_queue INCREMENT PENDING [EVENTS [REPETITIONS]]\n");
    return 64;
  }
  const std::string increment = arguments[1];
  const size_t population = std::strtoull(arguments[2], nullptr, 10);
  const size_t events = count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 2000000;
  const size_t repetitions = count > 4 ? std::strtoull(arguments[4], nullptr, 10) : 5;

  std::vector<int64_t> increments(65536);
  Random random{42};
  for (auto &nanoseconds : increments) {
    const double first = random.unit(), second = random.unit();
    nanoseconds = static_cast<int64_t>(seconds(increment, first, second) * 1e9);
  }

#ifdef POOLSIM_BOOST
  boost::heap::d_ary_heap<Entry, boost::heap::arity<4>, boost::heap::compare<Later>> queue;
#else
  std::priority_queue<Entry, std::vector<Entry>, Later> queue;
#endif
  uint64_t sequence = 0, hash = 0;
  size_t drawn = 0;
  Random starts{7};
  for (size_t number = 0; number < population; number++) {
    const int64_t start = increment == "many-ties" ? 0 : static_cast<int64_t>(starts.unit() * 1e9);
    queue.push({start, sequence++, number});
  }
  const auto handle = [&](size_t limit) {
    for (size_t done = 0; done < limit; done++) {
      const Entry entry = queue.top();
      queue.pop();
      hash = (hash ^ static_cast<uint64_t>(entry.time) ^ entry.event) * 0x100000001B3ull;
      queue.push({entry.time + increments[++drawn & 65535], sequence++, entry.event});
    }
  };
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
