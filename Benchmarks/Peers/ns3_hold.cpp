// SPDX-License-Identifier: GPL-3.0-or-later
//
// The hold model of poolsim-bench with the schedulers of ns-3 (Debian libns3-dev): the same increments, and so the same
// hash. "simulator" is ns-3's whole engine with the scheduler that it takes by itself; the others are the queue alone.
//
//   g++ -O3 -march=native -o ns3_hold Peers/ns3_hold.cpp -lns3-core
//   ./ns3_hold map|heap|calendar|priority-queue|simulator INCREMENT PENDING [EVENTS [REPETITIONS]]

#include "hold.hpp"

#include <ns3/core-module.h>

static ns3::Ptr<ns3::Scheduler> scheduler(const std::string &kind) {
  if (kind == "map") return ns3::CreateObject<ns3::MapScheduler>();
  if (kind == "heap") return ns3::CreateObject<ns3::HeapScheduler>();
  if (kind == "calendar") return ns3::CreateObject<ns3::CalendarScheduler>();
  if (kind == "priority-queue") return ns3::CreateObject<ns3::PriorityQueueScheduler>();
  std::fprintf(stderr, "unknown scheduler %s\n", kind.c_str());
  std::exit(64);
}

// A scheduler stores the address of an event and never follows it: here the event's number stands in its place, so that
// nothing is allocated for an event.
static void measure_scheduler(const std::string &kind, Hold &hold) {
  const ns3::Ptr<ns3::Scheduler> queue = scheduler(kind);
  const auto insert = [&](int64_t time, uint64_t event) {
    ns3::Scheduler::Event entry;
    entry.impl = reinterpret_cast<ns3::EventImpl *>(event);
    entry.key.m_ts = static_cast<uint64_t>(time);
    entry.key.m_uid = static_cast<uint32_t>(hold.sequence++);
    entry.key.m_context = 0;
    queue->Insert(entry);
  };
  hold.start(insert);
  hold.measure([&](size_t limit) {
    for (size_t done = 0; done < limit; done++) {
      const ns3::Scheduler::Event entry = queue->RemoveNext();
      const auto time = static_cast<int64_t>(entry.key.m_ts);
      const auto event = reinterpret_cast<uint64_t>(entry.impl);
      hold.note(time, event);
      insert(time + hold.next_increment(), event);
    }
  });
}

static Hold *running;
static size_t remaining;

static void handle(uint64_t event) {
  running->note(ns3::Simulator::Now().GetNanoSeconds(), event);
  ns3::Simulator::Schedule(ns3::NanoSeconds(running->next_increment()), &handle, event);
  if (--remaining == 0) ns3::Simulator::Stop();
}

static void measure_simulator(Hold &hold) {
  running = &hold;
  hold.start([](int64_t time, uint64_t event) { ns3::Simulator::Schedule(ns3::NanoSeconds(time), &handle, event); });
  hold.measure([](size_t limit) {
    remaining = limit;
    ns3::Simulator::Run();
  });
  ns3::Simulator::Destroy();
}

int main(int count, char **arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: ns3_hold SCHEDULER INCREMENT PENDING [EVENTS [REPETITIONS]]\n");
    return 64;
  }
  Hold hold(count - 2, arguments + 2);
  if (std::string(arguments[1]) == "simulator")
    measure_simulator(hold);
  else
    measure_scheduler(arguments[1], hold);
}
