// SPDX-License-Identifier: MIT
#include <optional>

#include "io/output_folder.h"
#include "jobs/integrate.h"
#include "jobs/scratch.h"
#include "refbase/base.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

using refbase::Access;
using refbase::SqlSession;
using refbase::SqlTransaction;

namespace {

/// Whatever is wrong with one, the base's own failures apart, is said of it alone.
IntegratedDeposit integrated(SqlSession& session, const refbase::Deposit& deposit,
                             IntegrateJob job) {
  IntegratedDeposit done;
  done.deposit = deposit.deposit;
  const Scratch scratch(temporary_name());
  const auto name = std::filesystem::path(deposit.name).filename();
  job.contribution = scratch.path() / (name.empty() ? "contribution.gpkg" : name.string());
  job.organisation = deposit.organisation;
  job.deposit = deposit.deposit;
  job.account = deposit.account;
  job.theme = deposit.theme;
  io::write_text(job.contribution, deposit.file);
  try {
    done.integration = integrate(job);
    if (!done.integration.was_known) return done;
  } catch (const std::exception& error) {
    // Where it is the base that has failed, what follows fails too, and the deposit goes on
    // waiting.
    done.refusal = error.what();
  }
  SqlTransaction all(session, Access::write);
  if (done.refusal.empty())
    refbase::settle_deposit(session, done.deposit, done.integration.transaction.number);
  else
    refbase::refuse_deposit(session, done.deposit, done.refusal);
  all.commit();
  return done;
}

}  // namespace

std::vector<IntegratedDeposit> integrate_deposits(const IntegrateJob& job) {
  const auto session = refbase::open_base(job.base, Access::write);
  std::vector<refbase::Deposit> waiting;
  {
    const SqlTransaction reading(*session, Access::read);
    waiting = refbase::waiting_deposits(*session);
  }
  std::vector<IntegratedDeposit> done;
  for (const auto& one : waiting) {
    std::optional<refbase::Deposit> deposit;
    {
      const SqlTransaction reading(*session, Access::read);
      deposit = refbase::find_deposit(*session, one.deposit);
    }
    // Another may have taken it meanwhile.
    if (deposit) done.push_back(integrated(*session, *deposit, job));
  }
  return done;
}

}  // namespace bdf::jobs
