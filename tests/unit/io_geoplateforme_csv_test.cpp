// SPDX-License-Identifier: MIT
#include "io/geoplateforme_csv.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange_samples.h"
#include "io/csv.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

class GeoplateformeTest : public ExchangeTest {
 protected:
  void deliver() const { write_geoplateforme_csv(file(""), changeset_); }
};

TEST_F(GeoplateformeTest, AFileAnOperation) {
  deliver();
  EXPECT_EQ(text_in("troncon.delete"), "cleabs\n\"T1\"\n\"T3\"\n");
  EXPECT_EQ(text_in("troncon.update"),
            "cleabs,largeur,fictif,geom\n"
            "\"T2\",,true,\"SRID=2154;LINESTRING (0 20, 0.1 21)\"\n");
  EXPECT_EQ(text_in("troncon.csv"),
            "cleabs,largeur,rang,fictif,gcms_fingerprint,geom\n"
            ",2.5,,true,,\"LINESTRING (0 0, 1 1)\"\n,2.5,,true,,\"LINESTRING (0 0, 1 1)\"\n"
            ",2.5,,true,,\"LINESTRING (5 6, 7 8)\"\n");
  const auto summary = nlohmann::json::parse(text_in("summary.json"));
  EXPECT_EQ(summary["parameters"], (nlohmann::json{{"update", true}, {"delete", true}}));
  EXPECT_EQ(summary["tables"][0]["insert"], 3);
  EXPECT_EQ(summary["tables"][0]["lineage"][0], "split: T1 → part-1, part-2");
}

TEST_F(GeoplateformeTest, ARowSaysWhatAnotherChanges) {
  auto more = change(Op::update, "T4", 3);
  more.values = {{4, "print4", "", Status::offered}};
  changeset_.layers[0].changes.push_back(more);
  deliver();
  const auto rows = parse_csv(text_in("troncon.update"));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(text_in("troncon.update"), HasSubstr("\"T4\",2,false,\"\",\"SRID=2154;LINESTRING"));
  EXPECT_EQ(rows[1].cells.at(3), "print2");
}

TEST_F(GeoplateformeTest, NothingMakesNoFileAndTextsStandInQuotes) {
  auto& layer = changeset_.layers[0];
  layer.target.layer = "a, \"b\"";
  layer.target.geometry_column = "geometrie";
  layer.changes = {change(Op::insert, "new", 3)};
  layer.changes[0].values = {{0, Null{}, "x\",\ny", Status::offered}};
  deliver();
  EXPECT_FALSE(std::filesystem::exists(file("a, \"b\".delete")));
  EXPECT_FALSE(std::filesystem::exists(file("a, \"b\".update")));
  const auto rows = parse_csv(text_in("a, \"b\".csv"));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].cells.back(), "wkt");
  EXPECT_EQ(rows[1].cells.front(), "x\",\ny");
}

TEST_F(GeoplateformeTest, ALayerThatNoFileCanBeCalledAsIsRefused) {
  for (const char* name : {"../x", "a/b", ".x", ""}) {
    changeset_.layers[0].target.layer = name;
    EXPECT_THROW(deliver(), InputError) << name;
  }
}

}  // namespace
}  // namespace bdf::io
