// SPDX-License-Identifier: MIT
// The base of a night (bdf-sample night) is one wherever it is kept: what offices have deposited
// for it fits a file as it fits a server.
#include <gtest/gtest.h>

#include <vector>

#include "base/log.h"
#include "jobs/base_history.h"
#include "jobs/integrate.h"
#include "support/base_trial.h"
#include "support/night_world.h"

namespace bdf {
namespace {

using tests::BaseKind;

TEST(BaseNight, IsTheSameInAFileAndOnAServer) {
  set_verbosity(Verbosity::quiet);
  const tests::TemporaryFolder folder;
  sample::NightStyle style;
  style.territories = 2;
  style.deposits = 4;
  style.layers_share = 0;
  const auto world = folder.path() / "world";
  tests::make_night_world(world, style);

  std::vector<std::string> digests;
  for (const auto kind : {BaseKind::geopackage, BaseKind::postgres}) {
    const auto base = tests::new_base_address(kind, folder);
    tests::make_night_base(world, base);
    EXPECT_EQ(jobs::show_base(base, "").transaction.number, 6);
    digests.push_back(jobs::show_base(base, "").transaction.digest);
    for (const auto& deposit : tests::night_deposits(world)) {
      jobs::IntegrateJob job;
      job.base = base;
      job.contribution = deposit.data;
      job.now = "2026-01-13T06:00:00Z";
      EXPECT_FALSE(jobs::integrate(job).entries.empty()) << deposit.data;
    }
    digests.push_back(jobs::show_base(base, "").transaction.digest);
    EXPECT_TRUE(jobs::verify_base(base).empty());
  }
  EXPECT_EQ(digests[0], digests[2]);
  EXPECT_EQ(digests[1], digests[3]);
}

}  // namespace
}  // namespace bdf
