// SPDX-License-Identifier: MIT
// The Alze twice: as the reference's reaches, and as a local map whose ways join several of them,
// with no id in common. Nodes that both have say which way is which reach.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <cpl_vsi.h>

#include "geometry/wkb.h"
#include "io/geopackage.h"
#include "match/geometric.h"
#include "support/desk.h"
#include "support/match_trial.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;

using Pairs = std::set<std::pair<std::string, std::string>>;
using Nodes = std::vector<std::string>;

std::string unzipped(const fs::path& file) {
  std::string text;
  VSILFILE* in = VSIFOpenL(("/vsigzip/" + file.string()).c_str(), "rb");
  std::string part(1U << 16U, '\0');
  while (const auto n = VSIFReadL(part.data(), 1, part.size(), in)) text.append(part, 0, n);
  VSIFCloseL(in);
  return text;
}

std::string attribute(std::string_view element, const std::string& name) {
  const auto begin = element.find(name + "=\"");
  if (begin == std::string_view::npos) return {};
  const auto value = element.substr(begin + name.size() + 2);
  return std::string(value.substr(0, value.find('"')));
}

/// The nodes of each way; a way is named by its tag ID, else by its id.
std::map<std::string, Nodes> ways_in(const fs::path& file) {
  const auto text = unzipped(file);
  std::map<std::string, Nodes> ways;
  std::string name;
  Nodes nodes;
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const auto element = std::string_view(text).substr(at, text.find('>', at) - at);
    if (element.starts_with("<way ")) {
      name = attribute(element, "id");
      nodes.clear();
    } else if (element.starts_with("<nd ")) {
      nodes.push_back(attribute(element, "ref"));
    } else if (element.starts_with("<tag ") && attribute(element, "k") == "ID") {
      name = attribute(element, "v");
    } else if (element.starts_with("</way")) {
      ways[name] = nodes;
    }
  }
  return ways;
}

/// A way and a reach are the same water where they have two nodes in a row in common.
Pairs truth_of(const std::map<std::string, Nodes>& ways,
               const std::map<std::string, Nodes>& reaches) {
  std::map<std::pair<std::string, std::string>, std::string> way_of;
  for (const auto& [name, nodes] : ways)
    for (std::size_t i = 1; i < nodes.size(); ++i)
      way_of[std::minmax(nodes[i - 1], nodes[i])] = name;
  Pairs truth;
  for (const auto& [name, nodes] : reaches)
    for (std::size_t i = 1; i < nodes.size(); ++i)
      if (const auto way = way_of.find(std::minmax(nodes[i - 1], nodes[i])); way != way_of.end())
        truth.emplace(way->second, name);
  return truth;
}

FeatureTable read(const fs::path& file, const std::string& layer) {
  auto database = io::Database::open_input(file);
  const auto catalog = io::read_catalog(database);
  return io::read_all_features(database, *catalog.find(layer));
}

/// Each place moved by up to `most`, the same way wherever it stands: what met still meets.
FeatureTable redrawn(const FeatureTable& table, double most) {
  FeatureTable moved = table;
  moved.geometries = {};
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto geometry = table.geometries[row];
    auto line = geometry::decode_wkb(std::get<BlobView>(geometry).bytes).geometry.value();
    for (std::size_t i = 0; i < line.vertex_count(); ++i) {
      const double x = line.xy[2 * i];
      const double y = line.xy[2 * i + 1];
      line.xy[2 * i] += most / 2 * std::sin(x * 7 + y * 13);
      line.xy[2 * i + 1] += most / 2 * std::cos(x * 11 + y * 3);
    }
    moved.geometries.push_back(BlobView{geometry::encode_wkb(line)});
  }
  return moved;
}

match::Unlinked all_of(const FeatureTable& table) {
  match::Unlinked unlinked{&table, {}};
  for (std::uint32_t row = 0; row < table.size(); ++row) unlinked.rows.push_back(row);
  return unlinked;
}

class Alze : public testing::Test {
 protected:
  void SetUp() override {
    if (!data_)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
    local_ = read(*data_ / "alze.gpkg", "local_osm_tags");
    reference_ = read(*data_ / "alze.gpkg", "troncon_hydrographique");
    truth_ = truth_of(ways_in(*data_ / "L'Alze.osm.gz"),
                      ways_in(*data_ / "O5200600 - l'Alze - tributary.osm.gz"));
  }

  [[nodiscard]] Pairs found(const FeatureTable& local) const {
    const auto links =
        match::match_by_geometry(all_of(local), all_of(reference_), {0.05, 10, 500}, 2).accepted;
    const auto way = *local.schema.find("way_id");
    const auto reach = *reference_.schema.find("ID");
    Pairs pairs;
    for (const auto& link : links)
      for (const auto a : link.a)
        for (const auto b : link.b)
          pairs.emplace(to_text(local.columns[way][a]), to_text(reference_.columns[reach][b]));
    return pairs;
  }

  /// Says how many of the true pairs were found; fails for one that is not true.
  double recall(const Pairs& pairs, const std::string& what) const {
    std::size_t right = 0;
    for (const auto& pair : pairs) {
      EXPECT_TRUE(truth_.contains(pair)) << pair.first << " is not " << pair.second;
      right += truth_.contains(pair) ? 1 : 0;
    }
    const double share = static_cast<double>(right) / static_cast<double>(truth_.size());
    std::cout << "recall " << what << ": " << share << '\n';
    return share;
  }

  std::optional<fs::path> data_ = support::real_data("bdtopo_v3_alze_pair");
  FeatureTable local_;
  FeatureTable reference_;
  Pairs truth_;
};

TEST_F(Alze, EveryWayIsLinkedToItsReachesAndToNoOther) {
  EXPECT_EQ(truth_.size(), 123U);
  EXPECT_EQ(recall(found(local_), "as it is"), 1);
}

TEST_F(Alze, RedrawnByHandNoLinkIsWrong) {
  for (const double most : {0.5, 2.0, 5.0}) {
    EXPECT_GT(recall(found(redrawn(local_, most)), "moved by " + std::to_string(most) + " m"), 0.8);
  }
}

/// Through the command: each way stands in the ledger with its reaches and with no other; what is
/// one reach takes its key, and what joins several, which holds data of the office's, is asked
/// about.
TEST_F(Alze, ASyncLinksEveryWayAndLosesNothing) {
  const support::Desk desk;
  const auto file = (*data_ / "alze.gpkg").string();
  const auto sync = [&](const std::string& local, const std::string& out,
                        const std::vector<std::string>& more) {
    std::vector<std::string> words{
        "sync",    "--theme", "hydro", "--layer",     "troncon_hydrographique",
        "--quiet", "--local", local,   "--reference", file + "::troncon_hydrographique",
        "--out",   desk / out};
    words.insert(words.end(), more.begin(), more.end());
    return support::bdf(words);
  };
  ASSERT_EQ(sync(file + "::local_osm_tags", "out", {}).code, 1);
  const support::Sql merged(desk / "out/merged.gpkg");
  Pairs pairs;
  for (const auto& row :
       merged.rows("SELECT way.way_id || ' ' || reach.value FROM bdf_ledger, "
                   "json_each(out_fids) AS fid, json_each(reference_ids) AS reach "
                   "JOIN local_osm_tags AS way ON way.fid = fid.value"))
    pairs.emplace(row.substr(0, row.find(' ')), row.substr(row.find(' ') + 1));
  EXPECT_EQ(recall(pairs, "through the command"), 1);
  std::map<std::string, std::size_t> reaches;
  for (const auto& [way, reach] : truth_) ++reaches[way];
  const auto joined =
      std::count_if(reaches.begin(), reaches.end(), [](const auto& way) { return way.second > 1; });
  EXPECT_EQ(merged.number("SELECT count(*) FROM bdf_pending WHERE kind = 'recut'"), joined);
  EXPECT_EQ(merged.number("SELECT count(*) FROM bdf_pending"), joined);
  EXPECT_EQ(merged.number("SELECT count(*) FROM local_osm_tags WHERE ID IS NOT NULL"),
            static_cast<long>(reaches.size()) - joined);
  EXPECT_EQ(merged.number("SELECT count(*) FROM local_osm_tags"), 83);
  ASSERT_EQ(sync((desk / "out/merged.gpkg").string() + "::local_osm_tags", "next",
                 {"--ancestor", file + "::troncon_hydrographique"})
                .code,
            1);
  EXPECT_EQ(support::conflict_ids(desk / "out"), support::conflict_ids(desk / "next"));
  EXPECT_EQ(
      support::differences(desk / "out/merged.gpkg", desk / "next/merged.gpkg", "local_osm_tags"),
      std::vector<std::string>());
}

/// Through `bdf match`: the ways as they are, drawn by another hand and lying off, against the
/// reaches. What is missed where both have been drawn 10 m off are ends of less than that, which
/// are told apart from the reach that follows by nothing.
TEST_F(Alze, MatchedByGeometryAlone) {
  const support::Desk desk;
  const auto file = (*data_ / "alze.gpkg").string();
  const auto ways = read_layer(file, "local_osm_tags");
  support::TrueLinks truth;
  for (const auto& [way, reach] : truth_)
    truth.push_back({"fid:" + support::Sql(file).value("SELECT fid FROM local_osm_tags WHERE "
                                                       "way_id = '" +
                                                       way + "'"),
                     reach});
  const auto f1 = [&](const support::Hand& hand, const std::string& what) {
    write_geopackage(desk / "ways.gpkg", {support::redrawn(ways, hand)});
    return support::f1_of_match(desk, truth,
                                {"--theme", "hydro", "--layer", "troncon_hydrographique",
                                 desk / "ways.gpkg", file + "::troncon_hydrographique"},
                                what);
  };
  EXPECT_EQ(f1({}, "as they are"), 1);
  EXPECT_EQ(f1({2, 0, 0}, "2 m"), 1);
  EXPECT_EQ(f1({5, 0, 0}, "5 m"), 1);
  EXPECT_GE(f1({10, 26, -15}, "10 m and moved"), 0.97);
}

}  // namespace
}  // namespace bdf::tests
