// SPDX-License-Identifier: MIT
// A contribution merged with a reference base, and entered: what taking one in and accepting what
// waits of it have in common.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "jobs/admission.h"
#include "jobs/contribution_sides.h"
#include "jobs/sync_outputs.h"
#include "refbase/sql_session.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

/// What is merged, and for whom.
struct ContributionWork {
  const io::Changeset* contribution = nullptr;
  std::filesystem::path name;  ///< of its file
  std::string theme_name;      ///< or a file
  std::string digest;          ///< by which the base knows it again
  refbase::Transaction from;   ///< the state that it was made from
  std::string organisation;
  /// Of an acceptance: the things, and the conflicts that are decided for the producer.
  const std::set<ThingName>* accepted = nullptr;
  std::set<std::string> conflicts;
  bool confirm_deletions = false;
  std::vector<std::string> territories;  ///< in which it is more than a proposal; empty: any
  std::string signer;                    ///< found good before; "": it is looked for
  int threads = 0;
  std::string now;
};

/// A contribution merged with the base as it was at `now`. The changes point into `outputs`.
struct MergedContribution {
  refbase::Transaction now;
  rules::Theme theme;
  std::string signer;  ///< a public key; "" where nobody has signed
  LookedAt looked_at;
  SyncOutputs outputs;
  Admission admission;
};

struct Entering {
  /// Called before the transaction that writes begins, if it is set.
  std::function<void()> before;
  /// Asked first within the transaction that writes: whether there is nothing to do any longer,
  /// because somebody else has done it meanwhile.
  std::function<bool()> is_moot;
  /// Called once, within that transaction, which has its number.
  std::function<void(MergedContribution&)> enter;
};

/// Merges beside others, and enters where what was merged still holds for the base as it is; else
/// merges again. `transaction` gets its number and its time.
void merge_and_enter(refbase::SqlSession& session, const ContributionWork& work,
                     refbase::Transaction& transaction, const Entering& entering);

/// Within such a transaction: enters what was admitted, and records the transaction.
void enter_admitted(refbase::SqlSession& session, const ContributionWork& work,
                    const MergedContribution& merged, refbase::Transaction& transaction);

}  // namespace bdf::jobs
