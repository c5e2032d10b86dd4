// SPDX-License-Identifier: MIT
// Links between the layers of a theme: they lead to objects that there are.
#include <gmock/gmock.h>

#include <map>

#include "geometry/wkt.h"
#include "io/sync_tables.h"
#include "jobs/sync.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto key_of_river = "COURDEAU0000000000000001";
constexpr auto other_river = "COURDEAU0000000000000002";
constexpr auto key_of_reach = "TRON_EAU0000000000000001";
constexpr auto key_of_ditch = "TRON_EAU0000000000000005";

struct River {
  std::string key, name, line;
};
struct Reach {
  std::string key, links, names, line;
};

/// A reach with what links it to the rivers, and these.
class Linked : public testing::Test {
 protected:
  struct Map {
    std::vector<River> rivers;
    std::vector<Reach> reaches;
  };

  Linked() {
    const Map map{{{key_of_river, "le Lez", "MULTILINESTRING ((0 0, 100 0))"}},
                  {{key_of_reach, key_of_river, "le Lez", "LINESTRING Z (0 0 0, 100 0 0)"}}};
    maps = {map, map, map};
  }

  static PlainLayer rivers_of(const Map& map) {
    PlainLayer layer{plain_schema("cours_d_eau", "MULTILINESTRING"), {}};
    layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                            {"toponyme", ColumnType::text, "TEXT"}};
    std::int64_t fid = 1;
    for (const auto& one : map.rivers)
      layer.rows.push_back({fid++, Blob{geometry::wkb_from_wkt(one.line)}, {one.key, one.name}});
    return layer;
  }

  static PlainLayer reaches_of(const Map& map) {
    PlainLayer layer{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
    layer.schema.z = 1;
    layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                            {"liens_vers_cours_d_eau", ColumnType::text, "TEXT"},
                            {"cpx_toponyme_de_cours_d_eau", ColumnType::text, "TEXT"}};
    std::int64_t fid = 1;
    for (const auto& one : map.reaches)
      layer.rows.push_back(
          {fid++, Blob{geometry::wkb_from_wkt(one.line)}, {one.key, one.links, one.names}});
    return layer;
  }

  std::string file(Side side) {
    const auto path = folder_.path() / (std::string(name_of(side)) + ".gpkg");
    write_geopackage(path, {reaches_of(maps[side]), rivers_of(maps[side])});
    return path.string();
  }

  /// "5: COURDEAU…1 | le Lez", by the last digit of the reach's key.
  std::vector<std::string> sync() {
    jobs::SyncJob job;
    job.theme = "hydro";
    job.ancestor = file(Side::ancestor);
    job.local = file(Side::local);
    job.reference = file(Side::reference);
    job.now = "2026-01-01T00:00:00Z";
    job.confirm_deletions = true;
    job.out = folder_.path() / "out";
    job.overwrite = true;
    summary = jobs::sync(job);
    const auto merged = read_layer(job.out / "merged.gpkg", "troncon_hydrographique");
    std::vector<std::string> lines;
    for (const auto& row : merged.rows) {
      const auto text = [&](std::size_t i) { return to_text(view_of(row.values[i])); };
      lines.push_back(text(0).substr(23) + ": " + text(1) + " | " + text(2));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> codes;
    for (const auto& finding : summary.findings)
      if (finding.code == "link_dropped") codes.push_back(finding.feature);
    return codes;
  }

  ThreeWay<Map> maps;
  report::Summary summary;
  TemporaryFolder folder_;
};

const Reach ditch{key_of_ditch, key_of_river, "le Lez", "LINESTRING Z (80 50 0, 80 0 0)"};

std::string line(const char* reach, const std::string& links, const std::string& names) {
  return std::string(reach) + ": " + links + " | " + names;
}

TEST_F(Linked, ToARiverUnderANewKeyFollow) {
  maps.local.reaches.push_back(ditch);
  maps.reference.rivers[0].key = other_river;
  maps.reference.rivers[0].name = "Lez";
  maps.reference.reaches[0].links = other_river;
  maps.reference.reaches[0].names = "Lez";
  EXPECT_THAT(sync(), ElementsAre(line("1", other_river, "Lez"), line("5", other_river, "Lez")));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Linked, ToARiverThatWasCutLeadToThePartThatIsThere) {
  maps.local.reaches.push_back(ditch);
  auto& there = maps.reference;
  there.rivers = {{key_of_river, "le Lez", "MULTILINESTRING ((0 0, 50 0))"},
                  {other_river, "la Lironde", "MULTILINESTRING ((50 0, 100 0))"}};
  there.reaches = {
      {key_of_reach, key_of_river, "le Lez", "LINESTRING Z (0 0 0, 50 0 0)"},
      {"TRON_EAU0000000000000002", other_river, "la Lironde", "LINESTRING Z (50 0 0, 100 0 0)"}};
  EXPECT_THAT(sync(),
              ElementsAre(line("1", key_of_river, "le Lez"), line("2", other_river, "la Lironde"),
                          line("5", other_river, "la Lironde")));
}

TEST_F(Linked, ToARiverThatIsGoneAreTakenOutAndTold) {
  maps.local.reaches.push_back(ditch);
  maps.reference.rivers.clear();
  maps.reference.reaches[0].links = "";
  maps.reference.reaches[0].names = "";
  EXPECT_THAT(sync(), ElementsAre(line("1", "", ""), line("5", "", "")));
  EXPECT_THAT(findings(), ElementsAre(key_of_ditch));
}

/// The reference says it itself: its own flaw is not repaired.
TEST_F(Linked, ThatHangInTheReferenceAreLeft) {
  maps.reference.rivers.clear();
  EXPECT_THAT(sync(), ElementsAre(line("1", key_of_river, "le Lez")));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Linked, ThatHungLocallyAreLeft) {
  maps.local.reaches.push_back(
      {key_of_ditch, "COURDEAU0000000000000009", "", "LINESTRING Z (80 50 0, 80 0 0)"});
  EXPECT_THAT(sync(), ElementsAre(line("1", key_of_river, "le Lez"),
                                  line("5", "COURDEAU0000000000000009", "")));
}

}  // namespace
}  // namespace bdf::tests
