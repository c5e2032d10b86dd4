// SPDX-License-Identifier: MIT
#include "nightly/night_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/error.h"
#include "base/log.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "nightly/child.h"
#include "nightly/night_words.h"
#include "report/html.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using refbase::JobStatus;
using report::escaped;

constexpr std::array statuses{JobStatus::taken, JobStatus::unchanged, JobStatus::refused,
                              JobStatus::aside, JobStatus::waiting};

void put(const fs::path& path, const std::string& text) {
  io::OutputFile file(path, true);
  io::write_text(file.path(), text);
  file.commit();
}

std::string jobs_table(const NightOutcome& outcome) {
  report::Table table{msg("What came in"), {}, {}};
  table.heads = {msg("Deposit"),           msg("Theme"),
                 msg("Territory"),         msg("Producer"),
                 msg("What became of it"), msg("Waits for an operator")};
  for (const auto& job : outcome.jobs) {
    auto fate = word_of(job.status);
    if (job.number != 0) fate += fmt::format(" @{}", job.number);
    if (!job.reason.empty()) fate += msg(": {}", job.reason);
    table.rows.push_back({escaped(job.deposit), escaped(job.theme), escaped(job.territory),
                          escaped(job.producer), escaped(fate), fmt::format("{}", job.asked)});
  }
  return table.rows.empty() ? report::paragraph({msg("Nothing came in.")}) : html_of(table);
}

std::string packages_table(const NightOutcome& outcome) {
  report::Table table{msg("What went out"), {}, {}};
  table.heads = {msg("Package"), msg("Territory"), msg("Label"), msg("Remark")};
  for (const auto& made : outcome.packages)
    table.rows.push_back({escaped(made.name.empty() ? made.wanted.pack : made.name),
                          escaped(made.wanted.territory), escaped(made.level),
                          escaped(made.reason)});
  return table.rows.empty() ? report::paragraph({msg("Nothing went out.")}) : html_of(table);
}

/// For whom what waits: questions for the base's operators, refusals for their producers.
std::string waiting_table(const NightOutcome& outcome) {
  report::Table table{msg("What waits, for whom, since when"), {}, {}};
  table.heads = {msg("Deposit"), msg("Waits for"), msg("Since"), msg("Why")};
  for (const auto& [number, count] : outcome.asked)
    if (const auto job = outcome.origins.find(number); job != outcome.origins.end())
      table.rows.push_back({escaped(job->second.deposit), escaped(msg("operators of the base")),
                            escaped(job->second.ended),
                            escaped(msgn("{} question", "{} questions", count))});
  for (const auto& one : outcome.standing)
    if (one.gone.empty() && (one.status == JobStatus::refused || one.status == JobStatus::aside))
      table.rows.push_back(
          {escaped(one.deposit), escaped(one.producer.empty() ? msg("its producer") : one.producer),
           escaped(one.time), escaped(msg("{}: {}", word_of(one.status), one.reason))});
  return table.rows.empty() ? report::paragraph({msg("Nothing waits for anybody.")})
                            : html_of(table);
}

std::string head_of_page(const NightOutcome& outcome) {
  std::vector<std::string> sentences{msg("Begun at {}.", outcome.night.began)};
  for (const auto status : statuses)
    if (const auto count = outcome.count(status); count > 0)
      sentences.push_back(msg("{}: {}.", word_of(status), count));
  if (outcome.night.unchanged > 0)
    sentences.push_back(msgn("{} deposit is unchanged.", "{} deposits are unchanged.",
                             static_cast<std::size_t>(outcome.night.unchanged)));
  if (outcome.night.left_out > 0)
    sentences.push_back(msgn("{} deposit is not of this plan.", "{} deposits are not of this plan.",
                             static_cast<std::size_t>(outcome.night.left_out)));
  if (!outcome.night.outcome.empty())
    sentences.push_back(msg("The night has stopped: {}", outcome.night.outcome));
  if (!outcome.publication.empty())
    sentences.push_back(msg("Nothing was published: {}", outcome.publication));
  return report::paragraph(sentences);
}

std::string quoted(const std::string& text) {
  std::string label;
  for (const char letter : text) {
    if (letter == '\\' || letter == '"') label += '\\';
    label += letter;
  }
  return label;
}

std::map<std::string, double> seconds_by_stage(const NightOutcome& outcome, double& memory) {
  std::map<std::string, double> seconds;
  for (const auto& job : outcome.jobs) {
    const auto figures = nlohmann::json::parse(job.figures, nullptr, false);
    if (!figures.is_object()) continue;
    for (const auto& [name, value] : figures.items())
      if (name == "memory_mib")
        memory = std::max(memory, value.get<double>());
      else
        seconds[name] += value.get<double>();
  }
  for (const auto& made : outcome.packages) seconds["package"] += made.seconds;
  return seconds;
}

class Metrics {
 public:
  explicit Metrics(const std::string& plan) : plan_(quoted(plan)) {}

  void head(const std::string& name, const std::string& help) {
    text_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
  }
  void add(const std::string& name, const std::string& labels, double value) {
    text_ += fmt::format("{}{{plan=\"{}\"{}}} {:.15g}\n", name, plan_, labels, value);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string plan_;
  std::string text_;
};

void set(const char* name, const std::string& value) { setenv(name, value.c_str(), 1); }

bool is_older(const fs::path& path, fs::file_time_type than) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  return !error && time < than;
}

void remove_old(const fs::path& work, const std::vector<std::string>& folders,
                fs::file_time_type kept_from,
                const std::function<bool(const std::string&)>& is_kept) {
  for (const auto& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(work / folder, ignored))
      if (is_older(entry.path(), kept_from) && !is_kept(entry.path().filename().string()))
        fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

std::string metrics_of(const NightOutcome& outcome, const std::string& plan) {
  Metrics metrics(plan);
  metrics.head("bdf_night_jobs", "Jobs of the last night by what became of them.");
  for (const auto status : statuses)
    metrics.add("bdf_night_jobs", fmt::format(",status=\"{}\"", refbase::name_of(status)),
                static_cast<double>(outcome.count(status)));
  metrics.head("bdf_night_unchanged_deposits", "Deposits that were not opened.");
  metrics.add("bdf_night_unchanged_deposits", "", static_cast<double>(outcome.night.unchanged));
  metrics.head("bdf_night_left_out_deposits", "Deposits that the plan is not about.");
  metrics.add("bdf_night_left_out_deposits", "", static_cast<double>(outcome.night.left_out));
  metrics.head("bdf_night_packages",
               "Packages of the last night; next_day: there is one of that day already.");
  for (const auto state : {PackageState::made, PackageState::next_day, PackageState::not_made})
    metrics.add("bdf_night_packages", fmt::format(",state=\"{}\"", name_of(state)),
                static_cast<double>(std::count_if(
                    outcome.packages.begin(), outcome.packages.end(),
                    [&](const auto& package) { return state_of(package) == state; })));
  double memory = 0;
  const auto seconds = seconds_by_stage(outcome, memory);
  metrics.head("bdf_night_stage_seconds", "Time that jobs and packages took, by stage.");
  for (const auto& [stage, time] : seconds)
    metrics.add("bdf_night_stage_seconds", fmt::format(",stage=\"{}\"", quoted(stage)), time);
  metrics.head("bdf_night_memory_mebibytes", "Memory of the largest job.");
  metrics.add("bdf_night_memory_mebibytes", "", memory);
  std::size_t asked = 0;
  for (const auto& [number, count] : outcome.asked) asked += count;
  metrics.head("bdf_night_questions", "Things that wait for an operator of the base.");
  metrics.add("bdf_night_questions", "", static_cast<double>(asked));
  metrics.head("bdf_night_stopped", "1 where the night has ended before all was done.");
  metrics.add("bdf_night_stopped", "", outcome.night.outcome.empty() ? 0 : 1);
  metrics.head("bdf_night_end_timestamp_seconds", "When the last night ended.");
  metrics.add("bdf_night_end_timestamp_seconds", "",
              std::chrono::duration<double>(
                  std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
                      .time_since_epoch())
                  .count());
  return metrics.text();
}

std::string page_of(const NightOutcome& outcome, const std::string& plan) {
  const auto title = msg("The night of {}", plan);
  return report::page_of(title, "<h1>" + escaped(title) + "</h1>" + head_of_page(outcome) +
                                    waiting_table(outcome) + jobs_table(outcome) +
                                    packages_table(outcome) + report::footer({outcome.night.run}));
}

fs::path write_reports(const rules::NightPlan& plan, const NightOutcome& outcome) {
  const auto reports = plan.work / "reports";
  auto page = reports / (outcome.night.run + ".html");
  const auto html = page_of(outcome, plan.name);
  put(reports / (outcome.night.run + ".json"), json_of(outcome));
  put(page, html);
  put(plan.work / "health.html", html);
  put(plan.work / "metrics.prom", metrics_of(outcome, plan.name));
  return page;
}

void notify(const rules::NightPlan& plan, const NightOutcome& outcome, double seconds) {
  if (plan.notify.empty()) return;
  const auto number = [](std::size_t count) { return fmt::format("{}", count); };
  set("BDF_NIGHT_RUN", outcome.night.run);
  set("BDF_NIGHT_STATE", std::string(state_of(outcome)));
  set("BDF_NIGHT_TAKEN", number(outcome.count(JobStatus::taken)));
  set("BDF_NIGHT_REFUSED", number(outcome.count(JobStatus::refused)));
  set("BDF_NIGHT_ASIDE", number(outcome.count(JobStatus::aside)));
  set("BDF_NIGHT_WAITING", number(outcome.count(JobStatus::waiting)));
  set("BDF_NIGHT_PACKAGES", number(outcome.packages.size()));
  set("BDF_NIGHT_REPORT", outcome.report.string());
  unsetenv("BDF_BASE");  // it may hold a password
  const auto messages = plan.work / "logs" / "notify.log";
  try {
    const auto end = run_child(
        {{"/bin/sh", "-c", plan.notify}, messages, seconds}, [](const std::string&) {},
        [] { return false; });
    if (end.code == 0) return;
  } catch (const Error&) {  // told below
  }
  log_warning(msg("the command that the plan notifies with has failed: {} may tell why",
                  messages.string()));
}

void forget_old_files(const rules::NightPlan& plan, const std::set<std::string>& packages) {
  const auto kept_from = fs::file_time_type::clock::now() - std::chrono::hours(24) * plan.keep_days;
  remove_old(plan.work, {"reports", "logs", "runs", "returns"}, kept_from,
             [](const std::string&) { return false; });
  // Nothing but what is a package, or belongs to one; and of each territory the last stays.
  remove_old(plan.work, {"packages", "packages/labelled"}, kept_from, [&](const std::string& name) {
    constexpr std::array<std::string_view, 4> endings{".zip", ".7z", ".sha256", ".md5"};
    return std::none_of(endings.begin(), endings.end(),
                        [&](std::string_view ending) { return name.ends_with(ending); }) ||
           std::any_of(packages.begin(), packages.end(),
                       [&](const std::string& package) { return name.starts_with(package); });
  });
}

}  // namespace bdf::nightly
