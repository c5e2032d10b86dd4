// SPDX-License-Identifier: MIT
#include "jobs/package_form.h"

#include <gmock/gmock.h>

#include <set>

#include "io/geopackage.h"
#include "support/package_desk.h"
#include "unit/io_fixture.h"

namespace bdf::jobs {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PackageForm : public io::IoTest {
 protected:
  /// Layers of one river each.
  std::vector<PackagedData> layers(const std::vector<std::string>& names,
                                   const std::vector<std::string>& columns) {
    auto database = io::Database::open_output(file("data.gpkg"));
    io::create_geopackage(database);
    std::vector<PackagedData> all;
    for (const auto& name : names) {
      Schema schema = io::river_schema();
      schema.layer = name;
      schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
      for (const auto& column : columns) schema.columns.push_back({column, ColumnType::text, ""});
      PackagedData data;
      data.schema = io::create_layer(database, schema);
      io::FeatureWriter writer(database, data.schema, io::names_of(data.schema));
      const std::vector<ValueView> values(schema.columns.size(), "T1");
      const auto wkb = io::line_wkb({0, 0, 5, 5});
      writer.add(1, values, BlobView{wkb});
      io::finish_layer(database, data.schema, "2026-11-24T01:09:08Z");
      data.facts.name = name;
      for (const auto& column : data.schema.columns) {
        package::ColumnFacts facts;
        facts.name = column.name;
        facts.is_key = column.name == "cleabs";
        data.facts.columns.push_back(facts);
      }
      all.push_back(std::move(data));
    }
    return all;
  }

  std::vector<LayerFile> write(const std::string& format, std::vector<PackagedData>& data) {
    auto database = io::Database::open_input(file("data.gpkg"));
    prepare_form(format, database, data);
    const auto layout = package::layout_of(
        package::package_name_of("BDFRANCETOPO_1-0_HYDRO_SHP_LAMB93_D038_2026-12-15"));
    return write_package_form(
        {format, file("data.gpkg"), &data, file(format), layout, "2026-11-24T01:09:08Z"},
        findings_);
  }

  static std::vector<std::string> stems(const std::vector<LayerFile>& files) {
    std::vector<std::string> stems;
    for (const auto& one : files) {
      stems.push_back(fs::path(one.file).stem().string());
      EXPECT_EQ(stems.back(), one.table);
    }
    return stems;
  }

  std::vector<Finding> findings_;
};

/// No two files are one where case or accents are not heeded, and none lies elsewhere.
TEST_F(PackageForm, LayersMayBeCalledAnything) {
  auto data = layers({"Forêt", "FORET", "forêt 2", "a/b", "CON"}, {});
  EXPECT_THAT(stems(write("SHP", data)), ElementsAre("FORET", "FORET_1", "FORET_2", "A_B", "_CON"));
  EXPECT_THAT(stems(write("FLATGEOBUF", data)),
              ElementsAre("Forêt", "FORET_1", "forêt 2", "a_b", "_CON"));
  EXPECT_THAT(findings_, IsEmpty());
}

TEST_F(PackageForm, ColumnsOfAShapefileHaveNamesOfTheirOwn) {
  auto data = layers({"haie"}, {"une_longue_colonne", "une_longue_colline", "été", "ETÉ", "a b",
                                "a-b", "水", "UNE_LONGUE"});
  const auto files = write("SHP", data);
  std::vector<std::string> names;
  for (const auto& column : data[0].facts.columns) names.push_back(column.in_shapefile);
  EXPECT_THAT(names, ElementsAre("CLEABS", "UNE_LONGUE", "UNE_LONG_1", "ETE", "ETE_1", "A_B",
                                 "A_B_1", "_", "UNE_LONG_2"));
  std::vector<std::string> complaints;
  const auto seen = tests::seen_by_gdal(file("SHP") / files[0].file, complaints, "CLEABS");
  EXPECT_THAT(complaints, IsEmpty());
  EXPECT_EQ(seen.at("HAIE").columns, names);
  EXPECT_THAT(findings_, IsEmpty());
}

}  // namespace
}  // namespace bdf::jobs
