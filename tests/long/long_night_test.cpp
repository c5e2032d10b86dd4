// SPDX-License-Identifier: MIT
// Nights as long as real ones, in which everything goes wrong.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "support/night_trial.h"
#include "support/postgres_server.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;

constexpr const char* plan =
    "side_by_side: 2\nretries: {pause: 0.1}\npackages: {}\npublish: {tree: tree}\n";

void expect_same_end(const NightDesk& quiet, const NightDesk& other) {
  EXPECT_EQ(other.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), other.fates()), "");
  EXPECT_EQ(difference(quiet.content(), other.content()), "");
  EXPECT_EQ(package_difference(quiet, other), "");
}

class LongNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(LongNight);

TEST_P(LongNight, FiftyKillsOverFortyDeposits) {
  const NightSize size{12, 40};
  NightDesk quiet(size, GetParam(), plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk killed(size, GetParam(), plan);
  kill_nights(killed, 50, 6, 20261127);
  const auto last = killed.night();
  EXPECT_LE(last.code, 1) << last.err;
  EXPECT_EQ(killed.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), killed.fates()), "");
  EXPECT_EQ(difference(quiet.content(), killed.content()), "");
}

/// A night to which, while it goes on, one thing after the other happens. True once it has ended.
class Trouble {
 public:
  Trouble(NightDesk& desk, BaseKind kind)
      : desk_(desk), kind_(kind), full_(desk.folder().parent_path() / "bdf_test_full") {}

  bool strikes(int which) {
    const pid_t night = desk_.begin_night({}, {{"LD_PRELOAD", BDF_FAIL_SHIM},
                                               {"BDF_FAIL_UNDER", fs::canonical(desk_.folder())},
                                               {"BDF_FAIL_WHILE", full_}});
    pause(1, 7);
    switch (which % 4) {
      case 0:
        break;
      case 1:
        if (kind_ == BaseKind::postgres) PostgresServer::instance().restart();
        pause(1, 5);
        break;
      case 2:
        std::ofstream(full_).flush();
        pause(1, 3);
        fs::remove(full_);
        pause(1, 5);
        break;
      default:
        if (waitpid(night, &status_, WNOHANG) != 0) return ended();
        EXPECT_EQ(desk_.night().code, 4) << "two at once";
    }
    kill(night, SIGKILL);
    waitpid(night, &status_, 0);
    // Clocks go back, and forth.
    desk_.time = which % 2 == 0 ? "2026-01-20T03:00:00Z" : "2026-03-01T23:00:00Z";
    return ended();
  }

 private:
  bool ended() const {
    if (!WIFEXITED(status_)) return false;
    EXPECT_TRUE(WEXITSTATUS(status_) == 4 || WEXITSTATUS(status_) <= 1);
    return WEXITSTATUS(status_) <= 1;
  }
  void pause(double least, double most) {
    std::uniform_real_distribution<double> seconds(least, most);
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds(random_)));
  }

  NightDesk& desk_;
  BaseKind kind_;
  fs::path full_;
  std::mt19937 random_{20261127};
  int status_ = 0;
};

TEST_P(LongNight, TwoHundredDepositsWithEverythingGoingWrong) {
  const NightSize size{12, 200, true};
  NightDesk quiet(size, GetParam(), plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk disturbed(size, GetParam(), plan);
  Trouble trouble(disturbed, GetParam());
  bool has_ended = false;
  int strikes = 0;
  for (; strikes < 12 && !has_ended; ++strikes) has_ended = trouble.strikes(strikes);
  EXPECT_GE(strikes, 4) << "of each kind of trouble one";
  if (!has_ended) {
    EXPECT_EQ(disturbed.night().code, 1);
  }
  expect_same_end(quiet, disturbed);
}

}  // namespace
}  // namespace bdf::tests
