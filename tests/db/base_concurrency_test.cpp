// SPDX-License-Identifier: MIT
// Many who integrate at once, while the server loses connections.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include "base/log.h"
#include "io/changeset.h"
#include "jobs/integrate.h"
#include "jobs/sync.h"
#include "refbase/base.h"
#include "refbase/contributions.h"
#include "support/base_trial.h"
#include "support/nightly.h"
#include "support/postgres_server.h"
#include "support/run.h"

namespace bdf {
namespace {

using tests::PostgresServer;

const int contributions = tests::is_nightly() ? 200 : 80;
constexpr int processes = 8;
constexpr int objects = 80;
constexpr unsigned seed = 20261127;

/// Spots on a grid, far enough from one another to have nothing to do with each other.
std::vector<tests::Spot> first_edition() {
  std::vector<tests::Spot> spots;
  for (int i = 0; i < objects; ++i)
    spots.push_back(
        {fmt::format("s{}", i), fmt::format("spot {}", i), i, i % 10 * 100.0, i / 10 * 100.0});
  return spots;
}

/// A few edits of an office: of names, numbers and existence, and new spots, which others may call
/// the same.
std::vector<std::string> random_work(std::mt19937& random, int office) {
  std::vector<std::string> work;
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int edits = 1 + below(4); edits > 0; --edits) {
    const auto id = fmt::format("s{}", below(objects));
    switch (below(8)) {
      case 0:
        work.push_back(fmt::format("DELETE FROM spot WHERE id = '{}'", id));
        break;
      case 1:
        work.push_back(fmt::format(
            "INSERT INTO spot (id, name, number) SELECT 'n{0}', 'by {1}', {1} WHERE NOT EXISTS "
            "(SELECT 1 FROM spot WHERE id = 'n{0}')",
            below(60), office));
        break;
      case 2:
      case 3:
        work.push_back(
            fmt::format("UPDATE spot SET number = {} WHERE id = '{}'", 1000 + office, id));
        break;
      default:
        work.push_back(
            fmt::format("UPDATE spot SET name = 'office {}' WHERE id = '{}'", office, id));
    }
  }
  return work;
}

class BaseConcurrency : public testing::Test {
 protected:
  BaseConcurrency() {
    set_verbosity(Verbosity::quiet);
    base_ = PostgresServer::instance().new_database();
    tests::write_geopackage(edition_, {tests::spots(first_edition())});
    make_base(base_);
  }

  void make_base(const std::string& base) {
    refbase::Transaction first;
    first.time = "2020-01-01T00:00:00Z";
    refbase::create_base(base, first);
    jobs::BaseImportJob job;
    job.base = base;
    job.input = edition_.string();
    job.key = {"id"};
    job.now = "2020-01-02T00:00:00Z";
    static_cast<void>(jobs::import_into_base(job));
  }

  /// Each from the same state of the base.
  void make_contributions() {
    std::mt19937 random(seed);
    jobs::BaseCheckoutJob taking;
    taking.base = base_;
    taking.out = folder_.path() / "checkout.gpkg";
    static_cast<void>(jobs::check_out(taking));
    for (int office = 0; office < contributions; ++office) {
      const auto mine = folder_.path() / "mine.gpkg";
      std::filesystem::copy(taking.out, mine, std::filesystem::copy_options::overwrite_existing);
      for (const auto& sql : random_work(random, office)) tests::run_sql(mine, sql);
      jobs::SyncJob job;
      job.ancestor = taking.out.string();
      job.local = mine.string();
      job.reference = taking.out.string();
      job.producer = fmt::format("office {}", office);
      job.key = {"id"};
      job.out = folder_.path() / fmt::format("{}", office);
      job.now = "2020-01-03T00:00:00Z";
      job.threads = 1;
      jobs::sync(job);
      files_.push_back(job.out / "contribution.gpkg");
    }
  }

  /// One after the other until none is left; what fails since its connection was lost is tried
  /// again.
  void integrate_some() {
    for (std::size_t i = next_++; i < files_.size(); i = next_++)
      for (int attempt = 0;; ++attempt) {
        const auto ran = tests::run({BDF_COMMAND, "base", "integrate", files_[i].string(), "--base",
                                     base_, "--from", "@2", "--threads", "1", "--quiet"});
        constexpr int store_failed = 4;
        if (ran.code == store_failed && attempt < 50) {
          ++lost_;
          continue;
        }
        const std::scoped_lock lock(mutex_);
        if (ran.code != 0 && ran.code != 1)
          failures_ += fmt::format("{}: {} {}\n", i, ran.code, ran.err);
        break;
      }
  }

  /// The server ends connections at random, of those that do something: by night so many that most
  /// attempts are in vain.
  void lose_connections() {
    std::mt19937 random(seed + 1);
    const unsigned pause = tests::is_nightly() ? 20 : 100;
    while (!done_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause + random() % (4 * pause)));
      PostgresServer::instance().query(
          base_,
          "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE "
          "datname = current_database() AND application_name = 'bdf' ORDER BY random() LIMIT 1) "
          "AS one");
    }
  }

  static std::string content_of(const std::string& base, const std::filesystem::path& file) {
    jobs::BaseCheckoutJob job;
    job.base = base;
    job.out = file;
    job.overwrite = true;
    static_cast<void>(jobs::check_out(job));
    return tests::text_of(tests::spots_in(tests::read_layer(file, "spot")));
  }

  /// The contributions in the order in which they came in, with what became of each thing.
  static std::vector<std::pair<std::string, std::string>> history_of(const std::string& base) {
    const auto session = refbase::open_base(base);
    const refbase::SqlTransaction reading(*session, refbase::Access::read);
    std::vector<std::pair<std::string, std::string>> history;
    auto transactions = refbase::transactions_of(*session);
    for (auto one = transactions.rbegin(); one != transactions.rend(); ++one) {
      if (one->kind != "integrate") continue;
      std::string fates;
      for (const auto& entry : refbase::entries_of(*session, one->number))
        fates += fmt::format("{} {} {} {}; ", entry.object, entry.thing,
                             refbase::name_of(entry.status), entry.values.reference.value_or("-"));
      history.emplace_back(one->input_digest, fates);
    }
    return history;
  }

  tests::TemporaryFolder folder_;
  std::filesystem::path edition_ = folder_.path() / "edition.gpkg";
  std::string base_;
  std::vector<std::filesystem::path> files_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<int> lost_ = 0;
  std::atomic<bool> done_ = false;
  std::mutex mutex_;
  std::string failures_;
};

TEST_F(BaseConcurrency, EndsAsSomeOrderOfOneAfterTheOtherDoes) {
  make_contributions();
  std::thread killer([&] { lose_connections(); });
  std::vector<std::thread> workers;
  for (int i = 0; i < processes; ++i) workers.emplace_back([&] { integrate_some(); });
  for (auto& worker : workers) worker.join();
  done_ = true;
  killer.join();
  EXPECT_EQ(failures_, "");
  EXPECT_GT(lost_, 0) << "no connection was lost: the test has tried nothing";
  EXPECT_TRUE(jobs::verify_base(base_).empty());

  // The same one after the other, in the order in which they have come in.
  const auto history = history_of(base_);
  std::map<std::string, std::filesystem::path> by_digest;
  for (const auto& file : files_) by_digest[io::read_changeset(file).head.content_digest] = file;
  ASSERT_EQ(history.size(), by_digest.size()) << "each came in exactly once";
  const auto serial = (folder_.path() / "serial.gpkg").string();
  make_base(serial);
  for (const auto& [digest, fates] : history) {
    jobs::IntegrateJob job;
    job.base = serial;
    job.contribution = by_digest.at(digest);
    job.from = "@2";
    job.now = "2020-01-04T00:00:00Z";
    job.threads = 1;
    static_cast<void>(jobs::integrate(job));
  }
  EXPECT_EQ(content_of(base_, folder_.path() / "a.gpkg"),
            content_of(serial, folder_.path() / "b.gpkg"));
  EXPECT_EQ(history, history_of(serial));
  RecordProperty("connections_lost", lost_);
  fmt::print("{} contributions, {} attempts lost their connection\n", history.size(), lost_.load());
}

}  // namespace
}  // namespace bdf
