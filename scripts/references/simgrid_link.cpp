// SPDX-License-Identifier: GPL-3.0-or-later
// Finish times of staggered flows on shared links by SimGrid (Debian libsimgrid-dev), for SimGridTests.swift.
// Prints: kind,flows,flow,finish_s; all flows up to a thousand, every tenth of more.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <simgrid/s4u.hpp>
#include <string>
#include <vector>

namespace sg = simgrid::s4u;

// SplitMix64, as TestSupport has it.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
};

struct Flow {
  double arrival, bytes, cap;
  int link;
};

static const double bandwidth = 60.0 * 1048576;

// The same flows as SimGridTests.flows: lognormal sizes of median 90 MiB, arrivals in whole milliseconds.
static std::vector<Flow> flows(int count, int links) {
  Random random{static_cast<std::uint64_t>(count)};
  std::vector<Flow> result;
  double now = 0;
  for (int index = 0; index < count; index++) {
    double gap = -std::log(1 - random.unit()) * 1.5 / links;
    now += std::round(gap * 1000) / 1000;
    double radius = std::sqrt(-2 * std::log(1 - random.unit()));
    double bytes = 90 * 1048576.0 * std::exp(0.5 * radius * std::cos(2 * M_PI * random.unit()));
    double cap = bandwidth * (0.02 + 0.3 * random.unit());
    result.push_back({std::round(now * 1000) / 1000, std::round(bytes), cap, index % links});
  }
  return result;
}

int main(int argc, char** argv) {
  sg::Engine engine(&argc, argv);
  const std::string kind = argv[1];
  const int count = std::atoi(argv[2]);
  const int links = kind == "two-links" ? 2 : 1;
  const auto list = flows(count, links);

  auto* zone = sg::create_full_zone("zone");
  std::vector<std::pair<sg::Host*, sg::Host*>> hosts;
  for (int link = 0; link < links; link++) {
    const auto number = std::to_string(link);
    auto* from = zone->create_host("from" + number, 1e9)->seal();
    auto* to = zone->create_host("to" + number, 1e9)->seal();
    auto* wire = zone->create_link("link" + number, bandwidth)->set_latency(0)->seal();
    zone->add_route(from->get_netpoint(), to->get_netpoint(), nullptr, nullptr, {sg::LinkInRoute(wire)}, true);
    hosts.emplace_back(from, to);
  }
  zone->seal();

  std::vector<double> finish(count);
  static int payload;
  for (int link = 0; link < links; link++) {
    sg::Actor::create("receiver", hosts[link].second, [&, link] {
      // Everything is awaited beforehand, so that a transfer begins when its sender does.
      std::vector<int*> received(count);
      std::vector<sg::CommPtr> open;
      for (int index = 0; index < count; index++)
        if (list[index].link == link)
          open.push_back(sg::Mailbox::by_name(std::to_string(index))->get_async<int>(&received[index]));
      for (auto& comm : open) comm->wait();
    });
    sg::Actor::create("sender", hosts[link].first, [&, link] {
      std::vector<std::pair<int, sg::CommPtr>> open;
      for (int index = 0; index < count; index++) {
        const auto& flow = list[index];
        if (flow.link != link) continue;
        sg::this_actor::sleep_until(flow.arrival);
        auto comm = sg::Mailbox::by_name(std::to_string(index))
                        ->put_init(&payload, static_cast<std::uint64_t>(flow.bytes));
        if (kind == "common-cap") comm->set_rate(bandwidth / 8);
        if (kind == "own-caps") comm->set_rate(flow.cap);
        comm->start();
        open.emplace_back(index, comm);
      }
      for (auto& [index, comm] : open) {
        comm->wait();
        finish[index] = comm->get_finish_time();
      }
    });
  }
  engine.run();
  const int step = count > 1000 ? 10 : 1;
  for (int index = 0; index < count; index += step)
    std::printf("%s,%d,%d,%.17g\n", kind.c_str(), count, index, finish[index]);
}
