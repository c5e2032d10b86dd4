// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

#include "base/log.h"

namespace bdf {
namespace {

std::string written_at(Verbosity verbosity) {
  set_verbosity(verbosity);
  testing::internal::CaptureStderr();
  {
    Progress progress(2);
    progress.stage("read");
    log_debug("3 rows");
    log_info("10 % done {}");
    log_warning("no CRS");
    progress.stage("write");
  }
  set_verbosity(Verbosity::normal);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, SaysAsMuchAsAskedFor) {
  EXPECT_EQ(written_at(Verbosity::quiet), "warning: no CRS\n");
  EXPECT_EQ(written_at(Verbosity::normal),
            "[1/2] read\n10 % done {}\nwarning: no CRS\n[2/2] write\n");
  EXPECT_EQ(written_at(Verbosity::verbose),
            "[1/2] read\n3 rows\n10 % done {}\nwarning: no CRS\n[2/2] write\n");
}

}  // namespace
}  // namespace bdf
