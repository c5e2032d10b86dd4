// SPDX-License-Identifier: MIT
// What a producer sends, brought into a reference base; and what its operators decide of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "refbase/contributions.h"
#include "refbase/reports.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

struct IntegrateJob {
  std::string base;
  std::filesystem::path contribution;
  std::string theme;  ///< "": the one that the contribution names
  std::string from;   ///< the state that it was made from; "": what it says itself
  std::string message;
  std::string organisation;  ///< whose it is; "": the one that the contribution names
  std::string account;       ///< who has brought it, where a server says so
  std::int64_t deposit = 0;  ///< that it came as; 0: none
  bool confirm_deletions = false;
  /// Elsewhere it only proposes, whatever its organisation may; empty: as that one may.
  std::vector<std::string> territories;
  std::string signer;  ///< whose signature was found good before; "": it is looked for
  int threads = 0;
  std::string now;
};

/// Of one contribution.
struct Integration {
  std::int64_t deposited = 0;        ///< it waits as that deposit, and nothing else is known
  refbase::Transaction transaction;  ///< that took it
  refbase::Contribution contribution;
  bool was_known = false;  ///< it has been taken before: nothing has changed
  std::vector<refbase::Entry> entries;
  std::vector<refbase::Report> reports;  ///< what it says that is no edit
  std::vector<Finding> findings;

  [[nodiscard]] std::size_t count(refbase::EntryStatus status) const;
  [[nodiscard]] std::size_t waiting_reports() const;
};

/// What else happens while a contribution is taken in.
struct Integrating {
  /// Before the transaction that takes it begins, once it has been merged beside others' work.
  std::function<void()> before_entering;
  /// First within that transaction: whether nothing is to be taken any longer. What is returned
  /// then has no number.
  std::function<bool(refbase::SqlSession&)> is_moot;
  /// Within it, once all is entered. What is thrown undoes everything.
  std::function<void(refbase::SqlSession&, const Integration&)> within;
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
/// A member of a server's base, who does not own it, deposits the contribution there: the base's
/// operators integrate it.
///
/// Throws InputError for what is no contribution to this base, or made from a state that it does
/// not know, RightsError where the server refuses a member, or where the community asks for a
/// signature that there is not, InputError where more objects would be deleted than the theme's
/// guard lets through (of those that there are now), without confirm_deletions.
[[nodiscard]] Integration integrate(const IntegrateJob& job, const Integrating& also = {});

/// A deposit that was looked at.
struct IntegratedDeposit {
  std::int64_t deposit = 0;
  std::string refusal;  ///< why it cannot be integrated; else ""
  Integration integration;
};

/// Integrates what members have deposited, in its order, each on its own: one that cannot be
/// integrated is put aside with the reason, and does not keep the others waiting. Of `job`, what is
/// no contribution's counts.
[[nodiscard]] std::vector<IntegratedDeposit> integrate_deposits(const IntegrateJob& job);

/// What an operator decides of entries and reports that wait.
struct DecideJob {
  std::string base;
  std::vector<std::int64_t> entries;
  std::vector<std::int64_t> reports;
  bool accepts = true;
  std::string status;  ///< that the reports get (rules/signalement_status.h); "": the usual one
  std::string theme;   ///< "": the one by which each was judged
  std::string organisation;  ///< who decides
  std::string reason;        ///< said to the producer
  bool confirm_deletions = false;
  int threads = 0;
  std::string now;
};

struct EntryDecisions {
  std::vector<refbase::Transaction> transactions;  ///< one a contribution, and one of the reports
  std::vector<refbase::Entry> entries;             ///< what became of those that were meant
  std::vector<refbase::Report> reports;            ///< likewise
};

/// What goes in together is decided together. An acceptance is merged with the base as it is: what
/// others have changed since the question was asked is asked anew, with what stands there now, and
/// waits. Throws UsageError for an entry or a report that does not wait.
[[nodiscard]] EntryDecisions decide_entries(const DecideJob& job);

}  // namespace bdf::jobs
