// SPDX-License-Identifier: MIT
// Signalements in a reference base: what contributions bring, and what its operators decide.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "jobs/integrate.h"
#include "refbase/reports.h"

namespace bdf::jobs {

/// Enters what the contribution says beside its changes (refbase::enter_reports), as its
/// organisation's. Within the transaction that takes it.
std::vector<refbase::Report> enter_reports_of(refbase::SqlSession& session,
                                              const io::Changeset& changeset,
                                              const refbase::Contribution& contribution);

/// Throws UsageError for a status that such a decision does not give, and for one that is to be
/// given to entries, which have none.
void require_status(const DecideJob& job);

/// Throws UsageError for a report that does not wait.
void require_reports_wait(refbase::SqlSession& session, const std::vector<std::int64_t>& reports);

/// Gives job.reports their status, all of them in one transaction. One that only says how far they
/// are leaves them waiting. Throws as require_status() and require_reports_wait().
void decide_reports(refbase::SqlSession& session, const DecideJob& job, EntryDecisions& decisions);

/// What the base answers to all that an organisation has said.
[[nodiscard]] std::vector<SignalementAnswer> report_answers_to(refbase::SqlSession& session,
                                                               const std::string& organisation);

}  // namespace bdf::jobs
