// SPDX-License-Identifier: MIT
#include "io/resolutions_file.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/error.h"
#include "base/message.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/run.h"

namespace bdf::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Conflict decision(const std::string& digit, Resolution resolution) {
  Conflict conflict;
  for (int i = 0; i < 32; ++i) conflict.id += digit;
  conflict.layer = "stream";
  conflict.attribute = "name";
  conflict.ids = {"K" + digit, "K" + digit, "K" + digit};
  conflict.resolution = std::move(resolution);
  return conflict;
}

const Resolution by_ana{Side::local, "", "Ana", "2026-01-01T00:00:00Z"};
const Resolution by_bob{Side::reference, "", "Bob", "2026-01-02T00:00:00Z"};

class ResolutionsFile : public testing::Test {
 protected:
  ResolutionsFile() { set_language("en"); }
  [[nodiscard]] std::filesystem::path write(const std::string& text,
                                            const std::string& name = "r.json") const {
    std::ofstream(desk_ / name, std::ios::binary) << text;
    return desk_ / name;
  }
  [[nodiscard]] std::string complaint(const std::string& text) const {
    try {
      static_cast<void>(read_resolutions_file(write(text)));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing";
  }

  support::Desk desk_;
};

TEST_F(ResolutionsFile, HoldsOneDecisionBelowTheOther) {
  EXPECT_EQ(resolutions_as_json(
                {decision("b", {std::nullopt, "L'\"Eau\"\n", "", ""}), decision("a", by_ana)}),
            R"({
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": {
    "layer": "stream",
    "kind": "attribute",
    "attribute": "name",
    "ancestor_id": "Ka",
    "local_id": "Ka",
    "reference_id": "Ka",
    "resolution": "local",
    "resolved_by": "Ana",
    "resolved_at": "2026-01-01T00:00:00Z",
    "conflict_id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb": {
    "layer": "stream",
    "kind": "attribute",
    "attribute": "name",
    "ancestor_id": "Kb",
    "local_id": "Kb",
    "reference_id": "Kb",
    "resolution": "value",
    "resolution_value": "L'\"Eau\"\n",
    "conflict_id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
  "version": 1
}
)");
  EXPECT_EQ(resolutions_as_json({}), "{\n  \"version\": 1\n}\n");
}

TEST_F(ResolutionsFile, IsAsItsSchemaSays) {
  const auto schema = support::schema_of("resolutions");
  for (const auto& decisions : {std::vector<Conflict>{},
                                {decision("f", by_ana), decision("0", {std::nullopt, "", "", ""})}})
    EXPECT_THAT(support::violations(nlohmann::json::parse(resolutions_as_json(decisions)), schema),
                IsEmpty());
  EXPECT_THAT(support::violations(nlohmann::json::parse(R"({"version": 2, "a": {}})"), schema),
              SizeIs(4));
}

TEST_F(ResolutionsFile, IsReadAsItWasWritten) {
  auto drawn = decision("c", {std::nullopt, "POINT (1 2)", "Été", "2026-01-01T00:00:00Z"});
  drawn.kind = ConflictKind::geometry;
  drawn.attribute.clear();
  drawn.ids.ancestor.clear();
  const auto text = resolutions_as_json({drawn, decision("a", by_ana), decision("b", by_bob)});
  const auto read = read_resolutions_file(write(text));
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(resolutions_as_json(read), text);
  EXPECT_EQ(read[2].kind, ConflictKind::geometry);
  EXPECT_EQ(read[2].ids, drawn.ids);
  EXPECT_EQ(read[2].resolution, drawn.resolution);
  // Another program has laid it out otherwise.
  const auto other = nlohmann::json::parse(text).dump();
  EXPECT_EQ(resolutions_as_json(read_resolutions_file(write(other))), text);
}

TEST_F(ResolutionsFile, TheSameDecisionTwiceIsOne) {
  auto later = by_ana;
  later.by = "Bob";
  later.at = "2026-02-01T00:00:00Z";
  const auto member = [](const Resolution& resolution) {
    const auto text = resolutions_as_json({decision("a", resolution)});
    return text.substr(2, text.find("  \"version\"") - 2);
  };
  for (const auto& both : {member(by_ana) + member(later), member(later) + member(by_ana)}) {
    const auto read = read_resolutions_file(write("{\n" + both + "\"version\": 1}"));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].resolution->by, "Bob");
  }
}

TEST_F(ResolutionsFile, TwoDecisionsThatContradictEachOtherAreBothNamed) {
  const auto member = [](const Resolution& resolution) {
    const auto text = resolutions_as_json({decision("a", resolution)});
    return text.substr(2, text.find("  \"version\"") - 2);
  };
  EXPECT_THAT(complaint("{\n" + member(by_ana) + member(by_bob) + "\"version\": 1}"),
              AllOf(HasSubstr("r.json"), HasSubstr("contradict"), HasSubstr("local (Ana"),
                    HasSubstr("reference (Bob"), HasSubstr("“stream”"), HasSubstr("“name”")));
  // Within one decision, as a careless merge leaves it.
  const auto twice = std::regex_replace(resolutions_as_json({decision("a", by_ana)}),
                                        std::regex("    \"resolution\": \"local\",\n"),
                                        "    \"resolution\": \"local\",\n"
                                        "    \"resolution\": \"reference\",\n");
  EXPECT_THAT(complaint(twice), AllOf(HasSubstr("contradict"), HasSubstr("\"local\""),
                                      HasSubstr("\"reference\""), HasSubstr("aaaa")));
}

TEST_F(ResolutionsFile, AMergeThatGitCouldNotFinishIsTold) {
  const auto text = resolutions_as_json({decision("a", by_ana)});
  EXPECT_THAT(complaint("{\n<<<<<<< HEAD\n" + text.substr(2)),
              AllOf(HasSubstr("line 2"), HasSubstr("git"), HasSubstr("<<<<<<<")));
}

TEST_F(ResolutionsFile, WhatItIsNotIsTold) {
  EXPECT_THAT(complaint("{\n\"a\": \n"), HasSubstr("line 3"));
  EXPECT_THAT(complaint("[1, 2]"), HasSubstr("no file of decisions"));
  EXPECT_THAT(complaint("{}"), HasSubstr("no file of decisions"));
  EXPECT_THAT(complaint(R"({"aa": "local", "version": 1})"), HasSubstr("no file of decisions"));
  EXPECT_THAT(complaint(R"({"version": 2})"), HasSubstr("newer"));
  const auto of = [](const std::string& members) {
    return R"({"aa": {"layer": "l", )" + members + R"(}, "version": 1})";
  };
  EXPECT_THAT(complaint(of(R"("kind": "thing", "resolution": "local")")), HasSubstr("kind"));
  EXPECT_THAT(complaint(of(R"("kind": "attribute", "resolution": "mine")")), HasSubstr("“mine”"));
  EXPECT_THAT(complaint(of(R"("kind": "attribute")")), HasSubstr("is no resolution"));
  EXPECT_THAT(complaint(of(R"("kind": "attribute", "resolution": "value", "resolution_value": 7)")),
              HasSubstr("must be a text"));
  EXPECT_THAT(
      complaint(of(R"("kind": "attribute", "resolution": "local", "resolution_value": "7")")),
      HasSubstr("keep one of both"));
  EXPECT_THAT(complaint(of(R"("kind": "attribute", "resolution": "local", "conflict_id": "bb")")),
              HasSubstr("mixed"));
  EXPECT_THROW(static_cast<void>(read_resolutions_file(desk_ / "none.json")), InputError);
}

/// `git merge-file` does what a merge of branches does to one file.
class MergedByGit : public ResolutionsFile {
 protected:
  void SetUp() override {
    try {
      if (tests::run({"git", "--version"}).code != 0) GTEST_SKIP() << "there is no git";
    } catch (const std::system_error&) {
      GTEST_SKIP() << "there is no git";
    }
  }
  tests::Ran merge(const std::vector<Conflict>& ours, const std::vector<Conflict>& base,
                   const std::vector<Conflict>& theirs, const std::string& option = "--quiet") {
    return tests::run({"git", "merge-file", "-p", option, write(resolutions_as_json(ours), "ours"),
                       write(resolutions_as_json(base), "base"),
                       write(resolutions_as_json(theirs), "theirs")});
  }
};

TEST_F(MergedByGit, WhatTwoPeopleDecidedGoesTogether) {
  const auto c = decision("c", by_ana);
  const auto a = decision("a", by_ana);
  const auto e = decision("e", by_bob);
  const auto merged = merge({a, c}, {c}, {c, e});
  EXPECT_EQ(merged.code, 0);
  EXPECT_EQ(merged.out, resolutions_as_json({a, c, e}));
}

TEST_F(MergedByGit, WhatStandsInOnePlaceIsCutBetweenDecisions) {
  const auto a = decision("a", by_ana);
  const auto b = decision("b", by_ana);  // by the same person, on the same layer and attribute
  const auto ran = merge({a}, {}, {b});
  EXPECT_GT(ran.code, 0);
  EXPECT_THAT(complaint(ran.out), HasSubstr("git has not finished"));
  const auto kept =
      std::regex_replace(ran.out, std::regex("(<<<<<<<|=======|>>>>>>>)[^\n]*\n"), "");
  EXPECT_EQ(kept, resolutions_as_json({a, b}));
  EXPECT_EQ(merge({a}, {}, {b}, "--union").out, resolutions_as_json({a, b}));
}

TEST_F(MergedByGit, TwoWordsOnOneConflictAreNoQuietMerge) {
  const auto ran = merge({decision("a", by_ana)}, {}, {decision("a", by_bob)}, "--union");
  EXPECT_THAT(complaint(ran.out), HasSubstr("contradict"));
}

}  // namespace
}  // namespace bdf::io
