// SPDX-License-Identifier: MIT
#include "world/drainage.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <set>
#include <utility>

#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr double least_fall = 0.02;  // metres an edge, so that water finds its way over a plain

// Metres up or down at each vertex: without them water would run straight down every even slope.
constexpr double bumps = 3;

double altitude(const Mesh& mesh, const ReliefStyle& style, const Position& at) {
  const Ground& ground = mesh.ground();
  const double x = at.x - ground.min_x;
  const double y = at.y - ground.min_y;
  // A territory of some kilometres is a window of a greater relief, not a smaller relief.
  const double inland = style.coast ? x / ground.width : 0.5;
  const double rough = 0.25 + 0.75 * inland;
  const double hills = fractal_noise(ground.seed + 100, x, y, 14000, 8, 0.46);
  const double ridges = ridged_noise(ground.seed + 200, x, y, 9000, 5);
  const double plain = style.coast ? 0.8 * style.height * inland - 6 : style.height * 0.6;
  return plain + style.height * rough * (0.9 * hills + 0.7 * (ridges - 0.4));
}

/// Heights to which water rises before it runs off, and the way that it takes.
struct Flood {
  std::vector<double> filled;
  std::vector<VertexId> downstream, from_outlets;
};

Flood flood(const Mesh& mesh, const std::vector<double>& ground, const std::vector<bool>& sea) {
  const auto count = static_cast<VertexId>(mesh.vertex_count());
  Flood result{ground, std::vector<VertexId>(count), {}};
  std::vector<bool> reached(count);
  using Waiting = std::pair<double, VertexId>;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting;
  for (VertexId at = 0; at < count; ++at) {
    if (!sea[at] && !mesh.on_rim(at)) continue;
    reached[at] = true;
    result.downstream[at] = at;
    waiting.emplace(ground[at], at);
  }
  while (!waiting.empty()) {
    const VertexId at = waiting.top().second;
    waiting.pop();
    result.from_outlets.push_back(at);
    for (const Step& step : mesh.steps(at)) {
      if (reached[step.to]) continue;
      reached[step.to] = true;
      result.downstream[step.to] = at;
      result.filled[step.to] = std::max(ground[step.to], result.filled[at]);
      waiting.emplace(result.filled[step.to], step.to);
    }
  }
  return result;
}

/// Connected parcels whose corners all lie under the same water.
std::vector<Lake> hollows(const Mesh& mesh, const std::vector<double>& ground, const Flood& flood) {
  std::vector<bool> under(mesh.parcel_limit());
  for (ParcelId parcel = 0; parcel < under.size(); ++parcel) {
    if (!mesh.is_parcel(parcel)) continue;
    const auto corners = mesh.corners(parcel);
    under[parcel] = std::all_of(corners.begin(), corners.end(), [&](VertexId at) {
      return flood.filled[at] > ground[at] + 0.4 && !mesh.on_rim(at);
    });
  }
  std::vector<Lake> found;
  for (ParcelId seed = 0; seed < under.size(); ++seed) {
    if (!under[seed]) continue;
    Lake lake{{}, flood.filled[mesh.corners(seed)[0]]};
    std::vector<ParcelId> waiting{seed};
    under[seed] = false;
    while (!waiting.empty()) {
      lake.parcels.push_back(waiting.back());
      waiting.pop_back();
      const auto corners = mesh.corners(lake.parcels.back());
      for (std::size_t i = 0; i < 6; ++i) {
        for (const auto& side : mesh.sides(*mesh.edge_between(corners[i], corners[(i + 1) % 6]))) {
          if (!side || !under[*side]) continue;
          under[*side] = false;
          waiting.push_back(*side);
        }
      }
    }
    std::sort(lake.parcels.begin(), lake.parcels.end());
    found.push_back(std::move(lake));
  }
  return found;
}

std::set<VertexId> corners_of(const Mesh& mesh, const Lake& lake) {
  std::set<VertexId> corners;
  for (const ParcelId parcel : lake.parcels) {
    for (const VertexId at : mesh.corners(parcel)) corners.insert(at);
  }
  return corners;
}

/// Keeps the hollows with one way out, and of the small ones some; gives them their level.
void keep_lakes(const Mesh& mesh, std::vector<Lake> found, Drainage& drainage) {
  for (Lake& lake : found) {
    Random random(mesh.ground().seed, "lake", lake.parcels.front());
    if (lake.parcels.size() > 400 || !random.chance(lake.parcels.size() > 2 ? 0.6 : 0.12)) continue;
    const auto corners = corners_of(mesh, lake);
    std::vector<VertexId> exits;
    bool taken = false;
    for (const VertexId at : corners) {
      taken = taken || drainage.lake[at] != 0;
      if (corners.count(drainage.downstream[at]) == 0) exits.push_back(at);
    }
    if (taken || exits.size() != 1) continue;
    lake.level = drainage.level[exits.front()];
    drainage.lakes.push_back(std::move(lake));
    for (const VertexId at : corners) {
      drainage.lake[at] = static_cast<std::uint32_t>(drainage.lakes.size());
      drainage.level[at] = drainage.lakes.back().level;
    }
  }
}

void carve(Drainage& drainage) {
  for (auto at = drainage.from_outlets.rbegin(); at != drainage.from_outlets.rend(); ++at) {
    const VertexId next = drainage.downstream[*at];
    if (next == *at) continue;
    drainage.level[next] = std::min(drainage.level[next], drainage.level[*at] - least_fall);
    drainage.catchment[next] += drainage.catchment[*at];
  }
}

}  // namespace

Drainage drain(const Mesh& mesh, const ReliefStyle& style) {
  const std::size_t count = mesh.vertex_count();
  std::vector<double> ground(count);
  std::vector<bool> sea(count);
  for (VertexId at = 0; at < count; ++at) {
    ground[at] = altitude(mesh, style, mesh.position(at)) +
                 Random(mesh.ground().seed, "bump", at).between(-bumps, bumps);
    sea[at] = style.coast && ground[at] < 0;
    if (sea[at]) ground[at] = 0;
  }
  Flood flooded = flood(mesh, ground, sea);
  Drainage drainage;
  drainage.level = ground;
  drainage.downstream = std::move(flooded.downstream);
  drainage.from_outlets = std::move(flooded.from_outlets);
  drainage.catchment.assign(count, 1);
  drainage.lake.assign(count, 0);
  drainage.sea = std::move(sea);
  carve(drainage);
  flooded.downstream = drainage.downstream;
  keep_lakes(mesh, hollows(mesh, ground, flooded), drainage);
  return drainage;
}

}  // namespace bdf::sample
