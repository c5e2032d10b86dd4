// SPDX-License-Identifier: MIT
// What is taken out of a base: layers, columns, territories, and the stamp.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "geometry/wkt.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::PlainLayer;
using tests::refusal;
using tests::spots;
using Names = std::vector<std::string>;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class BaseCheckout : public tests::BothBases {
 protected:
  jobs::CheckoutResult check_out(const jobs::Extraction& extraction, const std::string& at = "",
                                 const std::string& name = "out.gpkg") {
    jobs::BaseCheckoutJob job;
    job.base = base;
    job.at = at;
    job.extraction = extraction;
    job.out = file(name);
    job.overwrite = true;
    job.now = "2030-01-01T00:00:00Z";
    return jobs::check_out(job);
  }
  io::SyncStamp stamp(const std::string& name = "out.gpkg") {
    auto database = io::Database::open_input(file(name));
    return io::read_stamp(database).value();
  }
  Names layers_out() {
    auto database = io::Database::open_input(file("out.gpkg"));
    Names names;
    for (const auto& layer : io::read_catalog(database).layers) names.push_back(layer.layer);
    return names;
  }
  Names ids_out(const std::string& layer = "spot") {
    Names ids;
    for (const auto& spot : tests::spots_in(tests::read_layer(file("out.gpkg"), layer)))
      ids.push_back(spot.id);
    return ids;
  }
  std::string refused(const jobs::Extraction& extraction, const std::string& at = "") {
    return refusal<UsageError>([&] { return check_out(extraction, at); });
  }
};
BDF_ON_BOTH_BASES(BaseCheckout);

TEST_P(BaseCheckout, AllLayersComeUnlessSomeAreNamed) {
  import({spots({{ "a" }}), spots({{"b"}, { "c" }}, "way"), spots({{ "d" }}, "Zone")});
  EXPECT_EQ(check_out({}).layers.size(), 3U);
  const auto two = check_out({{"zone", "way"}, "", 0, {}});
  EXPECT_EQ(layers_out(), (Names{"Zone", "way", "signalement"}));
  EXPECT_EQ(two.layers[1].features, 2);
}

TEST_P(BaseCheckout, ALayerNamedTwiceComesOnce) {
  import({spots({{ "a" }})});
  check_out({{"spot", "SPOT"}, "", 0, {}});
  EXPECT_EQ(layers_out(), (Names{"spot", "signalement"}));
}

TEST_P(BaseCheckout, AnUnknownLayerTellsThoseThatThereAre) {
  import({spots({{ "a" }})});
  import({spots({{ "b" }}, "way")});
  EXPECT_THAT(refused({{"path"}, "", 0, {}}),
              AllOf(HasSubstr("path"), HasSubstr("spot"), HasSubstr("way")));
  EXPECT_THAT(refused({{"way"}, "", 0, {}}, "@2"), HasSubstr("way"));
  EXPECT_FALSE(std::filesystem::exists(file("out.gpkg")));
}

TEST_P(BaseCheckout, TheKeyComesWithTheColumnsThatAreNamed) {
  import({spots({{ "a", "Alpha", 7 }})});
  check_out({{}, "", 0, {"NUMBER"}});
  const auto layer = tests::read_layer(file("out.gpkg"), "spot");
  ASSERT_EQ(layer.schema.columns.size(), 2U);
  EXPECT_EQ(layer.schema.columns[0].name, "id");
  EXPECT_EQ(layer.schema.columns[1].name, "number");
  EXPECT_EQ(layer.rows[0].values[1], Value{std::int64_t{7}});
}

TEST_P(BaseCheckout, AnUnknownColumnIsRefused) {
  import({spots({{ "a" }})});
  EXPECT_THAT(refused({{}, "", 0, {"name", "colour"}}), HasSubstr("colour"));
}

TEST_P(BaseCheckout, WhatCameLaterIsNotInWhatWasBefore) {
  import({spots({{ "a" }})});
  import({spots({{ "b" }}, "way")});
  check_out({}, "@2");
  EXPECT_EQ(layers_out(), (Names{"spot", "signalement"}));
  check_out({}, "@1");
  EXPECT_EQ(layers_out(), Names{});
}

TEST_P(BaseCheckout, TheStampTellsWhatItIs) {
  const auto number = import({spots({{"a"}})}).transaction.number;
  const auto digest = jobs::show_base(base, "").transaction.digest;
  check_out({});
  const auto all = stamp();
  EXPECT_EQ(all.reference_edition, "@" + std::to_string(number));
  EXPECT_EQ(all.reference_digest, digest);
  EXPECT_EQ(all.theme, "generic");
  EXPECT_EQ(all.selection, "");
  EXPECT_EQ(all.time, "2030-01-01T00:00:00Z");
  check_out({{"spot"}, "", 0, {"name"}}, "@2");
  const auto part = jobs::parse_extraction(stamp().selection);
  EXPECT_EQ(part.layers, Names{"spot"});
  EXPECT_EQ(part.columns, Names{"name"});
}

TEST_P(BaseCheckout, AnExtractionSaysItselfAgain) {
  const jobs::Extraction all{{"a\"b", "é"}, "34,\n172", 12.5, {"x"}};
  const auto again = jobs::parse_extraction(all.text());
  EXPECT_EQ(again.layers, all.layers);
  EXPECT_EQ(again.territory, all.territory);
  EXPECT_EQ(again.halo, all.halo);
  EXPECT_EQ(again.columns, all.columns);
  for (const auto* text : {"{", "[]", "{\"halo\": \"far\"}", "{\"layers\": 3}"})
    EXPECT_THROW(static_cast<void>(jobs::parse_extraction(text)), InputError) << text;
}

TEST_P(BaseCheckout, TheSameTwiceIsTheSameBytes) {
  import({spots({{"a", "A", 1, 1, 2}, { "b", "B", 2, 3, 4 }}), spots({{ "c" }}, "way")});
  import({spots({{"b", "B2", 2, 3, 4}, { "d", "D", 2, 5, 6 }})});
  check_out({}, "@2", "one.gpkg");
  const auto before = bytes_of(file("one.gpkg"));
  import({spots({{ "e" }})});
  check_out({}, "@2", "two.gpkg");
  EXPECT_TRUE(bytes_of(file("two.gpkg")) == before);
}

TEST_P(BaseCheckout, FidsStayWhatTheyWere) {
  import({spots({{"a"}, {"b"}, { "c" }})});
  const auto first = checked_out("spot");
  import({spots({{"c", "changed"}, {"d"}, { "a" }})});
  import({spots({{"b"}, { "c" }})});
  const auto fid_of = [](const PlainLayer& layer, const std::string& id) {
    for (const auto& row : layer.rows)
      if (row.values[0] == Value{id}) return row.fid.value();
    return std::int64_t{0};
  };
  EXPECT_EQ(fid_of(checked_out("spot"), "c"), fid_of(first, "c"));
  EXPECT_EQ(fid_of(checked_out("spot", "@3"), "a"), fid_of(first, "a"));
  EXPECT_EQ(fid_of(checked_out("spot", "@2"), "b"), fid_of(first, "b"));
  EXPECT_GT(fid_of(checked_out("spot", "@3"), "d"), 3);
}

TEST_P(BaseCheckout, AFileThatIsThereIsNotReplacedUnasked) {
  import({spots({{ "a" }})});
  std::ofstream(file("mine.gpkg")) << "mine";
  jobs::BaseCheckoutJob job;
  job.base = base;
  job.out = file("mine.gpkg");
  EXPECT_THROW(static_cast<void>(jobs::check_out(job)), Error);
  EXPECT_EQ(bytes_of(file("mine.gpkg")), "mine");
}

TEST_P(BaseCheckout, WhatComesOutGoesInAgainWithoutAChange) {
  import({spots({{"a", "A", 1, 1, 2}, { "b", "", 2, 3, 4 }})});
  EXPECT_FALSE(import({checked_out("spot")}).changed);
}

/// Two squares that share an edge, x from 0 to 10 and from 10 to 20, and spots in and around them.
class BaseTerritories : public BaseCheckout {
 protected:
  void SetUp() override {
    PlainLayer areas{tests::plain_schema("territory", "POLYGON"), {}};
    areas.schema.columns = {{"code", ColumnType::text, "TEXT"}};
    areas.rows = {row("POLYGON((0 0,10 0,10 10,0 10,0 0))", "west"),
                  row("POLYGON((10 0,20 0,20 10,10 10,10 0))", "east")};
    jobs::BaseImportJob job;
    job.key = {"code"};
    import({areas}, job);
    import({spots({{"w", "", 1, 5, 5},
                   {"e", "", 1, 15, 5},
                   {"edge", "", 1, 10, 5},
                   {"near", "", 1, -3, 5},
                   {"corner", "", 1, -3, -3},
                   { "far",
                     "",
                     1,
                     50,
                     50 }})});
  }
  static tests::PlainRow row(const std::string& wkt, const std::string& id) {
    return {std::nullopt, Blob{geometry::wkb_from_wkt(wkt)}, {id}};
  }
  Names in(const std::string& territory, double halo = 0, const std::string& at = "") {
    check_out({{}, territory, halo, {}}, at);
    return ids_out();
  }
};
BDF_ON_BOTH_BASES(BaseTerritories);

TEST_P(BaseTerritories, WhatMeetsOneComesWithIt) {
  EXPECT_EQ(in("west"), (Names{"edge", "w"}));
  EXPECT_EQ(in("east"), (Names{"e", "edge"}));
}

TEST_P(BaseTerritories, AHaloTakesInWhatIsNear) {
  EXPECT_EQ(in("west", 3), (Names{"edge", "near", "w"}));
  EXPECT_EQ(in("west", 4.3), (Names{"corner", "edge", "near", "w"}));
  EXPECT_EQ(in("west", 5), (Names{"corner", "e", "edge", "near", "w"}));
}

TEST_P(BaseTerritories, WhatLayThereThenComesWithTheTimeBefore) {
  import({spots({{"w", "moved", 1, 90, 90}, { "e", "", 1, 5, 5 }})});
  EXPECT_EQ(in("west"), Names{"e"});
  EXPECT_EQ(in("west", 0, "@3"), (Names{"edge", "w"}));
}

TEST_P(BaseTerritories, AnUnknownOneIsRefused) {
  EXPECT_THAT(refused({{}, "north", 0, {}}), HasSubstr("north"));
  EXPECT_THAT(refused({{}, "west", 0, {}}, "@1"), HasSubstr("territory"));
}

TEST_P(BaseTerritories, TerritoriesThemselvesComeOnlyWhenNamed) {
  check_out({{}, "west", 0, {}});
  EXPECT_EQ(layers_out(), (Names{"spot", "signalement"}));
  check_out({{"territory"}, "", 0, {}});
  EXPECT_EQ(layers_out(), (Names{"territory", "signalement"}));
}

TEST_P(BaseTerritories, TheStampSaysWhichOne) {
  in("west", 2.5);
  const auto part = jobs::parse_extraction(stamp().selection);
  EXPECT_EQ(part.territory, "west");
  EXPECT_EQ(part.halo, 2.5);
}

TEST_P(BaseTerritories, WhatLiesNowhereIsOfNone) {
  auto layer = spots({{"w", "", 1, 5, 5}, {"none", "", 1, 5, 5}});
  layer.rows[1].geometry = Null{};
  import({layer});
  EXPECT_EQ(in("west"), Names{"w"});
  import({spots({{ "w", "", 1, 5, 5 }})});
  EXPECT_EQ(in("west", 0, "@4"), Names{"w"});
}

TEST_P(BaseTerritories, ACurveComesByItsBoxWhenever) {
  PlainLayer curves{tests::plain_schema("curve", "GEOMETRY"), {}};
  curves.schema.columns = {{"id", ColumnType::text, "TEXT"}};
  curves.rows = {row("CIRCULARSTRING(1 1,2 2,3 1)", "in"),
                 row("CIRCULARSTRING(61 61,62 62,63 61)", "out")};
  const auto number = import({curves}).transaction.number;
  in("west");
  EXPECT_EQ(ids_out("curve"), Names{"in"});
  curves.rows.clear();
  import({curves});
  in("west", 0, "@" + std::to_string(number));
  EXPECT_EQ(ids_out("curve"), Names{"in"});
}

}  // namespace
}  // namespace bdf
