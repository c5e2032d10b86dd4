// SPDX-License-Identifier: MIT
// A small file of rivers and a changeset on it, for other systems' forms of it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/message.h"
#include "geometry/wkt.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io_fixture.h"
#include "table_definitions.h"

namespace bdf::io {

/// Layer troncon (cleabs, largeur, rang, fictif, gcms_fingerprint), lines in EPSG:2154, with T1 to
/// T4, and changes: T1 split, T2 updated, T3 deleted, one new without a key.
class ExchangeTest : public IoTest {
 protected:
  void SetUp() override {
    IoTest::SetUp();
    set_language("en");
    write_base();
    auto base = Database::open_input(file("base.gpkg"));
    const auto target = read_catalog(base).layers.at(0);
    table_ = read_all_features(base, target);
    changes_ = {target, {"cleabs"}, {}};
    split();
    update();
    changes_.changes.push_back(change(Op::remove, "T3", 2));
    insert("a-new-one", wkb("LINESTRING (5 6, 7 8)"), Op::insert);
    changeset_.head.producer = "DDT 38";
    changeset_.head.base_edition = "base.gpkg";
    changeset_.layers.push_back(changes_);
  }

  static Blob wkb(const char* wkt) { return {geometry::wkb_from_wkt(wkt)}; }

  Change change(Op op, const std::string& id, std::size_t row) {
    Change change;
    change.op = op;
    change.id = id;
    change.feature = {&table_, row};
    change.status = op == Op::update ? Status::taken : Status::offered;
    return change;
  }

  /// What a text file of the folder holds.
  [[nodiscard]] std::string text_in(const std::string& name) const {
    return tests::bytes_of(file(name));
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
  }

  FeatureTable table_;
  LayerChanges changes_;
  Changeset changeset_;

 private:
  void write_base() const {
    auto database = Database::open_output(file("base.gpkg"));
    create_geopackage(database);
    auto schema = river_schema();
    schema.z = 0;
    schema.columns.push_back({"fictif", ColumnType::boolean, "BOOLEAN"});
    schema.columns.push_back({"gcms_fingerprint", ColumnType::text, "TEXT(32)"});
    const auto created = create_layer(database, schema);
    Transaction transaction(database);
    FeatureWriter writer(database, created, names_of(created));
    for (std::int64_t i = 1; i <= 4; ++i) {
      const auto key = fmt::format("T{}", i);
      const auto print = fmt::format("print{}", i);
      const auto line = line_wkb({0, 10.0 * static_cast<double>(i), 5, 10.5});
      writer.add(
          i, std::vector<ValueView>{key, 0.5 * static_cast<double>(i), i, std::int64_t{0}, print},
          BlobView{line});
    }
    finish_layer(database, created, "2026-11-24T01:09:08Z");
    transaction.commit();
  }

  void split() {
    auto removed = change(Op::remove, "T1", 0);
    removed.lineage_group = "g";
    changes_.changes.push_back(removed);
    for (const char* id : {"part-1", "part-2"}) {
      insert(id, wkb("LINESTRING (0 0, 1 1)"), Op::split);
      changes_.changes.back().lineage_group = "g";
    }
  }

  void update() {
    auto updated = change(Op::update, "T2", 1);
    updated.values = {{1, 1.0, Null{}, Status::proposed},
                      {3, std::int64_t{0}, std::int64_t{1}, Status::offered}};
    updated.geometry = GeometryChange{to_value(updated.feature.geometry()),
                                      wkb("LINESTRING (0 20, 0.1 21)"),
                                      Status::offered,
                                      {}};
    changes_.changes.push_back(updated);
  }

  void insert(const std::string& id, const Value& geometry, Op op) {
    table_.fids.push_back(no_fid);
    const std::vector<Value> values{Null{}, 2.5, Null{}, std::int64_t{1}, Null{}};
    for (std::size_t i = 0; i < values.size(); ++i) table_.columns[i].push_back(view_of(values[i]));
    table_.geometries.push_back(view_of(geometry));
    changes_.changes.push_back(change(op, id, table_.size() - 1));
  }
};

}  // namespace bdf::io
