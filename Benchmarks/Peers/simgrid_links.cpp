// SPDX-License-Identifier: GPL-3.0-or-later
//
// The flows of `poolsim-bench links` on one link of SimGrid (Debian libsimgrid-dev): the same mean finish.
//
//   g++ -O3 -march=native -o simgrid_links Peers/simgrid_links.cpp -lsimgrid
//   ./simgrid_links equal|different FLOWS --cfg=network/crosstraffic:0 --cfg=network/model:CM02

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <simgrid/s4u.hpp>
#include <string>
#include <utility>
#include <vector>

#include "random.hpp"

namespace sg = simgrid::s4u;

int main(int argument_count, char **arguments) {
  sg::Engine engine(&argument_count, arguments);
  if (argument_count != 3) {
    std::fprintf(stderr, "usage: simgrid_links equal|different FLOWS\n");
    return 64;
  }
  const std::string kind = arguments[1];
  const int count = std::atoi(arguments[2]);
  const double bandwidth = 60 * 1048576.0;

  // Poolsim's own list, see FlowList.swift.
  Random random{static_cast<uint64_t>(count)};
  std::vector<std::pair<double, double>> flows;
  for (int index = 0; index < count; index++) {
    const double bytes = std::floor((50 + 100 * random.unit()) * 1048576);
    flows.emplace_back(bytes, bandwidth / count * (0.2 + 1.8 * random.unit()));
  }

  auto *zone = sg::create_full_zone("zone");
  auto *from = zone->create_host("from", 1e9)->seal();
  auto *to = zone->create_host("to", 1e9)->seal();
  auto *wire = zone->create_link("wire", bandwidth)->set_latency(0)->seal();
  zone->add_route(from->get_netpoint(), to->get_netpoint(), nullptr, nullptr, {sg::LinkInRoute(wire)}, true);
  zone->seal();

  double total = 0;
  static int payload;
  sg::Actor::create("receiver", to, [&] {
    // Everything is awaited beforehand, so that a transfer begins when its sender does.
    std::vector<int *> received(count);
    std::vector<sg::CommPtr> open;
    for (int index = 0; index < count; index++)
      open.push_back(sg::Mailbox::by_name(std::to_string(index))->get_async<int>(&received[index]));
    for (auto &comm : open) comm->wait();
  });
  sg::Actor::create("sender", from, [&] {
    std::vector<sg::CommPtr> open;
    for (int index = 0; index < count; index++) {
      sg::this_actor::sleep_until(index * 0.001);
      auto comm = sg::Mailbox::by_name(std::to_string(index))
                      ->put_init(&payload, static_cast<uint64_t>(flows[index].first));
      comm->set_rate(kind == "equal" ? bandwidth / 8 : flows[index].second);
      comm->start();
      open.push_back(comm);
    }
    for (auto &comm : open) {
      comm->wait();
      total += comm->get_finish_time();
    }
  });
  const std::clock_t start = std::clock();
  engine.run();
  const double elapsed = static_cast<double>(std::clock() - start) * (1e9 / CLOCKS_PER_SEC);
  std::printf("%-12s%-10d%-15.2f%.2f\n", kind.c_str(), count, elapsed / count, total / count);
}
