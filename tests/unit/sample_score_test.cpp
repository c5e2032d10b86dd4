// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "files/geopackage_file.h"
#include "score/compare.h"
#include "score/score.h"
#include "support/temporary_folder.h"

namespace bdf::score {
namespace {

namespace fs = std::filesystem;
using sample::FileColumn;
using sample::FileLayer;
using sample::GeoPackageFile;
using sample::Shape;
using sample::ShapeKind;

using Cells = std::vector<sample::Value>;
const sample::Value nothing;

/// A line of three vertices whose middle one is pushed aside.
Shape line(double y, double aside = 0) {
  return sample::line_shape({{0, y, 10}, {50, y + aside, 9}, {100, y, 8}});
}

/// A row of one of the layers, with its shape; `values` as its file has them.
struct Row {
  std::int64_t fid;
  Shape shape;
  Cells values;
};

struct Case {
  std::vector<Row> ancestor, local, reference, expected, merged, contribution;
  std::vector<Cells> stories, questions, sides, conflicts, pending;
  bool private_leaves = false;
};

const std::vector<FileColumn> columns{
    {"cleabs", "TEXT(24)"}, {"sources", "TEXT"}, {"hauteur", "REAL"}};

std::vector<FileColumn> with(std::vector<FileColumn> more, bool in_front = false) {
  std::vector<FileColumn> all = columns;
  all.insert(in_front ? all.begin() : all.end(), more.begin(), more.end());
  return all;
}

sample::Value text(const char* word) { return std::string(word); }

Cells values(const char* key, const char* sources, double height) {
  return {text(key), text(sources), height};
}
Cells values(const char* key, const char* sources, double height, const char* note) {
  return {text(key), text(sources), height, text(note)};
}

Cells side(std::int64_t story, const char* name, std::int64_t fid, const char* key,
           const char* changed = "") {
  return {story, text(name), fid, text(key), *changed ? text(changed) : nothing};
}

Cells conflict(const char* kind, const char* attribute, const char* key, const char* local,
               const char* reference) {
  return {text("c1"), text("haie"), text(kind),  text(attribute), text(key),
          text(key),  text(key),    text(local), text(reference), nothing};
}

/// An update of an object of the reference.
Row sent(const Shape& shape, const char* key, const char* changed, const char* sources,
         double height) {
  return {1,
          shape,
          {text("update"), text(key), text(changed), nothing, nothing, text(key), text(sources),
           height}};
}

/// A synchronisation that went well. Story 1: local changed `sources` of 2. Story 2: the reference
/// moved a vertex of 3. Story 3: both changed `hauteur` of 4, which is asked. Story 4: local drew 5
/// anew. Story 5: local deleted 6. Nothing happened to 1.
Case good() {
  Case all;
  for (std::int64_t fid = 1; fid <= 6; ++fid) {
    const std::string key = "HAIE" + std::to_string(fid);
    const auto y = static_cast<double>(fid) * 1000;
    all.ancestor.push_back({fid, line(y), values(key.c_str(), "IGN", 2)});
    all.local.push_back({fid, line(y), values(key.c_str(), "IGN", 2, "mine")});
    all.reference.push_back({fid + 10, line(y), values(key.c_str(), "IGN", 2)});
  }
  all.local[1].values[1] = text("DDT");
  all.reference[2].shape = line(3000, 4);
  all.local[3].values[2] = 3.0;
  all.reference[3].values[2] = 4.0;
  all.local[4].shape = line(5000, -4);
  all.local.pop_back();
  all.merged = all.local;
  all.merged[2].shape = line(3000, 4);
  all.merged[3].values[2] = 4.0;
  std::int64_t story = 0;
  for (const char* changed : {"sources", "", "hauteur", "geometry", ""}) {
    ++story;
    const std::int64_t fid = story + 1;
    const std::string key = "HAIE" + std::to_string(fid);
    all.stories.push_back({story, "family " + std::to_string(story), text("haie"), nothing});
    all.sides.push_back(side(story, "ancestor", fid, key.c_str()));
    if (story < 5) all.sides.push_back(side(story, "local", fid, key.c_str(), changed));
    all.sides.push_back(side(story, "reference", fid + 10, key.c_str(),
                             story == 2   ? "geometry"
                             : story == 3 ? "hauteur"
                                          : ""));
    if (story == 3 || story == 5) continue;
    Row row = all.merged[static_cast<std::size_t>(fid) - 1];
    row.values.insert(row.values.end(), {story, fid, fid + 10});
    all.expected.push_back(row);
  }
  all.questions = {{std::int64_t{3}, text("attribute"), text("hauteur")}};
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "3", "4")};
  all.contribution = {sent(line(2000), "HAIE2", R"({"sources":"offered"})", "DDT", 2),
                      sent(line(5000, -4), "HAIE5", R"({"geometry":"offered"})", "IGN", 2),
                      sent(line(6000), "HAIE6", R"({"object":"offered"})", "IGN", 2)};
  all.contribution[2].values[0] = text("delete");
  return all;
}

void add_layer(GeoPackageFile& file, const std::vector<FileColumn>& form,
               const std::vector<Row>& rows) {
  file.begin_layer({"haie", "LINESTRING", true, form});
  for (const Row& row : rows) file.add(row.fid, &row.shape, row.values);
  file.end_layer();
}

void write_layer(const fs::path& path, const std::vector<FileColumn>& form,
                 const std::vector<Row>& rows) {
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file, form, rows);
  file.finish();
}

void add_table(GeoPackageFile& file, const std::string& name, const std::vector<const char*>& names,
               const std::vector<Cells>& rows) {
  std::vector<FileColumn> form;
  for (const char* column : names)
    form.push_back(
        {column, std::string(column).starts_with("story") || std::string(column).ends_with("fid")
                     ? "INTEGER"
                     : "TEXT"});
  file.add_table({name, "", false, form}, rows);
}

const std::vector<const char*> waiting{"conflict_id",  "layer",          "kind",
                                       "attribute",    "ancestor_id",    "local_id",
                                       "reference_id", "local_value",    "reference_value",
                                       "resolution",   "local_geometry", "reference_geometry"};

void write_truth(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file,
            with({{"note", "TEXT"},
                  {"truth_story", "INTEGER"},
                  {"truth_local_fid", "INTEGER"},
                  {"truth_reference_fid", "INTEGER"}}),
            all.expected);
  add_table(file, "story", {"story", "family", "layer", "outcome"}, all.stories);
  add_table(file, "question", {"story", "kind", "attribute"}, all.questions);
  add_table(file, "side", {"story", "side", "side_fid", "cleabs", "changed"}, all.sides);
  file.finish();
}

void write_merged(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file, with({{"note", "TEXT"}}), all.merged);
  std::vector<Cells> rows = all.pending;
  rows.insert(rows.end(), all.conflicts.begin(), all.conflicts.end());
  for (Cells& row : rows) row.resize(waiting.size());
  add_table(file, "bdf_pending", waiting, rows);
  file.finish();
}

void write_contribution(const fs::path& path, const Case& all) {
  std::vector<FileColumn> form = with({{"bdf_op", "TEXT"},
                                       {"bdf_id", "TEXT"},
                                       {"bdf_changed", "TEXT"},
                                       {"bdf_lineage", "TEXT"},
                                       {"bdf_fid", "INTEGER"}},
                                      true);
  std::vector<Row> rows = all.contribution;
  if (all.private_leaves) {
    form.push_back({"note", "TEXT"});
    for (Row& row : rows) row.values.emplace_back(std::string("mine"));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].fid = static_cast<std::int64_t>(i) + 1;
  write_layer(path, form, rows);
}

void write_conflicts(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  std::vector<Cells> rows = all.conflicts;
  for (Cells& row : rows) row.resize(10);
  add_table(file, "conflict", {waiting.begin(), waiting.begin() + 10}, rows);
  file.finish();
}

Score scored(const Case& all) {
  const tests::TemporaryFolder folder;
  const fs::path& made = folder.path();
  fs::create_directories(made / "sync");
  write_layer(made / "ancestor.gpkg", columns, all.ancestor);
  write_layer(made / "local.gpkg", with({{"note", "TEXT"}}), all.local);
  write_layer(made / "reference.gpkg", columns, all.reference);
  write_truth(made / "truth.gpkg", all);
  write_merged(made / "sync" / "merged.gpkg", all);
  write_contribution(made / "sync" / "contribution.gpkg", all);
  write_conflicts(made / "sync" / "conflicts.gpkg", all);
  return score(made, made / "sync");
}

/// All that is not right, as "verdict family" in order; "" where all is.
std::string faults(const Case& all) {
  std::string text;
  for (const Detail& detail : scored(all).details)
    text += (text.empty() ? "" : ", ") + std::string(name_of(detail.verdict)) + " " + detail.family;
  return text;
}

TEST(Score, IsRightAboutASynchronisationThatWentWell) {
  const Score score = scored(good());
  EXPECT_EQ(as_lines(score.details), "");
  EXPECT_EQ(score.total().n(), 6U);
  EXPECT_EQ(score.total()[Verdict::right], 6U);
}

TEST(Score, SeesAValueThatNobodyGave) {
  Case all = good();
  all.merged[0].values[1] = text("nobody");
  EXPECT_EQ(faults(all), "wrong untouched");
  all = good();
  all.merged[4].values[2] = 9.0;
  EXPECT_EQ(faults(all), "wrong family 4");
}

TEST(Score, SeesAPrivateValueGo) {
  Case all = good();
  all.merged[2].values[3] = nothing;
  EXPECT_EQ(faults(all), "lost family 2");
}

TEST(Score, ForgivesFourCentimetresInAStoryAndNotSix) {
  Case all = good();
  all.merged[2].shape = line(3000, 4.04);
  EXPECT_EQ(faults(all), "");
  all.merged[2].shape = line(3000, 4.06);
  EXPECT_EQ(faults(all), "lost family 2");
}

TEST(Score, ForgivesNothingInWhatIsUntouched) {
  Case all = good();
  all.merged[0].shape = line(1000, 0.001);
  EXPECT_EQ(faults(all), "wrong untouched");
}

TEST(Score, ComparesAltitudes) {
  Case all = good();
  all.merged[2].shape.path()[1].z = 7;
  EXPECT_EQ(faults(all), "wrong family 2");
}

TEST(Score, SeesAFeatureMissing) {
  Case all = good();
  all.merged.erase(all.merged.begin());
  EXPECT_EQ(faults(all), "lost untouched");
  all = good();
  all.merged.erase(all.merged.begin() + 1);
  all.contribution.erase(all.contribution.begin());
  EXPECT_EQ(faults(all), "lost family 1");
}

TEST(Score, SeesAFeatureTooMany) {
  Case all = good();
  all.merged.push_back({70, line(70000), values("HAIE70", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "wrong untouched");
  all = good();
  all.merged.push_back({71, line(6000), values("HAIE6", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "proposed family 5");  // the deletion leaves
  all = good();
  all.merged.push_back({72, line(3000), values("HAIE3", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "wrong family 2");
}

TEST(Score, SeesADeletionForgotten) {
  Case all = good();
  all.merged.push_back({6, line(6000), values("HAIE6", "IGN", 2, "")});
  all.contribution.pop_back();
  EXPECT_EQ(faults(all), "lost family 5");
}

TEST(Score, SeesAQuestionDecidedInSilence) {
  Case all = good();
  all.conflicts.clear();
  EXPECT_EQ(faults(all), "lost family 3");
  all.contribution.push_back(sent(line(4000), "HAIE4", R"({"hauteur":"offered"})", "IGN", 3));
  EXPECT_EQ(faults(all), "wrong family 3");
}

TEST(Score, SeesAQuestionThatIsAnother) {
  Case all = good();
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "3", "4"),
                   conflict("geometry", "", "HAIE4", "", "")};
  EXPECT_EQ(faults(all), "asked family 3");
  all.conflicts = {
      conflict("delete_edit", "", "HAIE4", R"({"hauteur":3.0})", R"({"hauteur":4.0})")};
  EXPECT_EQ(faults(all), "asked family 3");
}

TEST(Score, SeesAQuestionToWhichTheTruthKnowsTheAnswer) {
  Case all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE2", "DDT", "IGN"));
  EXPECT_EQ(faults(all), "asked family 1");
  all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE1", "IGN", "IGN"));
  EXPECT_EQ(faults(all), "asked untouched");
}

TEST(Score, AnAnsweredConflictAsksNothing) {
  Case all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE2", "DDT", "IGN"));
  all.conflicts.back().back() = text("local");
  EXPECT_EQ(faults(all), "");
}

TEST(Score, KnowsAProposal) {
  Case all = good();
  all.merged[1].values[1] = text("IGN");
  EXPECT_EQ(faults(all), "proposed family 1");
  all.contribution.erase(all.contribution.begin());
  EXPECT_EQ(faults(all), "lost family 1");
  all.pending = {conflict("proposal", "sources", "HAIE2", "DDT", "IGN")};
  EXPECT_EQ(faults(all), "proposed family 1");
}

TEST(Score, AProposalOfAnotherObjectIsNone) {
  Case all = good();
  all.merged[1].values[1] = text("IGN");
  all.contribution[0].values[1] = text("HAIE7");
  EXPECT_EQ(faults(all), "wrong untouched, lost family 1");
}

TEST(Score, SeesThatWhatStaysDoesNotLeave) {
  for (const std::size_t row : {0U, 1U, 2U}) {
    Case all = good();
    all.contribution.erase(all.contribution.begin() + static_cast<std::ptrdiff_t>(row));
    EXPECT_EQ(faults(all), row == 0   ? "wrong family 1"
                           : row == 1 ? "wrong family 4"
                                      : "wrong family 5");
  }
  Case all = good();
  all.contribution[0].values[6] = text("other");
  EXPECT_EQ(faults(all), "wrong family 1");
}

TEST(Score, SeesThatItLeavesAsAnother) {
  Case all = good();  // in the theme of hedges everything is shared
  all.contribution[1].values[2] = text(R"({"geometry":"proposed"})");
  EXPECT_EQ(faults(all), "wrong family 4");
}

TEST(Score, SeesThatTooMuchLeaves) {
  Case all = good();
  all.contribution[0].values[2] = text(R"({"sources":"offered","hauteur":"offered"})");
  EXPECT_EQ(faults(all), "wrong family 1");
  all = good();
  all.contribution.push_back(sent(line(1000), "HAIE1", R"({"hauteur":"offered"})", "IGN", 7));
  EXPECT_EQ(faults(all), "wrong untouched");
}

TEST(Score, SeesAPrivateColumnLeave) {
  Case all = good();
  all.private_leaves = true;
  EXPECT_EQ(faults(all), "wrong untouched");
  EXPECT_EQ(scored(all).details.front().reason, "a private column is in the contribution");
}

TEST(Score, TellsItsFiguresInATable) {
  const std::string table = as_table(scored(good()));
  EXPECT_NE(table.find("| haie | family 1 | 1 | 1 | 0 | 0 | 0 | 0 |\n"), std::string::npos)
      << table;
  EXPECT_NE(table.find("| **all** |  | 6 | 6 | 0 | 0 | 0 | 0 |\n"), std::string::npos) << table;
}

TEST(ScoreValues, SayTheSameInManyForms) {
  const ReadColumn flag{"a", "BOOLEAN"}, number{"a", "REAL"}, word{"a", "TEXT(9)"},
      moment{"a", "DATETIME"}, height{"precision_altimetrique", "REAL"};
  EXPECT_EQ(said("Vrai", flag), said(std::int64_t{1}, flag));
  EXPECT_EQ(said("non", flag), said(std::int64_t{0}, flag));
  EXPECT_EQ(said(2.0, number), said(std::int64_t{2}, number));
  EXPECT_EQ(said("2.50", number), said(2.5, number));
  EXPECT_NE(said(2.5, number), said(2.4, number));
  EXPECT_EQ(said("  e\u0301t\u00e9 ", word), said("\u00e9t\u00e9", word));
  EXPECT_EQ(said("b/a", word), said("a / b", word));
  EXPECT_NE(said("a/b", word), said("a/c", word));
  EXPECT_EQ(said("", word), said(Null(), word));
  EXPECT_NE(said("1", word), said("1.0", word));
  EXPECT_EQ(said("2026-04-05 07:03:00", moment), said("2026-04-05T07:03:00.000Z", moment));
  EXPECT_EQ(said("2026-04-05", moment), said("2026-04-05T00:00:00Z", moment));
  EXPECT_NE(said("2026-04-05", moment), said("2026-04-05T01:00:00Z", moment));
  EXPECT_EQ(said(9999.0, height), "");
}

Drawn drawn(Shape shape, bool z = false) { return {std::move(shape), z}; }

TEST(ScoreShapes, RingsMayStartElsewhereAndRunBack) {
  const sample::Path ring{{0, 0, 0}, {9, 0, 0}, {9, 5, 0}, {0, 0, 0}};
  const sample::Path back{{9, 5, 0}, {9, 0, 0}, {0, 0, 0}, {9, 5, 0}};
  const sample::Path other{{9, 6, 0}, {9, 0, 0}, {0, 0, 0}, {9, 6, 0}};
  EXPECT_TRUE(same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({back}))));
  EXPECT_FALSE(same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({other}))));
  EXPECT_FALSE(
      same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({ring, back}))));
}

TEST(ScoreShapes, LinesRunOneWay) {
  Shape back = line(0, 3);
  std::reverse(back.path().begin(), back.path().end());
  EXPECT_FALSE(same_shape(drawn(line(0, 3)), drawn(back)));
  ReadLayer layer{"a", {{"sens_de_l_ecoulement", "TEXT"}}, {{1, {"Sens inverse"}, drawn(back)}}};
  bring_to_flow(layer);
  EXPECT_TRUE(same_shape(drawn(line(0, 3)), *layer.features[0].drawn));
  EXPECT_EQ(layer.features[0].values[0], bdf::Value("Sens direct"));
}

TEST(ScoreShapes, NoAltitudeIsNoneOfThem) {
  Shape flat = line(0);
  for (auto& at : flat.path()) at.z = -1000;
  EXPECT_FALSE(same_shape(drawn(line(0), true), drawn(flat, true)));
  EXPECT_TRUE(same_shape(drawn(line(0), true), drawn(flat)));
  EXPECT_TRUE(same_shape(drawn(flat, true), drawn(flat, true)));
}

TEST(ScoreShapes, AnEditIsHeldWhereItsVerticesAre) {
  const Drawn before = drawn(sample::line_shape({{0, 0, 0}, {5, 0, 0}, {10, 0, 0}, {15, 0, 0}}));
  const Drawn after = drawn(sample::line_shape({{0, 0, 0}, {5, 2, 0}, {10, 0, 0}, {15, 0, 0}}));
  const Drawn both = drawn(sample::line_shape({{0, 0, 0}, {5, 2, 0}, {10, 3, 0}, {15, 0, 0}}));
  EXPECT_TRUE(holds_edit(both, before, after));
  EXPECT_FALSE(holds_edit(before, before, after));
  EXPECT_FALSE(holds_edit(after, before, both));
}

}  // namespace
}  // namespace bdf::score
