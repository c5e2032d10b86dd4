// SPDX-License-Identifier: MIT
// What a base of either kind remembers of nights, and who works on it.
#include "refbase/night.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "refbase/base.h"
#include "refbase/work_lock.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using refbase::Access;
using refbase::JobStatus;
using refbase::Night;
using refbase::NightJob;
using refbase::SqlTransaction;

class BaseNights : public tests::BothBases {
 protected:
  BaseNights() : session_(refbase::open_base(base, Access::write)) {}

  template <class Work>
  auto within(Work&& work) {
    SqlTransaction all(*session_, Access::write);
    auto result = work();
    all.commit();
    return result;
  }

  void begin(const std::string& run, const std::string& began) {
    within([&] {
      refbase::begin_night(*session_, {run, "plan", "d", 1, "local", began, "", "jobs", "", 2, 0});
      return 0;
    });
  }

  static NightJob job(std::int64_t position, const std::string& deposit) {
    NightJob job;
    job.run = "r";
    job.position = position;
    job.deposit = deposit;
    job.place = "/in/" + deposit;
    job.theme = "hydro";
    return job;
  }

  std::unique_ptr<refbase::SqlSession> session_;
};
BDF_ON_BOTH_BASES(BaseNights);

TEST_P(BaseNights, AreKnownByTheirPlanUntilTheyEnd) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    auto night = refbase::open_night(*session_, "plan");
    EXPECT_TRUE(night);
    EXPECT_EQ(night->run, "r");
    EXPECT_EQ(night->unchanged, 2);
    EXPECT_FALSE(refbase::open_night(*session_, "other"));
    night->ended = "2026-01-01T06:00:00Z";
    night->stage = "done";
    refbase::keep_night(*session_, *night);
    EXPECT_FALSE(refbase::open_night(*session_, "plan"));
    EXPECT_EQ(refbase::nights_of(*session_, "").size(), 1U);
    refbase::forget_nights(*session_, "plan", "2026-01-02");
    EXPECT_TRUE(refbase::nights_of(*session_, "plan").empty());
    return 0;
  });
}

TEST_P(BaseNights, AJobIsSettledOnce) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    refbase::add_job(*session_, job(1, "a"));
    refbase::add_job(*session_, job(2, "b"));
    EXPECT_TRUE(refbase::is_turn_of(*session_, job(1, "a")));
    EXPECT_FALSE(refbase::is_turn_of(*session_, job(2, "b")));
    auto done = job(1, "a");
    done.status = JobStatus::taken;
    done.number = 7;
    done.ended = "2026-01-01T01:00:00Z";
    done.fingerprint = "f";
    EXPECT_TRUE(refbase::keep_job(*session_, done));
    EXPECT_FALSE(refbase::keep_job(*session_, done));
    EXPECT_TRUE(refbase::is_turn_of(*session_, job(2, "b")));
    EXPECT_EQ(refbase::find_job(*session_, "r", 1)->number, 7);
    EXPECT_EQ(refbase::waiting_jobs(*session_, "r", 10).size(), 1U);
    return 0;
  });
}

/// A run that goes on lists its jobs anew while programs of before may still be at work.
TEST_P(BaseNights, AJobWhosePlaceAnotherHasIsNotSettled) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    refbase::add_job(*session_, job(1, "a"));
    refbase::drop_waiting_jobs(*session_, "r");
    refbase::add_job(*session_, job(1, "b"));
    auto late = job(1, "a");
    late.status = JobStatus::taken;
    EXPECT_FALSE(refbase::keep_job(*session_, late));
    EXPECT_EQ(refbase::find_job(*session_, "r", 1)->status, JobStatus::waiting);
    return 0;
  });
}

TEST_P(BaseNights, WhatWasSettledLastIsKnown) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    auto done = job(1, "a");
    refbase::keep_settled(*session_, done);
    EXPECT_TRUE(refbase::settled_deposits(*session_, "plan").empty()) << "it waits";
    done.status = JobStatus::refused;
    done.reason = "it's “wrong”";
    done.fingerprint = "f";
    done.ended = "2026-01-01T01:00:00Z";
    refbase::keep_settled(*session_, done);
    done.status = JobStatus::unchanged;
    done.marks = "m";
    refbase::keep_settled(*session_, done);
    const auto settled = refbase::settled_deposits(*session_, "plan");
    EXPECT_EQ(settled.size(), 1U);
    EXPECT_EQ(settled[0].status, JobStatus::refused);
    EXPECT_EQ(settled[0].reason, "it's “wrong”");
    EXPECT_EQ(settled[0].marks, "m");
    EXPECT_FALSE(refbase::forget_settled(*session_, "plan", "b"));
    EXPECT_TRUE(refbase::forget_settled(*session_, "plan", "a"));
    EXPECT_TRUE(refbase::settled_deposits(*session_, "plan").empty());
    return 0;
  });
}

/// What another plan, or another name, has brought in before is settled for this one as well.
TEST_P(BaseNights, EachPlanSettlesItsOwn) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    refbase::begin_night(
        *session_, {"s", "other", "d", 1, "local", "2026-01-02T00:00:00Z", "", "jobs", "", 0, 0});
    auto done = job(1, "a");
    done.status = JobStatus::refused;
    done.fingerprint = "f";
    done.ended = "2026-01-01T01:00:00Z";
    refbase::keep_settled(*session_, done);
    EXPECT_FALSE(refbase::find_settled(*session_, "other", "a", "hydro"));
    done.run = "s";
    done.status = JobStatus::unchanged;
    refbase::keep_settled(*session_, done);
    EXPECT_EQ(refbase::find_settled(*session_, "other", "a", "hydro")->status, JobStatus::taken);
    EXPECT_EQ(refbase::find_settled(*session_, "plan", "a", "hydro")->status, JobStatus::refused);
    EXPECT_FALSE(refbase::forget_settled(*session_, "other", "a"));
    EXPECT_TRUE(refbase::forget_settled(*session_, "plan", "a"));
    EXPECT_TRUE(refbase::find_settled(*session_, "other", "a", "hydro"));
    return 0;
  });
}

TEST_P(BaseNights, WhatIsGoneIsForgottenInTime) {
  begin("r", "2026-01-01T00:00:00Z");
  within([&] {
    for (const auto* name : {"gone", "there", "back"}) {
      auto done = job(1, name);
      done.status = JobStatus::refused;
      done.ended = "2026-01-01T01:00:00Z";
      refbase::keep_settled(*session_, done);
    }
    refbase::keep_gone(*session_, "plan", "gone", "2026-01-02T00:00:00Z");
    refbase::keep_gone(*session_, "plan", "back", "2026-01-02T00:00:00Z");
    refbase::keep_gone(*session_, "plan", "back", "");
    EXPECT_EQ(refbase::find_settled(*session_, "plan", "gone", "hydro")->gone,
              "2026-01-02T00:00:00Z");
    refbase::forget_nights(*session_, "plan", "2026-01-02T00:00:00Z");
    EXPECT_EQ(refbase::settled_deposits(*session_, "plan").size(), 3U);
    refbase::forget_nights(*session_, "other", "2026-01-03T00:00:00Z");
    EXPECT_EQ(refbase::settled_deposits(*session_, "plan").size(), 3U);
    refbase::forget_nights(*session_, "plan", "2026-01-03T00:00:00Z");
    const auto left = refbase::settled_deposits(*session_, "plan");
    EXPECT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0].deposit, "back");
    return 0;
  });
}

TEST_P(BaseNights, PackagesAreKnownByWhatTheyAreOf) {
  within([&] {
    refbase::keep_package(*session_,
                          {"p", "hydro", "HYDRO", "038", 4, "N1", "/p/N1.zip", "r", "", false});
    refbase::keep_package(*session_,
                          {"p", "hydro", "HYDRO", "038", 9, "N2", "/p/N2.zip", "s", "", true});
    const auto packages = refbase::night_packages(*session_, "p");
    EXPECT_EQ(packages.size(), 1U);
    EXPECT_TRUE(refbase::night_packages(*session_, "q").empty());
    EXPECT_EQ(refbase::night_packages(*session_, "").size(), 1U);
    EXPECT_EQ(packages[0].number, 9);
    EXPECT_EQ(packages[0].name, "N2");
    return 0;
  });
}

TEST_P(BaseNights, ALockIsOnePrograms) {
  const auto mine = refbase::work_locks_of(base);
  auto others = refbase::work_locks_of(base);
  EXPECT_TRUE(mine->try_lock(0));
  EXPECT_TRUE(mine->try_lock(0)) << "it has it";
  EXPECT_FALSE(others->try_lock(0));
  EXPECT_TRUE(others->try_lock(1));
  EXPECT_FALSE(mine->try_lock(1));
  mine->unlock(0);
  EXPECT_TRUE(others->try_lock(0));
  others.reset();
  EXPECT_TRUE(mine->try_lock(1));
}

TEST_P(BaseNights, ALockIsSharedByManyOrOnePrograms) {
  const auto mine = refbase::work_locks_of(base);
  auto others = refbase::work_locks_of(base);
  auto third = refbase::work_locks_of(base);
  EXPECT_TRUE(mine->try_share(0));
  EXPECT_TRUE(mine->try_share(0)) << "it shares it";
  EXPECT_TRUE(others->try_share(0));
  EXPECT_FALSE(third->try_lock(0));
  mine->unlock(0);
  EXPECT_FALSE(third->try_lock(0)) << "others still share it";
  others.reset();
  EXPECT_TRUE(third->try_lock(0));
  EXPECT_FALSE(mine->try_share(0));
  third->unlock(0);
  EXPECT_TRUE(mine->try_share(0));
}

}  // namespace
}  // namespace bdf
