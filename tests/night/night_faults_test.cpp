// SPDX-License-Identifier: MIT
// Nights in which everything goes wrong, which end as a quiet one does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "support/night_trial.h"
#include "support/night_world.h"
#include "support/postgres_server.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const NightSize small{3, 12, false};
constexpr const char* plan = "side_by_side: 2\nretries: {pause: 0.1}\npackages: {}\n";

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

class KilledNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(KilledNight);

TEST_P(KilledNight, GoesOnAndEndsAsAQuietOne) {
  NightDesk quiet(small, GetParam(), plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk killed(small, GetParam(), plan);
  kill_nights(killed, 6, 2.5, 20261127);
  const auto last = killed.night();
  EXPECT_LE(last.code, 1) << last.err;
  EXPECT_EQ(killed.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), killed.fates()), "");
  EXPECT_EQ(difference(quiet.content(), killed.content()), "");
}

TEST(TwoNights, NeverCollide) {
  NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::geopackage, plan);
  const pid_t first = desk.begin_night();
  Ran second;
  // As soon as the first one has begun.
  for (int i = 0; i < 100 && second.code != 4; ++i) {
    sleep_for(0.05);
    if (fs::exists(desk.work() / "logs") && !fs::is_empty(desk.work() / "logs"))
      second = desk.night();
  }
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.err, AllOf(HasSubstr("another night is at work on this base (trial-"),
                                HasSubstr("bdf nightly status")));
  EXPECT_THAT(desk.night({"status"}).out, HasSubstr("at work since"));
  int status = 0;
  waitpid(first, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_THAT(desk.night({"status"}).out, HasSubstr("taken: 12"));
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(NightClock, MayGoBack) {
  NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::geopackage, plan);
  desk.time = "2030-06-01T22:00:00Z";
  const pid_t night = desk.begin_night();
  sleep_for(2);
  kill(night, SIGKILL);
  waitpid(night, nullptr, 0);
  desk.time = "2026-02-01T22:00:00Z";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(NightServer, MayBeStartedAnew) {
  NightDesk quiet(small, BaseKind::postgres, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::postgres, plan);
  const pid_t night = desk.begin_night();
  int status = 0;
  for (int i = 0; i < 3 && waitpid(night, &status, WNOHANG) == 0; ++i) {
    sleep_for(1.2);
    PostgresServer::instance().restart();
  }
  waitpid(night, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), desk.fates()), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

/// Whatever the disk refuses, and when: the night stops with that reason, and the next one goes on.
TEST(NightDisk, MayBeFull) {
  NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::geopackage, plan);
  int stopped = 0;
  for (const int call : {1, 20, 60, 150}) {
    const auto ran = desk.night({}, {},
                                {{"LD_PRELOAD", BDF_FAIL_SHIM},
                                 {"BDF_FAIL_UNDER", fs::canonical(desk.folder()).string()},
                                 {"BDF_FAIL_AFTER", std::to_string(call)}});
    if (ran.code == 4) {
      ++stopped;
      EXPECT_THAT(ran.err + ran.out, HasSubstr("full")) << call;
    }
  }
  EXPECT_GE(stopped, 2);
  const auto last = desk.night();
  EXPECT_EQ(last.code, 1) << last.err;
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), desk.fates()), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(HostileDeposits, AreRefusedAndHarmNobodyElse) {
  const NightSize with{3, 12, true};
  NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(with, BaseKind::geopackage, plan);
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(desk.wrong(), "");
  const auto fates = desk.fates();
  for (const auto& [name, what] : hostile_deposits(night_world(with)))
    EXPECT_THAT(fates, Contains(HasSubstr(name + " "))) << what;
  for (const auto& fate : quiet.fates()) EXPECT_THAT(fates, Contains(fate));
}

/// A server that takes the call and never answers.
class SilentServer {
 public:
  SilentServer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(socket_, 5) != 0)
      throw std::runtime_error("no port");
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
  }
  ~SilentServer() { close(socket_); }
  int port = 0;

 private:
  int socket_;
};

TEST(SlowDeposit, IsPutAsideAndTheOthersGoIn) {
  const SilentServer server;
  NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::geopackage);
  fs::create_directories(desk.folder() / "slow" / "0000_slow");
  std::ofstream(desk.folder() / "slow" / "0000_slow" / "deposit.yaml")
      << "producer: DDT 38\ntheme: hydro\ndata: 'PG:host=127.0.0.1 port=" << server.port
      << " dbname=x'\n";
  std::ofstream(desk.plan())
      << "name: trial\nbase: '" << desk.base()
      << "'\nwork: work\ndeposits: [{folder: slow, servers: true}, {folder: deposits}]\n"
         "side_by_side: 2\nretries: {pause: 0.1, times: 2}\nlimits: {minutes: 0.15}\n";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(desk.fates(), Contains("0000_slow hydro aside"));
  EXPECT_THAT(ran.err, HasSubstr("it worked longer than"));
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

}  // namespace
}  // namespace bdf::tests
