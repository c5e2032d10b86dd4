// SPDX-License-Identifier: MIT
// What waits for a base's operators, and what its producers are answered.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/conflict.h"
#include "refbase/contributions.h"
#include "refbase/reports.h"
#include "refbase/sql_session.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

/// Which entries are meant: what is not said is any. `object` may hold * for any letters. Reports
/// are of the kind `signalement` and about no thing.
struct QueueFilter {
  std::string organisation;
  std::string layer;
  std::string thing;
  std::string kind;
  std::string object;
};

/// An entry that waits, and whose it is.
struct QueuedEntry {
  refbase::Entry entry;
  std::string organisation;
};

/// Throws RightsError for a member of a server's base: the queue is for its operators.
void require_operator_of(const std::string& base);

[[nodiscard]] std::vector<QueuedEntry> queue_of(const std::string& base, const QueueFilter& filter);
[[nodiscard]] std::vector<refbase::Report> queued_reports(const std::string& base,
                                                          const QueueFilter& filter);

/// Both.
struct Queue {
  std::vector<QueuedEntry> entries;
  std::vector<refbase::Report> reports;
};

/// What people call a report, so that it is no entry: "r12".
[[nodiscard]] std::string name_of(const refbase::Report& report);

/// The same as layers to look at in QGIS, as conflicts.gpkg has them: each stands where its object
/// is. Reports are a layer of their own, `signalement`.
void write_queue(const std::string& base, const QueueFilter& filter,
                 const std::filesystem::path& out, bool overwrite);

/// What the base answers to all that an organisation has sent; housekeeping and consequences are
/// not answered for. Names who decided, no persons.
[[nodiscard]] std::vector<Answer> answers_to(refbase::SqlSession& session,
                                             const std::string& organisation);

struct AnswerJob {
  std::string base;
  std::string organisation;
  std::filesystem::path out;
  bool overwrite = false;
};

/// What is written: a file that `bdf sync --answers` takes. Reports count too. Beside the answers
/// it tells what others have changed in the base since the first state that the organisation's
/// contributions were made from.
struct AnswerFile {
  std::size_t accepted = 0;
  std::size_t declined = 0;
  std::size_t waiting = 0;
};
AnswerFile write_answers(const AnswerJob& job);

}  // namespace bdf::jobs
