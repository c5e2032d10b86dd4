// SPDX-License-Identifier: MIT
#include "files/delivery.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "support/desk.h"
#include "unit/sample_countries.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;
using support::Sql;

const Themes& themes() {
  static const Themes known;
  return known;
}

const CountryStyle small{9, 4};

/// A country's files, made once more from its style.
void deliver(const fs::path& out, const CountryStyle& style, const Carriers& carriers = {},
             int editions = 1, double factor = 3) {
  const Country country = make_country(style);
  Rates rates;
  rates.factor = factor;
  const Tale tale = tell(country, themes(), rates, editions);
  write_delivery(out, country, themes(), tale, editions, carriers);
}

Carriers producers_own() {
  Carriers carriers;
  carriers.local.private_columns = true;
  carriers.local.spatial_index = true;
  return carriers;
}

void expect_same(const fs::path& a, const fs::path& b) {
  const auto here = support::bytes_below(a);
  const auto there = support::bytes_below(b);
  ASSERT_EQ(here.size(), there.size());
  ASSERT_GE(here.size(), 10U);
  for (const auto& [name, bytes] : here) EXPECT_TRUE(there.at(name) == bytes) << name;
}

TEST(SampleDelivery, TheSameSeedGivesTheSameBytes) {
  const support::Desk desk;
  deliver(desk / "a", small, producers_own());
  deliver(desk / "b", small, producers_own());
  expect_same(desk / "a", desk / "b");
  CountryStyle other = small;
  other.seed = 10;
  deliver(desk / "c", other, producers_own());
  const auto here = support::bytes_below(desk / "a");
  for (const auto& [name, bytes] : support::bytes_below(desk / "c")) {
    if (fs::path(name).extension() == ".gpkg") {
      EXPECT_FALSE(here.at(name) == bytes) << name;
    }
  }
}

TEST(SampleDelivery, TheSameSeedGivesTheSameBytesWhateverTheOptions) {
  const support::Desk desk;
  Carriers carriers = producers_own();
  carriers.local.shapefile = true;
  carriers.local.distortion.noise = 0.03;
  carriers.reference.crs = "EPSG:3945";
  carriers.reference.distortion.drift = 3;
  for (const char* name : {"a", "b"}) deliver(desk / name, {9, 4, "FXX", true, 2}, carriers, 2);
  expect_same(desk / "a", desk / "b");
  for (const char* file : {"whole/hydro/edition_1.gpkg", "whole/hydro/reference.gpkg",
                           "producer_1/hydro/local/TRONCON_HYDROGRAPHIQUE.shp",
                           "producer_2/vegetation/truth.gpkg", "producer_2/hydro/edition_1.gpkg",
                           "producer_2/hydro/job_haie.yaml", "territories.gpkg", "map.svg"}) {
    const bool is_there = fs::exists(desk / "a" / file);
    EXPECT_EQ(is_there, std::string(file) != "producer_2/hydro/job_haie.yaml") << file;
  }
}

// --- one side, as it is kept -------------------------------------------------------------------

struct Kept {
  const support::Desk desk;
  const Country& country = country_of({3, 15});
  Tale tale = tell(country, themes(), {}, 1);
  Sides sides = lay_out(country, tale, 0, 1);

  fs::path write(const std::string& name, const Carrier& carrier, std::size_t theme = 0) const {
    write_side(desk / name, country, sides.local, themes().all()[theme], carrier);
    return desk / name;
  }
};

std::set<std::string> columns(const fs::path& file, const std::string& layer) {
  const auto rows = Sql(file).rows("SELECT name FROM pragma_table_info('" + layer + "')");
  return {rows.begin(), rows.end()};
}

TEST(SampleDelivery, WhatASideLacksIsNotThere) {
  const Kept kept;
  const std::string layer = "troncon_hydrographique";
  const auto whole = kept.write("whole.gpkg", {});
  Carrier carrier;
  carrier.without = {"persistance", "date_creation"};
  carrier.z = false;
  carrier.keys = false;
  carrier.private_columns = true;
  const auto poor = kept.write("poor.gpkg", carrier);
  auto expected = columns(whole, layer);
  EXPECT_EQ(expected.erase("persistance") + expected.erase("date_creation"), 2U);
  expected.insert({"classement_ddt", "date_visite", "agent"});
  EXPECT_EQ(columns(poor, layer), expected);
  const std::string z = "SELECT z FROM gpkg_geometry_columns WHERE table_name = '" + layer + "'";
  EXPECT_EQ(Sql(whole).number(z), 1);
  EXPECT_EQ(Sql(poor).number(z), 0);
  EXPECT_GT(Sql(whole).number("SELECT count(cleabs) FROM " + layer), 100);
  EXPECT_EQ(Sql(poor).number("SELECT count(cleabs) FROM " + layer), 0);
  EXPECT_EQ(Sql(poor).number("SELECT count(*) FROM " + layer),
            Sql(whole).number("SELECT count(*) FROM " + layer));
  // Of the other values none has moved into another column.
  EXPECT_EQ(Sql(poor).rows("SELECT fid, nature, fosse, precision_altimetrique FROM " + layer),
            Sql(whole).rows("SELECT fid, nature, fosse, precision_altimetrique FROM " + layer));
}

TEST(SampleDelivery, AClippedSideHoldsWhatReachesIntoItsExtent) {
  const Kept kept;
  const Ground& ground = kept.country.ground;
  Carrier carrier;
  carrier.within = Rectangle{ground.min_x, ground.min_y, ground.min_x + ground.width / 3,
                             ground.min_y + ground.height};
  const auto file = kept.write("clipped.gpkg", carrier);
  std::size_t expected = 0;
  for (const Row& row : kept.sides.local[0])
    expected += lies_within(*row.feature, *carrier.within) ? 1 : 0;
  EXPECT_GT(expected, 20U);
  EXPECT_LT(expected, kept.sides.local[0].size() * 2 / 3);
  EXPECT_EQ(Sql(file).number("SELECT count(*) FROM troncon_hydrographique"),
            static_cast<long>(expected));
}

TEST(SampleDelivery, AFilteredSideHoldsWhatTheFilterSays) {
  const Kept kept;
  const auto whole = kept.write("whole.gpkg", {});
  const auto filtered = [&](const std::string& attribute, const std::string& value) {
    Carrier carrier;
    carrier.only_layer = "troncon_hydrographique";
    carrier.only = attribute;
    carrier.only_value = value;
    const auto file = kept.write("filtered.gpkg", carrier);
    const std::string count = "SELECT count(*) FROM troncon_hydrographique";
    EXPECT_GT(Sql(file).number(count), 0);
    EXPECT_EQ(Sql(file).number(count),
              Sql(whole).number(count + " WHERE " + attribute + " = '" + value + "'"));
    EXPECT_EQ(Sql(file).number("SELECT count(*) FROM surface_hydrographique"),
              Sql(whole).number("SELECT count(*) FROM surface_hydrographique"));
  };
  filtered("persistance", "Permanent");
  filtered("fictif", "0");
  Carriers carriers;
  carriers.local.only_layer = "haie";
  carriers.local.only = "sources";
  carriers.local.only_value = "nowhere";
  const Kept other;
  EXPECT_THROW(write_delivery(other.desk / "out", other.country, themes(), other.tale, 1, carriers),
               UsageError);
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    if (byte >= 0x80 && byte < 0xC2) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if (i + k >= text.size() || (static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U)
        return false;
    }
    i += length;
  }
  return true;
}

/// A value as both carriers can say it.
std::string as_text(OGRFeature& feature, int column) {
  if (!feature.IsFieldSetAndNotNull(column)) return "";
  OGRFieldDefn& field = *feature.GetFieldDefnRef(column);
  const std::string text = feature.GetFieldAsString(column);
  if (field.GetSubType() == OFSTBoolean) return text == "1" ? "Oui" : "Non";
  if (field.GetType() == OFTReal) return std::to_string(feature.GetFieldAsDouble(column));
  if (field.GetType() == OFTDate || field.GetType() == OFTDateTime) return text.substr(0, 10);
  return text;
}

TEST(SampleDelivery, AShapefileSaysTheSameAsAGeoPackageUpToItsWidths) {
  Rates rates;
  rates.of_family["hostile_text_local"] = 0.2;
  Kept kept;
  kept.tale = tell(kept.country, themes(), rates, 1);
  kept.sides = lay_out(kept.country, kept.tale, 0, 1);
  Carrier carrier;
  carrier.private_columns = true;
  GDALAllRegister();
  std::size_t cut = 0;
  for (const std::size_t theme : {0U, 1U}) {
    const auto plain = kept.write("side.gpkg", carrier, theme);
    carrier.shapefile = true;
    const auto folder = kept.write("side", carrier, theme);
    carrier.shapefile = false;
    const auto open = [](const fs::path& path) {
      return std::unique_ptr<GDALDataset>(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
    };
    const auto package = open(plain);
    for (OGRLayer* layer : package->GetLayers()) {
      std::string name = layer->GetName();
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
      const auto shapefile = open(folder / (name + ".shp"));
      ASSERT_NE(shapefile, nullptr) << name;
      OGRLayer& narrow = *shapefile->GetLayer(0);
      const RowWriter writer(kept.country, layer->GetName(), carrier);
      const auto widths = writer.narrow_columns();
      ASSERT_EQ(narrow.GetLayerDefn()->GetFieldCount(), layer->GetLayerDefn()->GetFieldCount());
      ASSERT_EQ(narrow.GetFeatureCount(), layer->GetFeatureCount()) << name;
      for (std::size_t i = 0; i < widths.size(); ++i)
        EXPECT_EQ(narrow.GetLayerDefn()->GetFieldDefn(static_cast<int>(i))->GetNameRef(),
                  widths[i].name);
      for (;;) {
        const std::unique_ptr<OGRFeature> wide(layer->GetNextFeature());
        const std::unique_ptr<OGRFeature> tight(narrow.GetNextFeature());
        if (!wide || !tight) break;
        for (int i = 0; i < wide->GetFieldCount(); ++i) {
          std::string said = as_text(*wide, i);
          const std::string found = as_text(*tight, i);
          ASSERT_TRUE(is_utf8(found)) << name << ' ' << found;
          if (found == said) continue;
          ++cut;
          const std::size_t width = widths[static_cast<std::size_t>(i)].width;
          EXPECT_EQ(said.substr(0, found.size()), found) << name << ' ' << wide->GetFID();
          EXPECT_GT(said.size(), width);
          EXPECT_GT(found.size() + 4, width);
        }
        OGRGeometry& here = *wide->GetGeometryRef();
        OGRGeometry& there = *tight->GetGeometryRef();
        OGREnvelope a, b;
        here.getEnvelope(&a);
        there.getEnvelope(&b);
        EXPECT_TRUE(a.Contains(b) && b.Contains(a)) << name;
      }
    }
  }
  RecordProperty("cut", static_cast<int>(cut));
}

TEST(SampleDelivery, TheTruthNamesTheFeaturesOfAShapefileAsTheyAreRead) {
  const support::Desk desk;
  Carriers carriers = producers_own();
  carriers.local.shapefile = true;
  const Country& country = country_of({3, 15});
  Rates rates;
  rates.of_family["delete_local"] = 0.1;
  const Tale tale = tell(country, themes(), rates, 1);
  write_delivery(desk / "out", country, themes(), tale, 1, carriers);
  GDALAllRegister();
  const std::unique_ptr<GDALDataset> shapefile(GDALDataset::Open(
      (desk / "out" / "hydro" / "local" / "TRONCON_HYDROGRAPHIQUE.shp").c_str(), GDAL_OF_VECTOR));
  OGRLayer& local = *shapefile->GetLayer(0);
  const int key = local.GetLayerDefn()->GetFieldIndex("ID");
  std::size_t seen = 0;
  for (const auto& row :
       Sql(desk / "out" / "hydro" / "truth.gpkg")
           .rows("SELECT side_fid, cleabs FROM side JOIN story USING (story) WHERE side = 'local' "
                 "AND layer = 'troncon_hydrographique' AND cleabs IS NOT NULL")) {
    const auto bar = row.find('|');
    const std::unique_ptr<OGRFeature> feature(local.GetFeature(std::stol(row.substr(0, bar)) - 1));
    ASSERT_NE(feature, nullptr) << row;
    EXPECT_EQ(feature->GetFieldAsString(key >= 0 ? key : 0), row.substr(bar + 1));
    ++seen;
  }
  EXPECT_GT(seen, 20U);
}

TEST(SampleDelivery, WhereTheDiskRefusesAMessageSaysSo) {
  const support::Desk desk;
  std::ofstream(desk / "file") << "in the way";
  try {
    deliver(desk / "file", {1, 1});
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_NE(std::string(error.what()).find("name a folder"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace bdf::sample
