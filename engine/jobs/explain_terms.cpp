// SPDX-License-Identifier: MIT
#include "jobs/explain_terms.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "io/source.h"
#include "jobs/layer_class.h"
#include "jobs/run_record.h"
#include "merge/context.h"

namespace bdf::jobs {

namespace {

std::optional<io::Catalog> catalog_of(const std::optional<std::string>& source) {
  if (!source) return std::nullopt;
  try {
    auto database = io::Database::open_input(io::parse_source(*source).path);
    return io::read_catalog(database);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<rules::Theme> theme_of(const SyncJob& job) {
  try {
    return rules::load_theme(job.theme);
  } catch (const Error&) {
    return std::nullopt;
  }
}

rules::Setting setting_of(const SyncJob& job, const rules::Theme& theme) {
  const auto* territory = rules::find_territory(theme.territories, job.territory);
  if (territory == nullptr) return {"", "", job.community};
  return {territory->code, rules::spelling_of(theme.territories, job.territory), job.community};
}

const Schema* version_in(const std::optional<io::Catalog>& catalog, const Schema& merged) {
  if (!catalog) return &merged;
  if (const auto* named = catalog->find(merged.layer)) return named;
  return catalog->layers.size() == 1 ? &catalog->layers.front() : &merged;
}

}  // namespace

report::TermsByLayer terms_of_folder(const std::filesystem::path& folder,
                                     const io::Catalog& merged) {
  if (!std::filesystem::exists(folder / "run.json")) return {};
  const auto job = recorded_job(folder);
  const auto theme = theme_of(job);
  if (!theme) return {};
  const ThreeWay<std::optional<io::Catalog>> inputs{catalog_of(job.ancestor), catalog_of(job.local),
                                                    catalog_of(job.reference)};
  report::TermsByLayer terms;
  for (const auto& schema : merged.layers) {
    auto& known = terms[schema.layer];
    known.rules = theme->rules_of(class_of(schema, *theme), setting_of(job, *theme));
    ThreeWay<const Schema*> versions;
    for (const auto side : all_sides)
      if (side != Side::ancestor || job.ancestor) versions[side] = version_in(inputs[side], schema);
    known.layout = merge::lay_out(versions, {known.rules.schema.get(), nullptr});
    merge::apply_rules(known.layout, known.rules);
  }
  return terms;
}

std::vector<std::vector<std::string>> keys_of(const Schema& schema,
                                              const std::vector<std::string>& job_key,
                                              const report::TermsByLayer& terms) {
  std::vector<std::vector<std::string>> keys;
  const auto is_there = [&](const std::string& column) { return schema.find(column).has_value(); };
  const auto known = terms.find(schema.layer);
  if (!job_key.empty() && std::all_of(job_key.begin(), job_key.end(), is_there))
    keys.push_back(job_key);
  else if (known != terms.end() && known->second.rules.schema)
    keys.push_back(key_of_class(schema, *known->second.rules.schema));
  if (keys.empty() || keys.back().empty()) keys = {{schema.primary_key}};
  if (schema.find(merge::uid_column)) keys.push_back({std::string(merge::uid_column)});
  return keys;
}

}  // namespace bdf::jobs
