// SPDX-License-Identifier: MIT
#include "package/channel_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "package/differential_chain.h"
#include "support/json_schema.h"
#include "unit/channel_samples.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::differential_of;
using tests::published;

ChannelIndex sample() {
  auto with_metadata = published("2026-06-15");
  with_metadata.metadata = "iso.xml";
  with_metadata.label = "label.json";
  return {"https://example.org/bdf",
          {differential_of("2026-06-15", "2026-03-15"), published("2026-03-15"), with_metadata}};
}

std::string refusal_of(const std::string& text) {
  try {
    static_cast<void>(index_from_json(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string refusal(const std::function<void(Json&)>& change) {
  auto json = Json::parse(index_as_json(sample()));
  change(json);
  return refusal_of(json.dump());
}

TEST(ChannelIndex, ComesBackAsItWas) {
  const auto text = index_as_json(sample());
  EXPECT_EQ(index_from_json(text), sample());
  EXPECT_EQ(index_as_json(index_from_json(text)), text);
  EXPECT_EQ(index_from_json(index_as_json({})), ChannelIndex{});
}

TEST(ChannelIndex, IsOfItsSchema) {
  EXPECT_THAT(support::violations(Json::parse(index_as_json(sample())),
                                  support::schema_of("package_index")),
              IsEmpty());
}

TEST(ChannelIndex, SaysWhereThingsLieAsTheGeoplateformeDoes) {
  const auto& packages = sample().packages;
  EXPECT_EQ(archive_place(packages[1]),
            "download/BDFRANCETOPO/BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15/"
            "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15.7z");
  EXPECT_THAT(place_of(packages[0].name), HasSubstr("download/BDFRANCETOPO-DIFF/"));
}

TEST(ChannelIndex, MustHaveEachMemberAndNoOther) {
  const auto whole = Json::parse(index_as_json(sample()));
  const auto schema = support::schema_of("package_index");
  for (const auto* pointer :
       {"", "/packages/0", "/packages/0/archive", "/packages/0/manifest", "/packages/0/previous"}) {
    const Json::json_pointer place(pointer);
    for (const auto& [name, member] : whole[place].items()) {
      if (name == "url" && place.empty()) continue;
      SCOPED_TRACE(std::string(pointer) + "/" + name);
      auto json = whole;
      json[place].erase(name);
      EXPECT_THAT(refusal_of(json.dump()), HasSubstr(name));
    }
    auto json = whole;
    json[place]["surprise"] = 1;
    EXPECT_THAT(refusal_of(json.dump()), HasSubstr("surprise"));
    EXPECT_EQ(support::violations(json, schema).size(), 1U);
  }
}

TEST(ChannelIndex, HasMembersOfTheirTypes) {
  const auto leaves = Json::parse(index_as_json(sample())).flatten();
  for (const auto& [pointer, value] : leaves.items())
    for (const Json& other : {Json(nullptr), Json(true), Json(-1e9), Json::object({{"a", 1}})}) {
      SCOPED_TRACE(pointer + " " + other.dump());
      EXPECT_NE(refusal([&](Json& json) { json[Json::json_pointer(pointer)] = other; }), "");
    }
}

TEST(ChannelIndex, LeadsNowhereElse) {
  for (const auto* url :
       {"../../etc/passwd", "https://elsewhere.example/x.7z", "file:///etc/passwd",
        "download/../x.7z", "//elsewhere.example/x.7z", "/download/x.7z",
        "download/BDFRANCETOPO/BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15/other.7z"})
    for (const auto* member : {"archive", "manifest"}) {
      SCOPED_TRACE(url);
      EXPECT_THAT(refusal([&](Json& json) { json["packages"][1][member]["url"] = url; }),
                  HasSubstr("it must be"));
    }
  for (const auto* url : {"../x.xml", "download/BDFRANCETOPO/x.xml", "https://elsewhere.example/"})
    EXPECT_NE(refusal([&](Json& json) { json["packages"][2]["metadata"] = url; }), "");
}

TEST(ChannelIndex, PromisesNothingThatCannotBe) {
  EXPECT_THAT(
      refusal([](Json& json) { json["packages"][1]["archive"]["size"] = greatest_archive + 1; }),
      HasSubstr("believed"));
  EXPECT_THAT(
      refusal([](Json& json) { json["packages"][1]["manifest"]["size"] = std::uint64_t{1} << 40; }),
      HasSubstr("believed"));
  EXPECT_THAT(refusal([](Json& json) {
                json["packages"][1]["degrees"] = {5, 45, 4, 46};
              }),
              HasSubstr("degrees"));
  EXPECT_THAT(refusal([](Json& json) { json["packages"][1]["edition"] = "\x1b[2J"; }),
              HasSubstr("control characters"));
  EXPECT_THAT(refusal([](Json& json) { json["packages"].push_back(json["packages"][1]); }),
              HasSubstr("two packages"));
  EXPECT_THAT(refusal([](Json& json) { json["version"] = 2; }), HasSubstr("newer bdf"));
}

TEST(ChannelIndex, HasChainsThatEnd) {
  const auto with_previous = [](const std::string& name) {
    return refusal([&](Json& json) { json["packages"][0]["previous"]["name"] = name; });
  };
  const std::string series = "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_";
  EXPECT_EQ(with_previous(series + "2026-06-14"), "");
  for (const auto& name : {series + "2026-06-15", series + "2026-09-15",
                           std::string("BDFRANCETOPO-DIFF_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15"),
                           std::string("BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D026_2026-03-15"),
                           std::string("BDFRANCETOPO_1-0_HYDRO_SHP_LAMB93_D038_2026-03-15")})
    EXPECT_THAT(with_previous(name), HasSubstr("an earlier full package")) << name;
}

TEST(DifferentialChain, LeadsFromWhatIsHeldToTheNewest) {
  const ChannelIndex index{
      "",
      {differential_of("2026-06-15", "2026-03-15"), differential_of("2026-09-15", "2026-06-15"),
       published("2026-06-15"), published("2026-09-15")}};
  const auto* target = newest(index, {"", "HYDRO", "D038", "GPKG"});
  ASSERT_NE(target, nullptr);
  EXPECT_EQ(target->name, published("2026-09-15").name);
  const auto old = published("2026-03-15");
  const auto middle = published("2026-06-15");
  const auto long_way = chain_to(*target, index, {{old.name, old.digest}});
  ASSERT_TRUE(long_way);
  EXPECT_THAT(long_way->steps, ElementsAre(&index.packages[0], &index.packages[1]));
  EXPECT_EQ(long_way->bytes, 2 * differential_of("2026-06-15", "2026-03-15").size);
  const auto short_way =
      chain_to(*target, index, {{old.name, old.digest}, {middle.name, middle.digest}});
  ASSERT_TRUE(short_way);
  EXPECT_EQ(short_way->from, 1U);
  EXPECT_THAT(short_way->steps, ElementsAre(&index.packages[1]));
}

TEST(DifferentialChain, IsNoneWhereALinkIsMissingOrAnother) {
  ChannelIndex index{
      "",
      {differential_of("2026-06-15", "2026-03-15"), differential_of("2026-09-15", "2026-06-15"),
       published("2026-06-15"), published("2026-09-15")}};
  const auto& target = index.packages[3];
  const auto old = published("2026-03-15");
  EXPECT_FALSE(chain_to(target, index, {}));
  EXPECT_FALSE(chain_to(target, index, {{old.name, std::string(64, '0')}}));
  EXPECT_FALSE(chain_to(target, index, {{published("2025-12-15").name, old.digest}}));
  index.packages[2].digest = std::string(64, '0');  // the second follows another package
  EXPECT_FALSE(chain_to(target, index, {{old.name, old.digest}}));
  index.packages.erase(index.packages.begin() + 2);  // which need not be in the tree
  EXPECT_TRUE(chain_to(index.packages[2], index, {{old.name, old.digest}}));
}

TEST(DifferentialChain, SaysWhereSeveralAnswer) {
  auto other = published("2026-03-15");
  other.name.product = "BDTOPO";
  const ChannelIndex index{"", {published("2026-03-15"), other}};
  EXPECT_THROW(static_cast<void>(newest(index, {"", "HYDRO", "D038", "GPKG"})), InputError);
  EXPECT_EQ(newest(index, {"BDTOPO", "HYDRO", "D038", "GPKG"}), &index.packages[1]);
  EXPECT_EQ(newest(index, {"", "HYDRO", "D039", "GPKG"}), nullptr);
}

}  // namespace
}  // namespace bdf::package
