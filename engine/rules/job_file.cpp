// SPDX-License-Identifier: MIT
#include "rules/job_file.h"

#include <algorithm>
#include <vector>

#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

const std::vector<std::string> inputs{"ancestor", "local",   "reference",
                                      "base",     "answers", "resolutions"};
/// `out` and inputs are meant as seen from the job file, but for what is no file (PG:…).
std::string resolved(const std::filesystem::path& folder, const std::string& name,
                     const std::string& text) {
  const bool is_path = name == "out" ||
                       std::find(inputs.begin(), inputs.end(), name) != inputs.end() ||
                       ((name == "theme" || name == "schema") && text.ends_with(".yaml"));
  if (!is_path || text.starts_with("PG:") || text.find("://") != std::string::npos) return text;
  return (folder / text).string();
}

}  // namespace

std::map<std::string, std::string> read_job(const std::filesystem::path& path) {
  const auto document = load_checked_yaml(path, "job");
  std::map<std::string, std::string> settings;
  for (const auto& [name, node] : document.entries()) {
    std::string text;
    if (node.is_list())
      for (const auto& item : node.texts()) text += (text.empty() ? "" : ",") + item;
    else
      text = node.text();
    settings[name] = resolved(path.parent_path(), name, text);
  }
  return settings;
}

}  // namespace bdf::rules
