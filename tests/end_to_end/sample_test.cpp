// SPDX-License-Identifier: MIT
// The sample of sample_data/hydro comes out as its truth says.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "support/run.h"

namespace bdf {
namespace {

namespace fs = std::filesystem;

const fs::path sample = fs::path(BDF_REPOSITORY) / "sample_data" / "hydro";

class Sample : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(out_);
    const auto ran = tests::run({BDF_COMMAND, "sync", (sample / "job.yaml").string(), "--out",
                                 out_.string(), "--quiet", "--lang", "en"});
    ASSERT_EQ(1, ran.code) << ran.err;
  }
  void TearDown() override { fs::remove_all(out_); }

  const fs::path out_ = fs::temp_directory_path() / ("bdf_sample_" + std::to_string(getpid()));
};

/// A feature as one text: values by column name and the geometry's WKB, identities left out.
std::string as_text(const FeatureTable& table, std::size_t row) {
  std::string text;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& name = table.schema.columns[i].name;
    if (name != "bdf_uid") text += name + "=" + to_text(table.columns[i][row]) + "\n";
  }
  return text + to_text(table.geometries[row]);
}

std::multiset<std::string> features_of(const fs::path& path) {
  auto database = io::Database::open_input(path);
  const auto table = io::read_all_features(database, io::read_catalog(database).layers.front());
  std::multiset<std::string> features;
  for (std::size_t row = 0; row < table.size(); ++row) features.insert(as_text(table, row));
  return features;
}

/// The last field of each line by the first: object and expected outcome. Objects with no key are
/// left out, they have no name of their own in the ledger.
std::map<std::string, std::string> expected_outcomes() {
  std::ifstream file(sample / "truth.csv");
  std::map<std::string, std::string> outcomes;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto key = line.substr(0, line.find(','));
    if (!key.empty()) outcomes[key] = line.substr(line.rfind(',') + 1);
  }
  return outcomes;
}

TEST_F(Sample, EveryGeoPackageShowsItsStylesToGdal) {
  for (const char* file : {"merged", "update", "contribution", "conflicts"}) {
    const auto path = (out_ / (std::string(file) + ".gpkg")).string();
    const auto ran = tests::run({"ogrinfo", "-ro", "-q", path, "layer_styles"});
    EXPECT_EQ(0, ran.code) << path;
    EXPECT_EQ("", ran.err) << path;
    EXPECT_NE(std::string::npos, ran.out.find("useAsDefault (Integer(Boolean)) = 1")) << path;
    EXPECT_NE(std::string::npos, ran.out.find("<qgis")) << path;
  }
}

TEST_F(Sample, HoldsEveryFeatureOfTheTruth) {
  const auto merged = features_of(out_ / "merged.gpkg");
  const auto truth = features_of(sample / "truth.gpkg");
  ASSERT_GT(truth.size(), 250u);
  for (const auto& feature : truth) EXPECT_TRUE(merged.contains(feature)) << feature;
}

TEST_F(Sample, ComesToTheOutcomesOfTheTruth) {
  auto merged = io::Database::open_input(out_ / "merged.gpkg");
  const auto expected = expected_outcomes();
  ASSERT_GT(expected.size(), 250u);
  for (const auto& [key, outcome] : expected) {
    const auto found = io::find_in_ledger(merged, key);
    const auto said = found.empty() ? "unchanged" : std::string(name_of(found.front().outcome));
    EXPECT_EQ(outcome, said) << key;
  }
}

}  // namespace
}  // namespace bdf
