// SPDX-License-Identifier: MIT
// Nights in which everything goes wrong, which end as a quiet one does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "refbase/night.h"
#include "refbase/work_lock.h"
#include "support/night_trial.h"
#include "support/night_world.h"
#include "support/postgres_server.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const NightSize small{2, 8, false};
constexpr const char* plan = "side_by_side: 2\nretries: {pause: 0.1}\npackages: {}\n";

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// Until so many of its deposits are settled; a night that ends before is none to disturb.
void wait_for(const NightDesk& desk, std::size_t settled) {
  for (int i = 0; i < 600 && desk.fates().size() < settled; ++i) sleep_for(0.05);
  ASSERT_LT(desk.fates().size(), 8U);
}

/// What a night that nothing disturbs ends in; made once a process.
const NightDesk& quiet_night(BaseKind kind) {
  static std::map<BaseKind, std::unique_ptr<NightDesk>> nights;
  auto& night = nights[kind];
  if (!night) {
    night = std::make_unique<NightDesk>(small, kind, plan);
    EXPECT_EQ(night->night().code, 1);
  }
  return *night;
}

class KilledNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(KilledNight);

TEST_P(KilledNight, GoesOnAndEndsAsAQuietOne) {
  const auto& quiet = quiet_night(GetParam());
  NightDesk killed(small, GetParam(), plan);
  kill_nights(killed, 6, 2.5, 20261127);
  const auto last = killed.night();
  EXPECT_LE(last.code, 1) << last.err;
  EXPECT_EQ(killed.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), killed.fates()), "");
  EXPECT_EQ(difference(quiet.content(), killed.content()), "");
}

TEST(NightFaults, TwoOperatorsNeverCollide) {
  const auto& quiet = quiet_night(BaseKind::geopackage);
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
  EXPECT_THAT(desk.night({"status"}).out, HasSubstr("taken in: 8"));
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(NightFaults, TheClockMayGoBack) {
  const auto& quiet = quiet_night(BaseKind::geopackage);
  NightDesk desk(small, BaseKind::geopackage, plan);
  desk.time = "2030-06-01T22:00:00Z";
  const pid_t night = desk.begin_night();
  wait_for(desk, 2);
  kill(night, SIGKILL);
  waitpid(night, nullptr, 0);
  desk.time = "2026-02-01T22:00:00Z";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(NightFaults, TheServerMayBeStartedAnew) {
  const auto& quiet = quiet_night(BaseKind::postgres);
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

/// With the server the night's lock is gone: whoever comes next has it.
TEST(NightFaults, AnotherMayTakeItsPlaceWhileTheServerIsStartedAnew) {
  const auto& quiet = quiet_night(BaseKind::postgres);
  NightDesk desk(small, BaseKind::postgres, plan);
  const pid_t night = desk.begin_night();
  wait_for(desk, 1);
  kill(night, SIGSTOP);
  PostgresServer::instance().restart();
  auto other = refbase::work_locks_of(desk.base());
  EXPECT_TRUE(other->try_lock(0));
  kill(night, SIGCONT);
  EXPECT_EQ(end_of(night), 4);
  const auto jobs = desk.jobs();
  EXPECT_TRUE(std::any_of(jobs.begin(), jobs.end(), [](const auto& job) {
    return job.status == refbase::JobStatus::waiting;
  }));
  std::string logs;
  for (const auto& log : fs::directory_iterator(desk.work() / "logs")) logs += text_of(log.path());
  EXPECT_THAT(logs, HasSubstr("another night has begun on this base"));
  EXPECT_FALSE(fs::exists(desk.work() / "health.html")) << "the other one tells of the run";
  EXPECT_THAT(desk.night({"status"}).out, Not(HasSubstr("another night has begun")))
      << "the run is the other's by now";
  other.reset();
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), desk.fates()), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

/// The night stops, or waits until there is room again; the next one goes on.
TEST(NightFaults, TheDiskMayBeFull) {
  const auto& quiet = quiet_night(BaseKind::geopackage);
  NightDesk desk(small, BaseKind::geopackage, plan);
  const auto full = night_world(small).parent_path() / "full";
  const std::map<std::string, std::string> disk{
      {"LD_PRELOAD", BDF_FAIL_SHIM},
      {"BDF_FAIL_UNDER", fs::canonical(desk.folder()).string()},
      {"BDF_FAIL_WHILE", full.string()}};
  int stopped = 0;
  for (const std::size_t settled : {1U, 3U, 5U}) {
    const pid_t night = desk.begin_night({}, disk);
    wait_for(desk, settled);
    std::ofstream(full).flush();
    int status = 0;
    waitpid(night, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    stopped += WEXITSTATUS(status) == 4 ? 1 : 0;
    fs::remove(full);
  }
  EXPECT_EQ(stopped, 3);
  const auto last = desk.night();
  EXPECT_EQ(last.code, 1) << last.err;
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), desk.fates()), "");
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

TEST(NightFaults, HostileDepositsAreRefusedAndHarmNobodyElse) {
  const NightSize with{2, 8, true};
  const auto& quiet = quiet_night(BaseKind::geopackage);
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

TEST(NightFaults, ASlowDepositIsPutAsideAndTheOthersGoIn) {
  const SilentServer server;
  const auto& quiet = quiet_night(BaseKind::geopackage);
  NightDesk desk(small, BaseKind::geopackage);
  fs::create_directories(desk.folder() / "slow" / "0000_slow");
  std::ofstream(desk.folder() / "slow" / "0000_slow" / "deposit.yaml")
      << "producer: DDT 38\ntheme: hydro\ndata: 'PG:host=127.0.0.1 port=" << server.port
      << " dbname=x'\n";
  std::ofstream(desk.plan())
      << "name: trial\nbase: '" << desk.base()
      << "'\nwork: work\ndeposits: [{folder: slow, servers: true}, {folder: deposits}]\n"
         "side_by_side: 2\nretries: {pause: 0.1, times: 1}\nlimits: {minutes: 0.2}\n";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(desk.fates(), Contains("0000_slow hydro aside"));
  EXPECT_THAT(ran.err, HasSubstr("it worked longer than"));
  EXPECT_EQ(difference(quiet.content(), desk.content()), "");
}

}  // namespace
}  // namespace bdf::tests
