// SPDX-License-Identifier: MIT
// Producers who send to a reference base, and operators who decide: for both kinds of base.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "io/sync_tables.h"
#include "jobs/integrate.h"
#include "jobs/queue.h"
#include "jobs/sync.h"
#include "support/base_trial.h"

namespace bdf::tests {

class IntegrateTrial : public BothBases {
 protected:
  /// What an organisation sends after it has worked on a checkout. The checkout is of now, or that
  /// of an earlier call with the same name.
  std::filesystem::path contribution(const std::string& name, const std::string& organisation,
                                     const std::vector<std::string>& work) {
    const auto mine = take(name);
    for (const auto& sql : work) run_sql(mine, sql);
    jobs::SyncJob job;
    job.theme = theme_;
    job.base = base;
    job.base_at = taken_at_[name];
    job.local = mine.string();
    job.producer = organisation;
    job.out = file(name + "_" + std::to_string(++runs_));
    job.key = {"id"};
    job.now = "2030-01-01T00:00:00Z";
    job.threads = 1;
    job.confirm_deletions = true;
    jobs::sync(job);
    return job.out / "contribution.gpkg";
  }

  /// A checkout of now, in these columns or in all, or the one that is there.
  std::filesystem::path take(const std::string& name,
                             const std::vector<std::string>& columns = {}) {
    const auto path = file(name + ".gpkg");
    if (std::filesystem::exists(path)) return path;
    jobs::BaseCheckoutJob job;
    job.extraction.columns = columns;
    job.base = base;
    job.out = path;
    taken_at_[name] = name_of(jobs::check_out(job).transaction);
    return path;
  }

  jobs::Integration integrate(const std::filesystem::path& contribution) {
    jobs::IntegrateJob job;
    job.base = base;
    job.contribution = contribution;
    job.theme = theme_;
    job.now = next_time();
    job.threads = 1;
    return jobs::integrate(job);
  }

  jobs::EntryDecisions decide(const std::vector<std::int64_t>& entries, bool accepts,
                              const std::string& reason = "") {
    jobs::DecideJob job;
    job.base = base;
    job.entries = entries;
    job.accepts = accepts;
    job.theme = theme_;
    job.organisation = "IGN";
    job.reason = reason;
    job.now = next_time();
    job.threads = 1;
    return jobs::decide_entries(job);
  }

  /// The theme for any layer, with rights.
  void give_rights(const std::string& communities) {
    theme_ = file("with_rights.yaml").string();
    std::ofstream(theme_) << "name: generic\nversion: \"1\"\n" << communities;
  }

  [[nodiscard]] std::string held() { return text_of(spots_in(checked_out("spot"))); }

  /// "a name waiting, b object admitted": what became of each thing.
  [[nodiscard]] static std::string fates(const std::vector<refbase::Entry>& entries) {
    std::vector<std::string> all;
    for (const auto& entry : entries)
      all.push_back(entry.object + " " + entry.thing + " " +
                    std::string(refbase::name_of(entry.status)));
    std::sort(all.begin(), all.end());
    std::string text;
    for (const auto& one : all) text += (text.empty() ? "" : ", ") + one;
    return text;
  }

  std::vector<Answer> answers(const std::string& organisation) {
    jobs::AnswerJob job;
    job.base = base;
    job.organisation = organisation;
    job.out = file("answers.gpkg");
    job.overwrite = true;
    jobs::write_answers(job);
    auto database = io::Database::open_input(job.out);
    return io::read_answers(database);
  }

  std::string theme_ = "generic";

 private:
  std::map<std::string, std::string> taken_at_;
  int runs_ = 0;
};

/// Two organisations that decide of existence, geometry and names, and propose the rest.
inline constexpr const char* two_offices = R"(
communities:
  offices:
    rights: {existence: decide, geometry: decide, attributes: propose, by_attribute: {name: decide}}
    organisations:
      - {name: North}
      - {name: South}
)";

/// Two that decide of all.
inline constexpr const char* two_masters = R"(
communities:
  masters:
    rights: {existence: decide, geometry: decide, attributes: decide}
    organisations:
      - {name: North}
      - {name: South}
)";

}  // namespace bdf::tests
