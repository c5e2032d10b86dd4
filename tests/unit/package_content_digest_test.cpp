// SPDX-License-Identifier: MIT
#include "package/content_digest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "io/geopackage.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::package {
namespace {

using tests::PlainLayer;
using tests::PlainRow;

PlainLayer sample() {
  PlainLayer layer{tests::plain_schema("reach", "POINT"), {}};
  for (const auto& [name, type] : {std::pair{"id", ColumnType::text},
                                   {"name", ColumnType::text},
                                   {"width", ColumnType::real}}) {
    Column column;
    column.name = name;
    column.type = type;
    layer.schema.columns.push_back(column);
  }
  const Value none = Null{};
  layer.rows = {{1, none, {std::string("a"), std::string("Lez"), 2.5}},
                {2, none, {std::string("b"), none, 3.0}},
                {3, none, {std::string("c"), std::string(""), none}}};
  return layer;
}

class ContentDigest : public testing::Test {
 protected:
  LayerContent content(const PlainLayer& layer, const std::vector<std::string>& key = {"id"}) {
    const auto file = folder_.path() / "layer.gpkg";
    tests::write_geopackage(file, {layer});
    auto database = io::Database::open_input(file);
    return content_of(database, io::read_catalog(database).layers.at(0), key);
  }

  tests::TemporaryFolder folder_;
};

TEST_F(ContentDigest, OrderOfRowsAndColumnsAndFidsPlayNoPart) {
  const auto first = content(sample());
  EXPECT_EQ(first.count, 3U);
  auto other = sample();
  std::reverse(other.rows.begin(), other.rows.end());
  for (auto& row : other.rows) {
    row.fid = 100 - *row.fid * 7;
    std::swap(row.values[1], row.values[2]);
  }
  std::swap(other.schema.columns[1], other.schema.columns[2]);
  EXPECT_EQ(content(other).digest, first.digest);
}

/// Each of these says something else, and no two say the same.
TEST_F(ContentDigest, WhateverElseDiffersCounts) {
  std::vector<PlainLayer> all(8, sample());
  all[1].rows[0].values[1] = std::string("Lez ");
  all[2].rows[1].values[1] = std::string("");
  all[3].rows[2].values[2] = 0.0;
  all[4].rows.pop_back();
  all[5].schema.columns[1].name = "nom";
  // What one value ends with, the next begins with.
  all[6].rows[0].values = {std::string("aL"), std::string("ez"), 2.5};
  all[7].schema.columns[1].type = ColumnType::date;
  std::set<std::string> digests;
  for (const auto& layer : all) digests.insert(content(layer).digest);
  EXPECT_EQ(digests.size(), all.size());
}

TEST_F(ContentDigest, AKeyThatIsNotThereIsRefused) {
  EXPECT_THROW(static_cast<void>(content(sample(), {"nothing"})), InputError);
}

}  // namespace
}  // namespace bdf::package
