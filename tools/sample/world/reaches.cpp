// SPDX-License-Identifier: MIT
#include "world/reaches.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "world/random.h"

namespace bdf::sample {
namespace {

bool same_kind(const Flow& a, const Flow& b) {
  return a.course == b.course && a.kind == b.kind && a.order == b.order &&
         std::string_view(width_class(a.width)) == width_class(b.width);
}

/// How many flows touch each vertex.
std::vector<std::uint8_t> degrees(const Mesh& mesh, const Waters& waters) {
  std::vector<std::uint8_t> degree(mesh.vertex_count());
  for (const Flow& flow : waters.flows) {
    ++degree[flow.from];
    ++degree[flow.to];
  }
  return degree;
}

/// The altitude at each vertex of a course. Natural water keeps to the ground; what was dug falls
/// evenly from its first vertex to its last.
std::vector<double> altitudes(const Drainage& drainage, const Course& course) {
  std::vector<double> z;
  for (const VertexId at : course.chain) z.push_back(drainage.level[at]);
  if (course.kind == FlowKind::natural) return z;
  const double end = z.back();
  const double start = std::max(z.front(), end);
  for (std::size_t i = 0; i < z.size(); ++i)
    z[i] = start + (end - start) * static_cast<double>(i) / static_cast<double>(z.size() - 1);
  return z;
}

/// Appends an edge's line, with altitudes between those of its ends.
void append(Path& line, Path edge, double start, double end) {
  const double length = length_of(edge);
  double run = 0;
  for (std::size_t i = 0; i < edge.size(); ++i) {
    if (i > 0) run += distance(edge[i - 1], edge[i]);
    edge[i].z = on_grid(start + (end - start) * (i + 1 == edge.size() ? 1 : run / length));
  }
  line.insert(line.end(), edge.begin() + (line.empty() ? 0 : 1), edge.end());
}

}  // namespace

std::vector<Reach> cut_into_reaches(const Mesh& mesh, const Drainage& drainage,
                                    const Waters& waters, const ReachStyle& style) {
  const auto degree = degrees(mesh, waters);
  std::vector<Reach> reaches;
  auto flow = waters.flows.begin();
  for (const Course& course : waters.courses) {
    const auto z = altitudes(drainage, course);
    for (std::size_t i = 0; i + 1 < course.chain.size(); ++i, ++flow) {
      const bool goes_on = i > 0 && degree[flow->from] == 2 && same_kind(*std::prev(flow), *flow) &&
                           !Random(mesh.ground().seed, "cut", flow->from).chance(style.cut);
      if (!goes_on) reaches.emplace_back();
      reaches.back().flows.push_back(*flow);
      append(reaches.back().line, mesh.path_from(flow->edge, flow->from), z[i], z[i + 1]);
    }
  }
  return reaches;
}

const char* width_class(double metres) {
  if (metres < 5) return "Entre 0 et 5 m";
  if (metres < 15) return "Entre 5 et 15 m";
  if (metres < 50) return "Entre 15 et 50 m";
  if (metres < 250) return "Entre 50 et 250 m";
  return "Entre 250 et 1250 m";
}

}  // namespace bdf::sample
