// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/message.h"
#include "nightly/night_report.h"
#include "nightly/night_words.h"

namespace bdf::nightly {

namespace {

using refbase::JobStatus;

std::string name_of_job(const refbase::NightJob& job) {
  return job.theme.empty() ? job.deposit : fmt::format("{} ({})", job.deposit, job.theme);
}

std::string name_of_package(const WantedPackage& wanted) {
  return wanted.territory.empty() ? wanted.pack
                                  : fmt::format("{} {}", wanted.pack, wanted.territory);
}

std::string counts_line(const std::vector<refbase::NightJob>& jobs) {
  std::string line;
  for (const auto status : {JobStatus::taken, JobStatus::refused, JobStatus::aside,
                            JobStatus::unchanged, JobStatus::waiting}) {
    const auto count = static_cast<std::size_t>(std::count_if(
        jobs.begin(), jobs.end(), [&](const auto& job) { return job.status == status; }));
    if (count > 0)
      line += fmt::format("{}{}: {}", line.empty() ? "" : ", ", word_of(status), count);
  }
  return line.empty() ? msg("no jobs") : line;
}

}  // namespace

std::string word_of(JobStatus status) {
  switch (status) {
    case JobStatus::waiting:
      return msg("not done yet");
    case JobStatus::taken:
      return msg("taken in");
    case JobStatus::unchanged:
      return msg("not changed");
    case JobStatus::refused:
      return msg("refused as a whole");
    case JobStatus::aside:
      return msg("put aside");
  }
  return {};
}

std::string word_of(Why why) {
  switch (why) {
    case Why::is_new:
      return msg("new");
    case Why::has_changed:
      return msg("changed");
    case Why::may_have:
      return msg("perhaps changed");
    case Why::is_unchanged:
      return msg("not changed");
    case Why::is_faulty:
      return msg("cannot be read");
    case Why::is_left_out:
      return msg("not of this plan");
  }
  return {};
}

std::string word_of_stage(const std::string& stage) {
  if (stage == "jobs") return msg("jobs");
  if (stage == "packages") return msg("packages");
  if (stage == "report") return msg("report");
  return msg("done");
}

std::string text_of(const refbase::NightJob& job) {
  auto line = fmt::format("{}: {}", name_of_job(job), word_of(job.status));
  if (job.number != 0) line += fmt::format(" @{}", job.number);
  const auto asked = static_cast<std::size_t>(job.asked);
  if (asked > 0)
    line += msgn(", {} thing waits for an operator", ", {} things wait for an operator", asked);
  const auto refused = static_cast<std::size_t>(job.refused);
  if (refused > 0) line += msgn(", {} refused", ", {} refused", refused);
  if (!job.reason.empty()) line += msg(": {}", job.reason);
  return line;
}

std::string text_of(const MadePackage& package) {
  if (package.path.empty()) return msg("{}: {}", name_of_package(package.wanted), package.reason);
  return package.level.empty() ? package.name : msg("{}: label {}", package.name, package.level);
}

std::string text_of(const NightPreview& preview) {
  std::string text;
  if (!preview.resumes.empty()) text += msg("{} would be gone on with.", preview.resumes) + "\n";
  for (const auto& producer : preview.absent)
    text += msg("The plan names the producer “{}”, and no deposit is of it.", producer) + "\n";
  std::size_t unchanged = 0;
  for (const auto& planned : preview.jobs) {
    if (planned.why == Why::is_unchanged) {
      ++unchanged;
      continue;
    }
    text +=
        fmt::format("{:>5} {}: {}", planned.runs() ? fmt::format("{}", planned.job.position) : "–",
                    name_of_job(planned.job), word_of(planned.why));
    if (!planned.job.reason.empty()) text += msg(": {}", planned.job.reason);
    text += "\n";
  }
  if (unchanged > 0)
    text += msgn("{} deposit is unchanged.", "{} deposits are unchanged.", unchanged) + "\n";
  if (!preview.packages.empty()) {
    text += msg("Packages that are out of date already:") + "\n";
    for (const auto& wanted : preview.packages) text += "      " + name_of_package(wanted) + "\n";
  }
  return text.empty() ? msg("There is nothing to do.") + "\n" : text;
}

std::string text_of(const NightStatus& status) {
  const auto& night = status.night;
  auto text = fmt::format("{}\n", night.run);
  if (status.is_at_work)
    text += msg("at work since {} (stage: {})", night.began, word_of_stage(night.stage)) + "\n";
  else if (night.ended.empty())
    text += msg("interrupted (stage: {}): the next `bdf nightly` goes on with it",
                word_of_stage(night.stage)) +
            "\n";
  else
    text += msg("from {} to {}", night.began, night.ended) + "\n";
  if (!night.outcome.empty()) text += night.outcome + "\n";
  text += counts_line(status.jobs) + "\n";
  for (const auto& job : status.jobs)
    if (job.status == JobStatus::waiting && !job.began.empty())
      text += "  " + msg("{}: begun at {}", name_of_job(job), job.began) + "\n";
  return text;
}

std::string text_of(const NightOutcome& outcome) {
  std::string text = counts_line(outcome.jobs) + "\n";
  if (outcome.night.unchanged > 0)
    text += msgn("{} deposit is unchanged.", "{} deposits are unchanged.",
                 static_cast<std::size_t>(outcome.night.unchanged)) +
            "\n";
  if (outcome.night.left_out > 0)
    text += msgn("{} deposit is not of this plan.", "{} deposits are not of this plan.",
                 static_cast<std::size_t>(outcome.night.left_out)) +
            "\n";
  const auto made = static_cast<std::size_t>(
      std::count_if(outcome.packages.begin(), outcome.packages.end(),
                    [](const auto& package) { return state_of(package) == PackageState::made; }));
  if (!outcome.packages.empty()) text += msgn("{} package", "{} packages", made) + "\n";
  if (!outcome.publication.empty())
    text += msg("Nothing was published: {}", outcome.publication) + "\n";
  if (!outcome.night.outcome.empty())
    text += msg("The night has stopped: {}", outcome.night.outcome) + "\n";
  if (!outcome.report.empty()) text += outcome.report.string() + "\n";
  return text;
}

}  // namespace bdf::nightly
