// SPDX-License-Identifier: MIT
// A small country: made, synchronised and judged.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "score/score.h"
#include "support/desk.h"

namespace bdf {
namespace {

namespace fs = std::filesystem;

const std::string sample = (fs::path(BDF_COMMAND).parent_path() / "bdf-sample").string();

TEST(SampleScore, WhatNothingHappenedToComesOutAsItWas) {
  const support::Desk desk;
  const fs::path country = desk / "country";
  ASSERT_EQ(tests::run({sample, "make", country.string(), "--each", "1"}).code, 0);
  for (const char* theme : {"hydro", "vegetation"}) {
    const fs::path made = country / theme;
    const auto ran = support::bdf({"sync", (made / "job.yaml").string(), "--out",
                                   (made / "sync").string(), "--confirm-deletions", "--quiet"});
    ASSERT_EQ(ran.code, 1) << ran.err;  // some stories end as questions
    const score::Score score = score::score(made, made / "sync");
    std::size_t judged = 0;
    for (const auto& [name, tally] : score.tallies) {
      if (name.second != score::untouched) continue;
      judged += tally.n();
      EXPECT_EQ(tally[score::Verdict::right], tally.n()) << theme << " " << name.first;
    }
    EXPECT_GT(judged, 200U) << theme;
    const auto said = tests::run({sample, "score", made.string()});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.out, score::as_table(score));
  }
}

TEST(SampleScore, IsStrictWhereWanted) {
  const support::Desk desk;
  const fs::path made = desk / "country" / "hydro";
  ASSERT_EQ(tests::run({sample, "make", (desk / "country").string(), "--each", "1"}).code, 0);
  const auto ran = support::bdf({"sync", (made / "job.yaml").string(), "--out",
                                 (made / "sync").string(), "--confirm-deletions", "--quiet"});
  ASSERT_EQ(ran.code, 1) << ran.err;
  // As if the layer had been thrown away.
  support::Sql(made / "sync" / "merged.gpkg").execute("DELETE FROM troncon_hydrographique");
  EXPECT_EQ(tests::run({sample, "score", made.string()}).code, 0);
  EXPECT_EQ(tests::run({sample, "score", made.string(), "--strict"}).code, 1);
}

}  // namespace
}  // namespace bdf
