// SPDX-License-Identifier: MIT
// A synchronisation of six hedges as files, to be spoiled and scored.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/geopackage_file.h"
#include "score/score.h"
#include "support/temporary_folder.h"

namespace bdf::score {

namespace fs = std::filesystem;
using sample::FileColumn;
using sample::FileLayer;
using sample::GeoPackageFile;
using sample::Shape;
using sample::ShapeKind;

using Cells = std::vector<sample::Value>;
inline const sample::Value nothing;

/// A line of three vertices whose middle one is pushed aside.
inline Shape line(double y, double aside = 0) {
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
  std::string more_leaves;  ///< a table of the contribution beside its layers
  std::string without;      ///< a table of truth.gpkg, or `note` of merged, that is not there
};

inline const std::vector<FileColumn> columns{
    {"cleabs", "TEXT(24)"}, {"sources", "TEXT"}, {"hauteur", "REAL"}};

inline std::vector<FileColumn> with(std::vector<FileColumn> more, bool in_front = false) {
  std::vector<FileColumn> all = columns;
  all.insert(in_front ? all.begin() : all.end(), more.begin(), more.end());
  return all;
}

inline sample::Value text(const char* word) { return std::string(word); }

inline Cells values(const char* key, const char* sources, double height) {
  return {text(key), text(sources), height};
}
inline Cells values(const char* key, const char* sources, double height, const char* note) {
  return {text(key), text(sources), height, text(note)};
}

inline Cells side(std::int64_t story, const char* name, std::int64_t fid, const char* key,
                  const char* changed = "") {
  return {story, text(name), fid, text(key), *changed ? text(changed) : nothing};
}

/// The ancestor says what good() has of it.
inline Cells conflict(const char* kind, const char* attribute, const char* key, const char* local,
                      const char* reference) {
  const auto ancestor = std::string(attribute) == "hauteur" ? "2" : "IGN";
  return {text("c1"), text("haie"),   text(kind),  text(attribute), text(key), text(key),
          text(key),  text(ancestor), text(local), text(reference), nothing};
}

/// An update of an object of the reference.
inline Row sent(const Shape& shape, const char* key, const char* changed, const char* sources,
                double height) {
  return {1,
          shape,
          {text("update"), text(key), text(changed), nothing, nothing, text(key), text(sources),
           height}};
}

/// A synchronisation that went well. Story 1: local changed `sources` of 2. Story 2: the reference
/// moved a vertex of 3. Story 3: both changed `hauteur` of 4, which is asked. Story 4: local drew 5
/// anew. Story 5: local deleted 6. Nothing happened to 1.
inline Case good() {
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

inline void add_layer(GeoPackageFile& file, const std::vector<FileColumn>& form,
                      const std::vector<Row>& rows) {
  file.begin_layer({"haie", "LINESTRING", true, form});
  for (const Row& row : rows) file.add(row.fid, &row.shape, row.values);
  file.end_layer();
}

inline void write_layer(const fs::path& path, const std::vector<FileColumn>& form,
                        const std::vector<Row>& rows) {
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file, form, rows);
  file.finish();
}

inline void add_table(GeoPackageFile& file, const std::string& name,
                      const std::vector<const char*>& names, const std::vector<Cells>& rows) {
  std::vector<FileColumn> form;
  for (const char* column : names)
    form.push_back(
        {column, std::string(column).starts_with("story") || std::string(column).ends_with("fid")
                     ? "INTEGER"
                     : "TEXT"});
  file.add_table({name, "", false, form}, rows);
}

inline const std::vector<const char*> waiting{
    "conflict_id",       "layer",           "kind",         "attribute",
    "ancestor_id",       "local_id",        "reference_id", "ancestor_value",
    "local_value",       "reference_value", "resolution",   "local_geometry",
    "reference_geometry"};

inline void write_truth(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file,
            with({{"note", "TEXT"},
                  {"truth_story", "INTEGER"},
                  {"truth_local_fid", "INTEGER"},
                  {"truth_reference_fid", "INTEGER"}}),
            all.expected);
  const auto add = [&](const char* name, const std::vector<const char*>& names,
                       const std::vector<Cells>& rows) {
    if (name != all.without) add_table(file, name, names, rows);
  };
  add("story", {"story", "family", "layer", "outcome"}, all.stories);
  add("question", {"story", "kind", "attribute"}, all.questions);
  add("side", {"story", "side", "side_fid", "cleabs", "changed"}, all.sides);
  file.finish();
}

inline void write_merged(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  const char* note = all.without == "note" ? "remark" : "note";
  add_layer(file, with({{note, "TEXT"}}), all.merged);
  std::vector<Cells> rows = all.pending;
  rows.insert(rows.end(), all.conflicts.begin(), all.conflicts.end());
  for (Cells& row : rows) row.resize(waiting.size());
  add_table(file, "bdf_pending", waiting, rows);
  file.finish();
}

inline void write_contribution(const fs::path& path, const Case& all) {
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
  GeoPackageFile file(path, "EPSG:2154");
  add_layer(file, form, rows);
  if (!all.more_leaves.empty()) add_table(file, all.more_leaves, {"secret"}, {{text("mine")}});
  file.finish();
}

inline void write_conflicts(const fs::path& path, const Case& all) {
  GeoPackageFile file(path, "EPSG:2154");
  std::vector<Cells> rows = all.conflicts;
  for (Cells& row : rows) row.resize(11);
  add_table(file, "conflict", {waiting.begin(), waiting.begin() + 11}, rows);
  file.finish();
}

inline Score scored(const Case& all) {
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
inline std::string faults(const Case& all) {
  std::string text;
  for (const Detail& detail : scored(all).details)
    text += (text.empty() ? "" : ", ") + std::string(name_of(detail.verdict)) + " " + detail.family;
  return text;
}

}  // namespace bdf::score
