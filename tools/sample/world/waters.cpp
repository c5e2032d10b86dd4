// SPDX-License-Identifier: MIT
#include "world/waters.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

/// Metres between the banks of a stream with such a catchment: about its square root, as regime
/// theory has it (Leopold and Maddock, 1953).
double width_of(double hectares) { return 0.20 * std::sqrt(hectares); }

class Finder {
 public:
  Finder(const Mesh& mesh, const Drainage& drainage, const WaterStyle& style)
      : mesh_(mesh), drainage_(drainage), style_(style), wet_(mesh.vertex_count()) {}

  Waters find() {
    find_streams();
    find_orders();
    find_courses();
    mark_estuaries_and_caves();
    add_side_arms_and_ditches();
    add_canals();
    return std::move(waters_);
  }

 private:
  [[nodiscard]] std::uint64_t seed() const { return mesh_.ground().seed; }
  void find_streams();
  void find_orders();
  void find_courses();
  void add_course(FlowKind kind, const std::vector<VertexId>& chain);
  void mark_estuaries_and_caves();
  Flow flow_between(VertexId from, VertexId to) const;
  void add_side_arms_and_ditches();
  [[nodiscard]] std::vector<VertexId> way_round(ParcelId parcel, const Flow& first) const;
  void go_round(const Flow& flow);
  void add_canals();
  [[nodiscard]] std::vector<VertexId> canal_from(VertexId start, double metres) const;
  [[nodiscard]] bool is_stream(VertexId at) const { return wet_[at]; }

  const Mesh& mesh_;
  const Drainage& drainage_;
  const WaterStyle& style_;
  Waters waters_;
  std::vector<bool> wet_;  ///< by vertex: some water touches it
  std::vector<int> order_;
};

/// Streams begin where enough water has come together: more is needed on some rocks than on others.
void Finder::find_streams() {
  for (auto at = drainage_.from_outlets.rbegin(); at != drainage_.from_outlets.rend(); ++at) {
    if (drainage_.sea[*at]) continue;
    const Position& where = mesh_.position(*at);
    const double rock = fractal_noise(seed() + 300, where.x, where.y, 7000, 3);
    if (hectares(drainage_.catchment[*at]) > style_.source_hectares * std::exp2(1.6 * rock))
      wet_[*at] = true;
    if (wet_[*at]) wet_[drainage_.downstream[*at]] = true;
  }
}

void Finder::find_orders() {
  order_.assign(wet_.size(), 0);
  std::vector<int> most(wet_.size(), 0);   // the highest order that comes in
  std::vector<int> times(wet_.size(), 0);  // how often it does
  for (auto at = drainage_.from_outlets.rbegin(); at != drainage_.from_outlets.rend(); ++at) {
    if (!wet_[*at]) continue;
    order_[*at] = most[*at] == 0 ? 1 : most[*at] + (times[*at] > 1 ? 1 : 0);
    const VertexId next = drainage_.downstream[*at];
    if (next == *at) continue;
    if (order_[*at] > most[next]) {
      most[next] = order_[*at];
      times[next] = 1;
    } else if (order_[*at] == most[next]) {
      ++times[next];
    }
  }
}

Flow Finder::flow_between(VertexId from, VertexId to) const {
  Flow flow;
  flow.edge = *mesh_.edge_between(from, to);
  flow.from = from;
  flow.to = to;
  flow.order = std::max(1, order_[from]);
  flow.hectares = hectares(drainage_.catchment[from]);
  flow.width = width_of(flow.hectares);
  const bool on_lake = drainage_.lake[from] != 0 && drainage_.lake[from] == drainage_.lake[to];
  if (on_lake) {
    flow.kind = FlowKind::lake;
  } else if (flow.order < 4 && Random(seed(), "culvert", flow.edge).chance(0.008)) {
    flow.kind = FlowKind::culvert;
  }
  return flow;
}

/// From the outlets upwards: at a confluence the course goes on where most water comes from, and
/// the others begin there.
void Finder::find_courses() {
  std::vector<VertexId> main(wet_.size(), 0);
  std::vector<bool> has_main(wet_.size());
  const auto better = [&](VertexId a, VertexId b) {
    return drainage_.catchment[a] > drainage_.catchment[b];
  };
  for (const VertexId at : drainage_.from_outlets) {
    const VertexId next = drainage_.downstream[at];
    if (!wet_[at] || next == at) continue;
    if (!has_main[next] || better(at, main[next])) main[next] = at;
    has_main[next] = true;
  }
  for (const VertexId mouth : drainage_.from_outlets) {
    const VertexId next = drainage_.downstream[mouth];
    if (!wet_[mouth] || next == mouth) continue;
    const bool begins = drainage_.downstream[next] == next || main[next] != mouth;
    if (!begins) continue;
    std::vector<VertexId> chain{next, mouth};
    while (has_main[chain.back()]) chain.push_back(main[chain.back()]);
    std::reverse(chain.begin(), chain.end());
    add_course(FlowKind::natural, chain);
    waters_.courses.back().into_sea = drainage_.sea[next];
    waters_.courses.back().hectares = hectares(drainage_.catchment[mouth]);
  }
}

void Finder::add_course(FlowKind kind, const std::vector<VertexId>& chain) {
  Course course{chain, kind, 0, 0, false};
  for (std::size_t i = 1; i < chain.size(); ++i) {
    Flow flow = flow_between(chain[i - 1], chain[i]);
    flow.course = static_cast<std::uint32_t>(waters_.courses.size());
    if (kind != FlowKind::natural) {
      flow.kind = kind;
      flow.order = 1;
      flow.width = kind == FlowKind::canal ? 9 : kind == FlowKind::ditch ? 2 : flow.width * 0.5;
    }
    course.length += distance(mesh_.position(chain[i - 1]), mesh_.position(chain[i]));
    waters_.flows.push_back(flow);
  }
  for (const VertexId at : chain) wet_[at] = true;
  waters_.courses.push_back(std::move(course));
}

/// The last kilometres of what is wide when it meets the sea; and here and there a stream that runs
/// under limestone for some hundred metres.
void Finder::mark_estuaries_and_caves() {
  std::size_t begin = 0;
  for (std::size_t number = 0; number < waters_.courses.size(); ++number) {
    const Course& course = waters_.courses[number];
    const std::size_t end = begin + course.chain.size() - 1;
    if (course.into_sea && waters_.flows[end - 1].width > 12) {
      const auto tidal = static_cast<std::size_t>(waters_.flows[end - 1].width / 2);
      for (std::size_t i = end > begin + tidal ? end - tidal : begin; i < end; ++i)
        if (waters_.flows[i].kind != FlowKind::lake) waters_.flows[i].kind = FlowKind::estuary;
    }
    Random random(seed(), "cave", course.chain.front());
    const std::size_t count = random.below(6) + 3;
    if (random.chance(0.008) && course.chain.size() > count + 6) {
      for (std::size_t i = begin + 3; i < begin + 3 + count; ++i)
        if (waters_.flows[i].kind == FlowKind::natural) waters_.flows[i].kind = FlowKind::karst;
    }
    begin = end;
  }
}

/// Beside rivers, round a parcel: a second arm leaves the river and comes back; a ditch begins in
/// the fields and only comes back.
void Finder::add_side_arms_and_ditches() {
  const std::size_t natural = waters_.flows.size();
  for (std::size_t i = 0; i < natural; ++i) {
    const Flow flow = waters_.flows[i];
    if (flow.kind == FlowKind::natural && flow.order >= 2) go_round(flow);
  }
}

/// The other way round the parcel from where `first` begins, downstream, until it meets the river
/// again; empty where something is in the way.
std::vector<VertexId> Finder::way_round(ParcelId parcel, const Flow& first) const {
  auto ring = mesh_.corners(parcel);
  auto at =
      static_cast<std::size_t>(std::find(ring.begin(), ring.end(), first.from) - ring.begin());
  const bool forward = ring[(at + 1) % 6] == first.to;
  std::vector<VertexId> chain{first.from};
  for (int i = 0; i < 5; ++i) {
    at = (at + (forward ? 5 : 1)) % 6;
    chain.push_back(ring[at]);
    if (mesh_.on_rim(ring[at]) || drainage_.lake[ring[at]] != 0 || drainage_.sea[ring[at]])
      return {};
    if (wet_[ring[at]]) break;
  }
  const bool falls = drainage_.level[chain.back()] < drainage_.level[chain.front()] - 0.1;
  return chain.size() >= 4 && falls && chain.back() != first.to ? chain : std::vector<VertexId>();
}

void Finder::go_round(const Flow& flow) {
  Random random(seed(), "side", flow.edge);
  const double plain = flow.order >= 3 ? 0.07 : 0.035;
  if (!random.chance(plain) || drainage_.lake[flow.from] != 0) return;
  const auto side = mesh_.sides(flow.edge)[random.below(2)];
  if (!side) return;
  auto chain = way_round(*side, flow);
  if (chain.empty()) return;
  if (flow.order >= 3 && random.chance(0.4)) {
    add_course(FlowKind::side_arm, chain);
  } else {
    chain.erase(chain.begin());
    add_course(FlowKind::ditch, chain);
  }
}

/// Canals leave a river and keep to the slope for some kilometres, clear of other water, until they
/// run into some.
void Finder::add_canals() {
  const Ground& ground = mesh_.ground();
  const double area = ground.width * ground.height / 1e8;
  const auto wanted = static_cast<int>(std::ceil(area * style_.canals_per_100_km2));
  std::vector<VertexId> starts;
  for (const Flow& flow : waters_.flows) {
    if (flow.order >= 3 && flow.kind == FlowKind::natural) starts.push_back(flow.from);
  }
  Random random(seed(), "canal");
  for (int made = 0, tried = 0; made < wanted && tried < wanted * 12 && !starts.empty(); ++tried) {
    const auto chain = canal_from(random.pick(starts), random.between(1500, 9000));
    if (chain.size() < 10) continue;
    add_course(FlowKind::canal, chain);
    ++made;
  }
}

/// The cheapest way to other water at least `metres` away where falls cost, on dry vertices alone
/// (Dijkstra, 1959).
std::vector<VertexId> Finder::canal_from(VertexId start, double metres) const {
  struct Reached {
    double cost;
    VertexId at, from;
    bool operator>(const Reached& other) const {
      return std::pair(cost, at) > std::pair(other.cost, other.at);
    }
  };
  std::vector<std::pair<VertexId, VertexId>> came;  // vertex, from; sorted at the end
  std::vector<bool> done(mesh_.vertex_count());
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> waiting;
  waiting.push({0, start, start});
  std::optional<VertexId> end;
  while (!waiting.empty() && came.size() < 60000) {
    const Reached best = waiting.top();
    waiting.pop();
    if (done[best.at]) continue;
    done[best.at] = true;
    came.emplace_back(best.at, best.from);
    const double away = distance(mesh_.position(start), mesh_.position(best.at));
    if (wet_[best.at] && best.at != start) {
      if (away < metres || drainage_.level[best.at] > drainage_.level[start] - 0.5) continue;
      end = best.at;
      break;
    }
    for (const Step& step : mesh_.steps(best.at)) {
      if (done[step.to] || mesh_.on_rim(step.to) || drainage_.sea[step.to] ||
          drainage_.lake[step.to])
        continue;
      const double climb = std::abs(drainage_.level[step.to] - drainage_.level[start]);
      waiting.push({best.cost + 60 + 12 * climb, step.to, best.at});
    }
  }
  std::vector<VertexId> chain;
  if (!end) return chain;
  std::sort(came.begin(), came.end());
  for (VertexId at = *end;;) {
    chain.push_back(at);
    if (at == start) break;
    at = std::lower_bound(came.begin(), came.end(), std::pair<VertexId, VertexId>(at, 0))->second;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace

Waters find_waters(const Mesh& mesh, const Drainage& drainage, const WaterStyle& style) {
  return Finder(mesh, drainage, style).find();
}

}  // namespace bdf::sample
