// SPDX-License-Identifier: MIT
#include "jobs/match.h"

#include "base/error.h"
#include "base/message.h"
#include "jobs/layer_match.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

void refuse_one_file(const MatchJob& job) {
  const auto a = io::parse_source(job.a);
  const auto b = io::parse_source(job.b);
  std::error_code none;
  if (same_name(a.layer, b.layer) && std::filesystem::equivalent(a.path, b.path, none))
    throw UsageError(msg("{} is given twice: name two files, or two layers as FILE::LAYER", job.a));
}

rules::Setting setting_of(const MatchJob& job, const rules::Theme& theme) {
  if (job.territory.empty()) return {};
  const auto* territory = rules::find_territory(theme.territories, job.territory);
  if (territory == nullptr)
    throw UsageError(msg("the theme “{}” knows no territory “{}”", theme.name, job.territory));
  return {territory->code, rules::spelling_of(theme.territories, job.territory), ""};
}

/// That there is anything by which the layers could be matched.
void require_ground(const Match& match, const LayerVersions& versions, bool ignore_ids) {
  for (const auto side : {Side::local, Side::reference}) {
    const bool known = !ignore_ids && !versions.key[side].none;
    if (!versions.schemas[side]->geometry_column.empty() || known) continue;
    throw InputError(msg("{}, layer “{}” has no geometries: there is nothing to match it by",
                         match.inputs[side]->name, versions.schemas[side]->layer));
  }
}

/// A theme that links nothing by where it lies says how to sync. Here that would find nothing.
void match_by_place(rules::Matching& matching) {
  if (matching.distance > 0) return;
  matching.distance = 10;
  matching.most = 40;
  matching.shift = 100;
}

}  // namespace

Match match(const MatchJob& job) {
  refuse_one_file(job);
  const auto theme = rules::load_theme(job.theme);
  Match match;
  match.scratch = std::make_unique<Scratch>(job.out.empty() ? temporary_name() : job.out);
  const auto& staging = match.scratch->path();
  match.inputs.local = open_input(job.a, job.source, staging, "a");
  match.inputs.reference = open_input(job.b, job.source, staging, "b");
  std::vector<Finding> findings;
  PairingOptions pairing{job.layer, job.key, &theme, setting_of(job, theme), nullptr};
  pairing.allow_ballpark = job.allow_ballpark;
  pairing.keys_are_told_only = job.ignore_ids;
  match.versions = pair_layers(match.inputs, pairing, findings);
  for (std::size_t i = 0; i < match.versions.size(); ++i) {
    require_ground(match, match.versions[i], job.ignore_ids);
    match_by_place(match.versions[i].rules.matching);
    const MatchedSides sides{match.reader(i, Side::local), match.reader(i, Side::reference)};
    match.layers.push_back(match_layer(sides, match.versions[i], {job.ignore_ids, job.threads}));
  }
  return match;
}

}  // namespace bdf::jobs
