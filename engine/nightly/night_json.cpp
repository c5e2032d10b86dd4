// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "nightly/night_report.h"
#include "nightly/package_note.h"

namespace bdf::nightly {

namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

ordered_json night_json(const refbase::Night& night) {
  return {{"run", night.run},
          {"plan", night.plan},
          {"plan_digest", night.plan_digest},
          {"start", night.start},
          {"engine", night.engine},
          {"began", night.began},
          {"ended", text_or_null(night.ended)},
          {"stage", night.stage},
          {"outcome", text_or_null(night.outcome)}};
}

ordered_json job_json(const refbase::NightJob& job) {
  ordered_json json{{"job", job.position},
                    {"deposit", job.deposit},
                    {"theme", text_or_null(job.theme)},
                    {"territory", text_or_null(job.territory)},
                    {"producer", text_or_null(job.producer)},
                    {"status", refbase::name_of(job.status)},
                    {"tries", job.tries},
                    {"reason", text_or_null(job.reason)},
                    {"transaction", nullptr},
                    {"asked", job.asked},
                    {"refused", job.refused},
                    {"began", text_or_null(job.began)},
                    {"ended", text_or_null(job.ended)},
                    {"figures", nullptr}};
  if (job.number != 0) json["transaction"] = job.number;
  if (!job.figures.empty()) json["figures"] = ordered_json::parse(job.figures, nullptr, false);
  return json;
}

ordered_json jobs_json(const std::vector<refbase::NightJob>& jobs) {
  auto all = ordered_json::array();
  for (const auto& job : jobs) all.push_back(job_json(job));
  return all;
}

ordered_json wanted_json(const WantedPackage& wanted) {
  return {{"theme", wanted.theme},
          {"pack", wanted.pack},
          {"territory", text_or_null(wanted.territory)}};
}

std::string text(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string json_of(const NightPreview& preview) {
  ordered_json json{{"kind", "plan"}, {"resumes", text_or_null(preview.resumes)}};
  auto jobs = ordered_json::array();
  for (const auto& planned : preview.jobs) {
    const auto& job = planned.job;
    jobs.push_back({{"job", nullptr},
                    {"deposit", job.deposit},
                    {"theme", text_or_null(job.theme)},
                    {"territory", text_or_null(job.territory)},
                    {"producer", text_or_null(job.producer)},
                    {"why", name_of(planned.why)},
                    {"last", text_or_null(planned.last)},
                    {"reason", text_or_null(job.reason)}});
    if (planned.runs()) jobs.back()["job"] = job.position;
  }
  json["jobs"] = std::move(jobs);
  auto packages = ordered_json::array();
  for (const auto& wanted : preview.packages) packages.push_back(wanted_json(wanted));
  json["packages"] = std::move(packages);
  json["absent"] = preview.absent;
  return text(json);
}

std::string json_of(const NightStatus& status) {
  return text({{"kind", "status"},
               {"night", night_json(status.night)},
               {"at_work", status.is_at_work},
               {"jobs", jobs_json(status.jobs)}});
}

std::string packages_as_json(const NightOutcome& outcome) {
  auto packages = ordered_json::array();
  for (const auto& made : outcome.packages) packages.push_back(json_of(made));
  return text(
      {{"packages", std::move(packages)}, {"publication", text_or_null(outcome.publication)}});
}

void read_packages(const std::string& text, NightOutcome& outcome) {
  const auto json = ordered_json::parse(text, nullptr, false);
  if (!json.is_object()) return;
  for (const auto& made : json.at("packages")) outcome.packages.push_back(made_package_in(made));
  const auto& publication = json.at("publication");
  outcome.publication = publication.is_string() ? publication.get<std::string>() : std::string();
}

std::string json_of(const NightOutcome& outcome) {
  ordered_json json{{"kind", "night"},
                    {"night", night_json(outcome.night)},
                    {"state", state_of(outcome)},
                    {"resumed", outcome.was_resumed},
                    {"unchanged", outcome.night.unchanged},
                    {"left_out", outcome.night.left_out},
                    {"jobs", jobs_json(outcome.jobs)}};
  auto packages = ordered_json::array();
  for (const auto& made : outcome.packages) packages.push_back(json_of(made));
  json["packages"] = std::move(packages);
  json["publication"] = text_or_null(outcome.publication);
  auto standing = ordered_json::array();
  for (const auto& one : outcome.standing) {
    const auto asked = outcome.asked.find(one.number);
    standing.push_back({{"deposit", one.deposit},
                        {"theme", text_or_null(one.theme)},
                        {"producer", text_or_null(one.producer)},
                        {"status", refbase::name_of(one.status)},
                        {"reason", text_or_null(one.reason)},
                        {"asked", asked == outcome.asked.end() ? 0 : asked->second},
                        {"since", one.time},
                        {"gone", text_or_null(one.gone)}});
  }
  json["standing"] = std::move(standing);
  return text(json);
}

}  // namespace bdf::nightly
