// SPDX-License-Identifier: GPL-3.0-or-later
//
// The hold model of poolsim-bench with std::priority_queue, or with a 4-ary heap of Boost: the same increments, and so
// the same hash. Its events cannot be cancelled.
//
//   g++ -O3 -march=native -o priority_queue Peers/priority_queue.cpp
//   g++ -O3 -march=native -DPOOLSIM_BOOST -o d_ary_heap Peers/priority_queue.cpp
//   ./priority_queue INCREMENT PENDING [EVENTS [REPETITIONS]]

#include "hold.hpp"

#include <queue>
#ifdef POOLSIM_BOOST
#include <boost/heap/d_ary_heap.hpp>
#endif

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
  Hold hold(count - 1, arguments + 1);
#ifdef POOLSIM_BOOST
  boost::heap::d_ary_heap<Entry, boost::heap::arity<4>, boost::heap::compare<Later>> queue;
#else
  std::priority_queue<Entry, std::vector<Entry>, Later> queue;
#endif
  hold.start([&](int64_t time, uint64_t event) { queue.push({time, hold.sequence++, event}); });
  hold.measure([&](size_t limit) {
    for (size_t done = 0; done < limit; done++) {
      const Entry entry = queue.top();
      queue.pop();
      hold.note(entry.time, entry.event);
      queue.push({entry.time + hold.next_increment(), hold.sequence++, entry.event});
    }
  });
}
