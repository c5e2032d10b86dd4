// SPDX-License-Identifier: MIT
// bdf validate, on areas that lie side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "geometry/wkt.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string layer_name = "zone_de_vegetation";

std::vector<json> findings_of(const Ran& ran) {
  std::vector<json> findings;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    auto finding = json::parse(line);
    if (finding["code"].get<std::string>().starts_with("COVERAGE")) findings.push_back(finding);
  }
  return findings;
}

class Coverage : public testing::Test {
 protected:
  /// Areas by key, in metres from a place in Lambert-93.
  std::vector<json> findings(const std::vector<std::pair<std::string, std::string>>& areas) {
    PlainLayer layer{plain_schema(layer_name, "POLYGON"), {}};
    layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
    for (const auto& [key, wkt] : areas)
      layer.rows.push_back({{}, Blob{geometry::wkb_from_wkt(wkt)}, {key}});
    write_geopackage(desk_ / "areas.gpkg", {layer});
    return validated(desk_ / "areas.gpkg");
  }
  static std::vector<json> validated(const std::string& file) {
    return findings_of(support::bdf({"validate", "--theme", "vegetation", "--json", file}));
  }
  static std::vector<std::string> told(const std::vector<json>& findings) {
    std::vector<std::string> texts;
    for (const auto& finding : findings)
      texts.push_back(finding["code"].get<std::string>() + ' ' +
                      finding["featureId"].get<std::string>() + ": " +
                      finding["message"].get<std::string>());
    return texts;
  }
  support::Desk desk_;
};

const std::pair<std::string, std::string> wood{
    "A",
    "POLYGON ((900000 6500000, 900010 6500000, 900010 6500010, 900000 6500010, 900000 6500000))"};

TEST_F(Coverage, ThatIsOneHasNoFinding) {
  EXPECT_THAT(findings({wood,
                        {"B",
                         "POLYGON ((900010 6500000, 900020 6500000, 900020 6500010, 900010 "
                         "6500010, 900010 6500000))"}}),
              IsEmpty());
}

TEST_F(Coverage, EveryFlawIsTold) {
  const auto found = findings(
      {wood,
       {"B",
        "POLYGON ((900008 6500000, 900020 6500000, 900020 6500010, 900008 6500010, 900008 "
        "6500000))"},
       {"C", "POLYGON ((900000.2 6500020, 900010 6500010.2, 900000 6500010.2, 900000.2 6500020))"},
       {"D", "POLYGON ((900050 6500000, 900090 6500000, 900090 6500000.2, 900050 6500000))"},
       {"E",
        "POLYGON ((900100 6500000, 900110 6500000, 900110.2 6500005, 900110 6500010, 900100 "
        "6500010, "
        "900100 6500000))"},
       {"F",
        "POLYGON ((900110 6500000, 900120 6500000, 900120 6500010, 900110 6500010, 900110.4 "
        "6500005, "
        "900110 6500000))"}});
  EXPECT_THAT(told(found),
              ElementsAre("COVERAGE_OVERLAP A: 20.00 m² here are covered by B, too.",
                          "COVERAGE_GAP E: Between this and F 1.00 m² are left, 0.10 m wide.",
                          "COVERAGE_APART A: The boundary runs 0.20 m beside that of C without "
                          "meeting it.",
                          "COVERAGE_APART B: The boundary runs 0.20 m beside that of C without "
                          "meeting it.",
                          "COVERAGE_SLIVER D: The area is 0.10 m wide on average: it may be what "
                          "was left of another one."));
  ASSERT_FALSE(found.empty());
  const auto schema = support::schema_of("finding");
  for (const auto& finding : found) EXPECT_THAT(support::violations(finding, schema), IsEmpty());
}

class RealCoverage : public Coverage {};

/// Licence Ouverte 2.0 (IGN). What GEOS finds by overlaying every pair.
TEST_F(RealCoverage, OfRealDeliveriesHasTheOverlapsThatItHas) {
  const std::map<std::string, std::size_t> overlaps{{"bdtopo_v3_redon35236/ZONE_DE_VEGETATION", 15},
                                                    {"bdtopo_v2_sarthe72_ign/ZONE_VEGETATION", 0}};
  for (const auto& [name, count] : overlaps) {
    const auto slash = name.find('/');
    const auto folder = support::real_data(name.substr(0, slash));
    if (!folder) GTEST_SKIP() << "NOT TESTED: the real data are not installed";
    const auto file = (desk_ / (name.substr(slash + 1) + ".gpkg")).string();
    support::ogr2ogr({file, (*folder / (name.substr(slash + 1) + ".shp")).string(), "-nln",
                      layer_name, "-nlt", "MULTIPOLYGON"});
    std::size_t found = 0;
    for (const auto& finding : validated(file)) found += finding["code"] == "COVERAGE_OVERLAP";
    EXPECT_EQ(found, count) << name;
  }
}

}  // namespace
}  // namespace bdf::tests
