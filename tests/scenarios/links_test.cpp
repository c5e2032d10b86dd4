// SPDX-License-Identifier: MIT
// Links between the layers of a theme: they lead to objects that there are.
#include <gmock/gmock.h>

#include "jobs/sync.h"
#include "support/linked_map.h"
#include "support/temporary_folder.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto key_of_river = "COURDEAU0000000000000001";
constexpr auto other_river = "COURDEAU0000000000000002";
constexpr auto key_of_reach = "TRON_EAU0000000000000001";
constexpr auto key_of_ditch = "TRON_EAU0000000000000005";

/// A reach with what links it to the rivers, and these.
class Linked : public testing::Test {
 protected:
  Linked() {
    const LinkedMap map{{{key_of_river, "le Lez", "MULTILINESTRING ((0 0, 100 0))"}},
                        {{key_of_reach, key_of_river, "le Lez", "LINESTRING Z (0 0 0, 100 0 0)"}}};
    maps = {map, map, map};
  }

  std::string file(Side side) {
    const auto path = folder_.path() / (std::string(name_of(side)) + ".gpkg");
    write_linked(path, maps[side]);
    return path.string();
  }

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
    return reaches_in(job.out / "merged.gpkg");
  }

  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> codes;
    for (const auto& finding : summary.findings)
      if (finding.code == "link_dropped") codes.push_back(finding.feature);
    return codes;
  }

  ThreeWay<LinkedMap> maps;
  report::Summary summary;
  TemporaryFolder folder_;
};

const Reach ditch{key_of_ditch, key_of_river, "le Lez", "LINESTRING Z (80 50 0, 80 0 0)"};

TEST_F(Linked, ToARiverUnderANewKeyFollow) {
  maps.local.reaches.push_back(ditch);
  maps.reference.rivers[0].key = other_river;
  maps.reference.rivers[0].name = "Lez";
  maps.reference.reaches[0].links = other_river;
  maps.reference.reaches[0].names = "Lez";
  EXPECT_THAT(sync(), ElementsAre(reach_line("1", other_river, "Lez"),
                                  reach_line("5", other_river, "Lez")));
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
  EXPECT_THAT(sync(), ElementsAre(reach_line("1", key_of_river, "le Lez"),
                                  reach_line("2", other_river, "la Lironde"),
                                  reach_line("5", other_river, "la Lironde")));
}

TEST_F(Linked, ToARiverThatIsGoneAreTakenOutAndTold) {
  maps.local.reaches.push_back(ditch);
  maps.reference.rivers.clear();
  maps.reference.reaches[0].links = "";
  maps.reference.reaches[0].names = "";
  EXPECT_THAT(sync(), ElementsAre(reach_line("1", "", ""), reach_line("5", "", "")));
  EXPECT_THAT(findings(), ElementsAre(key_of_ditch));
}

/// The reference says it itself: its own flaw is not repaired.
TEST_F(Linked, ThatHangInTheReferenceAreLeft) {
  maps.reference.rivers.clear();
  EXPECT_THAT(sync(), ElementsAre(reach_line("1", key_of_river, "le Lez")));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Linked, ThatHungLocallyAreLeft) {
  maps.local.reaches.push_back(
      {key_of_ditch, "COURDEAU0000000000000009", "", "LINESTRING Z (80 50 0, 80 0 0)"});
  EXPECT_THAT(sync(), ElementsAre(reach_line("1", key_of_river, "le Lez"),
                                  reach_line("5", "COURDEAU0000000000000009", "")));
}

}  // namespace
}  // namespace bdf::tests
