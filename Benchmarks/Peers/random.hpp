// SPDX-License-Identifier: GPL-3.0-or-later
//
// The random numbers of the benchmarks (BenchmarkRandom.swift): the programs beside poolsim see the same work.

#pragma once

#include <cstdint>

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
