// SPDX-License-Identifier: MIT
// What layers and columns of a base may be called.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::points;
using tests::refusal;
using tests::spots;

class BaseNames : public tests::BothBases {
 protected:
  /// Brings a layer of that name in twice, and out again at both times.
  void expect_kept(const std::string& layer) {
    SCOPED_TRACE(layer);
    import({spots({{"a", "old"}, { "b", "other" }}, layer)});
    const auto first = jobs::show_base(base, "").transaction.number;
    import({spots({{"a", "new"}, { "c", "third" }}, layer)});
    EXPECT_EQ(names_in(layer, "@" + std::to_string(first)), "old other");
    EXPECT_EQ(names_in(layer, ""), "new third");
  }
  std::string names_in(const std::string& layer, const std::string& at) {
    std::string names;
    for (const auto& spot : tests::spots_in(checked_out(layer, at)))
      names += (names.empty() ? "" : " ") + spot.name;
    return names;
  }
  void expect_column_kept(const std::string& column) {
    SCOPED_TRACE(column);
    const std::vector<Column> columns{{"id", ColumnType::text, "TEXT"},
                                      {column, ColumnType::text, "TEXT"}};
    const auto layer = "layer " + std::to_string(++layers_);
    import({points(layer, columns, {{ "a", "old" }})});
    import({points(layer, columns, {{ "a", "new" }})});
    const auto now = checked_out(layer);
    EXPECT_EQ(now.schema.columns[1].name, column);
    EXPECT_EQ(now.rows.front().values[1], Value{"new"});
  }

 private:
  int layers_ = 0;
};
BDF_ON_BOTH_BASES(BaseNames);

TEST_P(BaseNames, LayersMayBeCalledByWordsOfSql) {
  for (const auto* name : {"select", "user", "order", "table", "all", "f", "m", "s"})
    expect_kept(name);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, LayersMayHaveNamesThatAreHardOnSql) {
  for (const auto* name : {"drop table \"x\"; --", "l'eau", "Zone d'Été", "UPPER", "a.b", "$1 ?1",
                           "back\\slash", "%s {}", "河川"})
    expect_kept(name);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, ColumnsMayBeCalledByWordsOfSql) {
  for (const auto* name : {"select", "user", "order", "from", "to", "since", "print", "number",
                           "layer", "id2", "f", "m", "s"})
    expect_column_kept(name);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, ColumnsMayHaveNamesThatAreHardOnSql) {
  for (const auto* name : {"a\"b", "l'eau", "Été Nord", "UPPER", "drop table", "$1", "a.b", "%s{}",
                           "back\\slash", "河川"})
    expect_column_kept(name);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, AColumnMayBeCalledAsThePrimaryKeyUsuallyIs) {
  for (const auto* name : {"fid", "ogc_fid"}) {
    auto layer = points(std::string("of_") + name,
                        {{"id", ColumnType::text, "TEXT"},
                         {"fid", ColumnType::integer, "INTEGER"},
                         {"ogc_fid", ColumnType::integer, "INTEGER"}},
                        {{"a", std::int64_t{40}, std::int64_t{50}}});
    layer.schema.primary_key = "pk";
    import({layer});
    layer.rows[0].values[1] = std::int64_t{41};
    import({layer});
    EXPECT_EQ(checked_out(layer.schema.layer).rows.front().values[1], Value{std::int64_t{41}});
  }
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, TheCaseOfALayersNameSaysNothing) {
  import({spots({{ "a", "old" }}, "Spot")});
  import({spots({{ "a", "new" }}, "SPOT")});
  EXPECT_EQ(jobs::show_base(base, "").layers.size(), 1U);
  EXPECT_EQ(names_in("Spot", ""), "new");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, TheCaseOfAColumnsNameSaysNothing) {
  import({spots({{ "a", "old" }})});
  auto other = spots({{"a", "new"}});
  other.schema.columns[1].name = "NAME";
  import({other});
  const auto now = checked_out("spot");
  EXPECT_EQ(now.schema.columns.size(), 3U);
  EXPECT_EQ(now.schema.columns[1].name, "name");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, NamesOfOurOwnTablesAreRefused) {
  for (const auto* name : {"bdf_base", "BDF_live_spot", "bdf_anything"})
    EXPECT_THAT(refusal<InputError>([&] { import({spots({{ "a" }}, name)}); }), HasSubstr(name));
  EXPECT_TRUE(jobs::show_base(base, "").layers.empty());
}

TEST_P(BaseNames, ColumnsAreNotCalledAsOursAre) {
  for (const auto* name : {"bdf_from", "BDF_id"}) {
    auto layer = spots({{"a"}});
    layer.schema.columns[1].name = name;
    EXPECT_THAT(refusal<InputError>([&] { import({layer}); }),
                AllOf(HasSubstr("spot"), HasSubstr(name)));
  }
  import({spots({{ "a" }})});
  auto layer = spots({{"a"}});
  layer.schema.columns.push_back({"bdf_to", ColumnType::integer, "INTEGER"});
  layer.rows[0].values.emplace_back(std::int64_t{1});
  EXPECT_THROW(import({layer}), InputError);
  EXPECT_EQ(checked_out("spot").schema.columns.size(), 3U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, NamesOfADatabasesOwnTablesAreRefused) {
  for (const auto* name : {"pg_class", "spatial_ref_sys"})
    EXPECT_THAT(refusal<InputError>([&] { import({spots({{ "a" }}, name)}); }), HasSubstr(name));
}

TEST_P(BaseNames, AColumnThatComesIsNotCalledAsThePrimaryKeyOrTheGeometry) {
  import({spots({{ "a" }})});
  auto layer = spots({{"a"}});
  layer.schema.primary_key = "pk";
  layer.schema.geometry_column = "place";
  layer.rows[0].values.emplace_back(std::int64_t{1});
  for (const auto* name : {"fid", "geom"}) {
    layer.schema.columns.resize(3);
    layer.schema.columns.push_back({name, ColumnType::integer, "INTEGER"});
    EXPECT_THAT(refusal<InputError>([&] { import({layer}); }),
                AllOf(HasSubstr("spot"), HasSubstr(name)));
  }
  EXPECT_EQ(checked_out("spot").schema.columns.size(), 3U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, NamesThatNoServerCouldHoldAreRefused) {
  EXPECT_THAT(refusal<InputError>([&] { import({spots({{ "a" }}, std::string(60, 'l'))}); }),
              HasSubstr("too long"));
  auto layer = spots({{"a"}});
  layer.schema.columns[1].name = std::string(64, 'c');
  EXPECT_THAT(refusal<InputError>([&] { import({layer}); }), HasSubstr("too long"));
  EXPECT_EQ(jobs::show_base(base, "").transaction.number, 1);
}

/// Indexes are called after layers: a server that cuts their names must not take two for one.
TEST_P(BaseNames, LongNamesThatDifferAtTheirEndAreTwo) {
  std::string longest(63, 'l');
  const auto is_refused = [&] {
    try {
      import({spots({{ "a", "one" }}, longest + "1")});
    } catch (const InputError&) {
      return true;
    }
    return false;
  };
  do longest.pop_back();
  while (is_refused());
  import({spots({{ "a", "two" }}, longest + "2")});
  EXPECT_EQ(names_in(longest + "1", ""), "one");
  EXPECT_EQ(names_in(longest + "2", ""), "two");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNames, AColumnMayBeAsLongAsAServerTakes) {
  expect_column_kept(std::string(63, 'c'));
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace bdf
