// SPDX-License-Identifier: MIT
// The sample of sample_data/hydro comes out as its truth says.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "support/desk.h"

namespace bdf {
namespace {

namespace fs = std::filesystem;
using support::Sql;

const fs::path sample = fs::path(BDF_REPOSITORY) / "sample_data" / "hydro";
const std::string layer = "troncon_hydrographique";

/// A line of truth.csv.
struct Expected {
  std::string key;  ///< "" for an object that has none: it is known by its fid
  std::string fids;
  std::string family;
  std::string outcome;
  std::string leaves;  ///< attribute=status, joined by "; "
  std::string waits;   ///< attribute
};

/// No field of the file holds a comma.
std::vector<Expected> read_truth() {
  std::ifstream file(sample / "truth.csv");
  std::vector<Expected> all;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::vector<std::string> field(8);
    for (auto& one : field) std::getline(fields, one, ',');
    all.push_back({field[0], field[1], field[2], field[5], field[6], field[7]});
  }
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

class Sample : public testing::Test {
 protected:
  void SetUp() override {
    const auto ran =
        support::bdf({"sync", (sample / "job.yaml").string(), "--out", out_.string(), "--quiet"});
    ASSERT_EQ(1, ran.code) << ran.err;
  }

  /// The next sync, with the reference as it was.
  [[nodiscard]] fs::path sync_again(const std::vector<std::string>& more = {}) const {
    const auto reference = (sample / "reference.gpkg").string();
    std::vector<std::string> words{"sync", "--theme", "hydro", "--territory", "038", "--quiet"};
    for (const auto* word : {"--ancestor", "--reference"})
      words.insert(words.end(), {word, reference});
    words.insert(words.end(), {"--local", (out_ / "merged.gpkg").string(), "--out",
                               (desk_ / "next").string(), "--producer", "DDT 38"});
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = support::bdf(words);
    EXPECT_EQ(1, ran.code) << ran.err;
    return desk_ / "next";
  }

  /// By what the object of a line is known in the outputs.
  [[nodiscard]] std::string id_of(const Expected& expected) const {
    if (!expected.key.empty()) return expected.key;
    return Sql(out_ / "merged.gpkg")
        .value("SELECT bdf_uid FROM " + layer + " WHERE fid = " + expected.fids);
  }

  const support::Desk desk_;
  const fs::path out_ = desk_ / "out";
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

/// What leaves about an object, as truth.csv has it: of a new one, that it does.
std::string sent(const fs::path& folder, const std::string& id) {
  return joined(Sql(folder / "contribution.gpkg")
                    .rows("SELECT DISTINCT key || '=' || value FROM " + layer +
                          ", json_each(bdf_changed) WHERE bdf_id = '" + id +
                          "' AND (bdf_op = 'update' OR key = 'object') ORDER BY 1"));
}

/// About what a proposal of that object waits to be answered.
std::string waiting(const fs::path& folder, const std::string& id) {
  return joined(Sql(folder / "merged.gpkg")
                    .rows("SELECT coalesce(attribute, 'geometry') FROM bdf_pending WHERE "
                          "kind = 'proposal' AND reference_id = '" +
                          id + "' ORDER BY 1"));
}

/// All that leaves, or waits: to compare two runs.
std::vector<std::string> open_ends(const fs::path& folder) {
  auto all = Sql(folder / "contribution.gpkg")
                 .rows("SELECT bdf_op, bdf_id, bdf_changed FROM " + layer + " ORDER BY 2, 1");
  for (auto& row : Sql(folder / "merged.gpkg")
                       .rows("SELECT conflict_id, kind, local_value FROM bdf_pending ORDER BY 1"))
    all.push_back(std::move(row));
  return all;
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
  const auto truth = read_truth();
  ASSERT_GT(truth.size(), 250u);
  for (const auto& expected : truth) {
    const auto found = io::find_in_ledger(merged, id_of(expected));
    const auto said = found.empty() ? "unchanged" : std::string(name_of(found.front().outcome));
    EXPECT_EQ(expected.outcome, said) << expected.family << " " << id_of(expected);
  }
}

TEST_F(Sample, SendsAndKeepsWhatTheTruthSays) {
  for (const auto& expected : read_truth()) {
    const auto id = id_of(expected);
    EXPECT_EQ(expected.leaves, sent(out_, id)) << expected.family << " " << id;
    EXPECT_EQ(expected.waits, waiting(out_, id)) << expected.family << " " << id;
  }
}

TEST_F(Sample, KeepsTheOfficesOwnColumnsAtHome) {
  const Sql contribution(out_ / "contribution.gpkg");
  for (const auto* own : {"classement_ddt", "date_visite", "agent", "inventaire_bcae"})
    EXPECT_EQ(0, contribution.number("SELECT count(*) FROM pragma_table_info('" + layer +
                                     "') WHERE name = '" + own + "'"));
}

TEST_F(Sample, ComesToTheSameWhenTheReferenceHasNotMoved) {
  const auto next = sync_again();
  EXPECT_EQ(support::conflict_ids(out_), support::conflict_ids(next));
  EXPECT_EQ(open_ends(out_), open_ends(next));
  EXPECT_EQ(std::vector<std::string>{},
            support::differences(out_ / "merged.gpkg", next / "merged.gpkg", layer));
}

TEST_F(Sample, SendsNothingAgainThatTheReferenceHasDeclined) {
  const auto answers = desk_ / "answers.gpkg";
  Sql(answers)
      .attach(out_ / "contribution.gpkg", "sent")
      .execute(
          "CREATE TABLE bdf_answer (layer TEXT, bdf_id TEXT, attribute TEXT, value TEXT, "
          "answer TEXT, answered_by TEXT, answered_at TEXT, comment TEXT)")
      .execute("INSERT INTO bdf_answer SELECT '" + layer +
               "', bdf_id, key, CASE key "
               "WHEN 'persistance' THEN persistance ELSE cpx_toponyme_de_cours_d_eau END, "
               "'declined', 'IGN', '2026-02-01T08:00:00Z', NULL FROM sent." +
               layer +
               ", json_each(bdf_changed) "
               "WHERE key IN ('persistance', 'cpx_toponyme_de_cours_d_eau')");
  const auto declined = Sql(answers).number("SELECT count(*) FROM bdf_answer");
  ASSERT_GT(declined, 10);
  const auto next = sync_again({"--answers", answers.string()});
  for (const auto& expected : read_truth()) {
    const auto id = id_of(expected);
    EXPECT_EQ(std::string::npos, sent(next, id).find("persistance")) << id;
    EXPECT_EQ(std::string::npos, sent(next, id).find("cpx_toponyme")) << id;
    EXPECT_EQ(std::string::npos, waiting(next, id).find("cpx_toponyme")) << id;
  }
  EXPECT_EQ(support::conflict_ids(out_), support::conflict_ids(next));
  EXPECT_EQ(std::vector<std::string>{},
            support::differences(out_ / "merged.gpkg", next / "merged.gpkg", layer));
}

TEST_F(Sample, IsAnyLayerToTheGenericTheme) {
  const auto generic = desk_ / "generic";
  std::vector<std::string> words{"sync", "--theme", "generic", "--key", "cleabs", "--quiet"};
  for (const std::string side : {"ancestor", "local", "reference"})
    words.insert(words.end(), {"--" + side, (sample / (side + ".gpkg")).string()});
  words.insert(words.end(), {"--out", generic.string()});
  const auto ran = support::bdf(words);
  EXPECT_EQ(1, ran.code) << ran.err;
  const Sql conflicts(generic / "conflicts.gpkg");
  EXPECT_EQ(0, conflicts.number("SELECT count(*) FROM conflict WHERE kind = 'proposal'"));
  EXPECT_EQ(6, conflicts.number("SELECT count(*) FROM conflict "
                                "WHERE attribute = 'cpx_toponyme_de_cours_d_eau'"));
}

}  // namespace
}  // namespace bdf
