// SPDX-License-Identifier: MIT
#include "jobs/run_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "base/message.h"

namespace bdf::jobs {

namespace {

std::string absolute(const std::string& source) {
  auto name = io::parse_source(io::without_password(source));
  std::error_code ignored;
  if (std::filesystem::exists(name.path, ignored))
    name.path = std::filesystem::absolute(name.path).lexically_normal().string();
  return name.layer.empty() ? name.path : name.path + "::" + name.layer;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// What `read` makes of the folder's run.json.
template <class Read>
auto from_record(const std::filesystem::path& folder, Read read) {
  const auto path = folder / "run.json";
  std::ifstream file(path);
  if (!file)
    throw InputError(
        msg("{} is no folder that `bdf sync` wrote: it has no run.json", folder.string()));
  try {
    return read(nlohmann::json::parse(file));
  } catch (const nlohmann::json::exception& error) {
    throw InputError(msg("{} cannot be read: {}", path.string(), error.what()));
  }
}

}  // namespace

Box parse_extent(const std::string& text) {
  std::istringstream stream(text);
  Box box{};
  char comma[3] = {};
  stream >> box.min_x >> comma[0] >> box.min_y >> comma[1] >> box.max_x >> comma[2] >> box.max_y;
  const bool commas = comma[0] == ',' && comma[1] == ',' && comma[2] == ',';
  if (!stream || !commas || !(stream >> std::ws).eof() || box.min_x > box.max_x ||
      box.min_y > box.max_y)
    throw UsageError(msg("“{}” is no extent: write XMIN,YMIN,XMAX,YMAX", text));
  return box;
}

std::map<std::string, std::string> record_of(const SyncJob& job) {
  std::map<std::string, std::string> record{
      {"theme", job.theme},           {"local", absolute(job.local)},
      {"layer", job.layer},           {"reference", absolute(job.reference)},
      {"producer", job.producer},     {"key", fmt::format("{}", fmt::join(job.key, ","))},
      {"crs", job.source.crs},        {"encoding", job.source.encoding},
      {"territory", job.territory},   {"community", job.community},
      {"schema", job.producer_schema}};
  if (!job.base.empty()) record["base"] = absolute(job.base);
  if (job.ancestor) record["ancestor"] = absolute(*job.ancestor);
  if (job.extent)
    record["extent"] = fmt::format("{},{},{},{}", job.extent->min_x, job.extent->min_y,
                                   job.extent->max_x, job.extent->max_y);
  return record;
}

SyncJob job_from(const std::map<std::string, std::string>& settings) {
  const auto setting = [&](const char* name) {
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
  };
  SyncJob job;
  if (!setting("theme").empty()) job.theme = setting("theme");
  if (!setting("ancestor").empty()) job.ancestor = setting("ancestor");
  job.local = setting("local");
  job.reference = setting("reference");
  job.base = setting("base");
  job.out = setting("out");
  job.layer = setting("layer");
  job.key = split(setting("key"));
  job.producer = setting("producer");
  if (!setting("extent").empty()) job.extent = parse_extent(setting("extent"));
  job.producer_schema = setting("schema");
  job.territory = setting("territory");
  job.community = setting("community");
  job.answers = setting("answers");
  job.resolutions = setting("resolutions");
  job.source.crs = setting("crs");
  job.source.encoding = setting("encoding");
  return job;
}

SyncJob recorded_job(const std::filesystem::path& folder) {
  auto job = from_record(folder, [](const nlohmann::json& record) {
    return job_from(record.at("job").get<std::map<std::string, std::string>>());
  });
  // A password is not recorded: it is where it was.
  if (const char* base = std::getenv("BDF_BASE"); base != nullptr && !job.base.empty())
    if (io::without_password(base) == job.base) job.base = base;
  return job;
}

std::string recorded_merged_state(const std::filesystem::path& folder) {
  return from_record(folder, [](const nlohmann::json& record) {
    return record.value("merged_state", std::string());
  });
}

}  // namespace bdf::jobs
