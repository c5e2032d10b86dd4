// SPDX-License-Identifier: MIT
// Whoever is told of a night, and does not hold it up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/log.h"
#include "base/message.h"
#include "nightly/night_report.h"
#include "support/temporary_folder.h"

namespace bdf::nightly {
namespace {

using ::testing::HasSubstr;

class NightNotice : public ::testing::Test {
 protected:
  NightNotice() {
    set_language("en");
    set_verbosity(Verbosity::normal);
    std::filesystem::create_directories(folder_.path() / "logs");
  }

  /// What it has written into the file that is its $OUT.
  std::string heard(const std::string& command, double seconds = 20) {
    setenv("OUT", (folder_.path() / "out").c_str(), 1);
    rules::NightPlan plan;
    plan.work = folder_.path();
    plan.notify = command;
    NightOutcome outcome;
    outcome.night.run = "trial-1";
    notify(plan, outcome, seconds);
    std::ostringstream text;
    text << std::ifstream(folder_.path() / "out").rdbuf();
    return text.str();
  }

  tests::TemporaryFolder folder_;
};

TEST_F(NightNotice, TellsWhatCameOfTheNight) {
  EXPECT_EQ(heard("echo $BDF_NIGHT_RUN $BDF_NIGHT_STATE $BDF_NIGHT_TAKEN > $OUT"),
            "trial-1 done 0\n");
}

TEST_F(NightNotice, TellsNoPassword) {
  setenv("BDF_BASE", "postgresql://night:secret@server/base", 1);
  EXPECT_EQ(heard("env | grep -c secret > $OUT"), "0\n");
}

TEST_F(NightNotice, WaitsForNobodyForEver) {
  const auto begun = std::chrono::steady_clock::now();
  testing::internal::CaptureStderr();
  EXPECT_EQ(heard("echo heard > $OUT; sleep 30; echo never > $OUT", 0.3), "heard\n");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr((folder_.path() / "logs/notify.log").string()));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

}  // namespace
}  // namespace bdf::nightly
