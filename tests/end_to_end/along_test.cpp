// SPDX-License-Identifier: MIT
// An office's own words on two reaches that IGN makes one: through the command, with the theme
// hydro and a producer's schema.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "geometry/wkt.h"
#include "model/value.h"
#include "support/desk.h"
#include "support/plain_layer.h"

namespace bdf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto layer_name = "troncon_hydrographique";

struct Reach {
  std::string key, course, word;
};

class OwnWordsThatMeet : public testing::Test {
 protected:
  OwnWordsThatMeet() {
    std::ifstream file(std::filesystem::path(BDF_REPOSITORY) / "themes/hydro.yaml");
    std::string theme{std::istreambuf_iterator<char>(file), {}};
    const std::string cut = "layers:\n  troncon_hydrographique:\n";
    theme.insert(theme.find(cut) + cut.size(), "    values_meet: split\n");
    std::ofstream(desk_ / "hydro.yaml") << theme;
    const std::string upper =
        "LINESTRING Z (780000 6860000 100, 780400 6860003 99, 780600 6860000 98)";
    const std::string lower = "LINESTRING Z (780600 6860000 98, 781000 6860000 97)";
    const std::string one =
        "LINESTRING Z (780000 6860000 100, 780400 6860003 99, 780600 6860000 98, 781000 6860000 "
        "97)";
    const std::string key = "TRON_EAU000000000000000";
    write("a", {{key + "1", upper, ""}, {key + "2", lower, ""}}, "");
    write("l", {{key + "1", upper, "Cours d'eau"}, {key + "2", lower, "Cours d'eau police de"}},
          "TYPE_ECOUL");
    write("r", {{key + "1", one, ""}}, "");
  }

  void write(const std::string& file, const std::vector<Reach>& reaches,
             const std::string& column) {
    tests::PlainLayer layer{tests::plain_schema(layer_name, "LINESTRING"), {}};
    layer.schema.z = 1;
    layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"}};
    if (!column.empty()) layer.schema.columns.push_back({column, ColumnType::text, "TEXT"});
    for (const auto& reach : reaches) {
      tests::PlainRow row{{}, Blob{geometry::wkb_from_wkt(reach.course)}, {}};
      row.values = {reach.key, std::string("Ecoulement naturel")};
      if (!column.empty()) row.values.emplace_back(reach.word);
      layer.rows.push_back(std::move(row));
    }
    tests::write_geopackage(desk_ / (file + ".gpkg"), {layer});
  }

  [[nodiscard]] std::string at(const std::string& name) const { return (desk_ / name).string(); }

  tests::Ran sync(const std::string& ancestor, const std::string& local, const std::string& out) {
    return support::bdf({"sync", "--theme", at("hydro.yaml"), "--schema", "ddt51", "--territory",
                         "051", "--ancestor", at(ancestor), "--local", at(local), "--reference",
                         at("r.gpkg"), "--out", at(out), "--confirm-deletions"});
  }

  [[nodiscard]] std::vector<std::string> words(const std::string& file) const {
    return support::Sql(at(file)).rows(
        "SELECT cleabs, TYPE_ECOUL FROM troncon_hydrographique ORDER BY 1, 2");
  }

  const support::Desk desk_;
};

TEST_F(OwnWordsThatMeet, StayEachOnItsPart) {
  const auto first = sync("a.gpkg", "l.gpkg", "first");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(words("first/merged.gpkg"),
              ElementsAre("TRON_EAU0000000000000001|Cours d'eau",
                          "TRON_EAU0000000000000001|Cours d'eau police de"));
  const auto told = support::bdf({"explain", at("first"), "TRON_EAU0000000000000001"});
  EXPECT_THAT(told.out, HasSubstr("it is cut in your layer alone"));

  const auto second = sync("r.gpkg", "first/merged.gpkg", "second");
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(words("second/merged.gpkg"), words("first/merged.gpkg"));
  EXPECT_THAT(second.out, HasSubstr("2 features, nothing changed"));
}

TEST_F(OwnWordsThatMeet, AreInTheUpdateAndInItsInverse) {
  ASSERT_EQ(sync("a.gpkg", "l.gpkg", "first").code, 0);
  const auto apply = support::bdf(
      {"apply", at("first/update.gpkg"), "--to", at("l.gpkg"), "--out", at("applied.gpkg")});
  EXPECT_EQ(apply.code, 0) << apply.err;
  EXPECT_EQ(words("applied.gpkg"), words("first/merged.gpkg"));
  EXPECT_EQ(support::bdf({"invert", at("first/update.gpkg"), "--out", at("back.gpkg")}).code, 0);
  const auto back = support::bdf(
      {"apply", at("back.gpkg"), "--to", at("applied.gpkg"), "--out", at("again.gpkg")});
  EXPECT_EQ(back.code, 0) << back.err;
  EXPECT_EQ(words("again.gpkg"), words("l.gpkg"));
}

}  // namespace
}  // namespace bdf
