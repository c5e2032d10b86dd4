// SPDX-License-Identifier: MIT
// What a producer sends, brought into a reference base; and what its operators decide of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/finding.h"
#include "refbase/contributions.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

struct IntegrateJob {
  std::string base;
  std::filesystem::path contribution;
  std::string theme;  ///< "": the one that the contribution names
  std::string from;   ///< the state that it was made from; "": what it says itself
  std::string message;
  bool confirm_deletions = false;
  int threads = 0;
  std::string now;
};

/// Of one contribution.
struct Integration {
  refbase::Transaction transaction;  ///< that took it
  refbase::Contribution contribution;
  bool was_known = false;  ///< it has been taken before: nothing has changed
  std::vector<refbase::Entry> entries;
  std::vector<Finding> findings;

  [[nodiscard]] std::size_t count(refbase::EntryStatus status) const;
};

/// Merges the contribution with the base as it is, from the state of the base that it was made
/// from, by the rules of the theme; what rights admit and nobody contradicts goes in. That, what
/// waits for an operator, and what became of each thing are one transaction.
///
/// Integrations of several programs at once are merged side by side; of those that have to do with
/// one another, the later one is merged again with what the earlier one has left.
///
/// The same contribution again changes nothing, and tells what became of it.
///
/// Throws InputError for what is no contribution to this base, StoreError for a state that the base
/// does not know, InputError where more objects would be deleted than the theme's guard lets
/// through (of those that there are now), without confirm_deletions.
[[nodiscard]] Integration integrate(const IntegrateJob& job);

/// What an operator decides of entries that wait.
struct DecideJob {
  std::string base;
  std::vector<std::int64_t> entries;
  bool accepts = true;
  std::string theme;         ///< "": the one by which each was judged
  std::string organisation;  ///< who decides
  std::string reason;        ///< said to the producer
  bool confirm_deletions = false;
  int threads = 0;
  std::string now;
};

struct EntryDecisions {
  std::vector<refbase::Transaction> transactions;  ///< one a contribution
  std::vector<refbase::Entry> entries;             ///< what became of those that were meant
};

/// What goes in together is decided together. An acceptance is merged with the base as it is: what
/// others have changed since the question was asked is asked anew, with what stands there now, and
/// waits. Throws UsageError for an entry that does not wait.
[[nodiscard]] EntryDecisions decide_entries(const DecideJob& job);

}  // namespace bdf::jobs
