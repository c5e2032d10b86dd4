// SPDX-License-Identifier: MIT
#include "world/banks.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "world/noise.h"
#include "world/ring.h"

namespace bdf::sample {
namespace {

constexpr double stretch_length = 2500;  // metres, about

/// A run of wide reaches of one course, as one line.
struct Run {
  std::vector<std::size_t> reaches;
  std::vector<std::size_t> starts;  // of each reach in `axis`
  std::vector<FlowKind> kinds;      // likewise
  Path axis;
  std::vector<double> half;  // half the width at each vertex
};

std::vector<Run> runs_of(const std::vector<Reach>& reaches) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    const Reach& reach = reaches[i];
    if (!is_wide(reach)) continue;
    const bool goes_on = !runs.empty() && !runs.back().reaches.empty() &&
                         runs.back().reaches.back() + 1 == i &&
                         reaches[i - 1].first().course == reach.first().course;
    if (!goes_on) runs.emplace_back();
    Run& run = runs.back();
    run.reaches.push_back(i);
    run.kinds.push_back(reach.first().kind);
    run.starts.push_back(run.axis.empty() ? 0 : run.axis.size() - 1);
    for (std::size_t k = run.axis.empty() ? 0 : 1; k < reach.line.size(); ++k) {
      const Position& at = reach.line[k];
      run.axis.push_back(at);
      run.half.push_back(reach.first().width / 2 *
                         (1 + 0.25 * value_noise(reach.first().course, at.x, at.y, 160)));
    }
  }
  return runs;
}

/// Takes off the end of a run what lies within the water of the river that it meets.
void stop_at_bank(Run& run, double half_of_other) {
  while (run.axis.size() > run.starts.back() + 3 &&
         distance(run.axis[run.axis.size() - 2], run.axis.back()) < half_of_other + 2) {
    const Position mouth = run.axis.back();
    run.axis.pop_back();
    run.half.pop_back();
    half_of_other -= distance(mouth, run.axis.back());
  }
  if (half_of_other > 0 && run.axis.size() > run.starts.back() + 2) {
    const Position& before = run.axis[run.axis.size() - 2];
    const double last = distance(before, run.axis.back());
    if (last > half_of_other + 2)
      run.axis.back() = on_grid(between(run.axis.back(), before, half_of_other / last));
  }
}

/// The unit vector across the line at a vertex, to the left.
Position across(const Path& axis, std::size_t i) {
  const Position& a = axis[i == 0 ? 0 : i - 1];
  const Position& b = axis[std::min(i + 1, axis.size() - 1)];
  const double length = std::max(0.1, distance(a, b));
  return {(a.y - b.y) / length, (b.x - a.x) / length, 0};
}

Position bank(const Run& run, std::size_t i, double side) {
  const Position normal = across(run.axis, i);
  return on_grid(Position{run.axis[i].x + side * run.half[i] * normal.x,
                          run.axis[i].y + side * run.half[i] * normal.y, run.axis[i].z});
}

/// Whether the banks run the same way as the water between two vertices.
bool runs_on(const Run& run, std::size_t i) {
  const Position& a = run.axis[i];
  const Position& b = run.axis[i + 1];
  for (const double side : {1.0, -1.0}) {
    const Position p = bank(run, i, side);
    const Position q = bank(run, i + 1, side);
    const double forward = (q.x - p.x) * (b.x - a.x) + (q.y - p.y) * (b.y - a.y);
    if (forward < 0.2 * distance(a, b)) return false;
  }
  return true;
}

/// Narrows the river in bends that are too sharp for it.
void narrow(Run& run) {
  for (int round = 0; round < 40; ++round) {
    bool fits = true;
    for (std::size_t i = 0; i + 1 < run.axis.size(); ++i) {
      if (runs_on(run, i)) continue;
      fits = false;
      run.half[i] *= 0.8;
      run.half[i + 1] *= 0.8;
    }
    if (fits) return;
  }
}

Path ring_between(const Run& run, std::size_t first, std::size_t last) {
  Path ring;
  for (std::size_t i = first; i <= last; ++i) ring.push_back(bank(run, i, -1));
  for (std::size_t i = last + 1; i-- > first;) ring.push_back(bank(run, i, 1));
  ring.push_back(ring.front());
  return ring;
}

/// The stretches of a run; empty where one of them is not simple.
std::vector<WideStretch> cut(const Run& run) {
  std::vector<WideStretch> stretches;
  for (std::size_t k = 0; k < run.reaches.size();) {
    WideStretch stretch;
    const std::size_t first = run.starts[k];
    const FlowKind kind = run.kinds[k];
    std::size_t last = first;
    double length = 0;
    for (; k < run.reaches.size() && length < stretch_length && run.kinds[k] == kind; ++k) {
      last = k + 1 < run.reaches.size() ? run.starts[k + 1] : run.axis.size() - 1;
      for (std::size_t i = run.starts[k]; i < last; ++i)
        length += distance(run.axis[i], run.axis[i + 1]);
      stretch.reaches.push_back(run.reaches[k]);
    }
    if (last == first) continue;
    stretch.rings.push_back(ring_between(run, first, last));
    if (!is_sound_ring(stretch.rings.front())) return {};
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

}  // namespace

bool is_wide(const Reach& reach) {
  const Flow& flow = reach.first();
  return flow.width >= 6 && (flow.kind == FlowKind::natural || flow.kind == FlowKind::estuary);
}

std::vector<WideStretch> draw_banks(const std::vector<Reach>& reaches) {
  std::map<VertexId, double>
      widest;  // river through each vertex at which a reach ends, but its last
  for (const Reach& reach : reaches) {
    if (is_wide(reach)) widest[reach.from()] = std::max(widest[reach.from()], reach.first().width);
  }
  std::vector<WideStretch> stretches;
  for (Run& run : runs_of(reaches)) {
    const auto other = widest.find(reaches[run.reaches.back()].to());
    if (other != widest.end()) stop_at_bank(run, other->second / 2);
    narrow(run);
    auto cut_up = cut(run);
    for (int round = 0; cut_up.empty() && round < 8; ++round) {
      for (double& half : run.half) half *= 0.7;
      cut_up = cut(run);
    }
    for (WideStretch& stretch : cut_up) stretches.push_back(std::move(stretch));
  }
  return stretches;
}

}  // namespace bdf::sample
