// SPDX-License-Identifier: MIT
#include "jobs/stages.h"

#include <gtest/gtest.h>

namespace bdf {
namespace {

TEST(Stages, NameTheLibrariesThatAResultMayDependOn) {
  const auto versions = jobs::Stages(1).facts({}).versions;
  for (const auto* library : {"bdf", "GDAL", "GEOS", "PROJ", "SQLite"}) {
    const auto found = versions.find(library);
    ASSERT_NE(found, versions.end()) << library;
    EXPECT_NE(found->second.find('.'), std::string::npos) << library << " " << found->second;
  }
}

TEST(Stages, AreTimedInTheirOrder) {
  jobs::Stages stages(3);
  stages.begin("reading", "read");
  stages.begin("writing", "write");
  const auto facts = stages.facts({{"theme", "generic"}});
  ASSERT_EQ(facts.stages.size(), 2u);
  EXPECT_EQ(facts.stages[0].first, "read");
  EXPECT_EQ(facts.stages[1].first, "write");
  EXPECT_LE(facts.stages[0].second + facts.stages[1].second, facts.seconds);
  EXPECT_EQ(facts.threads, 3);
  EXPECT_GT(facts.peak_memory, 0u);
}

}  // namespace
}  // namespace bdf
