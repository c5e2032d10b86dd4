// SPDX-License-Identifier: MIT
// Real layers of BD TOPO (Licence Ouverte 2.0, IGN) against copies of themselves that another hand
// has drawn, generalised, thinned out or cut otherwise: matched by geometry alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "geometry/wkb.h"
#include "support/desk.h"
#include "support/match_trial.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using support::by_fid;
using support::TrueLinks;

/// A layer, and what F1 is at least against each copy of it: measured, and rounded down a little.
///
/// What is wrong or missed where another hand has drawn by 2 m: reaches and hedges of some 10 m,
/// which have slid along themselves and lie half beside the next one; two that run side by side
/// less than 5 m apart. Generalised by 10 m: strips of wood and ditches that are no wider than
/// that. Drawn by 10 m: as much of the neighbours of all that is short or narrow.
struct Drawn {
  const char* folder;
  const char* file;
  const char* theme;
  const char* layer;
  double by_2_m;
  double by_10_m_and_moved;
  double simplified;
};
void PrintTo(const Drawn& drawn, std::ostream* out) { *out << drawn.folder << ' ' << drawn.file; }

std::optional<Geometry> line_of(const PlainRow& row) {
  const auto* const wkb = std::get_if<Blob>(&row.geometry);
  auto line = wkb == nullptr ? std::nullopt : geometry::decode_wkb(wkb->bytes).geometry;
  if (!line || line->kind != GeometryKind::line || line->ring_count() != 1) return std::nullopt;
  return line;
}

/// The vertices from one to another, both included.
Geometry piece(const Geometry& line, std::size_t from, std::size_t to) {
  Geometry cut;
  cut.kind = GeometryKind::line;
  cut.xy.assign(line.xy.begin() + static_cast<std::ptrdiff_t>(2 * from),
                line.xy.begin() + static_cast<std::ptrdiff_t>(2 * to + 2));
  cut.rings = {0, static_cast<std::uint32_t>(to - from + 1)};
  cut.parts = {0, 1};
  return cut;
}

Geometry joined(const Geometry& one, const Geometry& other) {
  Geometry both = piece(one, 0, one.vertex_count() - 1);
  both.xy.insert(both.xy.end(), other.xy.begin() + 2, other.xy.end());
  both.rings = {0, static_cast<std::uint32_t>(both.vertex_count())};
  return both;
}

std::pair<double, double> first_of(const Geometry& line) { return {line.xy[0], line.xy[1]}; }
std::pair<double, double> last_of(const Geometry& line) {
  return {line.xy[line.xy.size() - 2], line.xy.back()};
}

class RealMatch : public testing::TestWithParam<Drawn> {
 protected:
  void SetUp() override {
    const auto folder = support::real_data(GetParam().folder);
    if (!folder)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
    support::ogr2ogr({a_, *folder / (std::string(GetParam().file) + ".shp"), "-nln",
                      GetParam().layer, "-select", "ID", "-dim", "XY"});
    layer_ = read_layer(a_, GetParam().layer);
  }

  /// Each feature is the one of its fid; what is gone has no counterpart.
  [[nodiscard]] TrueLinks same_fids(const PlainLayer& b) const {
    std::map<std::int64_t, bool> there;
    for (const auto& row : b.rows) there[*row.fid] = !std::holds_alternative<Null>(row.geometry);
    TrueLinks truth;
    for (const auto& row : layer_.rows)
      truth.push_back({by_fid(*row.fid), there[*row.fid] ? by_fid(*row.fid) : ""});
    return truth;
  }
  [[nodiscard]] double f1(const PlainLayer& b, const TrueLinks& truth) const {
    const auto file = (desk_ / "b.gpkg").string();
    write_geopackage(file, {b});
    return support::f1_of_match(
        desk_, truth, {"--theme", GetParam().theme, "--layer", GetParam().layer, a_, file},
        testing::UnitTest::GetInstance()->current_test_info()->name());
  }
  [[nodiscard]] double f1(const PlainLayer& b) const { return f1(b, same_fids(b)); }

  support::Desk desk_;
  std::string a_ = desk_ / "a.gpkg";
  PlainLayer layer_;
};

TEST_P(RealMatch, EveryFeatureIsItself) { EXPECT_EQ(f1(layer_), 1); }

TEST_P(RealMatch, WhatIsGoneLeavesTheRestAlone) {
  auto thinned = layer_;
  std::erase_if(thinned.rows, [](const PlainRow& row) { return *row.fid % 10 == 3; });
  EXPECT_EQ(f1(thinned), 1);
}

TEST_P(RealMatch, DrawnByAnotherHand) {
  EXPECT_GE(f1(support::redrawn(layer_, {2, 0, 0})), GetParam().by_2_m);
}

TEST_P(RealMatch, DrawnRoughlyAndLyingOff) {
  EXPECT_GE(f1(support::redrawn(layer_, {10, 26, -15})), GetParam().by_10_m_and_moved);
}

TEST_P(RealMatch, Generalised) {
  const auto file = (desk_ / "simple.gpkg").string();
  support::ogr2ogr({file, a_, "-simplify", "10"});
  EXPECT_GE(f1(read_layer(file, GetParam().layer)), GetParam().simplified);
}

class RealMatchOfLines : public RealMatch {};

/// Each twentieth is cut in two, and as many are joined to what follows.
TEST_P(RealMatchOfLines, CutOtherwise) {
  PlainLayer b = layer_;
  b.rows.clear();
  TrueLinks truth;
  std::map<std::pair<double, double>, std::size_t> begins;
  std::vector<bool> taken(layer_.rows.size());
  std::int64_t next = 1'000'000;
  const auto add = [&](PlainRow row, const Geometry& line, const std::vector<std::int64_t>& from) {
    row.fid = next++;
    row.geometry = Blob{geometry::encode_wkb(line)};
    for (const auto fid : from) truth.push_back({by_fid(fid), by_fid(*row.fid)});
    b.rows.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < layer_.rows.size(); ++i)
    if (const auto line = line_of(layer_.rows[i])) begins[first_of(*line)] = i;
  for (std::size_t i = 0; i < layer_.rows.size(); ++i) {
    const auto& row = layer_.rows[i];
    const auto line = line_of(row);
    if (!line || taken[i] || line->vertex_count() < 5) continue;
    if (i % 20 == 7) {
      const auto middle = line->vertex_count() / 2;
      add(row, piece(*line, 0, middle), {*row.fid});
      add(row, piece(*line, middle, line->vertex_count() - 1), {*row.fid});
      taken[i] = true;
    } else if (const auto after = begins.find(last_of(*line));
               i % 20 == 13 && after != begins.end() && !taken[after->second] &&
               after->second != i) {
      const auto& other = layer_.rows[after->second];
      add(row, joined(*line, *line_of(other)), {*row.fid, *other.fid});
      taken[i] = taken[after->second] = true;
    }
  }
  ASSERT_GT(truth.size(), 0U);
  for (std::size_t i = 0; i < layer_.rows.size(); ++i) {
    if (taken[i]) continue;
    b.rows.push_back(layer_.rows[i]);
    truth.push_back({by_fid(*layer_.rows[i].fid), by_fid(*layer_.rows[i].fid)});
  }
  EXPECT_GE(f1(b, truth), 0.99);
}

const auto lines =
    testing::Values(Drawn{"bdtopo_v2_lez_network", "network2", "hydro", "troncon_hydrographique",
                          0.999, 0.975, 0.999},
                    Drawn{"bdtopo_v3_redon35236", "HAIE", "vegetation", "haie", 0.998, 0.94, 0.999},
                    Drawn{"bdtopo_v2_sarthe72_ign", "TRONCON_COURS_EAU", "hydro",
                          "troncon_hydrographique", 0.999, 0.955, 0.999});
const auto areas = testing::Values(Drawn{"bdtopo_v3_redon35236", "ZONE_DE_VEGETATION", "vegetation",
                                         "zone_de_vegetation", 0.999, 0.965, 0.999},
                                   Drawn{"bdtopo_v3_redon35236", "SURFACE_HYDROGRAPHIQUE", "hydro",
                                         "surface_hydrographique", 0.999, 0.99, 0.999},
                                   Drawn{"bdtopo_v2_sarthe72_ign", "SURFACE_EAU", "hydro",
                                         "surface_hydrographique", 0.999, 0.97, 0.999},
                                   Drawn{"bdtopo_v2_sarthe72_ign", "ZONE_VEGETATION", "vegetation",
                                         "zone_de_vegetation", 0.999, 0.905, 0.996});
std::string name_of_file(const testing::TestParamInfo<Drawn>& drawn) { return drawn.param.file; }

INSTANTIATE_TEST_SUITE_P(Lines, RealMatch, lines, name_of_file);
INSTANTIATE_TEST_SUITE_P(Areas, RealMatch, areas, name_of_file);
INSTANTIATE_TEST_SUITE_P(Lines, RealMatchOfLines, lines, name_of_file);

}  // namespace
}  // namespace bdf::tests
