// SPDX-License-Identifier: MIT
#include "nightly/planning.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "rules/theme.h"

namespace bdf::nightly {

namespace {

using refbase::NightJob;
using refbase::SettledDeposit;
using rules::NightOrder;
using rules::NightPlan;
using Key = std::pair<std::string, std::string>;

std::size_t place_in(const std::vector<std::string>& list, const std::string& name) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), name) - list.begin());
}

bool chooses(const std::vector<std::string>& list, const std::string& name) {
  return list.empty() || place_in(list, name) < list.size();
}

class Planning {
 public:
  Planning(const NightPlan& plan, const std::vector<SettledDeposit>& known,
           const std::vector<NightJob>& settled)
      : plan_(plan) {
    const auto files = files_of_themes(plan);
    for (const auto& [theme, file] : files) themes_.push_back(theme);
    // The plan's order, not the alphabet's.
    std::sort(themes_.begin(), themes_.end(), [&](const auto& a, const auto& b) {
      return place_in(plan.themes, files.at(a)) < place_in(plan.themes, files.at(b));
    });
    for (const auto& one : known) known_[{one.deposit, one.theme}] = &one;
    for (const auto& job : settled) {
      done_.insert({job.deposit, job.theme});
      last_position_ = std::max(last_position_, job.position);
    }
  }

  std::vector<PlannedJob> jobs_of(const std::vector<FoundDeposit>& deposits) {
    std::vector<PlannedJob> planned;
    for (const auto& deposit : deposits) {
      auto themes = deposit.manifest.themes;
      if (themes.empty()) themes.emplace_back();  // it cannot be read
      for (const auto& theme : themes)
        if (!done_.contains({deposit.name, theme})) planned.push_back(job_for(deposit, theme));
    }
    std::stable_sort(planned.begin(), planned.end(),
                     [&](const auto& a, const auto& b) { return rank_of(a.job) < rank_of(b.job); });
    for (auto& one : planned)
      if (one.why != Why::is_unchanged && one.why != Why::is_left_out)
        one.job.position = ++last_position_;
    return planned;
  }

 private:
  [[nodiscard]] PlannedJob job_for(const FoundDeposit& deposit, const std::string& theme) const {
    PlannedJob planned;
    auto& job = planned.job;
    job.deposit = deposit.name;
    job.place = deposit.place;
    job.theme = theme;
    job.territory = fmt::format("{}", fmt::join(deposit.manifest.territories, ","));
    job.producer = deposit.manifest.producer;
    job.marks = deposit.marks;
    const auto known = known_.find({deposit.name, theme});
    const auto* last = known == known_.end() ? nullptr : known->second;
    if (last != nullptr) planned.last = refbase::name_of(last->status);
    if (!deposit.fault.empty()) {
      job.reason = deposit.fault;
      job.fingerprint = sha256("fault\n" + deposit.fault);
      job.marks.clear();  // once it can be read it is, whatever its files look like
    }
    planned.why = why(deposit, job, last);
    return planned;
  }

  [[nodiscard]] Why why(const FoundDeposit& deposit, const NightJob& job,
                        const SettledDeposit* last) const {
    if (!deposit.fault.empty())
      return last != nullptr && last->fingerprint == job.fingerprint ? Why::is_unchanged
                                                                     : Why::is_faulty;
    if (!is_chosen(deposit, job.theme)) return Why::is_left_out;
    if (last == nullptr) return Why::is_new;
    if (job.marks.empty() || last->marks.empty()) return Why::may_have;
    return job.marks == last->marks ? Why::is_unchanged : Why::has_changed;
  }

  [[nodiscard]] bool is_chosen(const FoundDeposit& deposit, const std::string& theme) const {
    const auto& of = deposit.manifest.territories;
    return chooses(themes_, theme) && chooses(plan_.producers, deposit.manifest.producer) &&
           (plan_.territories.empty() || std::any_of(of.begin(), of.end(), [&](const auto& code) {
              return chooses(plan_.territories, code);
            }));
  }

  /// By what the plan's order names; deposits come as they were found where that is alike.
  [[nodiscard]] std::array<std::tuple<std::size_t, std::string>, 3> rank_of(
      const NightJob& job) const {
    std::array<std::tuple<std::size_t, std::string>, 3> rank;
    for (std::size_t i = 0; i < plan_.order.size() && i < rank.size(); ++i) {
      switch (plan_.order[i]) {
        case NightOrder::theme:
          rank[i] = {place_in(themes_, job.theme), job.theme};
          break;
        case NightOrder::territory: {
          const auto first = job.territory.substr(0, job.territory.find(','));
          rank[i] = {place_in(plan_.territories, first), job.territory};
          break;
        }
        case NightOrder::producer:
          rank[i] = {place_in(plan_.producers, job.producer), job.producer};
      }
    }
    return rank;
  }

  const NightPlan& plan_;
  std::vector<std::string> themes_;
  std::map<Key, const SettledDeposit*> known_;
  std::set<Key> done_;
  std::int64_t last_position_ = 0;
};

}  // namespace

std::string_view name_of(Why why) {
  constexpr std::array<std::string_view, 6> names{"new",       "changed", "perhaps changed",
                                                  "unchanged", "faulty",  "left out"};
  return names.at(static_cast<std::size_t>(why));
}

std::vector<PlannedJob> planned_jobs(const NightPlan& plan,
                                     const std::vector<FoundDeposit>& deposits,
                                     const std::vector<SettledDeposit>& known,
                                     const std::vector<NightJob>& settled) {
  return Planning(plan, known, settled).jobs_of(deposits);
}

std::map<std::string, std::string> files_of_themes(const NightPlan& plan) {
  std::map<std::string, std::string> files;
  for (const auto& theme : plan.themes)
    files[theme.ends_with(".yaml") ? rules::load_theme(theme).name : theme] = theme;
  return files;
}

}  // namespace bdf::nightly
