// SPDX-License-Identifier: MIT
#include "jobs/package_lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bdf::jobs {
namespace {

using testing::ElementsAre;

class PackageLineage : public testing::Test {
 protected:
  PackageLineage() { add("init", {}); }
  void add(const std::string& kind, const std::vector<std::string>& layers,
           const std::string& edition = "", const std::string& theme = "hydro") {
    refbase::Transaction one;
    one.number = static_cast<std::int64_t>(history_.size()) + 1;
    one.kind = kind;
    one.theme = theme;
    one.time = "2026-01-0" + std::to_string(one.number) + "T00:00:00Z";
    one.digest = "digest " + std::to_string(one.number);
    for (const auto& layer : layers) one.layers.push_back({layer, 1, 0, 0, ""});
    history_.push_back({std::move(one), edition});
  }
  /// What a package of rivers is of: its edition, the digest's number, and the steps.
  [[nodiscard]] std::string state() const {
    const auto state = state_of(history_, {{"River", "territory"}, "hydro"});
    return state.edition + " " + state.digest + " " + state.time.substr(8, 2) + " " +
           std::to_string(state.lineage.size());
  }

  std::vector<DatedTransaction> history_;
};

TEST_F(PackageLineage, OfTheLastTransactionThatTouchedIt) {
  add("import", {"river"}, "spring");
  EXPECT_EQ(state(), "spring digest 2 02 2");
  add("import", {"hedge"});
  add("integrate", {});
  EXPECT_EQ(state(), "spring digest 2 02 2") << "others go on without it";
  add("integrate", {"hedge", "river"});
  EXPECT_EQ(state(), "@5 digest 5 05 5") << "of which nobody has made an edition";
  add("import", {"hedge"});
  EXPECT_EQ(state(), "@5 digest 5 05 5");
}

/// It says what did not change, too.
TEST_F(PackageLineage, AnEditionIsOfTheWholeBase) {
  add("import", {"river"}, "spring");
  add("import", {"hedge"}, "summer");
  EXPECT_EQ(state(), "summer digest 3 03 3");
  add("import", {"hedge"});
  EXPECT_EQ(state(), "summer digest 3 03 3");
}

TEST_F(PackageLineage, ATransactionThatChangedNothingOfALayerDoesNotTouchIt) {
  add("import", {"river"}, "spring");
  add("import", {});
  history_.back().transaction.layers.push_back({"river", 0, 0, 0, ""});
  EXPECT_EQ(state(), "spring digest 2 02 2");
  history_.back().transaction.layers.push_back({"river", 0, 0, 0, R"({"added":["width"]})"});
  EXPECT_EQ(state(), "@3 digest 3 03 3") << "a column came";
}

/// New rules make another package, of the same edition.
TEST_F(PackageLineage, ItsThemeIsPartOfIt) {
  add("import", {"river"}, "spring");
  add("adopt", {});
  EXPECT_EQ(state(), "spring digest 3 03 3");
  add("adopt", {}, "", "vegetation");
  EXPECT_EQ(state(), "spring digest 3 03 3") << "another theme's are none of it";
}

TEST_F(PackageLineage, OfAnEmptyBaseItIsTheFirst) {
  EXPECT_EQ(state(), "@1 digest 1 01 1");
  add("import", {"hedge"});
  EXPECT_EQ(state(), "@1 digest 1 01 1");
}

TEST_F(PackageLineage, StepsSayTheirEditions) {
  add("import", {"river"}, "spring");
  add("integrate", {"river"});
  std::vector<std::string> editions;
  for (const auto& step : state_of(history_, {{"river"}, "hydro"}).lineage)
    editions.push_back(step.kind + " " + step.edition);
  EXPECT_THAT(editions, ElementsAre("init ", "import spring", "integrate "));
}

}  // namespace
}  // namespace bdf::jobs
